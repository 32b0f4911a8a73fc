import Testing

@testable import Gateway

struct IPNetworkTests {
    @Test(arguments: [
        ("192.0.2.0/24", "192.0.2.255", true), ("192.0.2.0/24", "192.0.3.0", false),
        ("192.0.2.7", "192.0.2.7", true), ("192.0.2.7", "192.0.2.8", false), ("0.0.0.0/0", "203.0.113.9", true),
        ("192.0.2.128/25", "192.0.2.127", false), ("2001:db8::/32", "2001:db8:ffff::1", true),
        ("2001:db8::/32", "2001:db9::", false), ("::/0", "192.0.2.1", false),
        ("192.0.2.0/24", "::ffff:192.0.2.9", true), ("192.0.2.0/24", "localhost", false),
    ])
    func `an address is inside or outside`(network: String, address: String, isInside: Bool) throws {
        #expect(try #require(IPNetwork(network)).contains(address) == isInside)
    }

    @Test(arguments: [
        "", "192.0.2.0/33", "2001:db8::/129", "192.0.2.1/24", "192.0.2.0/", "192.0.2.0/-1", "192.0.2.0/24/8",
        "example.org", "192.0.2",
    ])
    func `what is no network is refused`(text: String) { #expect(IPNetwork(text) == nil) }
}
