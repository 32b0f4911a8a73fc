import Gateway
import SMPP
import Testing
import World

@testable import Northbound

/// What phones send, brought to the application whose number it is.
struct ReceptionTests {
    private func segment(_ octets: [UInt8], at now: Timestamp) -> ReceivedSegment {
        ReceivedSegment(
            carrier: "carrier", from: .international(Stage.phone), to: .international("46731234567"),
            dataCoding: 8, esmClass: .userDataHeader, payload: octets,
            tlvs: [TLV(TLVTag(rawValue: 0x1402), [1, 2])], receivedAt: now)
    }

    @Test func `a received segment comes untouched, and is kept while nobody is bound`() {
        Machine.run { machine in
            let octets: [UInt8] = [5, 0, 3, 9, 2, 1, 0x04, 0x10, 0x00, 0x41]
            try await Stage.live(machine) { stage in
                let esme = try await stage.account { $0.addresses = ["46731234567"] }
                #expect(stage.gateway.esme(ofAddress: "46731234567") == esme)
                #expect(await stage.gateway.keep(segment(octets, at: machine.world.now), for: esme))
            }
            try await Stage.live(machine) { stage in
                let receiver = stage.application(kind: .receiver)
                try await stage.bound([receiver]) {
                    await stage.until { receiver.received.count == 1 }
                    let message = try #require(receiver.received.first)
                    #expect(message == segment(octets, at: machine.world.now).message)
                }
            }
        }
    }

    @Test func `one that can't be made durable is not acknowledged`() {
        Machine.run { machine in
            try await Stage.live(machine) { stage in
                let esme = try await stage.account()
                machine.disk.setFailing(true)
                #expect(await !stage.gateway.keep(segment([5, 0, 3, 9, 2, 1], at: machine.world.now), for: esme))
                machine.disk.setFailing(false)
            }
        }
    }

    @Test func `one the application will never take is given up and counted`() {
        Machine.run { machine in
            try await Stage.live(machine) { stage in
                let esme = try await stage.account()
                let receiver = stage.application(kind: .receiver)
                receiver.answer([.rejectedByApplication])
                try await stage.bound([receiver]) {
                    for octet in [UInt8(1), 2] {
                        #expect(await stage.gateway.keep(segment([0, octet], at: machine.world.now), for: esme))
                    }
                    await stage.until { await stage.northbound.counts().taken == 1 }
                    #expect(await stage.northbound.counts().refused == 1)
                    #expect(receiver.received.count == 2)
                }
            }
        }
    }
}
