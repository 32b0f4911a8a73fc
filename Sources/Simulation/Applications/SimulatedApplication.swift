import Numbering
import SMPP
import World

/// An application that binds, submits, is cut off, comes back, and takes its receipts, some only the second time.
final class SimulatedApplication: ESMEHandler {
    let number: Int
    let books: Books
    let submissions: SubmissionBooks
    private let options: ApplicationsOptions
    private let world: SimulatedWorld
    private let network: SimulatedNetwork
    private let handsets: [E164]

    static let password = "simulate"
    static func systemID(_ number: Int) -> String { "app\(number)" }
    private var host: Int { 1_000_000 + number }

    init(
        number: Int, options: ApplicationsOptions, network: SimulatedNetwork, handsets: [E164], books: Books,
        submissions: SubmissionBooks
    ) {
        (self.number, self.options, self.network, self.handsets) = (number, options, network, handsets)
        (self.books, self.submissions, world) = (books, submissions, network.world)
    }

    /// Until it is cancelled; everything is submitted when `submitted` is called.
    func run(until end: Timestamp) async {
        var configuration = ESMEConfiguration(
            endpoint: ApplicationsRun.northbound,
            bind: BindRequest(
                kind: .transceiver, systemID: Self.systemID(number), password: Self.password))
        configuration.timers.response = .seconds(4)
        configuration.reconnectDelayMax = .seconds(8)
        let client = ESMEClient(
            configuration: configuration, network: network.view(host: host), world: world, handler: self)
        await withDiscardingTaskGroup { group in
            group.addTask { await client.run() }
            group.addTask { await self.beCut() }
            for message in 0..<options.messages { group.addTask { await self.submit(message, by: client) } }
            try? await world.sleep(until: end)
            await client.shutdown()
            group.cancelAll()
        }
    }

    private func draw(below limit: UInt64) -> Int64 { Int64(world.nextRandom() % limit) }

    private func beCut() async {
        for _ in 0..<options.cuts {
            try? await world.sleep(for: .milliseconds(draw(below: 20_000)))
            guard !Task.isCancelled else { return }
            books.record("application \(number) is cut off", at: world.now)
            network.reset(host: host)
        }
    }

    private func submit(_ message: Int, by client: ESMEClient) async {
        try? await world.sleep(for: .milliseconds(draw(below: 50_000)))
        // Nothing like a code, which would be a secret.
        let text = "message \(number)-\(message)."
        let submit = SubmitSM(
            source: .alphanumeric("APP\(number)"),
            destination: .international(handsets[Int(draw(below: UInt64(handsets.count)))].text),
            validityPeriod: SMPPTime.validityPeriod(.seconds(60 + draw(below: 60))), registeredDelivery: .always,
            shortMessage: Array(text.utf8))
        while !Task.isCancelled {
            switch await client.submit(submit) {
            case .accepted(let id, _):
                books.record("application \(number): message \(message) is \(id)", at: world.now)
                if !submissions.accepted(id, .init(application: number, text: text)) {
                    books.violation("\(id) names two messages")
                }
                return
            case .ambiguous:
                books.record("application \(number): message \(message) is unanswered", at: world.now)
                return submissions.unanswered(application: number)
            case .rejected, .notSent:
                try? await world.sleep(for: .milliseconds(500 + draw(below: 2_500)))
            }
        }
    }

    func receive(_ message: DeliverSM) async -> CommandStatus {
        guard let receipt = Receipt(message), let id = receipt.messageID else {
            books.violation("application \(number) got what is no receipt")
            return .ok
        }
        guard world.nextRandom() % 100 >= options.refusalsPercent else { return .temporaryApplicationError }
        books.record("application \(number): receipt for \(id), \(receipt.state.receiptText)", at: world.now)
        submissions.taken(.init(application: number, messageID: id, state: receipt.state))
        return .ok
    }

    func stateChanged(_ state: ESMEState) {}
}
