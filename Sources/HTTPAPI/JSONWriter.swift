import World

/// What answers are made of.
protocol JSONObject {
    func write(to json: inout JSONWriter)
}

/// Writes one JSON text, members in the order of the calls. Source: RFC 8259.
struct JSONWriter {
    private(set) var bytes: [UInt8] = []
    private var needsComma = false

    init() { bytes.reserveCapacity(512) }

    /// A JSON text of one object.
    static func object(_ members: (inout JSONWriter) -> Void) -> [UInt8] {
        var writer = JSONWriter()
        writer.object(members)
        return writer.bytes
    }

    mutating func object(_ members: (inout JSONWriter) -> Void) {
        separate()
        bytes.append(UInt8(ascii: "{"))
        needsComma = false
        members(&self)
        bytes.append(UInt8(ascii: "}"))
        needsComma = true
    }

    mutating func array<Element>(
        _ name: StaticString, _ elements: [Element], _ write: (inout JSONWriter, Element) -> Void
    ) {
        begin(name)
        bytes.append(UInt8(ascii: "["))
        needsComma = false
        for element in elements { write(&self, element) }
        bytes.append(UInt8(ascii: "]"))
        needsComma = true
    }

    mutating func array(_ name: StaticString, _ elements: [some JSONObject]) {
        array(name, elements) { json, element in json.object { element.write(to: &$0) } }
    }

    /// An element of an array.
    mutating func element(_ value: String) {
        separate()
        quote(value)
        needsComma = true
    }

    /// An element of an array.
    mutating func element(_ value: Int) {
        separate()
        bytes.append(contentsOf: String(value).utf8)
        needsComma = true
    }

    mutating func member(_ name: StaticString, _ value: String?) {
        begin(name)
        if let value { quote(value) } else { bytes.append(contentsOf: "null".utf8) }
        needsComma = true
    }

    mutating func member(_ name: StaticString, _ value: some JSONObject) {
        begin(name)
        needsComma = false
        object { value.write(to: &$0) }
    }

    mutating func member(_ name: StaticString, _ value: Int?) { raw(name, value.map { String($0) } ?? "null") }
    mutating func member(_ name: StaticString, _ value: Bool) { raw(name, value ? "true" : "false") }
    mutating func member(_ name: StaticString, _ value: Timestamp?) { member(name, value?.rfc3339) }

    /// Milliseconds, with the microseconds as three decimals where there are any.
    mutating func member(_ name: StaticString, milliseconds value: Duration) {
        let microseconds = value.inMicroseconds
        let (whole, rest) = microseconds.magnitude.quotientAndRemainder(dividingBy: 1000)
        let decimals = rest == 0 ? "" : "." + String(String(1000 + rest).dropFirst())
        raw(name, (microseconds < 0 ? "-" : "") + String(whole) + decimals)
    }

    private mutating func raw(_ name: StaticString, _ text: String) {
        begin(name)
        bytes.append(contentsOf: text.utf8)
        needsComma = true
    }

    private mutating func separate() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
    }

    /// Names are written in the source and need no escapes.
    private mutating func begin(_ name: StaticString) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        bytes.append(contentsOf: UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
        bytes.append(UInt8(ascii: "\""))
        bytes.append(UInt8(ascii: ":"))
    }

    private static let hexDigits = Array("0123456789abcdef".utf8)

    private mutating func quote(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                bytes.append(UInt8(ascii: "\\"))
                bytes.append(byte)
            case 0..<0x20, 0x7F:
                bytes.append(contentsOf: "\\u00".utf8)
                bytes.append(Self.hexDigits[Int(byte >> 4)])
                bytes.append(Self.hexDigits[Int(byte & 15)])
            default:
                bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }
}
