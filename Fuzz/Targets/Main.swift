import Glibc

/// The targets by the name that `Scripts/fuzz` gives in `FUZZ_TARGET`. Each takes any octets and returns, or traps.
private let targets: [String: @Sendable ([UInt8]) -> Void] = [
    "pdu": fuzzPDU,
    "explain": fuzzExplain,
    "frames": fuzzFrames,
    "receipt": fuzzReceipt,
    "user-data": fuzzUserData,
    "text": fuzzText,
    "reassembly": fuzzReassembly,
    "code": fuzzCode,
    "time": fuzzTime,
    "hex": fuzzHex,
    "esme-session": fuzzESMESession,
    "smsc-session": fuzzSMSCSession,
]

private let chosen: @Sendable ([UInt8]) -> Void = {
    let name = getenv("FUZZ_TARGET").map { String(cString: $0) } ?? ""
    guard let target = targets[name] else {
        fatalError("FUZZ_TARGET is '\(name)'; the targets are \(targets.keys.sorted().joined(separator: " "))")
    }
    return target
}()

/// What libFuzzer calls with each input.
@_cdecl("LLVMFuzzerTestOneInput")
func runOneInput(_ data: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    chosen(Array(UnsafeBufferPointer(start: data, count: count)))
    return 0
}

/// Fails the input with words: a `precondition` says none in an optimised build.
func check(_ holds: Bool, _ otherwise: @autoclosure () -> String) {
    guard !holds else { return }
    fatalError(otherwise())
}
