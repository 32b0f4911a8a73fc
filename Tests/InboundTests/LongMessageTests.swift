import SMPP
import Storage
import Testing
import World

@testable import Gateway
@testable import Inbound

@Suite struct LongMessageTests {
    @Test(arguments: [[1, 2, 3], [3, 1, 2], [2, 3, 1]] as [[UInt8]])
    func `parts in any order become one message`(_ order: [UInt8]) async throws {
        let bench = try await Bench()
        let inbox = try await bench.makeInbox()
        let texts = ["Your code", " is 4829", "13. Bye"]
        for index in order {
            #expect(try await bench.messages(inbox).isEmpty)
            #expect(await bench.service.received(bench.part(index, of: 3, texts[Int(index) - 1])) == .kept)
        }
        let messages = try await bench.messages(inbox)
        #expect(messages.map(\.text) == ["Your code is 482913. Bye"])
        #expect(messages.first?.code == "482913")
        #expect(messages.first?.parts == 3)
        #expect(messages.first?.missing == 0)
    }

    @Test func `a part that comes again changes nothing, before and after the message is whole`() async throws {
        let bench = try await Bench()
        let inbox = try await bench.makeInbox()
        for _ in 0..<2 { #expect(await bench.service.received(bench.part(1, of: 2, "one ")) == .kept) }
        for _ in 0..<2 { #expect(await bench.service.received(bench.part(2, of: 2, "two")) == .kept) }
        #expect(await bench.service.received(bench.part(1, of: 2, "one ")) == .kept)
        #expect(try await bench.messages(inbox).map(\.text) == ["one two"])
    }

    @Test func `a part that comes again after a crash changes nothing either`() async throws {
        let bench = try await Bench()
        let inbox = try await bench.makeInbox()
        #expect(await bench.service.received(bench.part(1, of: 2, "one ")) == .kept)
        let second = try await bench.restarted()
        #expect(await second.service.received(bench.part(1, of: 2, "one ")) == .kept)
        #expect(await second.service.received(bench.part(2, of: 2, "two")) == .kept)
        let third = try await second.restarted()
        #expect(await third.service.received(bench.part(2, of: 2, "two")) == .kept)
        #expect(try await third.messages(inbox).map(\.text) == ["one two"])
    }

    @Test func `what came is shown with a gap when the rest does not come in time`() async throws {
        let bench = try await Bench()
        let inbox = try await bench.makeInbox()
        #expect(await bench.service.received(bench.part(2, of: 4, "in the middle")) == .kept)
        bench.world.advance(bench.service.configuration.assembly.lifetime - .microseconds(1))
        await bench.service.endOverdue()
        #expect(try await bench.messages(inbox).isEmpty)
        bench.world.advance(.microseconds(1))
        await bench.service.endOverdue()
        let message = try #require(try await bench.messages(inbox).first)
        #expect(message.text == "…in the middle…")
        #expect(message.missing == 3)
    }

    @Test func `digits at a gap are no code`() async throws {
        let bench = try await Bench()
        let inbox = try await bench.makeInbox()
        #expect(await bench.service.received(bench.part(1, of: 2, "Your code is 4829")) == .kept)
        bench.world.advance(bench.service.configuration.assembly.lifetime)
        await bench.service.endOverdue()
        let message = try #require(try await bench.messages(inbox).first)
        #expect(message.text == "Your code is 4829…")
        #expect(message.code == nil)
    }

    @Test func `parts are not lost by a long stop in the middle of a message`() async throws {
        let bench = try await Bench()
        let inbox = try await bench.makeInbox()
        #expect(await bench.service.received(bench.part(1, of: 2, "one")) == .kept)
        bench.world.advance(.seconds(20 * 3600))
        let again = try await bench.restarted()
        await again.service.endOverdue()
        #expect(try await again.messages(inbox).map(\.text) == ["one…"])
    }

    @Test func `a reference that comes round begins a new message`() async throws {
        let bench = try await Bench()
        let inbox = try await bench.makeInbox()
        for part in [bench.part(1, of: 2, "one "), bench.part(2, of: 2, "two")] {
            #expect(await bench.service.received(part) == .kept)
        }
        for part in [bench.part(1, of: 2, "three "), bench.part(2, of: 2, "four")] {
            #expect(await bench.service.received(part) == .kept)
        }
        #expect(Set(try await bench.messages(inbox).map(\.text)) == ["one two", "three four"])
        // And before the earlier one is whole: that is shown as it is.
        for part in [
            bench.part(1, of: 2, reference: 9, "lost"), bench.part(1, of: 2, reference: 9, "new "),
            bench.part(2, of: 2, reference: 9, "one"),
        ] {
            #expect(await bench.service.received(part) == .kept)
        }
        #expect(Set(try await bench.messages(inbox).map(\.text)).isSuperset(of: ["lost…", "new one"]))
    }

    @Test func `messages of other senders, carriers and references are not mixed`() async throws {
        let bench = try await Bench()
        let inbox = try await bench.makeInbox()
        let header: [UInt8] = [5, 0, 3, 7, 2]
        let first = bench.segment(header + [1] + Array("a".utf8), esmClass: .userDataHeader)
        var others = [
            bench.segment(
                header + [2] + Array("b".utf8), from: .international("46707777777"), esmClass: .userDataHeader),
            bench.segment([6, 8, 4, 0, 7, 2, 2] + Array("b".utf8), esmClass: .userDataHeader),
            bench.segment([5, 0, 3, 8, 2, 2] + Array("b".utf8), esmClass: .userDataHeader),
            bench.segment([5, 0, 3, 7, 3, 2] + Array("b".utf8), esmClass: .userDataHeader),
        ]
        others.append(bench.segment(header + [2] + Array("b".utf8), esmClass: .userDataHeader))
        others[4].carrier = "b"
        #expect(await bench.service.received(first) == .kept)
        for other in others { #expect(await bench.service.received(other) == .kept) }
        #expect(try await bench.messages(inbox).isEmpty)
    }

    @Test func `16-bit references and the sar parameters join too`() async throws {
        let bench = try await Bench()
        let inbox = try await bench.makeInbox()
        for index in [2, 1] as [UInt8] {
            let payload = [6, 8, 4, 1, 2, 2, index] + Array("<\(index)>".utf8)
            #expect(await bench.service.received(bench.segment(payload, esmClass: .userDataHeader)) == .kept)
        }
        for index in [2, 1] as [UInt8] {
            let tlvs = [
                TLV(.sarReferenceNumber, short: 513), TLV(.sarTotalSegments, octet: 2),
                TLV(.sarSegmentNumber, octet: index),
            ]
            let segment = bench.segment(Array("[\(index)]".utf8), dataCoding: 3, tlvs: tlvs)
            #expect(await bench.service.received(segment) == .kept)
        }
        #expect(Set(try await bench.messages(inbox).map(\.text)) == ["<1><2>", "[1][2]"])
    }

    @Test func `a pair of surrogates cut by a segment's end comes together`() async throws {
        let bench = try await Bench()
        let inbox = try await bench.makeInbox()
        for (index, octets) in [(1, [0x00, 0x68, 0xD8, 0x3D]), (2, [0xDE, 0x00])] as [(UInt8, [UInt8])] {
            let segment = bench.segment([5, 0, 3, 1, 2, index] + octets, dataCoding: 8, esmClass: .userDataHeader)
            #expect(await bench.service.received(segment) == .kept)
        }
        #expect(try await bench.messages(inbox).map(\.text) == ["h😀"])
    }

    @Test func `a message of as many parts as are joined is one, of one more it is its parts`() async throws {
        let bench = try await Bench()
        let inbox = try await bench.makeInbox()
        let total = UInt8(Assembly.partsMax)
        for index in 1...total {
            #expect(await bench.service.received(bench.part(index, of: total, "\(index).")) == .kept)
        }
        #expect(try await bench.messages(inbox).count == 1)
        for index in 1...3 as ClosedRange<UInt8> {
            #expect(await bench.service.received(bench.part(index, of: total + 1, "\(index)")) == .kept)
        }
        #expect(try await bench.messages(inbox).count == 4)
    }

    @Test func `a part of one message too many is left with the carrier`() async throws {
        let bench = try await Bench(changing: { $0.assembly.groupsMax = 1 })
        _ = try await bench.makeInbox()
        #expect(await bench.service.received(bench.part(1, of: 2, reference: 1, "a")) == .kept)
        #expect(await bench.service.received(bench.part(1, of: 2, reference: 2, "b")) == .notNow)
        #expect(await bench.service.received(bench.part(2, of: 2, reference: 1, "a")) == .kept)
        #expect(await bench.service.received(bench.part(1, of: 2, reference: 2, "b")) == .kept)
    }

    @Test func `parts of an inbox that is gone end with it`() async throws {
        let bench = try await Bench()
        let inbox = try await bench.makeInbox()
        #expect(await bench.service.received(bench.part(1, of: 2, "a")) == .kept)
        try await bench.service.deleteInbox(inbox.id, caller: bench.caller)
        bench.world.advance(bench.service.configuration.assembly.lifetime)
        await bench.service.endOverdue()
        bench.world.advance(bench.service.configuration.assembly.lifetime)
        #expect(try await bench.storedItems().isEmpty)
    }
}
