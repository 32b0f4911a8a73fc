import Foundation
import Testing

struct HouseRulesTests {
    @Test(arguments: HouseRule.all)
    func `every file keeps the rule`(_ rule: HouseRule) {
        let broken = Repository.files.flatMap(rule.check).filter { finding in
            !Exceptions.all.contains { $0.path == finding.path && $0.construct == finding.construct }
        }
        #expect(broken.isEmpty, "\(rule.name):\n\(broken.map(\.description).joined(separator: "\n"))")
    }

    @Test(arguments: HouseRule.all)
    func `the rule refuses what breaks it and only that`(_ rule: HouseRule) {
        #expect(!rule.refused.isEmpty && !rule.accepted.isEmpty)
        for file in rule.refused {
            #expect(!rule.check(file).isEmpty, "let pass: \(String(decoding: file.text.prefix(80), as: UTF8.self))")
        }
        for file in rule.accepted { #expect(rule.check(file).map(\.description) == []) }
    }

    @Test func `every exception is needed and says why`() {
        for exception in Exceptions.all {
            let found = Repository.files.filter { $0.path == exception.path }.flatMap { file in
                HouseRule.all.flatMap { $0.check(file) }
            }
            #expect(
                found.contains { $0.construct == exception.construct },
                "\(exception.path) no longer has \(exception.construct): delete its exception")
            #expect(exception.reason.count > 20, "\(exception.path): say why")
        }
    }

    @Test func `a finding names the file and the line`() {
        let file = SourceFile("Sources/Gateway/A.swift", "// one\nlet a = 1\n    let b = Date()\n")
        let found = HouseRule.noClockOrTaskBelowTheEdges.check(file)
        #expect(found.map(\.description) == ["Sources/Gateway/A.swift:3: Date()"])
    }

    @Test func `the files of the repository are found`() {
        let paths = Repository.files.map(\.path)
        #expect(paths.contains("Package.swift"))
        #expect(paths.contains("Sources/World/World.swift"))
        #expect(paths.contains("Tests/HouseRulesTests/HouseRulesTests.swift"))
        #expect(!paths.contains { $0.hasPrefix(".build") || $0.hasPrefix(".git/") })
    }

    @Test(arguments: [
        ("a // b\nc", "a     \nc"),
        ("a /* b /* c */ d */ e", "a                   e"),
        (##"a "b" c"##, ##"a " " c"##),
        (##"a "b\"c" d"##, ##"a "    " d"##),
        (##"a "b\(c("d"))e" f"##, ##"a " \(c(" ")) " f"##),
        (###"a #"b"\#(c)d"# e"###, ###"a #"  \#(c) "# e"###),
        ("a \"\"\"\nb \"c\"\n\"\"\" d", "a \"\"\"\n     \n\"\"\" d"),
        ("func `b c`() { }", "func `   `() { }"),
        ("#if os(Linux)", "#if os(Linux)"),
    ])
    func `only code is left of a source`(_ source: String, _ code: String) {
        #expect(String(decoding: CodeOnly.of(Array(source.utf8)), as: UTF8.self) == code)
    }
}

struct ModuleTests {
    @Test func `every module of the manifest is explained and has tests`() throws {
        let manifest = String(decoding: try #require(Repository.file("Package.swift")).text, as: UTF8.self)
        let document = String(decoding: try #require(Repository.file("Docs/ARCHITECTURE.md")).text, as: UTF8.self)
        let modules = Manifest.modules(manifest)
        #expect(modules.count > 5, "the manifest's table was not understood")
        let rows = Set(Manifest.rows(document))
        for module in modules {
            #expect(rows.contains(module), "Docs/ARCHITECTURE.md:1: the table has no row for \(module)")
            #expect(
                Repository.files.contains { $0.path.hasPrefix("Tests/\(module)Tests/") && $0.isSwift },
                "Tests/\(module)Tests:1: \(module) has no tests")
        }
    }

    @Test func `every folder of sources is explained, and nothing else is`() throws {
        let document = String(decoding: try #require(Repository.file("Docs/ARCHITECTURE.md")).text, as: UTF8.self)
        let rows = Set(Manifest.rows(document))
        let folders = Set(Repository.files.compactMap(\.module))
        #expect(folders.subtracting(rows).sorted() == [], "not in the table of Docs/ARCHITECTURE.md")
        #expect(rows.subtracting(folders).sorted() == [], "only in the table of Docs/ARCHITECTURE.md")
    }

    @Test func `the manifest and a table are understood`() {
        let manifest =
            "let a = [\n    (\"No\", []),\n]\nlet modules = [\n    // B.\n    (\"B\", [\"C\"]),\n    (\"C\", []),\n]\n(\"D\", [])"
        #expect(Manifest.modules(manifest) == ["B", "C"])
        #expect(
            Manifest.rows("| module | holds |\n|---|---|\n| `B` | b |\n| a word, `C` | c |\n| `a b` | d |") == ["B"])
    }
}
