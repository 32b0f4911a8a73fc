// swift-tools-version: 6.2
import PackageDescription

/// House settings: see Docs/decisions/0001-package-and-settings.md.
let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
]

/// Products of other packages, by the short name the table below uses.
let external: [String: Target.Dependency] = [
    "Crypto": .product(name: "Crypto", package: "swift-crypto"),
    "NIOCore": .product(name: "NIOCore", package: "swift-nio"),
    "NIOPosix": .product(name: "NIOPosix", package: "swift-nio"),
    "NIOHTTP1": .product(name: "NIOHTTP1", package: "swift-nio"),
    "NIOTLS": .product(name: "NIOTLS", package: "swift-nio"),
    "NIOSSL": .product(name: "NIOSSL", package: "swift-nio-ssl"),
    "Logging": .product(name: "Logging", package: "swift-log"),
    "Hummingbird": .product(name: "Hummingbird", package: "hummingbird"),
    "HummingbirdTesting": .product(name: "HummingbirdTesting", package: "hummingbird"),
    "HTTPTypes": .product(name: "HTTPTypes", package: "swift-http-types"),
    "AsyncHTTPClient": .product(name: "AsyncHTTPClient", package: "async-http-client"),
    "ServiceLifecycle": .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
    "UnixSignals": .product(name: "UnixSignals", package: "swift-service-lifecycle"),
    "Configuration": .product(name: "Configuration", package: "swift-configuration"),
    "Yams": .product(name: "Yams", package: "Yams"),
    "ArgumentParser": .product(name: "ArgumentParser", package: "swift-argument-parser"),
]

/// One row per module. A module may import only what its row names, and the build checks it
/// (`--explicit-target-dependency-import-check error`).
// swift-format-ignore
let modules: [(name: String, uses: [String])] = [
    // Seams.
    ("World", []),
    // Domain: synchronous values.
    ("Numbering", []),
    ("MessageEncoding", []),
    ("MessageTemplates", ["MessageEncoding"]),
    ("Verification", ["World", "Crypto"]),
    ("Routing", ["World", "Numbering"]),
    ("Fraud", ["World"]),
    ("Delivery", ["World", "Verification"]),
    // Protocols.
    ("SMPP", ["World"]),
    ("SMPPTransport", ["SMPP", "World", "Crypto", "NIOCore", "NIOPosix", "NIOTLS", "NIOSSL"]),
    // Stores.
    ("Storage", ["World", "Verification", "Delivery"]),
    ("SQLiteStorage", ["Storage", "World", "Verification", "Delivery", "CSQLite"]),
    // Engine.
    ("Gateway", ["World", "Numbering", "MessageEncoding", "MessageTemplates", "Verification", "Routing", "Fraud", "Delivery", "Storage", "SMPP", "Logging"]),
    ("Inbound", ["Gateway", "World", "Numbering", "MessageEncoding", "Verification", "Storage", "SMPP", "Logging"]),
    // Adapters.
    ("Webhooks", ["Inbound", "Storage", "World", "AsyncHTTPClient", "Crypto", "NIOCore", "NIOHTTP1", "NIOPosix", "Logging"]),
    ("Northbound", ["Gateway", "World", "Numbering", "MessageEncoding", "Verification", "Delivery", "Storage", "SMPP", "Logging"]),
    ("Settings", ["World", "Verification", "Routing", "Fraud", "SMPP", "Crypto", "Configuration", "Yams", "Logging"]),
    ("HTTPAPI", ["Gateway", "Inbound", "World", "Numbering", "Verification", "Delivery", "Storage", "Hummingbird", "HTTPTypes", "NIOCore", "Logging"]),
    ("CarrierSimulator", ["World", "SMPP", "MessageEncoding", "Numbering", "Hummingbird", "HTTPTypes", "NIOCore", "Logging"]),
    ("Simulation", ["Gateway", "Northbound", "CarrierSimulator", "Storage", "World", "Numbering", "MessageEncoding", "MessageTemplates", "Verification", "Routing", "Fraud", "Delivery", "SMPP", "Logging"]),
]

/// Programs: all the rest, wired.
// swift-format-ignore
let binaries: [(name: String, uses: [String])] = [
    ("watchword", ["World", "Numbering", "MessageEncoding", "MessageTemplates", "Verification", "Routing", "Delivery", "SMPP", "SMPPTransport", "Storage", "SQLiteStorage", "Gateway", "Inbound", "Northbound", "Webhooks", "Settings", "HTTPAPI", "CarrierSimulator", "Simulation", "ArgumentParser", "AsyncHTTPClient", "Hummingbird", "Logging", "NIOCore", "NIOPosix", "NIOHTTP1", "ServiceLifecycle", "UnixSignals"]),
]

/// What a test target needs besides the module it tests.
let testing: [String: [String]] = [
    "CarrierSimulator": ["HummingbirdTesting", "SMPPTransport"],
    "HTTPAPI": ["HummingbirdTesting"],
    "Inbound": ["Routing", "Delivery", "Fraud"],
    "Webhooks": ["Verification"],
]

/// Test targets that go with no one module.
let testOnly: [(name: String, uses: [String])] = [
    ("HouseRulesTests", []),
    ("StorageContractTests", ["Storage", "SQLiteStorage", "World", "Verification", "Delivery"]),
]

/// Files compiled into a module's binary, as `PackageResources.<name>_<extension>`.
let resources: [String: [Resource]] = [
    "CarrierSimulator": [.embedInCode("Assets")],
    "HTTPAPI": [.embedInCode("Native/openapi.json"), .embedInCode("Native/Page")],
    "MessageTemplates": [.embedInCode("Templates")],
]

func dependencies(_ names: [String]) -> [Target.Dependency] {
    names.map { external[$0] ?? .target(name: $0) }
}

let package = Package(
    name: "watchword",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(
            url: "https://github.com/apple/swift-configuration", from: "1.4.0",
            traits: ["YAML", "CommandLineArguments"]),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [.systemLibrary(name: "CSQLite", providers: [.apt(["libsqlite3-dev"])])]
        + modules.map { module in
            .target(
                name: module.name, dependencies: dependencies(module.uses), resources: resources[module.name],
                swiftSettings: settings)
        }
        + binaries.map { binary in
            .executableTarget(name: binary.name, dependencies: dependencies(binary.uses), swiftSettings: settings)
        }
        + modules.map { module in
            .testTarget(
                name: module.name + "Tests",
                dependencies: dependencies([module.name] + module.uses + (testing[module.name] ?? [])),
                swiftSettings: settings)
        }
        + testOnly.map { test in
            .testTarget(name: test.name, dependencies: dependencies(test.uses), swiftSettings: settings)
        }
)
