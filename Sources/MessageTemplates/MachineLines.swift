/// The last lines of a text, which handsets read and people need not.
package enum MachineLines {
    /// Octets a domain name may have. Source: RFC 1035 §2.3.4.
    package static let hostLengthMax = 253
    /// Characters of the hash Android's SMS Retriever looks for.
    package static let retrieverHashLength = 11
    /// Octets a message for the SMS Retriever may have. Source: Google, "SMS Verification APIs".
    package static let retrieverOctetsMax = 140

    /// Whether `host` can stand in an origin-bound line: an ASCII domain name of two labels or more, without
    /// scheme, port or final dot.
    package static func isValid(host: String) -> Bool {
        let labels = host.split(separator: ".", omittingEmptySubsequences: false)
        guard labels.count >= 2, host.utf8.count <= hostLengthMax else { return false }
        let areLabels = labels.allSatisfy { label in
            (1...63).contains(label.utf8.count) && label.first != "-" && label.last != "-"
                && label.utf8.allSatisfy { isLetterOrDigit($0) || $0 == UInt8(ascii: "-") }
        }
        // A name whose last label is a number is an address to a browser.
        return areLabels && labels[labels.count - 1].utf8.contains { $0 >= 0x41 }
    }

    /// Whether `hash` is 11 characters of base64.
    package static func isValid(retrieverHash hash: String) -> Bool {
        hash.utf8.count == retrieverHashLength
            && hash.utf8.allSatisfy { isLetterOrDigit($0) || $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "/") }
    }

    /// `@host #code`, which binds the code to the site. It has to be the last line.
    /// Source: WICG "Origin-bound one-time codes delivered via SMS" §2.
    static func originBoundLine(host: String, code: String) -> String { "@\(host) #\(code)" }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"):
            true
        default: false
        }
    }
}
