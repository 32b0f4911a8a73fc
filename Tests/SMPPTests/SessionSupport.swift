import SMPP
import World

/// What the tests say to a session, and what it says back.
protocol TestedSession {
    associatedtype Action
    mutating func receive(_ bytes: UnsafeRawBufferPointer, now: Timestamp)
    mutating func takeOutbound() -> [UInt8]
    mutating func takeActions() -> [Action]
}

extension ESMESession: TestedSession {}
extension SMSCSession: TestedSession {}

extension TestedSession {
    /// Gives the session a PDU and returns the actions.
    mutating func hear(
        _ body: PDUBody, _ sequence: UInt32, _ status: CommandStatus = .ok, at now: Timestamp = .zero
    ) -> [Action] {
        hear((try? PDU(sequenceNumber: sequence, commandStatus: status, body: body).encoded()) ?? [], at: now)
    }

    mutating func hear(_ octets: [UInt8], at now: Timestamp = .zero) -> [Action] {
        octets.withUnsafeBytes { receive($0, now: now) }
        return takeActions()
    }

    /// The PDUs the session wants sent.
    mutating func said() -> [PDU] {
        var reader = FrameReader()
        return (try? reader.read(takeOutbound())) ?? []
    }
}

extension PDU {
    init(_ body: PDUBody, _ sequence: UInt32, _ status: CommandStatus = .ok) {
        self.init(sequenceNumber: sequence, commandStatus: status, body: body)
    }
}

extension Timestamp {
    static let zero = Timestamp(seconds: 1_000_000)
    static func after(_ seconds: Double) -> Timestamp { .zero + .milliseconds(Int64(seconds * 1000)) }
}
