import HTTPTypes
import Testing

@testable import HTTPAPI

struct BodyTests {
    private static let check = "/v1/verifications/\(FakeGateway.verificationID)/check"
    private static let start = "/v1/verifications"

    struct Row: Sendable, CustomTestStringConvertible {
        let path: String
        let body: String
        let code: String
        var field: String?
        init(_ path: String, _ body: String, _ code: String, _ field: String? = nil) {
            (self.path, self.body, self.code, self.field) = (path, body, code, field)
        }
        var testDescription: String { body }
    }

    static let rows: [Row] = [
        // No JSON.
        Row(start, "987654,", "invalid_json"), Row(start, #"{"to":"987654",}"#, "invalid_json"),
        Row(start, #"{"to":"987654"} x"#, "invalid_json"), Row(start, "{'to':'987654'}", "invalid_json"),
        Row(start, #"{"to":"\x987654"}"#, "invalid_json"), Row(start, #"{"to":"987654\ud800"}"#, "invalid_json"),
        Row(start, #"{"to":"987654\udc00"}"#, "invalid_json"), Row(start, #"{"to":"\u98765"4"}"#, "invalid_json"),
        Row(start, "{\"to\":\"98\n7654\"}", "invalid_json"), Row(start, #"{"ttl_seconds":0987654}"#, "invalid_json"),
        Row(start, #"{"ttl_seconds":+987654}"#, "invalid_json"), Row(start, #"{"to":NaN987654}"#, "invalid_json"),
        Row(start, #"{"to" "987654"}"#, "invalid_json"), Row(start, "\u{FEFF}{\"to\":\"987654\"}", "invalid_json"),
        Row(start, #"{"to":"987654","to":"987654"}"#, "invalid_json", "to"),
        Row(start, #"{"987654":1,"987654":2}"#, "invalid_json"),
        Row(start, #"{"to":[[[[[[[[987654]]]]]]]]}"#, "invalid_json"),
        // No object.
        Row(start, "987654", "invalid_json"), Row(start, #"["987654"]"#, "invalid_json"),
        Row(start, #""987654""#, "invalid_json"), Row(start, "null", "invalid_json"),
        // Fields.
        Row(start, #"{"to":"1","kode":"987654"}"#, "unknown_field", "kode"),
        Row(start, #"{"to":"1","987654":"987654"}"#, "unknown_field"),
        Row(start, #"{"to":"1","code_987654":"987654"}"#, "unknown_field"),
        Row(check, #"{"code":"987654","to":"1"}"#, "unknown_field", "to"),
        Row(check, "", "missing_field", "code"), Row(check, "{}", "missing_field", "code"),
        Row(check, #"{"code":null}"#, "missing_field", "code"),
        Row(start, #"{"code":"987654"}"#, "missing_field", "to"),
        Row("/v1/verifications/check", #"{"code":"987654"}"#, "missing_field", "to"),
        Row("/v1/verifications/check", #"{"to":"987654"}"#, "missing_field", "code"),
        Row("/v1/messages", #"{"to":"987654"}"#, "missing_field", "text"),
        Row("/v1/accounts", "{}", "missing_field", "name"), Row("/v1/services", "{}", "missing_field", "name"),
        Row("/v1/keys", "{}", "missing_field", "name"),
        Row(check, #"{"code":987654}"#, "invalid_field", "code"),
        Row(check, #"{"code":["987654"]}"#, "invalid_field", "code"),
        Row(check, #"{"code":{"code":"987654"}}"#, "invalid_field", "code"),
        Row(start, #"{"to":true,"code":"987654"}"#, "invalid_field", "to"),
        Row(start, #"{"to":"1","ttl_seconds":"987654"}"#, "invalid_field", "ttl_seconds"),
        Row(start, #"{"to":"1","ttl_seconds":9876.54}"#, "invalid_field", "ttl_seconds"),
        Row(start, #"{"to":"1","ttl_seconds":987654e1}"#, "invalid_field", "ttl_seconds"),
        Row(start, #"{"to":"1","code_length":98765498765498765498765}"#, "invalid_field", "code_length"),
        Row("/v1/services", #"{"allows_any_number_kind":987654}"#, "invalid_field", "allows_any_number_kind"),
        Row("/v1/services", #"{"resend_delays_seconds":987654}"#, "invalid_field", "resend_delays_seconds"),
        Row("/v1/services", #"{"resend_delays_seconds":["987654"]}"#, "invalid_field", "resend_delays_seconds"),
        Row("/v1/services", #"{"name":"a","test_numbers":"987654"}"#, "invalid_field", "test_numbers"),
        Row("/v1/services", #"{"name":"a","test_numbers":["987654"]}"#, "invalid_field", "test_numbers"),
        Row("/v1/services", #"{"name":"a","test_numbers":[{"to":"+987654"}]}"#, "missing_field", "code"),
        Row("/v1/verifications/\(FakeGateway.verificationID)/resend", #"{"code":"987654"}"#, "unknown_field", "code"),
    ]

    @Test(arguments: rows) func `a wrong body is 400, names the field and repeats nothing`(row: Row) async throws {
        let api = API()
        let answer = try await api.send(.post, row.path, row.body)
        #expect(answer.status == 400)
        #expect(answer.code == row.code)
        #expect(answer.field == row.field)
        #expect(!answer.body.contains("987654"))
        #expect(api.gateway.asked.isEmpty)
    }

    @Test(arguments: [
        (check, #"{"code":"987654"}"#),
        (start, #"{"to":"+44 7911\u0020123456","ttl_seconds":-60,"service":"caf\u00e9 é😀","code":"987654"}"#),
        ("/v1/services", #"{"name":"987654","resend_delays_seconds":[1,20,300],"allows_any_number_kind":false}"#),
    ])
    func `a body cut short at any byte is 400 and repeats nothing`(path: String, body: String) async throws {
        let bytes = Array(body.utf8)
        #expect(try await API().send(.post, path, bytes: bytes).status < 300)
        let api = API()
        for length in 1..<bytes.count {
            let answer = try await api.send(.post, path, bytes: Array(bytes[..<length]))
            #expect((answer.status, answer.code) == (400, "invalid_json"), "cut at \(length)")
            #expect(!answer.body.contains("987654"))
        }
        #expect(api.gateway.asked.isEmpty)
    }

    @Test(arguments: [[0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xC3]] as [[UInt8]])
    func `text that is no UTF-8 is refused`(bytes: [UInt8]) async throws {
        let body = Array(#"{"to":"987654"#.utf8) + bytes + Array(#""}"#.utf8)
        let answer = try await API().send(.post, Self.start, bytes: body)
        #expect((answer.status, answer.code) == (400, "invalid_json"))
        #expect(!answer.body.contains("987654"))
    }

    @Test func `an object may have 64 members, and nest 8 deep, and no more`() throws {
        func object(_ count: Int) -> [UInt8] {
            Array(("{" + (0..<count).map { "\"a\($0)\":0" }.joined(separator: ",") + "}").utf8)
        }
        func list(_ count: Int) -> [UInt8] { Array("[\((0..<count).map { "\($0)" }.joined(separator: ","))]".utf8) }
        func nest(_ depth: Int) -> [UInt8] {
            Array((String(repeating: "[", count: depth) + String(repeating: "]", count: depth)).utf8)
        }
        for body in [object(64), list(64), nest(8)] { _ = try JSONReader.read(body) }
        #expect(throws: JSONReader.Failure.tooManyMembers(at: 503)) { try JSONReader.read(object(65)) }
        #expect(throws: JSONReader.Failure.self) { try JSONReader.read(list(65)) }
        #expect(throws: JSONReader.Failure.tooDeep(at: 8)) { try JSONReader.read(nest(9)) }
    }

    @Test func `every kind of value is read`() throws {
        let text = #" {"a":[null,true,false,0,-0,-12,1.5,1E3,9223372036854775807],"b":"\"\\\/\b\f\n\r\té\u00e9"} "#
        #expect(
            try JSONReader.read(Array(text.utf8))
                == .object([
                    .init(
                        name: "a",
                        value: .array([
                            .null, .bool(true), .bool(false), .integer(0), .integer(0), .integer(-12), .fraction,
                            .fraction, .integer(.max),
                        ])),
                    .init(name: "b", value: .string("\"\\/\u{8}\u{C}\n\r\téé")),
                ]))
    }

    @Test func `what is written can be read, whatever is in it`() throws {
        let text = String(String.UnicodeScalarView((0...0x200).compactMap(Unicode.Scalar.init))) + "\u{2028}😀"
        let bytes = JSONWriter.object { $0.member("text", text) }
        #expect(!bytes.contains { $0 < 0x20 || $0 == 0x7F })
        #expect(try JSONReader.read(bytes) == .object([.init(name: "text", value: .string(text))]))
    }

    @Test(arguments: [(0, "0"), (999, "0.999"), (1000, "1"), (12_005, "12.005"), (-1500, "-1.500")])
    func `durations are milliseconds with the microseconds behind the point`(microseconds: Int, text: String) {
        let bytes = JSONWriter.object { $0.member("a", milliseconds: .microseconds(microseconds)) }
        #expect(String(decoding: bytes, as: UTF8.self) == "{\"a\":\(text)}")
    }
}
