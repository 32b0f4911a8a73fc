import NIOCore

/// The octets of requests, all but what differs written once.
struct BenchRequests {
    private let startHead: ByteBuffer
    private let checkHead: ByteBuffer

    init(plan: BenchPlan) {
        let common = """
            Host: \(plan.gateway)\r
            Authorization: Bearer \(plan.apiKey)\r
            Content-Type: application/json\r
            Content-Length:\u{20}
            """
        let length = Self.startBody("46701234567").utf8.count
        startHead = ByteBuffer(string: "POST /v1/verifications HTTP/1.1\r\n" + common + "\(length)\r\n\r\n")
        checkHead = ByteBuffer(string: "/check HTTP/1.1\r\n" + common)
    }

    func start(to digits: String) -> ByteBuffer {
        var request = startHead
        request.writeString(Self.startBody(digits))
        return request
    }

    func check(id: ByteBuffer, code: String) -> ByteBuffer {
        var request = ByteBuffer()
        request.reserveCapacity(checkHead.readableBytes + 96)
        request.writeStaticString("POST /v1/verifications/")
        request.writeImmutableBuffer(id)
        request.writeImmutableBuffer(checkHead)
        request.writeString("\(code.utf8.count + 11)\r\n\r\n{\"code\":\"\(code)\"}")
        return request
    }

    private static func startBody(_ digits: String) -> String { "{\"to\":\"+\(digits)\"}" }
}
