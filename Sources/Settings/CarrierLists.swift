import SMPP

/// The two fields of a carrier that are lists of pairs, `KEY=VALUE;KEY=VALUE`.
enum CarrierLists {
    /// How many pairs one field may have.
    static let pairsMax = 32
    static let meanings = ["throttled", "temporary", "route", "destination"]

    /// `0x1401=text:1234567890;0x1402=hex:00ff`; `nil` when it can't be read so. Texts end with a NUL on the wire.
    static func tlvs(_ text: String) -> [TLV]? {
        pairs(text)?.reduce(into: [TLV]?.some([])) { tlvs, pair in
            guard let number = hexadecimal(pair.key), let tag = UInt16(exactly: number),
                let tlv = tlv(TLVTag(rawValue: tag), pair.value)
            else { return tlvs = nil }
            tlvs?.append(tlv)
        }
    }

    /// `0x400=throttled;0x401=destination`; `nil` when it can't be read so, or says a status twice.
    static func statuses(_ text: String) -> [CarrierSettings.Status]? {
        pairs(text)?.reduce(into: [CarrierSettings.Status]?.some([])) { statuses, pair in
            guard let value = hexadecimal(pair.key), value > 0, meanings.contains(pair.value),
                !(statuses?.contains { $0.value == value } ?? true)
            else { return statuses = nil }
            statuses?.append(CarrierSettings.Status(value, pair.value))
        }
    }

    private static func pairs(_ text: String) -> [(key: String, value: String)]? {
        let parts = text.split(separator: ";", omittingEmptySubsequences: false)
        guard parts.count <= pairsMax else { return nil }
        let pairs = parts.compactMap { part -> (key: String, value: String)? in
            guard let equals = part.firstIndex(of: "=") else { return nil }
            return (String(part[..<equals]), String(part[part.index(after: equals)...]))
        }
        return pairs.count == parts.count ? pairs : nil
    }

    private static func hexadecimal(_ text: String) -> UInt32? {
        guard text.hasPrefix("0x"), (3...10).contains(text.utf8.count), !text.contains("+") else { return nil }
        return UInt32(text.dropFirst(2), radix: 16)
    }

    private static func tlv(_ tag: TLVTag, _ value: String) -> TLV? {
        if value.hasPrefix("text:") {
            let text = value.dropFirst(5)
            guard (0...254).contains(text.utf8.count), text.unicodeScalars.allSatisfy({ (0x20..<0x7F) ~= $0.value })
            else { return nil }
            return TLV(tag, cString: String(text))
        }
        guard value.hasPrefix("hex:") else { return nil }
        let digits = Array(value.utf8.dropFirst(4))
        guard digits.count % 2 == 0, digits.count <= 510 else { return nil }
        let octets = stride(from: 0, to: digits.count, by: 2).compactMap { index -> UInt8? in
            let pair = String(decoding: digits[index..<index + 2], as: UTF8.self)
            return pair.hasPrefix("+") ? nil : UInt8(pair, radix: 16)
        }
        return octets.count * 2 == digits.count ? TLV(tag, octets) : nil
    }
}
