import Testing

/// A rule about single files, with what it refuses and what it lets pass, so that it is seen to work.
struct HouseRule: Sendable, CustomTestStringConvertible {
    let name: String
    let refused: [SourceFile]
    let accepted: [SourceFile]
    let check: @Sendable (SourceFile) -> [Finding]

    var testDescription: String { name }

    static let all = [
        shortFiles, noClockOrTaskBelowTheEdges, testsDoNotSleep, unsafeSendabilityIsExplained, nothingLeftForLater,
        noMachinePaths, tellingFolderNames, noSpacesInPaths, publicOnlyInProducts, noFoundationInDomain,
        onlyTheBinaryPrints, noForcedCasts, noMailboxes,
    ]
}

extension HouseRule {
    static let shortFiles = HouseRule(
        name: "a source file has at most 400 lines, a test 600, a table any number",
        refused: [
            SourceFile("Sources/Gateway/Long.swift", String(repeating: "\n", count: 401)),
            SourceFile("Tests/GatewayTests/Long.swift", String(repeating: "\n", count: 601)),
        ],
        accepted: [
            SourceFile("Sources/Gateway/Long.swift", String(repeating: "\n", count: 400)),
            SourceFile("Tests/GatewayTests/Long.swift", String(repeating: "\n", count: 600)),
            SourceFile("Sources/Numbering/Tables/Ranges.swift", String(repeating: "\n", count: 5000)),
        ]
    ) { file in
        let isCode = file.isSwift || file.path.hasSuffix(".py") || file.path.hasPrefix("Scripts/")
        guard isCode, !file.isTable else { return [] }
        let limit = file.path.hasPrefix("Tests/") || file.path.hasPrefix("PeerTests/") ? 600 : 400
        let count = file.lineCount
        return count > limit ? [Finding(path: file.path, line: limit + 1, construct: "\(count) lines")] : []
    }

    static let unsafeSendabilityIsExplained = HouseRule(
        name: "an unchecked sendability says within two lines why it is safe",
        refused: [
            SourceFile("Sources/SMPP/A.swift", "final class A: @unchecked Sendable {}"),
            SourceFile("Sources/SMPP/A.swift", "nonisolated(unsafe) var a = 1\n\n\n// Safe because: too far away"),
        ],
        accepted: [
            SourceFile(
                "Sources/SMPP/A.swift",
                "// Safe because only the loop touches it.\nfinal class A: @unchecked Sendable {}"),
            SourceFile("Sources/SMPP/A.swift", "/// Not even `@unchecked Sendable`.\nstruct A {}"),
        ]
    ) { file in
        guard file.isSwift else { return [] }
        let found = file.findings(ofCode: "@unchecked Sendable") + file.findings(ofCode: "nonisolated(unsafe)")
        return found.filter { !file.text(around: $0.line, reach: 2).contains("// Safe because") }
    }

    static let publicOnlyInProducts = HouseRule(
        name: "only the SMPP products have public names",
        refused: [SourceFile("Sources/Gateway/A.swift", "public struct A {}")],
        accepted: [
            SourceFile("Sources/SMPP/A.swift", "public struct A {}"),
            SourceFile("Sources/Gateway/A.swift", "/// A public matter.\npackage struct A { var isPublic: Bool }"),
        ]
    ) { file in
        guard let module = file.module, file.isSwift, !["SMPP", "SMPPTransport"].contains(module) else { return [] }
        return file.findings(ofCode: "public")
    }

    /// Synchronous values, with nothing of the system in them.
    static let domain: Set = [
        "Numbering", "MessageEncoding", "MessageTemplates", "Verification", "Routing", "Fraud", "Delivery", "World",
        "SMPP",
    ]

    static let noFoundationInDomain = HouseRule(
        name: "a domain module does without Foundation",
        refused: [
            SourceFile("Sources/Fraud/A.swift", "import Foundation"),
            SourceFile("Sources/Fraud/A.swift", "package import FoundationEssentials"),
        ],
        accepted: [
            SourceFile("Sources/HTTPAPI/A.swift", "import Foundation"),
            SourceFile("Sources/Fraud/A.swift", "// import Foundation would cost 2 MB"),
        ]
    ) { file in
        guard let module = file.module, domain.contains(module) else { return [] }
        return ["Foundation", "FoundationEssentials", "FoundationNetworking"].flatMap {
            file.findings(ofCode: "import " + $0)
        }
    }

    static let onlyTheBinaryPrints = HouseRule(
        name: "only the binary prints",
        refused: [SourceFile("Sources/Gateway/A.swift", "func a() { print(1) }")],
        accepted: [
            SourceFile("Sources/watchword/A.swift", "print(1)"),
            SourceFile("Sources/Gateway/A.swift", "blueprint(1); page.print(2)"),
        ]
    ) { file in
        guard let module = file.module, module != "watchword", file.isSwift else { return [] }
        return ["print(", "debugPrint(", "dump("].flatMap { needle in
            file.offsets(of: needle, in: file.code)
                .filter { $0 == 0 || file.code[$0 - 1] != UInt8(ascii: ".") }
                .map { file.finding(needle, at: $0) }
        }
    }

    static let noForcedCasts = HouseRule(
        name: "no cast or throwing call is forced",
        refused: [
            SourceFile("Sources/Gateway/A.swift", "let a = b as! C"),
            SourceFile("Sources/Gateway/A.swift", "let a = try! b()"),
        ],
        accepted: [SourceFile("Sources/Gateway/A.swift", "let a = b as? C; if !has!.b { }")]
    ) { file in
        guard file.module != nil, file.isSwift else { return [] }
        return file.findings(ofCode: "as!") + file.findings(ofCode: "try!")
    }
}
