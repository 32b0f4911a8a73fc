import Testing

@testable import Inbound

@Suite struct WebhookURLTests {
    @Test(arguments: [
        ("https://example.com/hook?key=a%20b", "example.com", true, 443),
        ("http://example.com", "example.com", false, 80),
        ("HTTPS://Example.COM:8443/", "example.com", true, 8443), ("http://192.0.2.1:8080/a", "192.0.2.1", false, 8080),
        ("https://[2606:4700::1111]:444/x", "2606:4700::1111", true, 444),
        ("http://localhost:1/", "localhost", false, 1),
        ("https://a-b.example/?next=http://other@c", "a-b.example", true, 443),
    ])
    func `a URL is taken apart`(_ text: String, _ host: String, _ isSecure: Bool, _ port: Int) {
        let url = WebhookURL(text)
        #expect(url?.host == host)
        #expect(url?.isSecure == isSecure)
        #expect(url?.port == port)
        #expect(url?.text == text)
    }

    @Test(arguments: [
        "", "example.com", "ftp://example.com", "file:///etc/passwd", "https://", "https:///a",
        "https://user@example.com",
        "https://user:pass@example.com/", "https://example.com/#part", "https://exa mple.com", "https://example.com:0",
        "https://example.com:65536", "https://example.com:", "https://example.com:8o", "https://.example.com",
        "https://[::1",
        "https://[1.2.3.4]/", "https://example.com\\@other/", "http://127.1/", "http://0x7f.0.0.1/",
        "http://2130706433/",
        "http://010.0.0.1/", "https://exämple.com/", "javascript://x", "https://example.com/\n",
    ])
    func `anything else is none`(_ text: String) { #expect(WebhookURL(text) == nil) }

    @Test func `a URL is as long as it may be and no longer`() {
        let base = "https://example.com/"
        let room = WebhookURL.lengthMax - base.count
        #expect(WebhookURL(base + String(repeating: "a", count: room)) != nil)
        #expect(WebhookURL(base + String(repeating: "a", count: room + 1)) == nil)
    }

    @Test(arguments: [
        "http://localhost/", "http://a.localhost/", "http://printer.local/", "http://db.internal/", "http://127.0.0.1/",
        "http://10.1.2.3/", "http://[::1]/", "http://[::ffff:10.0.0.1]/", "http://169.254.169.254/latest/meta-data",
    ])
    func `a URL that points inside is told`(_ text: String) throws {
        #expect(try #require(WebhookURL(text)).isPrivate)
    }

    @Test(arguments: ["https://example.com/", "http://8.8.8.8/", "https://[2606:4700::1111]/"])
    func `a URL that points outside is not`(_ text: String) throws {
        #expect(try !#require(WebhookURL(text)).isPrivate)
    }

    @Test(arguments: [
        ("0.0.0.0", false), ("9.255.255.255", true), ("10.0.0.0", false), ("10.255.255.255", false), ("11.0.0.0", true),
        ("100.63.255.255", true), ("100.64.0.0", false), ("100.127.255.255", false), ("100.128.0.0", true),
        ("127.255.255.255", false), ("128.0.0.1", true), ("169.254.0.1", false), ("172.15.255.255", true),
        ("172.16.0.0", false), ("172.31.255.255", false), ("172.32.0.0", true), ("192.168.1.1", false),
        ("192.0.2.1", false), ("198.17.255.255", true), ("198.18.0.0", false), ("198.19.255.255", false),
        ("223.255.255.255", true), ("224.0.0.1", false), ("255.255.255.255", false), ("::", false), ("::1", false),
        ("fe80::1", false), ("fc00::1", false), ("fd12::1", false), ("ff02::1", false), ("2001:db8::1", false),
        ("2001:4860:4860::8888", true), ("2606:4700::1111", true), ("::ffff:127.0.0.1", false),
        ("::ffff:8.8.8.8", true),
        ("64:ff9b::10.0.0.1", false), ("2002:0a00:0001::", false), ("2002:0808:0808::", true),
    ])
    func `an address is public where the registries leave it so`(_ text: String, _ isPublic: Bool) throws {
        #expect(try #require(NetworkAddress(text)).isPublic == isPublic)
    }

    @Test(arguments: [
        "", "1.2.3", "1.2.3.4.5", "1.2.3.256", "01.2.3.4", "1.2.3.-4", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", ":::",
        "1::2::3",
        "12345::", "g::", "fe80::1%eth0", "::1.2.3.4.5",
    ])
    func `what is no address is none`(_ text: String) { #expect(NetworkAddress(text) == nil) }

    @Test(arguments: [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("foobar", "Zm9vYmFy"),
    ])
    func `base 64 goes both ways`(_ plain: String, _ encoded: String) {
        #expect(Base64.text(Array(plain.utf8)) == encoded)
        #expect(Base64.bytes(encoded) == Array(plain.utf8))
    }

    @Test(arguments: ["Z", "Zg=", "=Zg=", "Zm9v!", "Z===", "Zg==Zg=="])
    func `what is no base 64 is none`(_ text: String) { #expect(Base64.bytes(text) == nil) }
}
