import HTTPTypes
package import Hummingbird
import MessageEncoding
import NIOCore
import Numbering
import World

/// The box's HTTP face: inboxes, carriers, faults, and the live page. It asks nobody who they are: whoever wires it
/// listens on the loopback address alone.
package enum SimulatorAPI {
    /// Octets of a request's body that are read.
    private static let bodyMax = 64 * 1024

    package static func router(_ network: CarrierNetwork) -> Router<BasicRequestContext> {
        let router = Router(context: BasicRequestContext.self)
        addPage(to: router)
        addHandsets(of: network, to: router)
        addSending(of: network, to: router)
        addCarriers(of: network, to: router)
        router.get("events") { _, _ in try events(of: network) }
        return router
    }

    private static func addPage(to router: Router<BasicRequestContext>) {
        router.get("/") { _, _ in asset(PackageResources.index_html, type: "text/html; charset=utf-8") }
        router.get("style.css") { _, _ in asset(PackageResources.style_css, type: "text/css; charset=utf-8") }
        router.get("app.js") { _, _ in asset(PackageResources.app_js, type: "text/javascript; charset=utf-8") }
    }

    private static func addHandsets(of network: CarrierNetwork, to router: Router<BasicRequestContext>) {
        router.get("handsets") { _, _ in
            let phones = network.handsets.latest().map { SimulatorJSON.handset($0.handset, number: $0.number) }
            return json(.array(phones))
        }
        router.get("handsets/:number/messages") { _, context in
            let number = try number(context)
            return json(.array(network.handsets.messages(of: number).map(SimulatorJSON.message)))
        }
        router.put("handsets/:number/power") { request, context in
            let number = try number(context)
            let power = try await body(PowerRequest.self, of: request, context, expected: #"{"on": true or false}"#)
            network.handsets.setOn(power.on, number)
            return json(SimulatorJSON.handset(network.handsets.handset(number), number: number))
        }
    }

    private static func addSending(of network: CarrierNetwork, to router: Router<BasicRequestContext>) {
        router.post("handsets/:number/send") { request, context in
            let number = try number(context)
            let send = try await body(
                SendRequest.self, of: request, context, expected: #"{"to": "+46701234567", "text": "STOP"}"#)
            let destination = try send.destination()
            guard network.handsets.handset(number).isOn else {
                throw SimulatorProblem("the phone is off", status: .conflict)
            }
            guard let carrier = send.carrier.map({ network.carrier($0) }) ?? network.carriers.first else {
                throw SimulatorProblem("there is no carrier of this name", status: .notFound)
            }
            do throws(MessageEncodingError) {
                let segments = try carrier.smsc.take(send.text, from: number, to: destination)
                return json(.object([("segments", .int(segments))]), status: .accepted)
            } catch { throw SimulatorProblem("text: at most \(SMSCDesk.handsetSegmentsMax) segments") }
        }
    }

    private static func addCarriers(of network: CarrierNetwork, to router: Router<BasicRequestContext>) {
        router.get("carriers") { _, _ in json(SimulatorJSON.carriers(network)) }
        router.put("carriers/:name/faults") { request, context in
            let name = PercentDecoding.text(try context.parameters.require("name"))
            guard let carrier = network.carrier(name) else {
                throw SimulatorProblem("there is no carrier of this name", status: .notFound)
            }
            let faults = try await body(
                FaultRequest.self, of: request, context,
                expected: #"{"faults": [{"kind": "down", "after_seconds": 0, "for_seconds": 30}]}"#)
            network.setFaults(try faults.plan(now: network.world.now), carrier: name)
            network.events.send(.carriers)
            return json(SimulatorJSON.carrier(carrier, now: network.world.now))
        }
    }

    /// Server-sent events until the listener goes or the box stops. Source: WHATWG HTML §9.2.
    private static func events(of network: CarrierNetwork) throws -> Response {
        guard let events = network.events.subscribe() else {
            throw SimulatorProblem("too many look on", status: .serviceUnavailable)
        }
        let body = ResponseBody { writer in
            try await writer.write(ByteBuffer(string: event("carriers", SimulatorJSON.carriers(network))))
            for await happened in events {
                let text =
                    switch happened {
                    case .message(let number, let message):
                        event("message", SimulatorJSON.arrival(message, at: number))
                    case .carriers: event("carriers", SimulatorJSON.carriers(network))
                    }
                try await writer.write(ByteBuffer(string: text))
            }
            try await writer.finish(nil)
        }
        return Response(
            status: .ok, headers: [.contentType: "text/event-stream", .cacheControl: "no-store"], body: body)
    }

    /// JSON holds no line ends, so one data line carries it.
    private static func event(_ name: String, _ value: JSONText) -> String {
        "event: \(name)\ndata: \(value.text)\n\n"
    }

    private static func json(_ value: JSONText, status: HTTPResponse.Status = .ok) -> Response {
        Response(
            status: status, headers: [.contentType: "application/json", .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: value.text)))
    }

    private static func asset(_ octets: [UInt8], type: String) -> Response {
        var headers: HTTPFields = [.contentType: type, .cacheControl: "no-cache"]
        headers[.contentSecurityPolicy] = "default-src 'self'"
        return Response(
            status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: octets)))
    }

    /// The number in the path, its "+" raw, encoded or left out.
    private static func number(_ context: BasicRequestContext) throws -> E164 {
        let digits = PercentDecoding.text(try context.parameters.require("number")).drop { $0 == "+" || $0 == " " }
        guard let number = E164("+" + digits) else {
            throw SimulatorProblem("the number is not in E.164: + and 7 to 15 digits")
        }
        return number
    }

    private static func body<Body: Decodable & SendableMetatype>(
        _ type: Body.Type, of request: Request, _ context: BasicRequestContext, expected: String
    ) async throws -> Body {
        do {
            var request = request
            _ = try await request.collectBody(upTo: bodyMax)
            return try await context.requestDecoder.decode(type, from: request, context: context)
        } catch { throw SimulatorProblem("the body is not the JSON expected: \(expected)") }
    }
}

/// Source: RFC 3986 §2.1.
enum PercentDecoding {
    /// What is not encoded rightly stays as it is.
    static func text(_ encoded: String) -> String {
        let octets = Array(encoded.utf8)
        var decoded: [UInt8] = []
        var index = 0
        while index < octets.count {
            if octets[index] == UInt8(ascii: "%"), index + 2 < octets.count,
                let value = UInt8(String(decoding: octets[index + 1...index + 2], as: UTF8.self), radix: 16)
            {
                decoded.append(value)
                index += 3
            } else {
                decoded.append(octets[index])
                index += 1
            }
        }
        return String(decoding: decoded, as: UTF8.self)
    }
}
