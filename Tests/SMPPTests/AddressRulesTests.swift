import SMPP
import Testing

@Suite struct AddressRulesTests {
    @Test(arguments: [
        (Address.international("+447700900123"), nil as CommandStatus?),
        (Address(ton: .international, npi: .e164, digits: "123456789012345"), nil),
        (Address(ton: .international, npi: .e164, digits: "1234567890123456"), .invalidDestinationAddress),
        (Address(ton: .international, npi: .e164, digits: "0447700900123"), .invalidDestinationAddress),
        (Address(ton: .international, npi: .e164, digits: "+447700900123"), .invalidDestinationAddress),
        (Address(ton: .national, npi: .e164, digits: "07700900123"), nil),
        (Address(ton: .networkSpecific, npi: .private, digits: "32001"), nil),
        (Address(ton: .abbreviated, npi: .unknown, digits: "72404"), nil),
        (Address(ton: .unknown, npi: .unknown, digits: "*100#"), nil),
        (Address(ton: .unknown, npi: .unknown, digits: "ACME"), .invalidDestinationAddress),
        (Address(ton: .unknown, npi: .internet, digits: "192.0.2.7:80"), nil), (Address(), .invalidDestinationAddress),
        (Address(ton: .alphanumeric, digits: "ACME"), .invalidDestinationTON),
        (Address(ton: .init(rawValue: 7), digits: "1"), .invalidDestinationTON),
        (Address(npi: .init(rawValue: 2), digits: "1"), .invalidDestinationNPI),
    ])
    func `a destination is one the text allows`(address: Address, problem: CommandStatus?) {
        #expect(address.problem(as: .destination) == problem)
    }

    @Test(arguments: [
        (Address(), nil as CommandStatus?), (.alphanumeric("A"), nil), (.alphanumeric("ACME Bank 1"), nil),
        (.alphanumeric("ACME Bank 12"), .invalidSourceAddress), (.alphanumeric("AC\nME"), .invalidSourceAddress),
        (.alphanumeric("Café"), nil), (Address(ton: .init(rawValue: 9), digits: "1"), .invalidSourceTON),
        (Address(npi: .init(rawValue: 7), digits: "1"), .invalidSourceNPI),
        (Address(ton: .international, npi: .e164, digits: "44 77"), .invalidSourceAddress),
    ])
    func `a source is one the text allows, or none`(address: Address, problem: CommandStatus?) {
        #expect(address.problem(as: .source) == problem)
    }

    @Test(arguments: [
        (Address(digits: "+447700900123"), Address.international("447700900123")),
        (Address(ton: .international, npi: .unknown, digits: "+447700900123"), .international("447700900123")),
        (Address(ton: .international, npi: .e164, digits: "00447700900123"), .international("447700900123")),
        (
            Address(ton: .national, npi: .e164, digits: "07700900123"),
            Address(ton: .national, npi: .e164, digits: "07700900123")
        ),
        (Address(digits: "ACME"), .alphanumeric("ACME")), (Address(digits: "32001"), Address(digits: "32001")),
        // Jasmin 0.11.1.
        (Address(ton: .national, npi: .e164, digits: "ACME"), .alphanumeric("ACME")),
    ])
    func `a sender as applications write it becomes the one meant`(address: Address, meant: Address) {
        #expect(address.normalized(as: .source) == meant)
        #expect(meant.normalized(as: .source) == meant)
    }

    @Test func `letters in a destination are not taken for a name`() {
        #expect(Address(digits: "ACME").normalized(as: .destination) == Address(digits: "ACME"))
    }
}
