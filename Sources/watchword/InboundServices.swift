import AsyncHTTPClient
import Gateway
import Inbound
import Logging
import ServiceLifecycle
import Storage
import Verification
import Webhooks
import World

/// Takes messages from phones and announces them to webhooks. Shut down before HTTP, so that nobody who follows an inbox
/// holds that up; what carriers deliver until the gateway has stopped is kept all the same.
struct InboundServices: ServiceLifecycle.Service {
    let inbound: InboundService
    private let webhooks: WebhookSender
    private let client: HTTPClient

    /// Over the gateway's own store and keys; the gateway passes on to it what carriers deliver.
    static func open(
        _ configuration: InboundConfiguration, gateway: Gateway, esmes: (any ESMEDeliveries)?, store: any Store,
        keys: KeyRing, world: any World, logger: Logger
    ) async throws -> InboundServices {
        let inbound = try await InboundService.open(
            configuration: configuration, gateway: gateway, store: store, keys: keys, world: world, esmes: esmes,
            logger: logger)
        let client = HTTPClient(
            eventLoopGroupProvider: .singleton, configuration: HTTPWebhookTransport.configuration)
        let webhooks = WebhookSender(
            source: inbound, transport: HTTPWebhookTransport(client: client), world: world, logger: logger,
            allowsPrivate: configuration.allowsPrivateWebhooks)
        inbound.setAnnouncements(webhooks)
        gateway.inbound = inbound
        return InboundServices(inbound: inbound, webhooks: webhooks, client: client)
    }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            await withDiscardingTaskGroup { group in
                group.addTask { await inbound.run() }
                group.addTask { await webhooks.run() }
            }
        }
        try await client.shutdown()
    }
}
