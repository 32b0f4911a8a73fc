/// Visits fields and writes down what each is.
struct FieldExplainer: FieldVisitor {
    private(set) var fields: [ExplainedField] = []
    private var reader: FieldReader
    private let octets: UnsafeRawBufferPointer
    private let showText: Bool
    private var esmClass = ESMClass.default
    private var dataCoding: UInt8 = 0

    init(_ octets: UnsafeRawBufferPointer, showText: Bool, limits: PDULimits) {
        (self.octets, self.showText) = (octets, showText)
        reader = FieldReader(octets, limits: limits)
    }

    var offset: Int { reader.offset }

    func bodyIsAbsent(nothingToSay: Bool) -> Bool { reader.bodyIsAbsent(nothingToSay: nothingToSay) }

    mutating func octet(_ value: inout UInt8, _ field: Field) throws(FieldError) {
        let start = offset
        try reader.octet(&value, field)
        if field == .esmClass { esmClass.rawValue = value }
        if field == .dataCoding { dataCoding = value }
        add(field.rawValue, from: start, Meaning.of(value, field))
    }

    mutating func cString(_ value: inout String, _ field: Field, octetsMax: Int) throws(FieldError) {
        let start = offset
        try reader.cString(&value, field, octetsMax: octetsMax)
        if field == .password, !showText {
            add(field.rawValue, from: start, "\(value.unicodeScalars.count) octets", isSecret: true)
        } else {
            add(field.rawValue, from: start, Meaning.of(value, field))
        }
    }

    mutating func word(_ value: inout UInt32, _ field: Field) throws(FieldError) {
        let start = offset
        try reader.word(&value, field)
        add(field.rawValue, from: start, Meaning.of(value, field))
    }

    mutating func list<Element: PDUFields>(_ value: inout [Element], _ count: Field) throws(FieldError) {
        var number: UInt8 = 0
        try octet(&number, count)
        for _ in 0..<number {
            var element = Element()
            try element.visit(&self)
            value.append(element)
        }
    }

    mutating func shortMessage(_ value: inout [UInt8]) throws(FieldError) {
        let start = offset
        let lengthIndex = fields.count
        // An error may leave the length read and the text not: then the length is still worth showing.
        defer {
            if offset > start {
                let length = octets[start]
                fields.insert(
                    ExplainedField(
                        name: Field.shortMessageLength.rawValue, offset: start, length: 1,
                        hex: Hex.text([length]), meaning: "\(length) octets"), at: lengthIndex)
            }
        }
        try reader.shortMessage(&value)
        text(Field.shortMessage.rawValue, value, offset: offset - value.count)
    }

    mutating func tlvs(_ value: inout [TLV]) throws(FieldError) {
        var cursor = offset
        // On an error the reader has kept those before it, which are worth showing.
        defer {
            for tlv in value {
                if tlv.tag == .messagePayload {
                    text(tlv.tag.name, tlv.value, offset: cursor, header: 4)
                } else {
                    fields.append(
                        ExplainedField(
                            name: tlv.tag.name, offset: cursor, length: 4 + tlv.value.count,
                            hex: Hex.text(octets[cursor..<cursor + 4 + tlv.value.count]), meaning: Meaning.of(tlv)))
                }
                cursor += 4 + tlv.value.count
            }
        }
        try reader.tlvs(&value)
    }

    private mutating func add(_ name: String, from start: Int, _ meaning: String, isSecret: Bool = false) {
        fields.append(
            ExplainedField(
                name: name, offset: start, length: offset - start,
                hex: isSecret ? "" : Hex.text(octets[start..<offset]), meaning: meaning))
    }

    private mutating func text(_ name: String, _ value: [UInt8], offset: Int, header: Int = 0) {
        let length = value.count + header
        fields.append(
            ExplainedField(
                name: name, offset: offset, length: length,
                hex: showText ? Hex.text(octets[offset..<offset + length]) : "",
                meaning: showText ? words(value) : "\(value.count) octets"))
    }

    /// A text after its header, in UCS-2 where `data_coding` says so and else as one character an octet.
    private func words(_ value: [UInt8]) -> String {
        let header = esmClass.hasUserDataHeader ? min(value.count, 1 + Int(value.first ?? 0)) : 0
        let text = value[header...]
        let pairs = stride(from: text.startIndex, to: text.endIndex - 1, by: 2)
        let plain =
            dataCoding == 8
            ? String(decoding: pairs.map { UInt16(text[$0]) << 8 | UInt16(text[$0 + 1]) }, as: UTF16.self)
            : Latin1.string(text)
        return (header > 0 ? "user data header \(Hex.text(value[..<header])), " : "") + Meaning.quoted(plain)
    }
}
