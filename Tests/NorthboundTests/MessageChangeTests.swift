import Delivery
import Gateway
import SMPP
import Storage
import Testing
import World

@testable import Northbound

/// query_sm, cancel_sm, replace_sm and submit_multi on what waits.
struct MessageChangeTests {
    private func request(_ application: Application, _ body: PDUBody) async -> PDU? {
        guard case .answered(let pdu) = await application.client.request(body) else { return nil }
        return pdu
    }

    private func query(_ application: Application, _ name: String, from source: String = "Bank") async -> PDU? {
        var query = QuerySM()
        (query.messageID, query.source) = (name, .alphanumeric(source))
        return await request(application, .querySM(query))
    }

    private func state(_ pdu: PDU?) -> MessageState? {
        guard case .querySMResponse(let response)? = pdu?.body else { return nil }
        return MessageState(rawValue: response.messageState)
    }

    private func cancel(
        _ application: Application, _ name: String, to phone: String? = nil, from source: String = "Bank"
    ) async -> CommandStatus? {
        var cancel = CancelSM()
        (cancel.messageID, cancel.source) = (name, .alphanumeric(source))
        if let phone { cancel.destination = .international(phone) }
        return await request(application, .cancelSM(cancel))?.commandStatus
    }

    /// Messages wait, for no carrier is bound.
    private func waiting(_ body: @escaping @Sendable (Stage, Application) async throws -> Void) {
        Machine.run { machine in
            let link = RecordingLink()
            try await Stage.live(machine, link: link) { stage in
                await link.setBound(false)
                _ = try await stage.account()
                let application = stage.application()
                try await stage.bound([application]) { try await body(stage, application) }
            }
        }
    }

    @Test func `a query tells the state of SMPP, and the end's moment`() {
        waiting { stage, application in
            let name = try await stage.submit(Stage.message(), by: application)
            #expect(state(await query(application, name)) == .enroute)
            #expect(await cancel(application, name) == .ok)
            let ended = await query(application, name)
            #expect(state(ended) == .deleted)
            guard case .querySMResponse(let response)? = ended?.body else { return }
            #expect(response.messageID == name && SMPPTime(response.finalDate) != nil)
        }
    }

    @Test func `an unknown name, another source and another account's message are refused`() {
        waiting { stage, application in
            let name = try await stage.submit(Stage.message(), by: application)
            #expect(await query(application, "7")?.commandStatus == .invalidMessageID)
            #expect(await query(application, name, from: "Post")?.commandStatus == .queryFailed)
            let other = try await stage.gateway.createAccount(name: "other", caller: stage.caller)
            let key = try await stage.gateway.createKey(name: "k", account: other.id, caller: stage.caller)
            let caller = try #require(stage.gateway.authenticate(bearer: key.secret))
            var request = ESMEAccountRequest()
            (request.systemID, request.password) = ("stranger", "secret")
            _ = try await stage.gateway.createESME(request, caller: caller)
            let stranger = stage.application("stranger")
            try await stage.bound([stranger]) {
                #expect(await self.query(stranger, name)?.commandStatus == .invalidMessageID)
                #expect(await self.cancel(stranger, name) == .invalidMessageID)
            }
            #expect(state(await query(application, name)) == .enroute)
        }
    }

    @Test func `a canceled message is not sent and its receipt says deleted`() {
        waiting { stage, application in
            let name = try await stage.submit(Stage.message(), by: application)
            #expect(await cancel(application, name) == .ok)
            #expect(await cancel(application, name) == .cancelFailed)
            await stage.link.setBound(true)
            await stage.until { application.receipts.first?.state == .deleted }
            await stage.pass(.seconds(1))
            #expect(stage.link.sent.isEmpty)
        }
    }

    @Test func `without a name all between the two addresses are canceled`() {
        waiting { stage, application in
            for phone in [Stage.phone, Stage.phone, "46701234568"] {
                _ = try await stage.submit(Stage.message(to: phone), by: application)
            }
            #expect(await cancel(application, "", to: Stage.phone) == .ok)
            #expect(await cancel(application, "", to: Stage.phone) == .invalidMessageID)
            await stage.link.setBound(true)
            await stage.until { !stage.link.sent.isEmpty }
            await stage.pass(.seconds(1))
            #expect(stage.link.sent.map(\.to) == ["+46701234568"])
        }
    }

    @Test func `what a carrier has can't be canceled or replaced`() {
        waiting { stage, application in
            await stage.link.setBound(true)
            let name = try await stage.submit(Stage.message(), by: application)
            await stage.until { stage.link.sent.count == 1 }
            #expect(await cancel(application, name) == .cancelFailed)
            var replacement = ReplaceSM()
            (replacement.messageID, replacement.source) = (name, .alphanumeric("Bank"))
            replacement.shortMessage = Array("other".utf8)
            #expect(await request(application, .replaceSM(replacement))?.commandStatus == .replaceFailed)
        }
    }

    @Test func `a replaced message is sent with its new text, life and schedule`() {
        waiting { stage, application in
            let name = try await stage.submit(
                Stage.message { $0.validityPeriod = "000000000030000R" }, by: application)
            var replacement = ReplaceSM()
            (replacement.messageID, replacement.source) = (name, .alphanumeric("Bank"))
            replacement.shortMessage = Array("new text".utf8)
            replacement.validityPeriod = "000000000300000R"
            replacement.scheduleDeliveryTime = "000000000100000R"
            replacement.registeredDelivery = RegisteredDelivery(rawValue: 1)
            #expect(await request(application, .replaceSM(replacement))?.commandStatus == .ok)
            await stage.link.setBound(true)
            await stage.pass(.seconds(50))
            #expect(stage.link.sent.isEmpty)
            await stage.until { !stage.link.sent.isEmpty }
            guard case .short(let raw)? = stage.link.sent.first?.content else { return }
            #expect(raw.octets == Array("new text".utf8))
            let id = try #require(MessageName.id(name))
            #expect(await stage.link.report(id, .delivered, at: stage.machine.world.now))
            await stage.until { application.receipts.first?.state == .delivered }
        }
    }

    @Test func `replace_if_present takes the place of the waiting one and keeps its name`() {
        waiting { stage, application in
            let first = try await stage.submit(Stage.message("one"), by: application)
            let second = try await stage.submit(
                Stage.message("two") { $0.replaceIfPresent = 1 }, by: application)
            #expect(first == second)
            await stage.link.setBound(true)
            await stage.until { !stage.link.sent.isEmpty }
            await stage.pass(.seconds(1))
            #expect(stage.link.sent.count == 1)
            guard case .short(let raw)? = stage.link.sent.first?.content else { return }
            #expect(raw.octets == Array("two".utf8))
        }
    }

    @Test func `a submit_multi goes to each destination, and lists those refused`() {
        Machine.run { machine in
            try await Stage.live(machine) { stage in
                _ = try await stage.account()
                let application = stage.application()
                try await stage.bound([application]) {
                    let phones = (0..<100).map { "467012345\($0 < 10 ? "0" : "")\($0)" }
                    let multi = SubmitMulti(
                        destinations: phones.map { .address(.international($0)) } + [
                            .address(.international("999")), .distributionList("all"),
                        ], message: Stage.message())
                    let answer = await request(application, .submitMulti(multi))
                    guard case .submitMultiResponse(let response)? = answer?.body else {
                        Issue.record("no response")
                        return
                    }
                    #expect(answer?.commandStatus == .ok)
                    #expect(
                        response.unsuccessful.map(\.status) == [
                            .invalidDestinationAddress, .invalidDistributionListName,
                        ])
                    await stage.until { stage.link.sent.count == 100 }
                    #expect(Set(stage.link.sent.map(\.to)) == Set(phones.map { "+" + $0 }))
                    for submission in stage.link.sent {
                        _ = await stage.link.report(submission.message, .delivered, at: machine.world.now)
                    }
                    await stage.until { application.receipts.count == 100 }
                    #expect(Set(application.receipts.map(\.messageID)) == [response.messageID])
                    #expect(Set(application.received.map(\.source.digits)) == Set(phones))
                }
            }
        }
    }

    @Test func `a data_sm is taken and answered as one`() {
        Machine.run { machine in
            try await Stage.live(machine) { stage in
                _ = try await stage.account()
                let application = stage.application()
                try await stage.bound([application]) {
                    var data = DataSM()
                    (data.source, data.destination) = (.alphanumeric("Bank"), .international(Stage.phone))
                    data.tlvs = [TLV(.messagePayload, Array("hi".utf8)), TLV(.qosTimeToLive, [0, 0, 0, 60])]
                    let answer = await request(application, .dataSM(data))
                    guard case .dataSMResponse(let response)? = answer?.body else {
                        Issue.record("no response")
                        return
                    }
                    #expect(MessageName.id(response.messageID) != nil)
                    await stage.until { !stage.link.sent.isEmpty }
                    guard case .short(let raw)? = stage.link.sent.first?.content else { return }
                    #expect(raw.octets == Array("hi".utf8) && raw.tlvs.isEmpty)
                    #expect((stage.link.sent.first?.validity ?? .zero) <= .seconds(60))
                }
            }
        }
    }
}
