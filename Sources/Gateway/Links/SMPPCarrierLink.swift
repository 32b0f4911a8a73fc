package import Delivery
package import Logging
package import SMPP
import Synchronization
package import World

/// A carrier reached over SMPP, in its own dialect.
package final class SMPPCarrierLink: CarrierLink, ESMEHandler {
    package let name: String
    package let ratePerSecond: Int?
    let dialect: CarrierDialect
    let world: any World
    let logger: Logger
    private let windowMax: Int
    private let session = Mutex<(any CarrierSession)?>(nil)
    let events = Mutex<(any CarrierLinkEvents)?>(nil)
    private let changes: AsyncStream<Void>
    private let change: AsyncStream<Void>.Continuation
    private let lastEnd = Mutex<SessionEnd?>(nil)
    /// Shared by the segments of one message.
    private let reference = Mutex<UInt16>(0)
    let references = Mutex(ReferenceBook())

    /// Over one bind.
    package convenience init(
        name: String, configuration: ESMEConfiguration, ratePerSecond: Int? = nil,
        dialect: CarrierDialect = CarrierDialect(), network: any ByteNetwork, world: any World,
        logger: Logger = Logger(label: "silent") { _ in SwiftLogNoOpLogHandler() }
    ) {
        self.init(
            name: name, windowMax: configuration.windowMax, ratePerSecond: ratePerSecond, dialect: dialect,
            world: world, logger: logger
        ) { ESMEClient(configuration: configuration, network: network, world: world, handler: $0) }
    }

    /// Over several binds, whose receipts and messages are one carrier's.
    package convenience init(
        name: String, binds: [ESMEConfiguration], ratePerSecond: Int? = nil, dialect: CarrierDialect,
        network: any ByteNetwork, world: any World, logger: Logger
    ) {
        let windowMax = binds.reduce(0) { $0 + ($1.bind.kind.submits ? $1.windowMax : 0) }
        self.init(
            name: name, windowMax: windowMax, ratePerSecond: ratePerSecond, dialect: dialect, world: world,
            logger: logger
        ) { ESMEPool(configurations: binds, network: network, world: world, handler: $0) }
    }

    /// Over whatever `connect` makes.
    init(
        name: String, windowMax: Int, ratePerSecond: Int? = nil, dialect: CarrierDialect, world: any World,
        logger: Logger, connect: (any ESMEHandler) -> any CarrierSession
    ) {
        (self.name, self.windowMax, self.ratePerSecond) = (name, windowMax, ratePerSecond)
        (self.dialect, self.world, self.logger) = (dialect, world, logger)
        (changes, change) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
        session.withLock { session in session = connect(self) }
    }

    var bound: (any CarrierSession)? { session.withLock { $0 } }
    package var isBound: Bool { bound?.isBound ?? false }
    package var window: Int { bound?.window ?? windowMax }
    package var receiptRule: ReceiptRule { dialect.receipts }

    package func run(events: any CarrierLinkEvents) async {
        self.events.withLock { $0 = events }
        guard let session = bound else { return }
        await withDiscardingTaskGroup { group in
            group.addTask {
                for await _ in self.changes { await events.stateChanged() }
            }
            await session.run()
            change.finish()
        }
    }

    package func shutdown() async { await bound?.shutdown() }

    func nextReference() -> UInt16 {
        reference.withLock { value in
            value &+= 1
            return value
        }
    }

    // MARK: What it is told of its binds

    package func stateChanged(_ state: ESMEState) {
        change.yield()
        switch state {
        case .bound:
            lastEnd.withLock { $0 = nil }
            logger.info("bound to a carrier", metadata: ["carrier": "\(name)"])
        case .waiting(_, let end): report(end)
        case .stopped, .connecting, .binding, .unbinding: break
        }
    }

    /// A refused bind every time, for a person has to act; other ends once until the next bind.
    private func report(_ end: SessionEnd) {
        let isNew = lastEnd.withLock { last in
            defer { last = end }
            return last != end
        }
        if case .bindRefused(let status) = end {
            logger.error(
                """
                a carrier refuses the bind: nothing is sent by it until its system_id, password or system_type is \
                corrected
                """, metadata: ["carrier": "\(name)", "status": "\(status.name)"])
        } else if isNew {
            logger.warning(
                "a carrier's bind is lost or was not made", metadata: ["carrier": "\(name)", "reason": "\(end)"])
        }
    }
}
