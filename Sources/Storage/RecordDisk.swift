/// Where the in-memory store writes what it accepted: nowhere, or a simulated disk with its faults.
package protocol RecordDisk: Sendable {
    /// Writes batches behind those written before; they may be lost until `sync` returned.
    func append(_ batches: [WriteBatch]) async throws(StoreError)
    /// Makes what was appended last. After either throws, nothing appended since the last `sync` may come back:
    /// its writers were told that it was not stored.
    func sync() async throws(StoreError)
}

/// Keeps nothing.
package struct NullDisk: RecordDisk {
    package init() {}
    package func append(_ batches: [WriteBatch]) {}
    package func sync() {}
}
