/// Where an extension ("ext. 12", "x12", ";ext=12", ",,12", "- 12#") may begin at the end of a text.
///
/// Each form is read from the back: an optional "#", digits, then what announces them. Digits never occur in the
/// announcement, so its end is known, and only its start is open.
/// Source: libphonenumber, PhoneNumberUtil.createExtnPattern(forParsing: true).
enum NumberExtension {
    /// All places in `scalars` from which the rest is an extension.
    static func starts(in scalars: ArraySlice<Unicode.Scalar>) -> Set<Int> {
        guard let last = scalars.last, last == "#" || last.isDigit else { return [] }
        let hasHash = last == "#"
        let body = hasHash ? scalars.dropLast() : scalars
        let before = body.prefix(upTo: (body.lastIndex { !$0.isDigit } ?? body.startIndex - 1) + 1)
        let digits = body.count - before.count
        guard digits > 0, !before.isEmpty else { return [] }
        let reader = BackwardReader(scalars: before)
        var starts: Set<Int> = []
        if digits <= 20, !hasHash { starts.formUnion(reader.end.literal([";ext="])) }
        let announced = reader.end.any(of: trailing)
        let labelled = announced.union(announced.one(of: labelEnds))
        if digits <= 20 { starts.formUnion(labelled.literal(explicitLabels).any(of: separators)) }
        if digits <= 9 { starts.formUnion(labelled.literal(ambiguousLabels).any(of: separators)) }
        if digits <= 6, hasHash { starts.formUnion(reader.end.one(of: dashes).any(of: dashes)) }
        if digits <= 15 { starts.formUnion(labelled.literal([",,", ";"]).any(of: blanks)) }
        if digits <= 9 { starts.formUnion(labelled.one(of: [","]).any(of: [","]).any(of: blanks)) }
        return starts
    }

    private static let trailing: [Unicode.Scalar] = [" ", "\u{A0}", "\t", ",", "-"]
    private static let separators: [Unicode.Scalar] = [" ", "\u{A0}", "\t", ","]
    private static let blanks: [Unicode.Scalar] = [" ", "\u{A0}", "\t"]
    private static let dashes: [Unicode.Scalar] = ["-", " "]
    private static let labelEnds: [Unicode.Scalar] = [":", ".", "\u{FF0E}"]
    private static let ambiguousLabels = [
        "x", "\u{FF58}", "#", "\u{FF03}", "~", "\u{FF5E}", "int", "\u{FF49}\u{FF4E}\u{FF54}",
    ]
    /// `e?xt(?:ensi(?:ó|ó))?n?`, the same in full width, "доб" and "anexo", written out.
    private static let explicitLabels: [String] = {
        var labels = ["\u{434}\u{43E}\u{431}", "anexo"]
        for front in ["", "e"] {
            for middle in ["", "ensio", "ensio\u{301}", "ensi\u{F3}"] {
                for end in ["", "n"] { labels.append(front + "xt" + middle + end) }
            }
        }
        for front in ["", "\u{FF45}"] {
            for end in ["", "\u{FF4E}"] { labels.append(front + "\u{FF58}\u{FF54}" + end) }
        }
        return labels
    }()
}

/// The end of a text, from which announcements are read backwards.
private struct BackwardReader {
    let scalars: ArraySlice<Unicode.Scalar>

    init(scalars: ArraySlice<Unicode.Scalar>) {
        self.scalars = ArraySlice(scalars.map(\.lowercased))
        offset = scalars.startIndex
    }

    private let offset: Int

    var end: Places { Places(scalars: scalars, at: [scalars.endIndex], offset: offset) }

    /// The set of places a backward match may have come to.
    struct Places {
        let scalars: ArraySlice<Unicode.Scalar>
        let at: Set<Int>
        let offset: Int

        func literal(_ texts: [String]) -> Places {
            var reached: Set<Int> = []
            for text in texts {
                let literal = Array(text.unicodeScalars)
                for place in at where place - literal.count >= scalars.startIndex {
                    if scalars[(place - literal.count)..<place].elementsEqual(literal) {
                        reached.insert(place - literal.count)
                    }
                }
            }
            return moved(to: reached)
        }

        func one(of members: [Unicode.Scalar]) -> Places {
            moved(to: Set(at.filter { $0 > 0 && members.contains(scalars[$0 - 1]) }.map { $0 - 1 }))
        }

        /// As many as there are, or fewer.
        func any(of members: [Unicode.Scalar]) -> Places {
            var reached = at
            for place in at {
                var place = place
                while place > 0, members.contains(scalars[place - 1]) {
                    place -= 1
                    reached.insert(place)
                }
            }
            return moved(to: reached)
        }

        func union(_ other: Places) -> Places { moved(to: at.union(other.at)) }

        private func moved(to places: Set<Int>) -> Places { Places(scalars: scalars, at: places, offset: offset) }
    }
}

extension Set<Int> {
    fileprivate mutating func formUnion(_ places: BackwardReader.Places) {
        formUnion(places.at.map { $0 + places.offset })
    }
}

extension Unicode.Scalar {
    /// Itself in lower case, where that is one scalar.
    fileprivate var lowercased: Unicode.Scalar {
        let mapping = properties.lowercaseMapping.unicodeScalars
        return mapping.count == 1 ? mapping.first ?? self : self
    }
}
