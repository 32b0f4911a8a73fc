import Delivery
import Logging
import SMPP
import Synchronization
import Verification
import World

@testable import Gateway

/// Binds that answer submits as a test says, and else take them under growing IDs.
final class ScriptedSession: CarrierSession {
    private let state = Mutex<(sent: [SubmitSM], answers: [SubmitOutcome], isBound: Bool)>(([], [], true))
    let window = 10

    init(_ answers: [SubmitOutcome] = []) { state.withLock { $0.answers = answers } }

    var sent: [SubmitSM] { state.withLock { $0.sent } }
    var isBound: Bool { state.withLock { $0.isBound } }
    func run() async {}
    func shutdown() async {}
    func submit(_ message: SubmitSM) async -> SubmitOutcome {
        state.withLock { state in
            state.sent.append(message)
            guard !state.answers.isEmpty else { return .accepted(messageID: "id\(state.sent.count)", tlvs: []) }
            return state.answers.removeFirst()
        }
    }
}

/// Keeps what a link reports.
final class RecordingEvents: CarrierLinkEvents {
    let reports = Mutex<[ReceiptCorrelation.Report]>([])
    let unreadable = Mutex(0)
    let isDurable: Bool
    init(isDurable: Bool = true) { self.isDurable = isDurable }
    func receipt(_ report: ReceiptCorrelation.Report) async -> Bool {
        reports.withLock { $0.append(report) }
        return isDurable
    }
    func unreadableReceipt(carrier: String, detail: String) async -> Bool {
        unreadable.withLock { $0 += 1 }
        return isDurable
    }
    func message(_ segment: ReceivedSegment) async -> ReceptionAnswer { .refused }
    func stateChanged() async {}
}

/// Keeps log lines.
final class LogLines: Sendable {
    private let lines = Mutex<[String]>([])
    var all: [String] { lines.withLock { $0 } }
    var logger: Logger { Logger(label: "test") { _ in Handler(lines: self) } }

    private struct Handler: LogHandler {
        let lines: LogLines
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.trace
        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }
        func log(event: LogEvent) {
            let fields = (event.metadata ?? [:]).sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
            lines.lines.withLock { $0.append("\(event.level) \(event.message) \(fields.joined(separator: " "))") }
        }
    }
}

/// A link over scripted binds, at work.
struct LinkBench {
    static let phone = "+46701234567"
    let world = ManualWorld()
    let session: ScriptedSession
    let link: SMPPCarrierLink
    let log = LogLines()
    let events = RecordingEvents()

    init(_ answers: [SubmitOutcome] = [], _ change: (inout CarrierDialect) -> Void = { _ in }) async {
        var dialect = CarrierDialect()
        change(&dialect)
        let session = ScriptedSession(answers)
        self.session = session
        link = SMPPCarrierLink(
            name: "a", windowMax: 10, dialect: dialect, world: world, logger: log.logger
        ) { _ in session }
        await link.run(events: events)
    }

    func submission(_ text: String, to: String = Self.phone, sender: String = "Watchword") -> Submission {
        submission(.text(text), to: to, sender: sender)
    }

    func submission(
        _ content: SubmissionContent, to: String = Self.phone, sender: String = "Watchword"
    ) -> Submission {
        Submission(
            message: MessageID(high: 1, low: 1), attempt: 1, to: to, sender: sender, content: content,
            validity: .seconds(300))
    }

    /// Submits while time passes in the pauses between tries.
    func submit(_ submission: Submission) async -> SubmissionOutcome {
        await withTaskGroup(of: SubmissionOutcome?.self) { group in
            group.addTask { await link.submit(submission) }
            group.addTask {
                while !Task.isCancelled {
                    world.advance(.milliseconds(100))
                    await Task.yield()
                }
                return nil
            }
            var outcome = SubmissionOutcome.notSent
            for await finished in group {
                guard let finished else { continue }
                outcome = finished
                group.cancelAll()
            }
            return outcome
        }
    }
}
