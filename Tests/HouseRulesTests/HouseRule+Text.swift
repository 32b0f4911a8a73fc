/// Rules about words and paths, in every file.
extension HouseRule {
    /// Taken apart, so that this file keeps the rule itself.
    private static let marksForLater = ["TO" + "DO", "FIX" + "ME", "XX" + "X"]

    static let nothingLeftForLater = HouseRule(
        name: "nothing is marked as left for later",
        refused: marksForLater.map { SourceFile("Docs/a.md", "one\n\($0): two") },
        accepted: [SourceFile("Scripts/a", "mktemp -d " + "XX" + "XXXX")]
    ) { file in
        marksForLater.flatMap { mark in
            file.offsets(of: mark, in: file.text).map { file.finding(mark, at: $0) }
        }
    }

    private static let machinePaths = ["work/", "home/", "Users/", "root/", "opt/swift", "tmp/ww"].map { "/" + $0 }

    static let noMachinePaths = HouseRule(
        name: "no file names a path of one machine",
        refused: machinePaths.map { SourceFile("Scripts/a", "cd \($0)x") },
        accepted: [SourceFile("Docs/a.md", "see ../frame" + "work/a and https://a.example/b/ho" + "me/")]
    ) { file in
        machinePaths.flatMap { path in
            file.offsets(of: path, asWord: false, in: file.text)
                .filter { $0 == 0 || !(file.text[$0 - 1].isIdentifier || file.text[$0 - 1] == UInt8(ascii: ".")) }
                .map { file.finding(path, at: $0) }
        }
    }

    static let tellingFolderNames = HouseRule(
        name: "no folder has a name that says nothing",
        refused: ["Core", "Utils", "helpers", "Common", "New"].map { SourceFile("Sources/Gateway/\($0)/A.swift", "") },
        accepted: [SourceFile("PeerTests/mobile-core/run.py", ""), SourceFile("Sources/Gateway/New.swift", "")]
    ) { file in
        file.path.split(separator: "/").dropLast()
            .filter { ["core", "utils", "helpers", "common", "new"].contains($0.lowercased()) }
            .map { Finding(path: file.path, line: 1, construct: "a folder \($0)") }
    }

    static let noSpacesInPaths = HouseRule(
        name: "no path has a space in it",
        refused: [SourceFile("Docs/first steps.md", "")],
        accepted: [SourceFile("Docs/first-steps.md", "a b")]
    ) { file in
        file.path.contains(" ") ? [Finding(path: file.path, line: 1, construct: "a space in the path")] : []
    }

    static let noMailboxes = HouseRule(
        name: "what the project says about itself names no mailbox",
        refused: [
            SourceFile("CHANGELOG.md", "thanks to @someone"),
            SourceFile("SECURITY.md", "write to security@example.org"),
        ],
        accepted: [
            SourceFile("Docs/operating.md", "the last line is `@host #code`"),
            SourceFile("SECURITY.md", "the last line is `@host #code`"),
        ]
    ) { file in
        guard !file.path.contains("/"), file.path.hasSuffix(".md") || file.path == "LICENSE" else { return [] }
        let isChangelog = file.path == "CHANGELOG.md"
        return file.offsets(of: "@", in: file.text)
            .filter { isChangelog || $0 > 0 && file.text[$0 - 1].isIdentifier }
            .map { file.finding("a mailbox or a person's handle", at: $0) }
    }
}
