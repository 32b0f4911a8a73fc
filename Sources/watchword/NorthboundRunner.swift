import Gateway
import Logging
import Northbound
import SMPP
import SMPPTransport
import ServiceLifecycle
import Settings
import World

/// Where applications bind over SMPP.
struct NorthboundRunner: ServiceLifecycle.Service, CustomStringConvertible {
    let northbound: NorthboundService
    let endpoint: Endpoint

    var description: String { "SMPP at \(endpoint)" }

    init(_ settings: SMPPListenerSettings, gateway: Gateway, network: any ByteNetwork, world: any World, logger: Logger)
    {
        endpoint = settings.endpoint
        var smsc = SMSCConfiguration(endpoint: settings.endpoint)
        smsc.systemID = settings.systemID
        if let certificateFile = settings.certificateFile {
            smsc.tls = TLSSettings(
                caFile: settings.caFile, certificateFile: certificateFile, privateKeyFile: settings.keyFile)
        }
        northbound = NorthboundService(
            gateway: gateway, configuration: NorthboundConfiguration(smsc: smsc), network: network, world: world,
            logger: logger)
    }

    func run() async throws {
        try await runUntilShutdown {
            do {
                try await northbound.run()
            } catch ByteNetworkError.addressInUse(let endpoint) {
                throw Failure(
                    .unavailable,
                    "\(endpoint) is in use: stop the program that listens there, or choose another port with "
                        + "smpp.port (WATCHWORD_SMPP_PORT)")
            }
        } shutdown: {
            await northbound.shutdown()
        }
    }
}
