import MessageTemplates
import Storage
import Verification

extension Service {
    /// Takes over what the request names, or throws naming the field that is wrong and changes nothing.
    mutating func apply(_ request: ServiceRequest) throws(GatewayError) {
        var changed = self
        try changed.applyNames(request)
        try changed.applyPolicy(request)
        self = changed
    }

    private mutating func applyNames(_ request: ServiceRequest) throws(GatewayError) {
        if let value = request.name {
            let marks = Array("-_.".utf8)
            guard (1...64).contains(value.utf8.count),
                value.utf8.allSatisfy({ $0.isASCIILetterOrDigit || marks.contains($0) })
            else { throw .invalid(field: "name", problem: "must be 1 to 64 letters, digits, - _ or .") }
            name = value
        }
        if let value = request.brand {
            guard value.count <= TemplateLibrary.serviceNameLengthMax, !value.contains("\n") else {
                throw .invalid(
                    field: "brand",
                    problem: "must be at most \(TemplateLibrary.serviceNameLengthMax) characters on one line")
            }
            brand = value
        }
        if let value = request.locale {
            guard (2...35).contains(value.utf8.count) else {
                throw .invalid(field: "locale", problem: "must be a BCP 47 language tag")
            }
            locale = value
        }
        if let value = request.sender {
            guard value.isEmpty || SenderName.isValid(value) else {
                throw .invalid(field: "sender", problem: SenderName.rule)
            }
            sender = value.isEmpty ? nil : value
        }
        if let value = request.originHost {
            guard value.isEmpty || MachineLines.isValid(host: value) else {
                throw .invalid(field: "origin_host", problem: "must be a domain name")
            }
            originHost = value.isEmpty ? nil : value
        }
        if let value = request.retrieverHash {
            guard value.isEmpty || MachineLines.isValid(retrieverHash: value) else {
                throw .invalid(field: "retriever_hash", problem: "must be the app's 11-character hash")
            }
            retrieverHash = value.isEmpty ? nil : value
        }
        if let value = request.template {
            guard value.isEmpty || (try? Template(parsing: value)) != nil else {
                throw .invalid(
                    field: "template", problem: "must hold {code}, and no other braces than {service} and {minutes}")
            }
            template = value.isEmpty ? nil : value
        }
        if let value = request.allowsAnyNumberKind { allowsAnyNumberKind = value }
    }

    private mutating func applyPolicy(_ request: ServiceRequest) throws(GatewayError) {
        if let value = request.codeLength { policy.codeLength = value }
        if let value = request.codeLengthMax { policy.codeLengthMax = value }
        if let value = request.ttlSeconds { policy.lifeSeconds = value }
        if let value = request.ttlSecondsMax { policy.lifeSecondsMax = value }
        if let value = request.checksMax { policy.checksMax = value }
        if let value = request.sendsMax { policy.sendsMax = value }
        if let value = request.resendMode {
            guard let mode = VerificationPolicy.ResendMode(rawValue: value) else {
                throw .invalid(field: "resend_mode", problem: "must be same, rotate or keep_earlier")
            }
            policy.resendMode = mode
        }
        if let value = request.restart {
            guard let restart = VerificationPolicy.Restart(rawValue: value) else {
                throw .invalid(field: "restart", problem: "must be new, resend_existing or supersede")
            }
            policy.restart = restart
        }
        if let value = request.resendDelaysSeconds {
            guard value.count <= 10, value.allSatisfy({ (0...600).contains($0) }) else {
                throw .invalid(field: "resend_delays_seconds", problem: "must be at most 10 waits of 0 to 600 seconds")
            }
            policy.resendSchedule = ResendSchedule(delaysSeconds: value)
        }
        if let finding = policy.findings.first {
            throw .invalid(field: finding.field, problem: finding.problem)
        }
    }
}
