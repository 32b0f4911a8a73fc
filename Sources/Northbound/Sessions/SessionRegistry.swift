import Delivery
import SMPP
import Storage
import World

/// Who is bound: how many binds each application has, which of them take deliveries, and how fast it submits.
struct SessionRegistry {
    struct Session: Equatable {
        var esme: ESMEID
        var kind: BindKind
        /// Deliveries without answer at once.
        var windowMax: Int
        /// Its bind's response went out: before, nothing may be delivered.
        var isBound = false
        var delivering = 0
    }

    /// How many sessions that ended before their bind was decided are remembered.
    static let endedMax = 1024
    /// Submits at once within a rate: a tenth of a second's.
    static func burst(_ ratePerSecond: Int) -> Int { max(1, ratePerSecond / 10) }

    private(set) var sessions: [SMSCSessionID: Session] = [:]
    private var ofESME: [ESMEID: [SMSCSessionID]] = [:]
    private var throttles: [ESMEID: Throttle] = [:]
    private var ended: [SMSCSessionID] = []

    /// Every session and whose it is, oldest first.
    var all: [(session: SMSCSessionID, esme: ESMEID)] {
        sessions.map { ($0.key, $0.value.esme) }.sorted { $0.session < $1.session }
    }
    func bindCount(of esme: ESMEID) -> Int { ofESME[esme]?.count ?? 0 }

    /// `false` when the application has all the binds it may have, or the session is gone already.
    mutating func bind(_ esme: ESMEAccount, _ request: BindRequest, session: SMSCSessionID) -> Bool {
        guard !ended.contains(session), bindCount(of: esme.id) < esme.bindsMax else { return false }
        sessions[session] = Session(
            esme: esme.id, kind: request.kind, windowMax: esme.windowMax)
        ofESME[esme.id, default: []].append(session)
        return true
    }

    /// Gives the application, when it may be delivered to from now on.
    mutating func bound(_ session: SMSCSessionID) -> ESMEID? {
        guard let known = sessions[session] else { return nil }
        sessions[session]?.isBound = true
        return known.kind.delivers ? known.esme : nil
    }

    mutating func ended(_ session: SMSCSessionID) {
        guard let known = sessions.removeValue(forKey: session) else {
            ended.append(session)
            if ended.count > Self.endedMax { ended.removeFirst() }
            return
        }
        ofESME[known.esme]?.removeAll { $0 == session }
        if ofESME[known.esme]?.isEmpty == true {
            ofESME[known.esme] = nil
            throttles[known.esme] = nil
        }
    }

    /// Takes `count` messages from the application's rate, over all its binds; `false` when that is too fast.
    mutating func take(_ count: Int, of esme: ESMEAccount, now: Timestamp) -> Bool {
        guard let rate = esme.ratePerSecond else { return true }
        var throttle = throttles[esme.id] ?? Throttle(ratePerSecond: rate, burst: Self.burst(rate))
        if throttle.ratePerSecond != rate { throttle = Throttle(ratePerSecond: rate, burst: Self.burst(rate)) }
        defer { throttles[esme.id] = throttle }
        return throttle.take(count, now: now) == nil
    }

    // MARK: Deliveries

    /// The bind that takes the next delivery: the oldest with room in its window. Counts the delivery.
    mutating func beginDelivery(to esme: ESMEID) -> SMSCSessionID? {
        for id in ofESME[esme] ?? [] {
            guard let session = sessions[id], session.isBound, session.kind.delivers,
                session.delivering < session.windowMax
            else { continue }
            sessions[id]?.delivering += 1
            return id
        }
        return nil
    }

    /// `takesMore` is false once the session unbinds: nothing is given to it any more.
    mutating func endDelivery(on session: SMSCSessionID, takesMore: Bool) {
        sessions[session]?.delivering -= 1
        if !takesMore { sessions[session]?.isBound = false }
    }

    /// How many deliveries its receiving binds take at once; 0 while none is up.
    func window(of esme: ESMEID) -> Int {
        (ofESME[esme] ?? []).reduce(0) { sum, id in
            guard let session = sessions[id], session.isBound, session.kind.delivers else { return sum }
            return sum + session.windowMax
        }
    }
}
