/// Names one session of an SMSC; never used again within a server.
package struct SMSCSessionID: Hashable, Comparable, Sendable, CustomStringConvertible {
    package let value: UInt64
    package init(_ value: UInt64) { self.value = value }
    package static func < (left: Self, right: Self) -> Bool { left.value < right.value }
    package var description: String { "session-\(value)" }
}

/// What an SMSC server's owner is told and asked. Calls for one session may overlap.
package protocol SMSCHandler: Sendable {
    /// Lets an ESME in with `.ok`, or not, with the status it is told.
    func bind(_ request: BindRequest, from remote: String, session: SMSCSessionID) async -> CommandStatus
    /// Takes a `submit_sm`; the response is sent with what this returns.
    func submit(_ message: SubmitSM, session: SMSCSessionID) async -> SubmitAnswer
    /// Once a connection, bound or not; from any thread; must not block.
    func ended(_ session: SMSCSessionID)
}
