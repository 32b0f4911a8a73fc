import CarrierSimulator
import MessageEncoding
import Numbering
import SMPP
import Testing
import World

/// The whole box in virtual time: submit over SMPP, handset, receipt.
@Suite struct JourneyTests {
    private func profile(_ change: (inout CarrierProfile) -> Void = { _ in }) -> CarrierProfile {
        CarrierProfile.direct.with(change)
    }

    @Test func `a code travels to the phone, and its receipt back`() throws {
        let (inbox, receipts, id, statistics) = Box.run(profile()) { box in
            let id = await box.client.submit(submit()).messageID
            await box.wait { box.esme.receipts.count == 1 }
            return (box.inbox(phone), box.esme.receipts, id, box.statistics)
        }
        let message = try #require(inbox.first)
        #expect(inbox.count == 1 && message.code == "482913" && message.text == "Your Acme code is 482913.")
        #expect(message.from == "ACME" && message.viaCarrier == "direct")
        #expect(receipts.map(\.messageID) == [id] && id != nil)
        #expect(receipts.first?.state == .delivered)
        #expect(statistics.delivered == 1 && statistics.receipts == 1 && statistics.queued == 0)
    }

    @Test func `one seed gives one journey`() {
        func journey() -> [Timestamp] {
            Box.run(profile(), seed: 9) { box in
                await withDiscardingTaskGroup { group in
                    for _ in 0..<20 { group.addTask { _ = await box.client.submit(submit()) } }
                }
                await box.wait { box.esme.receipts.count == 20 }
                return box.inbox(phone).map(\.receivedAt)
            }
        }
        let first = journey()
        #expect(first.count == 20 && Set(first).count > 10)
        #expect(journey() == first)
    }

    @Test(arguments: ReceiptStyle.IdentifierForm.allCases, ReceiptStyle.IdentifierForm.allCases)
    func `the ID is written in the response and in the receipt as the dialect says`(
        response: ReceiptStyle.IdentifierForm, receipt: ReceiptStyle.IdentifierForm
    ) throws {
        for carrier in ReceiptDialect.Carrier.allCases {
            let style = profile {
                $0.receipts.responseIdentifier = response
                $0.receipts.receiptIdentifier = receipt
                $0.receipts.carrier = carrier
            }
            let (id, raw) = Box.run(style) { box in
                let id = await box.client.submit(submit()).messageID
                await box.wait { !box.esme.raw.isEmpty }
                return (id, box.esme.raw[0])
            }
            let number = try #require(UInt64(id ?? "", radix: response == .decimal ? 10 : 16))
            let parsed = try #require(Receipt(raw))
            #expect(parsed.messageID == text(number, receipt))
            #expect(parsed.state == .delivered)
            #expect(raw.shortMessage.isEmpty == (carrier == .tlv))
            #expect((raw.tlvs.receiptedMessageID == nil) == (carrier == .text))
        }
    }

    private func text(_ number: UInt64, _ form: ReceiptStyle.IdentifierForm) -> String {
        switch form {
        case .decimal: String(number)
        case .hexLower: String(number, radix: 16)
        case .hexUpper: String(number, radix: 16, uppercase: true)
        }
    }

    @Test func `a receipt can come before the response, and twice, and under a constant ID`() {
        let style = profile {
            $0.receipts.comesBeforeResponse = true
            $0.receipts.copies = 2
            $0.receipts.hasConstantID = true
        }
        let (before, id, after) = Box.run(style) { box in
            let id = await box.client.submit(submit()).messageID
            let before = box.esme.receipts.count
            try? await box.world.sleep(for: .seconds(60))
            return (before, id, box.esme.receipts.map(\.messageID))
        }
        #expect(before >= 1)
        #expect(id == "1" && after == ["1", "1"])
    }

    @Test func `a receipt is sent where it was asked for`() {
        let states = Box.run(profile { $0.failure = 0.5 }) { box in
            for _ in 0..<30 {
                _ = await box.client.submit(submit(registeredDelivery: .none))
                _ = await box.client.submit(submit(registeredDelivery: .onFailure))
            }
            await box.wait { box.statistics.queued == 0 }
            try? await box.world.sleep(for: .seconds(1))
            return box.esme.receipts.map(\.state)
        }
        #expect(!states.isEmpty && states.allSatisfy { $0 == .undeliverable })
    }

    @Test func `what is lost is accepted and never heard of again`() {
        let (outcome, statistics, receipts, inbox) = Box.run(profile { $0.loss = 1.0 }) { box in
            let outcome = await box.client.submit(submit())
            try? await box.world.sleep(for: .seconds(1000))
            return (outcome, box.statistics, box.esme.receipts, box.inbox(phone))
        }
        #expect(outcome.messageID != nil && statistics.lost == 1)
        #expect(receipts.isEmpty && inbox.isEmpty)
    }

    @Test func `a lost response leaves the submit ambiguous though the message arrives`() {
        let (outcome, inbox, statistics) = Box.run(profile { $0.responseLoss = 1.0 }) { box in
            (await box.client.submit(submit()), box.inbox(phone), box.statistics)
        }
        #expect(outcome == .ambiguous(.timedOut))
        #expect(inbox.count == 1 && statistics.responsesLost == 1)
    }

    @Test func `a phone that is off gets its message when it is on again`() {
        let (early, late) = Box.run(profile()) { box in
            box.network.handsets.setOn(false, phone)
            _ = await box.client.submit(submit())
            try? await box.world.sleep(for: .seconds(120))
            let early = box.inbox(phone).count
            box.network.handsets.setOn(true, phone)
            await box.wait { box.esme.receipts.count == 1 }
            return (early, box.inbox(phone).count)
        }
        #expect(early == 0 && late == 1)
    }

    @Test func `a message whose time is over is reported expired, and arrives no more`() throws {
        let validity = SMPPTime.validityPeriod(.seconds(30))
        let (inbox, receipts) = Box.run(profile()) { box in
            box.network.handsets.setOn(false, phone)
            _ = await box.client.submit(submit(validityPeriod: validity))
            await box.wait { box.esme.receipts.count == 1 }
            box.network.handsets.setOn(true, phone)
            try? await box.world.sleep(for: .seconds(600))
            return (box.inbox(phone), box.esme.receipts)
        }
        #expect(inbox.isEmpty)
        let receipt = try #require(receipts.first)
        #expect(receipt.state == .expired && receipts.count == 1)
    }

    @Test func `segments by header, in any order, become one message`() throws {
        let text = String(repeating: "All that we promised you. ", count: 10) + "Your code is 7391."
        let encoded = try MessageEncoder.encode(text, reference: .eightBit(9))
        #expect(encoded.segments.count == 2)
        let (inbox, receipts) = Box.run(profile()) { box in
            for segment in encoded.segments.reversed() {
                var message = submit()
                message.esmClass = .userDataHeader
                message.dataCoding = encoded.dataCoding.rawValue
                message.shortMessage = segment.shortMessage
                _ = await box.client.submit(message)
            }
            await box.wait { box.esme.receipts.count == 2 }
            return (box.inbox(phone), box.esme.receipts.count)
        }
        #expect(inbox.map(\.text) == [text] && inbox.first?.code == "7391")
        #expect(receipts == 2)
    }

    @Test func `segments by the sar parameters, and a message in message_payload`() {
        let inbox = Box.run(profile()) { box in
            for (index, part) in ["Your code ", "is 55", "1234"].enumerated() {
                var message = submit(part)
                message.tlvs = [
                    TLV(.sarReferenceNumber, short: 900), TLV(.sarTotalSegments, octet: 3),
                    TLV(.sarSegmentNumber, octet: UInt8(index + 1)),
                ]
                _ = await box.client.submit(message)
            }
            await box.wait { box.inbox(phone).count == 1 }
            var long = submit("")
            long.tlvs = [TLV(.messagePayload, UCS2.encode("Ваш код: 8841"))]
            long.dataCoding = DataCoding.ucs2.rawValue
            _ = await box.client.submit(long)
            await box.wait { box.inbox(phone).count == 2 }
            return box.inbox(phone)
        }
        #expect(inbox.map(\.text) == ["Your code is 551234", "Ваш код: 8841"])
        #expect(inbox.map(\.code) == ["551234", "8841"])
    }

    @Test func `receipts wait for a bind that may receive`() {
        let (waiting, delivered) = Box.run(profile(), bind: .transmitter) { box in
            _ = await box.client.submit(submit())
            await box.wait { box.statistics.receiptsWaiting == 1 }
            try? await box.world.sleep(for: .seconds(10))
            return (box.statistics.receiptsWaiting, box.esme.raw.count)
        }
        #expect(waiting == 1 && delivered == 0)
    }

    @Test func `a receipt refused for now is sent again, one refused for good is not`() {
        let (again, dropped) = Box.run(profile()) { box in
            box.esme.answer(.messageQueueFull)
            _ = await box.client.submit(submit())
            await box.wait { box.esme.raw.count >= 3 }
            box.esme.answer(.ok)
            await box.wait { box.statistics.receipts == 1 }
            let again = box.esme.raw.count
            box.esme.answer(.permanentApplicationError)
            _ = await box.client.submit(submit())
            await box.wait { box.statistics.receiptsDropped == 1 }
            try? await box.world.sleep(for: .seconds(60))
            return (again, box.esme.raw.count - again)
        }
        #expect(again >= 4 && dropped == 1)
    }

    @Test func `a carrier that goes down ends the sessions, and brings what it holds when it is back`() {
        let slow = profile { $0.deliveryLatency = Latency(p50: .seconds(2), p95: .seconds(2)) }
        let (wasBound, early, late) = Box.run(slow) { box in
            _ = await box.client.submit(submit())
            box.network.setFaults(
                FaultPlan([CarrierFault(.down, until: box.world.now + .seconds(60))]), carrier: "direct")
            try? await box.world.sleep(for: .seconds(50))
            let (wasBound, early) = (box.client.isBound, box.inbox(phone).count)
            await box.wait { box.esme.receipts.count == 1 }
            return (wasBound, early, box.inbox(phone).count)
        }
        #expect(!wasBound && early == 0 && late == 1)
    }

    @Test func `a throttling carrier says so over the wire`() {
        let outcomes = Box.run(profile { $0.segmentsPerSecondMax = 2 }) { box in
            var outcomes: [SubmitOutcome] = []
            await withTaskGroup(of: SubmitOutcome.self) { group in
                for _ in 0..<5 { group.addTask { await box.client.submit(submit()) } }
                for await outcome in group { outcomes.append(outcome) }
            }
            return outcomes
        }
        #expect(outcomes.count { $0 == .rejected(.throttled) } == 3)
        #expect(outcomes.count { $0.messageID != nil } == 2)
    }
}
