import Numbering
import Storage
import Verification
import World

/// Numbers whose code is fixed and to which nothing is sent, so that an app's own tests can go the whole way.
extension Gateway {
    /// How many one service may have.
    package static let testNumbersMax = 20

    func apply(_ asked: [ServiceRequest.TestNumber]?, to service: inout Service) throws(GatewayError) {
        guard let asked else { return }
        guard asked.count <= Self.testNumbersMax else {
            throw .invalid(field: "test_numbers", problem: "must be at most \(Self.testNumbersMax)")
        }
        var numbers: [TestNumber] = []
        for pair in asked {
            // Nothing is sent to them, so that a number nobody has will do.
            guard let number = E164(pair.to) else {
                throw .invalid(field: "test_numbers", problem: "to must be a number with + and country code")
            }
            guard let code = Code(pair.code) else {
                throw .invalid(field: "test_numbers", problem: "code must be 4 to 10 digits")
            }
            let digest = keys.recipientDigest(of: number.text)
            guard !numbers.contains(where: { $0.recipient == digest }) else {
                throw .invalid(field: "test_numbers", problem: "has a number twice")
            }
            var random = world.random
            let sealed = keys.seal(
                Array(code.digits.utf8), context: testContext(service, digest), now: world.now, using: &random)
            numbers.append(TestNumber(recipient: digest, masked: number.masked, sealedCode: sealed))
        }
        service.testNumbers = numbers
    }

    /// The number and its fixed code, when the service has it among its test numbers.
    func testStart(_ text: String, service: Service) throws(GatewayError) -> (number: E164, code: Code)? {
        guard !service.testNumbers.isEmpty, let number = E164(text) else { return nil }
        let digest = keys.recipientDigest(of: number.text)
        guard let test = service.testNumbers.first(where: { $0.recipient == digest }) else { return nil }
        guard let digits = keys.open(test.sealedCode, context: testContext(service, digest)),
            let code = Code(String(decoding: digits, as: UTF8.self))
        else { throw .storeUnavailable("the key that sealed the test code is not among the secrets: set it again") }
        return (number, code)
    }

    private func testContext(_ service: Service, _ recipient: RecipientDigest) -> SealContext {
        SealContext(.code, account: service.account, service: service.id, recipient: recipient)
    }
}
