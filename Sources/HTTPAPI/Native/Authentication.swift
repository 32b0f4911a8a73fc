import Gateway
import HTTPTypes
import Hummingbird

/// Who asks, by `Authorization: Bearer …`. Source: RFC 6750 §2.1.
enum Authentication {
    static let keyLengthMax = 512

    static func caller(of request: Request, gateway: any GatewayPort) throws(Problem) -> Caller {
        let values = request.headers[values: .authorization]
        guard let value = values.first, values.count == 1 else {
            throw Problem(.unauthenticated, "Send your API key as \"Authorization: Bearer …\".")
        }
        let parts = value.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "bearer",
            VisibleASCII.matches(String(parts[1]), lengthMax: keyLengthMax)
        else {
            throw Problem(.unauthenticated, "Send your API key as \"Authorization: Bearer …\".")
        }
        guard let caller = gateway.authenticate(bearer: String(parts[1])) else {
            throw Problem(.unauthenticated, "The API key is not known here, or its account is closed.")
        }
        return caller
    }
}
