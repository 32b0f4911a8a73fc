import World

/// How often an address proved nothing lately: a password of eight characters must not be guessed at wire speed.
struct BindAttempts {
    /// Wrong binds of one address within `period`; then its binds are refused unread.
    static let wrongMax = 10
    static let period = Duration.seconds(60)
    /// Addresses remembered; the one longest quiet is forgotten first.
    static let addressesMax = 4096

    private var wrong: [String: [Timestamp]] = [:]

    var addressCount: Int { wrong.count }

    func isBarred(_ address: String, now: Timestamp) -> Bool {
        (wrong[address] ?? []).count { $0 > now - Self.period } >= Self.wrongMax
    }

    mutating func failed(_ address: String, now: Timestamp) {
        if wrong[address] == nil, wrong.count >= Self.addressesMax {
            wrong = wrong.filter { ($0.value.last ?? .distantPast) > now - Self.period }
            if wrong.count >= Self.addressesMax,
                let quiet = wrong.min(by: { ($0.value.last ?? now, $0.key) < ($1.value.last ?? now, $1.key) })
            {
                wrong[quiet.key] = nil
            }
        }
        wrong[address] = ((wrong[address] ?? []).filter { $0 > now - Self.period } + [now]).suffix(Self.wrongMax)
    }

    mutating func succeeded(_ address: String) { wrong[address] = nil }
}
