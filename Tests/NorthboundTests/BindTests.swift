import Gateway
import SMPP
import Storage
import Testing
import World

@testable import Northbound

struct BindTests {
    private func refusal(_ stage: Stage, _ application: Application) async -> CommandStatus? {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await application.client.run() }
            await stage.until { application.states.contains { if case .waiting = $0 { true } else { false } } }
            await application.client.shutdown()
        }
        for case .waiting(_, .bindRefused(let status)) in application.states { return status }
        return nil
    }

    @Test func `the right password binds, a wrong one and an unknown system_id are told the same`() {
        Machine.run { machine in
            try await Stage.live(machine) { stage in
                _ = try await stage.account()
                try await stage.bound([stage.application()]) { #expect(stage.northbound.bindCount == 1) }
                #expect(await refusal(stage, stage.application(password: "wrong")) == .invalidPassword)
                #expect(await refusal(stage, stage.application("nobody")) == .invalidPassword)
            }
        }
    }

    @Test func `a client certificate binds where its fingerprint is named`() {
        Machine.run { machine in
            try await Stage.live(machine) { stage in
                _ = try await stage.account {
                    $0.password = nil
                    $0.certificateFingerprint = String(repeating: "ab", count: 32)
                }
                let certificate = [UInt8](repeating: 0xAB, count: 32)
                try await stage.bound([stage.application(password: "", certificate: certificate)]) {}
                #expect(await refusal(stage, stage.application(password: "")) == .invalidPassword)
            }
        }
    }

    @Test func `another network and one bind too many are refused`() {
        Machine.run { machine in
            try await Stage.live(machine) { stage in
                _ = try await stage.account {
                    $0.networks = ["192.0.2.0/24"]
                    $0.bindsMax = 2
                }
                #expect(await refusal(stage, stage.application(from: "198.51.100.1")) == .bindFailed)
                try await stage.bound([stage.application(kind: .transmitter), stage.application(kind: .receiver)]) {
                    #expect(await refusal(stage, stage.application()) == .bindFailed)
                }
                try await stage.bound([stage.application()]) {}
            }
        }
    }

    @Test func `64 binds of one application submit and are answered`() {
        Machine.run { machine in
            try await Stage.live(machine) { stage in
                _ = try await stage.account { $0.bindsMax = 64 }
                let applications = (0..<64).map { _ in stage.application() }
                try await stage.bound(applications) {
                    #expect(stage.northbound.bindCount == 64)
                    var names: Set<String> = []
                    for application in applications {
                        names.insert(try await stage.submit(Stage.message(), by: application))
                    }
                    #expect(names.count == 64)
                    #expect(await refusal(stage, stage.application()) == .bindFailed)
                }
                await stage.until { stage.northbound.bindCount == 0 }
            }
        }
    }

    @Test func `the binds of an application that is deleted end, and it submits nothing meanwhile`() {
        Machine.run { machine in
            try await Stage.live(machine) { stage in
                let esme = try await stage.account()
                let application = stage.application()
                try await stage.bound([application]) {
                    try await stage.gateway.deleteESME(esme.id, caller: stage.caller)
                    let outcome = await application.client.submit(Stage.message())
                    if case .accepted = outcome { Issue.record("it was taken") }
                    await stage.until { stage.northbound.bindCount == 0 }
                }
            }
        }
    }

    @Test func `a bind that asks for nothing ends too when its account is closed`() {
        Machine.run { machine in
            try await Stage.live(machine) { stage in
                let esme = try await stage.account()
                try await stage.bound([stage.application()]) {
                    var change = ESMEAccountRequest()
                    change.isActive = false
                    _ = try await stage.gateway.updateESME(esme.id, change, caller: stage.caller)
                    await stage.pass(.seconds(2))
                    #expect(stage.northbound.bindCount == 0)
                }
            }
        }
    }

    @Test func `after ten wrong passwords the right one waits a minute`() {
        Machine.run { machine in
            try await Stage.live(machine) { stage in
                _ = try await stage.account()
                for _ in 0..<BindAttempts.wrongMax {
                    #expect(await refusal(stage, stage.application(password: "wrong")) == .invalidPassword)
                }
                #expect(await refusal(stage, stage.application()) == .bindFailed)
                #expect(await refusal(stage, stage.application("other")) == .invalidPassword)
                await stage.pass(.seconds(60))
                try await stage.bound([stage.application()]) {}
            }
        }
    }
}
