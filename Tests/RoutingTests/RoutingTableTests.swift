import Numbering
import Testing

@testable import Routing

struct RoutingTableTests {
    @Test func `candidates come by priority, then by the longer prefix, then as listed`() throws {
        let table = RoutingTable([
            Route(link: "any", priority: 10), Route(link: "sweden", priority: 10, prefixes: ["46"]),
            Route(link: "first", priority: 1, prefixes: ["4670", "1"]), Route(link: "spain", prefixes: ["34"]),
            Route(link: "any2", priority: 10),
        ])
        let plan = table.plan(for: try #require(E164("+46701234567")))
        #expect(plan.candidates.map(\.link) == ["first", "sweden", "any", "any2"])
        #expect(plan.passedOver.map(\.link) == ["spain"])
    }

    @Test func `a table holds its limit and no more`() {
        let routes = (0...RoutingTable.routesMax).map { Route(link: "\($0)") }
        #expect(RoutingTable(routes).routes.count == RoutingTable.routesMax)
    }
}
