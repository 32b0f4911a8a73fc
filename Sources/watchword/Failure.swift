import ArgumentParser
import Foundation
import NIOCore
import SMPP
import SQLiteStorage
import Settings
import Storage

/// Why the program ends, in one line that says what to do, with the exit code that fits.
///
/// Codes: BSD's sysexits.h.
struct Failure: Error, CustomStringConvertible {
    enum Code: Int32 {
        case general = 1
        /// EX_UNAVAILABLE
        case unavailable = 69
        /// EX_IOERR
        case inputOutput = 74
        /// EX_CONFIG
        case configuration = 78
    }

    var code: Code
    var description: String

    init(_ code: Code, _ description: String) { (self.code, self.description) = (code, description) }

    /// What is known of any error; never a stack, never a secret.
    init(_ error: any Error) {
        switch error {
        case let error as Failure: self = error
        case let error as SettingsFailure: self.init(.configuration, error.description)
        case let error as FileProblem: self.init(error.isDisk ? .inputOutput : .configuration, error.description)
        case let error as StoreOpeningError:
            self.init(error.isHeld ? .unavailable : .inputOutput, error.description)
        case let error as StoreError: self.init(.inputOutput, error.advice)
        case let error as ByteNetworkError: self.init(.unavailable, error.description)
        default: self.init(.general, "\(error)")
        }
    }

    /// A listener that could not be opened.
    init(listening endpoint: Endpoint, setting: String, _ error: any Error) {
        switch error as? IOError {
        case .some(let error) where error.errnoCode == EADDRINUSE:
            self.init(
                .unavailable,
                "\(endpoint) is in use: stop the program that listens there, or choose another port with \(setting)")
        case .some(let error) where error.errnoCode == EACCES:
            self.init(
                .unavailable, "listening on \(endpoint) is not permitted: choose a port above 1023 with \(setting)")
        case .some(let error) where error.errnoCode == EADDRNOTAVAIL:
            self.init(.unavailable, "\(endpoint.host) is no address of this machine: choose another host")
        default: self.init(.unavailable, "cannot listen on \(endpoint): \(error)")
        }
    }

    /// Carries `body` out; what it throws becomes one line on standard error and an exit code.
    static func reporting(_ body: () async throws -> Void) async throws {
        do {
            try await body()
        } catch let error as ExitCode {
            throw error
        } catch {
            let failure = Failure(error)
            Output.error(failure.description)
            throw ExitCode(failure.code.rawValue)
        }
    }
}

extension FileProblem {
    fileprivate var isDisk: Bool {
        if case .failed(_, let reason) = self { reason.contains("disk") } else { false }
    }
}

extension StoreOpeningError {
    fileprivate var isHeld: Bool { if case .inUse = self { true } else { false } }
}

extension StoreError {
    fileprivate var advice: String {
        if case .unavailable(let advice) = self { advice } else { "the store refused: \(self)" }
    }
}
