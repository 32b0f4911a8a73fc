/// Makes codes, each of the 10^length equally likely.
package enum CodeGenerator {
    /// A code of `length` digits (4–10), from 64 random bits a try.
    ///
    /// Draws at or past the largest multiple of 10^length are thrown away, so that no residue is favoured
    /// (NIST SP 800-90A §A.5.1, the simple discard method).
    package static func code(length: Int, using random: inout some RandomNumberGenerator) -> Code {
        precondition(Code.lengths.contains(length), "the policy admits 4 to 10 digits only")
        let space = space(ofLength: length)
        let limit = UInt64.max - UInt64.max % space
        while true {
            let draw = random.next()
            if draw < limit { return Code(value: draw % space, length: length) }
        }
    }

    /// How many codes of `length` digits there are.
    package static func space(ofLength length: Int) -> UInt64 {
        (0..<length).reduce(1) { product, _ in product * 10 }
    }
}
