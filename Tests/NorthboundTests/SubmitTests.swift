import Delivery
import Gateway
import SMPP
import Storage
import Testing
import World

@testable import Northbound

struct SubmitTests {
    @Test func `a submit is durable before it is answered, and goes to the carrier octet for octet`() {
        Machine.run { machine in
            try await Stage.live(machine) { stage in
                _ = try await stage.account()
                let application = stage.application()
                try await stage.bound([application]) {
                    let segment: [UInt8] = [5, 0, 3, 7, 2, 1, 0x41, 0x1B, 0x65]
                    let message = Stage.message {
                        ($0.esmClass, $0.shortMessage, $0.dataCoding) = (.userDataHeader, segment, 0)
                        $0.tlvs = [TLV(TLVTag(rawValue: 0x1401), [9])]
                    }
                    let name = try await stage.submit(message, by: application)
                    let id = try #require(MessageName.id(name))
                    let stored = try #require(try await machine.store.message(id))
                    #expect(stored.body != nil)
                    await stage.until { !stage.link.sent.isEmpty }
                    let sent = try #require(stage.link.sent.first)
                    guard case .short(let raw) = sent.content else {
                        Issue.record("it became a text")
                        return
                    }
                    #expect(raw.octets == segment && raw.hasUserDataHeader && raw.tlvs == message.tlvs)
                    #expect(raw.source == .alphanumeric("Bank"))
                    #expect(sent.to == "+\(Stage.phone)")
                }
            }
        }
    }

    @Test func `a submit whose commit fails is not answered with success, and nothing is sent`() {
        Machine.run { machine in
            try await Stage.live(machine) { stage in
                _ = try await stage.account()
                let application = stage.application()
                try await stage.bound([application]) {
                    machine.disk.setFailing(true)
                    #expect(await application.client.submit(Stage.message()) == .rejected(.systemError))
                    machine.disk.setFailing(false)
                    await stage.pass(.seconds(2))
                    #expect(stage.link.sent.isEmpty)
                    _ = try await stage.submit(Stage.message(), by: application)
                }
            }
        }
    }

    @Test(arguments: [
        ("a fixed line", Stage.message(to: "4684000000"), CommandStatus.invalidDestinationAddress),
        ("no number", Stage.message(to: "999"), .invalidDestinationAddress),
        (
            "too long",
            Stage.message {
                $0.dataCoding = 4; $0.shortMessage = [UInt8](repeating: 1, count: 141)
            },
            .invalidMessageLength
        ),
    ])
    func `a message that can't be sent is refused with its reason`(
        what: String, message: SubmitSM, status: CommandStatus
    ) {
        Machine.run { machine in
            try await Stage.live(machine) { stage in
                _ = try await stage.account()
                let application = stage.application()
                try await stage.bound([application]) {
                    #expect(await application.client.submit(message) == .rejected(status), "\(what)")
                }
            }
        }
    }

    @Test func `a text of several segments in one payload is cut by the gateway`() {
        Machine.run { machine in
            try await Stage.live(machine) { stage in
                _ = try await stage.account()
                let application = stage.application()
                try await stage.bound([application]) {
                    let text = String(repeating: "long ", count: 80)
                    _ = try await stage.submit(
                        Stage.message {
                            $0.shortMessage = []
                            $0.tlvs = [TLV(.messagePayload, Array(text.utf8))]
                        }, by: application)
                    await stage.until { !stage.link.sent.isEmpty }
                    #expect(stage.link.sent.first?.content.text == text)
                    #expect(stage.link.sent.first?.segments == 3)
                }
            }
        }
    }

    @Test func `a scheduled message waits, and outlives a restart`() {
        Machine.run { machine in
            let link = RecordingLink()
            try await Stage.live(machine, link: link) { stage in
                _ = try await stage.account()
                let application = stage.application()
                try await stage.bound([application]) {
                    _ = try await stage.submit(
                        Stage.message { $0.scheduleDeliveryTime = "000000000100000R" }, by: application)
                    await stage.pass(.seconds(20))
                    #expect(link.sent.isEmpty)
                }
            }
            try await Stage.live(machine, link: link) { stage in
                await stage.pass(.seconds(5))
                #expect(link.sent.isEmpty)
                await stage.until { !link.sent.isEmpty }
                await stage.pass(.seconds(1))
                #expect(link.sent.count == 1)
            }
        }
    }

    @Test func `faster than its rate an application is throttled`() {
        Machine.run { machine in
            try await Stage.live(machine) { stage in
                _ = try await stage.account { $0.ratePerSecond = 10 }
                let application = stage.application()
                try await stage.bound([application]) {
                    var outcomes: [SubmitOutcome] = []
                    for _ in 0..<2 { outcomes.append(await application.client.submit(Stage.message())) }
                    if case .accepted = outcomes[0] {} else { Issue.record("the first was not taken") }
                    #expect(outcomes[1] == .rejected(.throttled))
                    await stage.pass(.milliseconds(110))
                    _ = try await stage.submit(Stage.message(), by: application)
                }
            }
        }
    }

    @Test func `in transaction mode the response says whether the phone has it`() {
        Machine.run { machine in
            try await Stage.live(machine) { stage in
                _ = try await stage.account()
                let application = stage.application()
                try await stage.bound([application]) {
                    for verdict in [ReceiptVerdict.delivered, .undelivered] {
                        let sentBefore = stage.link.sent.count
                        async let outcome = application.client.submit(
                            Stage.message { $0.esmClass = ESMClass(rawValue: 2) })
                        await stage.until { stage.link.sent.count > sentBefore }
                        await stage.pass(.seconds(1))
                        let id = try #require(stage.link.sent.last?.message)
                        #expect(await stage.link.report(id, verdict, at: machine.world.now))
                        switch await outcome {
                        case .accepted: #expect(verdict == .delivered)
                        case .rejected(let status):
                            #expect(verdict == .undelivered && status == .deliveryFailure)
                        case .ambiguous, .notSent: Issue.record("it was not answered")
                        }
                    }
                }
            }
        }
    }

    @Test func `what may be under way of one application is bounded, and freed as messages end`() {
        Machine.run { machine in
            let link = RecordingLink()
            try await Stage.live(machine, link: link, queueMax: 3) { stage in
                await link.setBound(false)
                _ = try await stage.account()
                let application = stage.application()
                try await stage.bound([application]) {
                    var names: [String] = []
                    for _ in 0..<3 { names.append(try await stage.submit(Stage.message(), by: application)) }
                    #expect(await application.client.submit(Stage.message()) == .rejected(.messageQueueFull))
                    var cancel = CancelSM()
                    (cancel.messageID, cancel.source) = (names[0], .alphanumeric("Bank"))
                    _ = await application.client.request(.cancelSM(cancel))
                    _ = try await stage.submit(Stage.message(), by: application)
                    #expect(await application.client.submit(Stage.message()) == .rejected(.messageQueueFull))
                }
            }
        }
    }

    @Test func `message names are unique across restarts`() {
        Machine.run { machine in
            let names = Names()
            for life in 0..<3 {
                try await Stage.live(machine) { stage in
                    if life == 0 { _ = try await stage.account() }
                    let application = stage.application()
                    try await stage.bound([application]) {
                        for _ in 0..<20 {
                            names.add(try await stage.submit(Stage.message(), by: application))
                        }
                    }
                }
            }
            #expect(names.all.count == 60 && Set(names.all).count == 60)
        }
    }
}
