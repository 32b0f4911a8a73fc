import Delivery
import Gateway
import Logging
package import SMPP
import Storage
import Synchronization
import World

/// What applications ask: translated, given to the gateway, translated back.
extension NorthboundService {
    package func submit(_ message: SubmitSM, session: SMSCSessionID) async -> SubmitAnswer {
        guard let esme = application(of: session) else { return .rejected(.incorrectBindStatus) }
        let now = world.now
        guard registry.withLock({ $0.take(1, of: esme, now: now) }) else { return .rejected(.throttled) }
        do throws(Refusal) {
            var submission = try SubmitReader(esme: esme, now: now).submission(message)
            // One that is to go later can't be waited for.
            guard message.esmClass.isTransaction, submission.origin.scheduled == nil else {
                return .accepted(MessageName.text(try await take(submission, esme: esme)))
            }
            submission.deadline = min(submission.deadline, now + configuration.transactionMax)
            return await outcome(of: try await take(submission, esme: esme), esme: esme)
        } catch {
            return .rejected(error.status)
        }
    }

    private func take(_ submission: ESMESubmission, esme: ESMEAccount) async throws(Refusal) -> MessageID {
        do throws(GatewayError) {
            return try await gateway.submit(submission, esme: esme)
        } catch {
            throw Refusal(CommandStatus(submitting: error))
        }
    }

    /// Transaction mode: the response says whether the phone has it. Source: SMPP 3.4 §2.11.3.
    private func outcome(of id: MessageID, esme: ESMEAccount) async -> SubmitAnswer {
        let name = MessageName.text(id)
        while let status = try? await gateway.message(id, esme: esme) {
            if status.endedAt != nil {
                guard status.state != .delivered else { return .accepted(name) }
                return SubmitAnswer(status: .deliveryFailure, messageID: name)
            }
            guard (try? await world.sleep(for: Self.transactionPoll)) != nil else { break }
        }
        return .rejected(.systemError)
    }

    /// How often a message in transaction mode is looked at.
    private static let transactionPoll = Duration.milliseconds(50)

    package func submitMulti(_ message: SubmitMulti, session: SMSCSessionID) async -> SubmitMultiAnswer {
        guard let esme = application(of: session) else { return .rejected(.incorrectBindStatus) }
        // SMPP 3.4 §4.5.1 allows 254.
        guard (1...254).contains(message.destinations.count) else { return .rejected(.invalidNumberOfDestinations) }
        let now = world.now
        guard registry.withLock({ $0.take(message.destinations.count, of: esme, now: now) }) else {
            return .rejected(.throttled)
        }
        var submissions: [ESMESubmission] = []
        var addresses: [Address] = []
        var unsuccessful: [SubmitMultiResponse.Unsuccessful] = []
        for destination in message.destinations {
            switch destination {
            case .address(let address):
                do throws(Refusal) {
                    submissions.append(try SubmitReader(esme: esme, now: now).submission(message.message(to: address)))
                    addresses.append(address)
                } catch {
                    unsuccessful.append(.init(address: address, status: error.status))
                }
            case .distributionList(let name):
                // No lists are kept here.
                unsuccessful.append(.init(address: Address(digits: name), status: .invalidDistributionListName))
            }
        }
        var name: MessageID?
        for (address, answer) in zip(addresses, await gateway.submit(submissions, esme: esme)) {
            switch answer {
            case .success(let id): name = name ?? id
            case .failure(let error):
                unsuccessful.append(.init(address: address, status: CommandStatus(submitting: error)))
            }
        }
        guard let name else { return .rejected(unsuccessful.first?.status ?? .submitFailed) }
        return .accepted(MessageName.text(name), unsuccessful: unsuccessful)
    }

    package func query(_ query: QuerySM, session: SMSCSessionID) async -> QueryAnswer {
        guard let esme = application(of: session) else { return .rejected(.incorrectBindStatus) }
        do throws(Refusal) {
            let status = try await message(query.messageID, from: query.source, esme: esme, failure: .queryFailed)
            let end = status.endedAt.map { SMPPTime.absolute($0).text } ?? ""
            return .found(query.messageID, state: status.state, finalDate: end)
        } catch {
            return .rejected(error.status)
        }
    }

    package func cancel(_ cancel: CancelSM, session: SMSCSessionID) async -> CommandStatus {
        guard let esme = application(of: session) else { return .incorrectBindStatus }
        do throws(Refusal) {
            var name: MessageID?
            var source = cancel.source.digits
            if !cancel.messageID.isEmpty {
                let status = try await message(
                    cancel.messageID, from: cancel.source, esme: esme, failure: .cancelFailed)
                (name, source) = (status.id, status.source.digits)
            }
            let number = cancel.destination.digits.isEmpty ? nil : try SubmitReader.number(cancel.destination).number
            // Without a message both addresses are needed. Source: SMPP 3.4 §4.9.1.
            guard number != nil || name != nil else { throw Refusal(.invalidDestinationAddress) }
            do throws(GatewayError) {
                if let number {
                    try await gateway.cancelWaiting(
                        from: source, to: number, name: name,
                        serviceType: name == nil ? cancel.serviceType : "", esme: esme)
                } else if let name {
                    try await gateway.cancel(name, esme: esme)
                }
            } catch {
                throw Refusal(CommandStatus(changing: error, failure: .cancelFailed))
            }
            return .ok
        } catch {
            return error.status
        }
    }

    package func replace(_ replacement: ReplaceSM, session: SMSCSessionID) async -> CommandStatus {
        guard let esme = application(of: session) else { return .incorrectBindStatus }
        do throws(Refusal) {
            let now = world.now
            guard replacement.defaultMessageID == 0 else { throw Refusal(.invalidDefaultMessageID) }
            let times: MessageTimes
            do throws(MessageProblem) { times = try replacement.times(now: now) } catch { throw Refusal(error) }
            let scheduled = try MessageLife.scheduled(times, now: now)
            let deadline = times.expiresAt.map { min($0, (scheduled ?? now) + MessageLife.lifeMax) }
            let status = try await message(
                replacement.messageID, from: replacement.source, esme: esme, failure: .replaceFailed)
            do throws(GatewayError) {
                try await gateway.replace(
                    status.id,
                    with: ESMEReplacement(
                        octets: replacement.text, scheduled: scheduled, deadline: deadline,
                        registeredDelivery: replacement.registeredDelivery.rawValue),
                    esme: esme)
            } catch {
                throw Refusal(CommandStatus(changing: error, failure: .replaceFailed))
            }
            return .ok
        } catch {
            return error.status
        }
    }

    // MARK: Private

    /// Whose session it is; `nil`, and the end of the session, once the application or its account is closed.
    private func application(of session: SMSCSessionID) -> ESMEAccount? {
        guard let known = registry.withLock({ $0.sessions[session] }) else { return nil }
        guard let esme = gateway.openESME(known.esme) else {
            disconnect(session)
            return nil
        }
        return esme
    }

    /// A message by name, whose source has to be the one named too, where one is named. Source: SMPP 3.4 §4.8.1.
    private func message(
        _ name: String, from source: Address, esme: ESMEAccount, failure: CommandStatus
    ) async throws(Refusal) -> ESMEMessageStatus {
        guard let id = MessageName.id(name) else { throw Refusal(.invalidMessageID) }
        let status: ESMEMessageStatus
        do throws(GatewayError) {
            status = try await gateway.message(id, esme: esme)
        } catch {
            throw Refusal(CommandStatus(changing: error, failure: failure))
        }
        guard source.digits.isEmpty || source.digits == status.source.digits else { throw Refusal(failure) }
        return status
    }
}

extension ReplaceSM {
    /// SMPP 5.0 has a payload here too.
    fileprivate var text: [UInt8] { shortMessage.isEmpty ? tlvs.messagePayload ?? [] : shortMessage }
}

extension ESMClass {
    /// Source: SMPP 3.4 §5.2.12.
    fileprivate var isTransaction: Bool { rawValue & 3 == 2 }
}
