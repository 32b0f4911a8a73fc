import HTTPTypes
import Hummingbird
import NIOCore

/// A refusal in the form of RFC 9457.
struct SimulatorProblem: Error, HTTPResponseError {
    var status: HTTPResponse.Status
    var detail: String

    init(_ detail: String, status: HTTPResponse.Status = .badRequest) { (self.status, self.detail) = (status, detail) }

    func response(from request: Request, context: some RequestContext) throws -> Response {
        let problem = JSONText.object([
            ("type", .string("about:blank")), ("title", .string(status.reasonPhrase)),
            ("status", .int(status.code)), ("detail", .string(detail)),
        ])
        return Response(
            status: status, headers: [.contentType: "application/problem+json"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: problem.text)))
    }
}
