/// A mobile network as ITU-T E.212 names it.
package struct Operator: Hashable, Sendable {
    /// Mobile country code, three digits (200 to 799 for countries).
    package var mcc: UInt16
    /// Mobile network code, two or three digits; "01" and "001" are different networks.
    package var mnc: String
    package var name: String

    package init(mcc: UInt16, mnc: String, name: String) { (self.mcc, self.mnc, self.name) = (mcc, mnc, name) }
}
