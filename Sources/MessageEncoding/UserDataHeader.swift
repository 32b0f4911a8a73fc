/// The number the segments of one message share; handsets join by it and the sender's address.
package enum ConcatenationReference: Hashable, Sendable {
    case eightBit(UInt8)
    case sixteenBit(UInt16)

    /// Octets of a header that holds only this, its length octet included.
    package var headerOctets: Int {
        switch self {
        case .eightBit: 6
        case .sixteenBit: 7
        }
    }
}

/// The place of a segment in its message.
package struct Concatenation: Hashable, Sendable {
    package var reference: ConcatenationReference
    /// 1–255.
    package var total: UInt8
    /// 1…`total`.
    package var index: UInt8

    package init(reference: ConcatenationReference, total: UInt8, index: UInt8) {
        self.reference = reference
        self.total = total
        self.index = index
    }
}

/// One element of a user data header; unknown ones are kept as they are.
package struct InformationElement: Hashable, Sendable {
    package var identifier: UInt8
    /// At most 255.
    package var octets: [UInt8]

    package init(identifier: UInt8, octets: [UInt8]) {
        self.identifier = identifier
        self.octets = octets
    }
}

/// The header in front of a message's text. Source: 3GPP TS 23.040 §9.2.3.24.
package struct UserDataHeader: Hashable, Sendable {
    package var elements: [InformationElement]

    package init(elements: [InformationElement]) { self.elements = elements }

    package init(_ concatenation: Concatenation) {
        let place = [concatenation.total, concatenation.index]
        switch concatenation.reference {
        case .eightBit(let reference):
            elements = [InformationElement(identifier: 0x00, octets: [reference] + place)]
        case .sixteenBit(let reference):
            let octets = [UInt8(reference >> 8), UInt8(truncatingIfNeeded: reference)]
            elements = [InformationElement(identifier: 0x08, octets: octets + place)]
        }
    }

    /// The header that `octets` begin with, and how many octets it takes with its length octet.
    ///
    /// Never fails: a length past the end means the end, and a header whose last element has too few octets has no
    /// elements ("the whole User Data Header shall be ignored", §9.2.3.24), its octets being no text all the same.
    package static func parse(_ octets: some Collection<UInt8>) -> (header: UserDataHeader, octetCount: Int) {
        guard let length = octets.first else { return (UserDataHeader(elements: []), 0) }
        var rest = octets.dropFirst().prefix(Int(length))
        let octetCount = 1 + rest.count
        var elements: [InformationElement] = []
        guard rest.count == Int(length) else { return (UserDataHeader(elements: []), octetCount) }
        while let identifier = rest.popFirst() {
            guard let elementLength = rest.popFirst(), rest.count >= Int(elementLength) else {
                return (UserDataHeader(elements: []), octetCount)
            }
            elements.append(InformationElement(identifier: identifier, octets: Array(rest.prefix(Int(elementLength)))))
            rest = rest.dropFirst(Int(elementLength))
        }
        return (UserDataHeader(elements: elements), octetCount)
    }

    /// The header with its length octet; `nil` when it or an element is past 255 octets.
    package var encoded: [UInt8]? {
        var octets: [UInt8] = [0]
        for element in elements {
            guard element.octets.count <= 255 else { return nil }
            octets += [element.identifier, UInt8(element.octets.count)]
            octets += element.octets
        }
        guard octets.count <= 256 else { return nil }
        octets[0] = UInt8(octets.count - 1)
        return octets
    }

    /// The last valid concatenation element; those of total 0, index 0 or index past the total are ignored.
    /// Source: 3GPP TS 23.040 §9.2.3.24.1, §9.2.3.24.8.
    package var concatenation: Concatenation? {
        elements.reversed().lazy.compactMap(Self.concatenation(of:)).first
    }

    private static func concatenation(of element: InformationElement) -> Concatenation? {
        let octets = element.octets
        let found: Concatenation
        switch (element.identifier, octets.count) {
        case (0x00, 3):
            found = Concatenation(reference: .eightBit(octets[0]), total: octets[1], index: octets[2])
        case (0x08, 4):
            let reference = UInt16(octets[0]) << 8 | UInt16(octets[1])
            found = Concatenation(reference: .sixteenBit(reference), total: octets[2], index: octets[3])
        default: return nil
        }
        return found.index >= 1 && found.index <= found.total ? found : nil
    }
}
