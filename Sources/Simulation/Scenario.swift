/// The stories that are simulated.
package enum Scenario: String, CaseIterable, Sendable {
    /// People sign up while machine, disk and wires fail.
    case everyday
    /// Every carrier's binds are lost under load, then come back.
    case bindsLost = "binds-lost"
    /// Applications bind, submit, are cut off and come back for their receipts.
    case applications

    /// What a run of the seed would be made of.
    package func options(seed: UInt64) -> String {
        switch self {
        case .everyday: "\(ScenarioOptions(seed: seed))"
        case .bindsLost: "\(BindsLostOptions(seed: seed))"
        case .applications: "\(ApplicationsOptions(seed: seed))"
        }
    }

    /// Runs one seed on the calling thread.
    package func run(seed: UInt64) -> ScenarioResult {
        switch self {
        case .everyday: ScenarioRun.run(ScenarioOptions(seed: seed))
        case .bindsLost: BindsLostRun.run(BindsLostOptions(seed: seed))
        case .applications: ApplicationsRun.run(ApplicationsOptions(seed: seed))
        }
    }
}
