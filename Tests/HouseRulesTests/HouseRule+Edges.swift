/// Time, randomness and tasks come from the world that is passed in, so that a simulation holds them all.
extension HouseRule {
    static let noClockOrTaskBelowTheEdges = HouseRule(
        name: "below the edges nothing reads a clock, draws its own randomness or starts a task",
        refused: [
            "let a = Date()", "let a = Date.now", "send(at: .now)", "let a = clock.now", "ContinuousClock()",
            "try await Task.sleep(for: .seconds(1))", "Task { await a() }", "Task(priority: .low) { }",
            "Task.detached { }", "DispatchQueue.main.async { }", "Int.random(in: 0..<10)", "[1, 2].randomElement()",
            "list.shuffle()", "var g = SystemRandomNumberGenerator()", "let id = UUID()", "usleep(5)",
            "clock_gettime(CLOCK_REALTIME, &time)", "let text = \"at \\(Date())\"",
        ].map { SourceFile("Sources/Gateway/A.swift", $0) },
        accepted: [
            SourceFile("Sources/Gateway/A.swift", "let a = world.now + gap; b(at: self.world.now, batch.now)"),
            SourceFile("Sources/Gateway/A.swift", "Int.random(in: (0)..<10,\n    using: &random)"),
            SourceFile("Sources/Gateway/A.swift", "var retry: Task<Void, Never>?; try Task.checkCancellation()"),
            SourceFile("Sources/Gateway/A.swift", "// Date() is for the edges\nlet a = \"Task { }\""),
            SourceFile("Sources/watchword/A.swift", "Task { }"),
            SourceFile("Sources/World/LiveWorld.swift", "try await Task.sleep(for: remaining)"),
            SourceFile("Tests/GatewayTests/A.swift", "Task { }"),
        ]
    ) { file in
        guard file.module != nil, file.isSwift, !Exceptions.edges.contains(where: file.path.hasPrefix) else {
            return []
        }
        return bannedWords.flatMap { file.findings(ofCode: $0) } + clockReads(file) + taskStarts(file) + draws(file)
    }

    private static let bannedWords = [
        "Date()", "Date.now", "ContinuousClock", "SuspendingClock", "DispatchTime", "NIODeadline.now",
        "Task.sleep", "Task.detached", "Task.immediate", "Thread.sleep", "usleep", "nanosleep",
        "DispatchQueue", "SystemRandomNumberGenerator", "arc4random", "UUID()", "clock_gettime", "gettimeofday",
    ]

    /// `.now` of a type, of an implicit one, or of something called a clock; a value may carry a moment of that name.
    private static func clockReads(_ file: SourceFile) -> [Finding] {
        file.offsets(of: ".now", in: file.code)
            .filter {
                let receiver = file.identifier(before: $0)
                return receiver.first.map(\.isUppercase) ?? true || receiver.lowercased().hasSuffix("clock")
            }
            .map { file.finding(".now", at: $0) }
    }

    private static func taskStarts(_ file: SourceFile) -> [Finding] {
        file.offsets(of: "Task", in: file.code)
            .filter { [UInt8(ascii: "{"), UInt8(ascii: "(")].contains(file.codeByte(after: $0 + 4)) }
            .map { file.finding("Task {", at: $0) }
    }

    /// Randomness without `using:`, which is the system's own.
    private static func draws(_ file: SourceFile) -> [Finding] {
        [".random", ".randomElement", ".shuffled", ".shuffle"].flatMap { needle in
            file.offsets(of: needle + "(", asWord: false, in: file.code)
                .filter { !file.parenthesised(at: $0 + needle.utf8.count).contains("using:") }
                .map { file.finding(needle + "( without using:", at: $0) }
        }
    }

    static let testsDoNotSleep = HouseRule(
        name: "a test does not sleep",
        refused: [SourceFile("Tests/GatewayTests/A.swift", "try await Task.sleep(for: .seconds(1))")],
        accepted: [SourceFile("Tests/GatewayTests/A.swift", "try await world.sleep(for: .seconds(1))")]
    ) { file in
        guard file.path.hasPrefix("Tests/"), file.isSwift else { return [] }
        return ["Task.sleep", "Thread.sleep", "usleep", "nanosleep"].flatMap { file.findings(ofCode: $0) }
    }
}
