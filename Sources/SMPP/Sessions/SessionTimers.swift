/// How long a session waits for what. The text names the timers and leaves the values. Source: SMPP 3.4 §7.2.
package struct SessionTimers: Equatable, Sendable {
    /// Connect to bound.
    package var sessionInit: Duration
    /// Request to response; past it the outcome of a submit is not known.
    package var response: Duration
    /// Silence from the peer before it is asked whether it lives; `nil` never asks.
    package var enquireLink: Duration?
    /// Silence from the peer before the session is given up; `nil` never gives up for that.
    package var inactivity: Duration?

    package init(
        sessionInit: Duration = .seconds(5), response: Duration = .seconds(10),
        enquireLink: Duration? = .seconds(30), inactivity: Duration? = .seconds(120)
    ) {
        (self.sessionInit, self.response) = (sessionInit, response)
        (self.enquireLink, self.inactivity) = (enquireLink, inactivity)
    }
}
