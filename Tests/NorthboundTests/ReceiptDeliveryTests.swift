import Delivery
import Gateway
import SMPP
import Storage
import Testing
import World

@testable import Northbound

struct ReceiptDeliveryTests {
    /// Submits and lets the carrier report.
    private func send(
        _ stage: Stage, _ application: Application, _ verdict: ReceiptVerdict = .delivered,
        _ message: SubmitSM = Stage.message()
    ) async throws -> String {
        let name = try await stage.submit(message, by: application)
        let id = try #require(MessageName.id(name))
        await stage.until { try await stage.machine.store.message(id)?.state == .submitted }
        #expect(await stage.link.report(id, verdict, at: stage.machine.world.now))
        return name
    }

    @Test func `a receipt names the message as the response did, from the phone to the sender`() {
        Machine.run { machine in
            try await Stage.live(machine) { stage in
                _ = try await stage.account()
                let application = stage.application()
                try await stage.bound([application]) {
                    let name = try await send(stage, application)
                    await stage.until { !application.received.isEmpty }
                    let message = try #require(application.received.first)
                    let receipt = try #require(application.receipts.first)
                    #expect(receipt.messageID == name && receipt.state == .delivered && receipt.form == .tlv)
                    #expect(message.esmClass == .deliveryReceipt)
                    #expect(message.source == .international(Stage.phone))
                    #expect(message.destination == .alphanumeric("Bank"))
                    let text = String(decoding: message.shortMessage, as: UTF8.self)
                    #expect(text.hasPrefix("id:\(name) sub:001 dlvrd:001 submit date:"))
                    #expect(text.contains(" stat:DELIVRD err:000"))
                    #expect(!text.contains("123456"))
                    await stage.until { try await machine.store.message(MessageName.id(name)!)?.body == nil }
                }
            }
        }
    }

    @Test(
        arguments: [
            (0, [.delivered: 0, .undelivered: 0]), (1, [.delivered: 1, .undelivered: 1]),
            (2, [.delivered: 0, .undelivered: 1]), (3, [.delivered: 1, .undelivered: 0]),
        ] as [(UInt8, [ReceiptVerdict: Int])])
    func `receipts come as registered_delivery asks`(flag: UInt8, expected: [ReceiptVerdict: Int]) {
        Machine.run { machine in
            for verdict in [ReceiptVerdict.delivered, .undelivered] {
                let system = "app\(verdict)".prefix(15)
                try await Stage.live(machine) { stage in
                    _ = try await stage.account(String(system))
                    // Success alone is from SMPP 5.0.
                    let application = stage.application(String(system), version: 0x50)
                    try await stage.bound([application]) {
                        let message = Stage.message(receipt: RegisteredDelivery(rawValue: flag))
                        _ = try await send(stage, application, verdict, message)
                        await stage.pass(.seconds(3))
                        #expect(application.received.count == expected[verdict])
                    }
                }
            }
        }
    }

    @Test func `an intermediate notification comes when it is asked for, once, before the receipt`() {
        Machine.run { machine in
            try await Stage.live(machine) { stage in
                _ = try await stage.account()
                let application = stage.application()
                try await stage.bound([application]) {
                    _ = try await send(
                        stage, application, .delivered, Stage.message(receipt: RegisteredDelivery(rawValue: 0x11)))
                    await stage.until { application.received.count == 2 }
                    #expect(application.received.map(\.esmClass) == [.intermediateNotification, .deliveryReceipt])
                    #expect(application.receipts.map(\.state) == [.enroute, .delivered])
                }
            }
        }
    }

    @Test func `a message nobody reported on ends as unknown, one never taken as expired`() {
        Machine.run { machine in
            let link = RecordingLink()
            try await Stage.live(machine, link: link) { stage in
                _ = try await stage.account()
                let application = stage.application()
                try await stage.bound([application]) {
                    let short = Stage.message { $0.validityPeriod = "000000000005000R" }
                    _ = try await stage.submit(short, by: application)
                    await stage.until { application.receipts.count == 1 }
                    await link.setBound(false)
                    _ = try await stage.submit(short, by: application)
                    await stage.until { application.receipts.count == 2 }
                    #expect(application.receipts.map(\.state) == [.unknown, .expired])
                }
            }
        }
    }

    @Test func `receipts are kept while no receiver is bound, and across a restart, in order`() {
        Machine.run { machine in
            let names = Names()
            try await Stage.live(machine) { stage in
                _ = try await stage.account()
                let transmitter = stage.application(kind: .transmitter)
                try await stage.bound([transmitter]) {
                    for _ in 0..<150 { names.add(try await send(stage, transmitter)) }
                    await stage.pass(.seconds(1))
                }
                #expect(transmitter.received.isEmpty)
            }
            try await Stage.live(machine) { stage in
                let receiver = stage.application(kind: .receiver)
                try await stage.bound([receiver]) {
                    await stage.until { receiver.received.count == 150 }
                    await stage.pass(.seconds(1))
                    #expect(machine.network.receipts.compactMap(\.messageID) == names.all)
                }
            }
            let left = try await machine.store.allItems(.pendingDelivery, after: nil, limit: 10, now: machine.world.now)
            #expect(left.isEmpty)
        }
    }

    @Test func `only a taken receipt is deleted: refused for now it comes again, the others behind it`() {
        Machine.run { machine in
            try await Stage.live(machine) { stage in
                _ = try await stage.account { $0.windowMax = 1 }
                let application = stage.application()
                application.answer([.temporaryApplicationError, .messageQueueFull])
                try await stage.bound([application]) {
                    let first = try await send(stage, application)
                    let second = try await send(stage, application)
                    await stage.until { application.received.count == 4 }
                    await stage.pass(.seconds(1))
                    #expect(application.receipts.compactMap(\.messageID) == [first, first, first, second])
                    let counts = await stage.northbound.counts()
                    #expect(counts.taken == 2 && counts.repeated == 2)
                }
            }
        }
    }

    @Test func `a receipt that is being handled when the bind is lost comes again on another`() {
        Machine.run { machine in
            try await Stage.live(machine) { stage in
                _ = try await stage.account()
                let (first, second) = (stage.application(), stage.application())
                first.answer([.ok], after: .seconds(60))
                let name = Names()
                try await stage.bound([first]) {
                    name.add(try await send(stage, first))
                    await stage.until { first.received.count == 1 }
                }
                try await stage.bound([second]) {
                    await stage.until { second.received.count == 1 }
                    #expect(second.receipts.first?.messageID == name.all.first)
                }
            }
        }
    }

    @Test func `no more are under way at once than the window, at the limit`() {
        Machine.run { machine in
            try await Stage.live(machine) { stage in
                _ = try await stage.account { $0.windowMax = 3 }
                let transmitter = stage.application(kind: .transmitter)
                let receiver = stage.application(kind: .receiver)
                receiver.answer([], after: .milliseconds(500))
                try await stage.bound([transmitter]) {
                    for _ in 0..<10 { _ = try await send(stage, transmitter) }
                }
                try await stage.bound([receiver]) {
                    await stage.until { receiver.received.count == 10 }
                    await stage.pass(.seconds(1))
                }
                #expect(receiver.atOnceMost == 3)
            }
        }
    }

    /// Version 3.3 has no transceivers.
    @Test func `a peer of version 3.3 gets the text alone`() {
        Machine.run { machine in
            try await Stage.live(machine) { stage in
                _ = try await stage.account()
                let transmitter = stage.application(kind: .transmitter, version: 0x33)
                let receiver = stage.application(kind: .receiver, version: 0x33)
                try await stage.bound([transmitter, receiver]) {
                    let name = try await send(stage, transmitter)
                    await stage.until { !receiver.received.isEmpty }
                    #expect(receiver.received.first?.tlvs.isEmpty == true)
                    #expect(receiver.receipts.first?.messageID == name)
                }
            }
        }
    }

    @Test func `past what is kept for one application the oldest are dropped and counted`() {
        Machine.run { machine in
            let names = Names()
            try await Stage.live(machine, { $0.keptPerESMEMax = 5 }) { stage in
                _ = try await stage.account()
                let transmitter = stage.application(kind: .transmitter)
                let receiver = stage.application(kind: .receiver)
                try await stage.bound([transmitter]) {
                    for _ in 0..<5 { names.add(try await send(stage, transmitter)) }
                    await stage.pass(.seconds(1))
                    #expect(await stage.northbound.counts().dropped == 0)
                    for _ in 0..<3 { names.add(try await send(stage, transmitter)) }
                    await stage.until { await stage.northbound.counts().dropped == 3 }
                }
                try await stage.bound([receiver]) {
                    await stage.until { receiver.received.count == 5 }
                    #expect(machine.network.receipts.compactMap(\.messageID) == Array(names.all.suffix(5)))
                }
            }
        }
    }
}
