import SMPP
import Storage
import Testing
import World

@testable import Northbound

struct SessionRegistryTests {
    static let now = Timestamp(seconds: 1_790_000_000)

    private func esme(binds: Int = 64, window: Int = 2, rate: Int? = nil) -> ESMEAccount {
        ESMEAccount(
            id: ESMEID(high: 1, low: 1), account: AccountID(high: 1, low: 2), systemID: "app", bindsMax: binds,
            windowMax: window, ratePerSecond: rate, createdAt: Self.now)
    }

    @Test func `64 binds are let in and one more is not, until one ends`() {
        var registry = SessionRegistry()
        let esme = esme()
        for id in 1...64 { #expect(registry.bind(esme, BindRequest(), session: SMSCSessionID(UInt64(id))) == true) }
        #expect(registry.bind(esme, BindRequest(), session: SMSCSessionID(65)) == false)
        registry.ended(SMSCSessionID(7))
        #expect(registry.bind(esme, BindRequest(), session: SMSCSessionID(66)) == true)
        #expect(registry.bindCount(of: esme.id) == 64)
    }

    @Test func `a session that ended before its bind was decided holds no place`() {
        var registry = SessionRegistry()
        registry.ended(SMSCSessionID(1))
        #expect(registry.bind(esme(), BindRequest(), session: SMSCSessionID(1)) == false)
        #expect(registry.bindCount(of: esme().id) == 0)
    }

    @Test func `deliveries go to the oldest receiving bind with room`() {
        var registry = SessionRegistry()
        let esme = esme(window: 2)
        #expect(registry.bind(esme, BindRequest(kind: .transmitter), session: SMSCSessionID(1)) == true)
        #expect(registry.bind(esme, BindRequest(kind: .receiver), session: SMSCSessionID(2)) == true)
        #expect(registry.bind(esme, BindRequest(kind: .transceiver), session: SMSCSessionID(3)) == true)
        #expect(registry.beginDelivery(to: esme.id) == nil)
        #expect(registry.bound(SMSCSessionID(1)) == nil)
        #expect(registry.bound(SMSCSessionID(2)) == esme.id)
        #expect(registry.bound(SMSCSessionID(3)) == esme.id)
        #expect(registry.window(of: esme.id) == 4)
        let taken = (0..<5).map { _ in registry.beginDelivery(to: esme.id)?.value }
        #expect(taken == [2, 2, 3, 3, nil])
        registry.endDelivery(on: SMSCSessionID(3), takesMore: true)
        #expect(registry.beginDelivery(to: esme.id)?.value == 3)
        registry.endDelivery(on: SMSCSessionID(3), takesMore: false)
        #expect(registry.beginDelivery(to: esme.id) == nil)
        #expect(registry.window(of: esme.id) == 2)
    }

    @Test func `the rate is the application's, whatever the bind, at its limit and one past`() {
        var registry = SessionRegistry()
        let esme = esme(rate: 50)
        // A tenth of a second's messages may come at once, then one every 20 ms.
        for _ in 0..<5 { #expect(registry.take(1, of: esme, now: Self.now) == true) }
        #expect(registry.take(1, of: esme, now: Self.now) == false)
        #expect(registry.take(1, of: esme, now: Self.now + .milliseconds(19)) == false)
        #expect(registry.take(1, of: esme, now: Self.now + .milliseconds(20)) == true)
    }

    private func claim(_ address: String, _ systemID: String = "app") -> BindAttempts.Claim {
        BindAttempts.Claim(address: address, systemID: systemID)
    }

    @Test func `a name claimed in vain ten times in a minute is barred from there, others are not`() {
        var attempts = BindAttempts()
        for _ in 0..<BindAttempts.wrongMax {
            #expect(!attempts.isBarred(claim("192.0.2.1"), now: Self.now))
            attempts.failed(claim("192.0.2.1"), now: Self.now)
        }
        #expect(attempts.isBarred(claim("192.0.2.1"), now: Self.now))
        #expect(!attempts.isBarred(claim("192.0.2.2"), now: Self.now))
        #expect(!attempts.isBarred(claim("192.0.2.1", "other"), now: Self.now))
        #expect(!attempts.isBarred(claim("192.0.2.1"), now: Self.now + BindAttempts.period))
    }

    @Test func `no more claims are remembered than may be`() {
        var attempts = BindAttempts()
        for index in 0...BindAttempts.claimsMax { attempts.failed(claim("\(index)"), now: Self.now) }
        #expect(attempts.claimCount == BindAttempts.claimsMax)
    }
}
