/// A moment: microseconds since 1970-01-01 00:00:00 UTC.
package struct Timestamp: Hashable, Comparable, Sendable {
    package var microseconds: Int64

    package init(microseconds: Int64) { self.microseconds = microseconds }
    package init(milliseconds: Int64) { microseconds = milliseconds * 1000 }
    package init(seconds: Int64) { microseconds = seconds * 1_000_000 }

    package static let distantPast = Timestamp(microseconds: .min / 4)
    package static let distantFuture = Timestamp(microseconds: .max / 4)

    package var milliseconds: Int64 { microseconds.floorDivided(by: 1000) }
    package var seconds: Int64 { microseconds.floorDivided(by: 1_000_000) }

    package static func < (left: Self, right: Self) -> Bool { left.microseconds < right.microseconds }
    package static func + (left: Self, right: Duration) -> Self {
        Timestamp(microseconds: left.microseconds + right.inMicroseconds)
    }
    package static func - (left: Self, right: Duration) -> Self {
        Timestamp(microseconds: left.microseconds - right.inMicroseconds)
    }
    package static func - (left: Self, right: Self) -> Duration {
        .microseconds(left.microseconds - right.microseconds)
    }
    package static func += (left: inout Self, right: Duration) { left = left + right }
}

extension Duration {
    /// Whole microseconds, rounded towards zero.
    package var inMicroseconds: Int64 {
        let (seconds, attoseconds) = components
        return seconds * 1_000_000 + attoseconds / 1_000_000_000_000
    }
    /// Whole milliseconds, rounded towards zero.
    package var inMilliseconds: Int64 { inMicroseconds / 1000 }
    /// Whole seconds, rounded up, so that a caller told to wait never comes back early.
    package var secondsRoundedUp: Int64 { (inMicroseconds + 999_999).floorDivided(by: 1_000_000) }
}

extension Int64 {
    package func floorDivided(by divisor: Int64) -> Int64 {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }
}
