import SMPP
import Synchronization
import World

/// A network that also tells when a `submit_sm` came out of the wire, before the SMSC does anything with it.
struct BenchTap: ByteNetwork {
    /// The destination's digits without "+", and the moment its octets were read.
    typealias Submitted = @Sendable ([(digits: String, at: Timestamp)]) -> Void

    let network: any ByteNetwork
    let world: any World
    let submitted: Submitted

    func connect(
        to endpoint: Endpoint, tls: TLSSettings?, timeout: Duration, receiver: any ByteReceiver
    ) async throws -> any ByteConnection {
        try await network.connect(to: endpoint, tls: tls, timeout: timeout, receiver: receiver)
    }

    func listen(
        on endpoint: Endpoint, tls: TLSSettings?, accept: @escaping @Sendable (any ByteConnection) -> any ByteReceiver
    ) async throws -> any ByteListener {
        try await network.listen(on: endpoint, tls: tls) { connection in
            TappedReceiver(behind: accept(connection), world: world, submitted: submitted)
        }
    }
}

private final class TappedReceiver: ByteReceiver {
    private let receiver: any ByteReceiver
    private let world: any World
    private let submitted: BenchTap.Submitted
    /// `nil` once the framing is lost: then the SMSC closes as well.
    private let reader = Mutex<FrameReader?>(FrameReader())

    init(behind receiver: any ByteReceiver, world: any World, submitted: @escaping BenchTap.Submitted) {
        (self.receiver, self.world, self.submitted) = (receiver, world, submitted)
    }

    func received(_ bytes: UnsafeRawBufferPointer) {
        let now = world.now
        let destinations = reader.withLock { Self.destinations(in: bytes, &$0) }
        if !destinations.isEmpty { submitted(destinations.map { ($0, now) }) }
        receiver.received(bytes)
    }

    func closed() { receiver.closed() }

    private static func destinations(in bytes: UnsafeRawBufferPointer, _ reader: inout FrameReader?) -> [String] {
        var (input, found): (UnsafeRawBufferPointer, [String]) = (bytes, [])
        while !input.isEmpty {
            do throws(PDUDecodingError) {
                guard let pdu = try reader?.next(&input) else { return found }
                if case .submitSM(let message) = pdu.body { found.append(message.destination.digits) }
            } catch {
                reader = nil
                return found
            }
        }
        return found
    }
}
