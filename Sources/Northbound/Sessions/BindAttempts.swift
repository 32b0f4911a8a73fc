import World

/// How often a system_id was claimed in vain lately: a password of eight characters must not be guessed at wire speed.
///
/// Counted by address and system_id, so that behind a balancer, where all have one address, one application's wrong
/// password bars no other.
struct BindAttempts {
    /// Wrong binds within `period`; then binds of that name from that address are refused unread.
    static let wrongMax = 10
    static let period = Duration.seconds(60)
    /// Pairs remembered; the one longest quiet is forgotten first.
    static let claimsMax = 4096

    struct Claim: Hashable {
        var address: String
        var systemID: String
    }

    private var wrong: [Claim: [Timestamp]] = [:]

    var claimCount: Int { wrong.count }

    func isBarred(_ claim: Claim, now: Timestamp) -> Bool {
        (wrong[claim] ?? []).count { $0 > now - Self.period } >= Self.wrongMax
    }

    mutating func failed(_ claim: Claim, now: Timestamp) {
        if wrong[claim] == nil, wrong.count >= Self.claimsMax { makeRoom(now: now) }
        wrong[claim] = ((wrong[claim] ?? []).filter { $0 > now - Self.period } + [now]).suffix(Self.wrongMax)
    }

    mutating func succeeded(_ claim: Claim) { wrong[claim] = nil }

    private mutating func makeRoom(now: Timestamp) {
        wrong = wrong.filter { ($0.value.last ?? .distantPast) > now - Self.period }
        guard wrong.count >= Self.claimsMax else { return }
        let quiet = wrong.min { (left, right) in
            (left.value.last ?? now, left.key.address, left.key.systemID)
                < (right.value.last ?? now, right.key.address, right.key.systemID)
        }
        if let quiet { wrong[quiet.key] = nil }
    }
}
