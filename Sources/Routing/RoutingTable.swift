package import Numbering

/// All routes; immutable, replaced as a whole.
package struct RoutingTable: Hashable, Sendable {
    /// How many routes a table may hold.
    package static let routesMax = 10_000

    package let routes: [Route]

    package init(_ routes: [Route]) {
        self.routes = Array(routes.prefix(Self.routesMax))
    }

    /// The routes that reach `number`: by priority, then the more specific prefix, then as listed.
    package func plan(for number: E164) -> RoutePlan {
        let digits = number.digits
        var reaching: [(route: Route, specificity: Int, index: Int)] = []
        var passedOver: [RoutePlan.PassedOver] = []
        for (index, route) in routes.enumerated() {
            guard !route.prefixes.isEmpty else {
                reaching.append((route, 0, index))
                continue
            }
            guard let longest = route.prefixes.filter({ digits.hasPrefix($0) }).map(\.utf8.count).max() else {
                passedOver.append(
                    RoutePlan.PassedOver(link: route.link, reason: "reaches none of the number's prefixes"))
                continue
            }
            reaching.append((route, longest, index))
        }
        reaching.sort {
            ($0.route.priority, -$0.specificity, $0.index) < ($1.route.priority, -$1.specificity, $1.index)
        }
        return RoutePlan(candidates: reaching.map(\.route), passedOver: passedOver)
    }
}

/// The candidates for one number in the order they are tried, and why the rest are not among them.
package struct RoutePlan: Hashable, Sendable {
    package struct PassedOver: Hashable, Sendable {
        package var link: String
        package var reason: String
    }
    package var candidates: [Route]
    package var passedOver: [PassedOver]
}
