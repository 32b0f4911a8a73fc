import World

/// Lets through at most so many a second, with a burst of a tenth of a second's worth. GCRA, ITU-T I.371.
struct Pace: Equatable, Sendable {
    private let interval: Duration
    private let tolerance: Duration
    private var due = Timestamp.distantPast

    /// `nil` when there is no limit.
    init?(perSecondMax: Int?) {
        guard let perSecondMax else { return nil }
        interval = .seconds(1) / Double(max(perSecondMax, 1))
        tolerance = .milliseconds(100)
    }

    /// Lets `units` through together, or none; those of one go ahead of their time and hold up what comes after.
    mutating func take(_ units: Int = 1, now: Timestamp) -> Bool {
        guard units > 0 else { return true }
        guard due <= now + tolerance else { return false }
        due = max(due, now) + interval * units
        return true
    }
}
