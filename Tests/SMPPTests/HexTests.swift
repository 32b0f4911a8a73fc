import SMPP
import Testing

@Suite struct HexTests {
    @Test(arguments: ["0010", "00 10", "0x00 0x10", "00:10", "0x0010", "00,10\n"])
    func `hexadecimal text is read in the forms people paste`(text: String) {
        #expect(Hex.octets(text) == [0x00, 0x10])
    }

    @Test(arguments: ["001", "0 0", "zz", "x0", "00x", "0é"])
    func `half an octet and other characters are refused`(text: String) {
        #expect(Hex.octets(text) == nil)
    }
}
