import Testing

@testable import MessageEncoding

@Suite struct CodeExtractorTests {
    private static let withCode: [(text: String, code: String)] = [
        ("Your Acme verification code is 482913.", "482913"),
        ("482913 is your Acme verification code.", "482913"),
        ("G-482913 is your Google verification code.", "482913"),
        ("Your WhatsApp code: 482-913\nDon't share this code with others", "482913"),
        ("Use 048 291 to sign in to Acme. Code expires in 10 minutes.", "048291"),
        ("<#> Your code is 4829\nFA+9qCX9VSu", "4829"),
        ("<#> 482913 is your code\nFA+98765VSu", "482913"),
        ("Your code is 111111.\n\n@example.com #482913", "482913"),
        ("Code\n@example.com #482913 @pay.example", "482913"),
        ("OTP is 482913 for txn of INR 5,000.00 at SHOP on 12-05-2024 14:30 with card XX1234.", "482913"),
        ("Txn of Rs. 12500 on card ending 4821 at 14:30. OTP: 771204. Not you? Call 18002586161", "771204"),
        ("482913 is the OTP for your transaction of USD 1500 on card ending in 4821", "482913"),
        ("Dear customer, your one-time password for A/C no. 10203040 is 773412. Ref 99182", "773412"),
        ("Your order 483920 is confirmed. Verification code for pickup: 5521", "5521"),
        ("PIN: 4829. Valid until 31.12.2025 23:59.", "4829"),
        ("Never share your passcode. Acme will never call. Passcode 48291", "48291"),
        ("Acme: 482913", "482913"),
        ("482913", "482913"),
        ("Copyright 2024 Acme. Your code 482913", "482913"),
        ("Your code is 2024", "2024"),
        ("2024 is your Acme Banking verification code.", "2024"),
        ("Ihr Bestätigungscode lautet 482913. Gültig 10 Minuten.", "482913"),
        ("Dein Code für dein Konto: 482913", "482913"),
        ("mTAN 482913 für Ihre Überweisung über 1.250,00 EUR auf Konto **8821", "482913"),
        ("Tu código de verificación es 482913. No lo compartas.", "482913"),
        ("Su clave para la compra de $45000 con tarjeta 4821 es 991823", "991823"),
        ("Votre code de confirmation est 482 913", "482913"),
        ("Il tuo codice è 482913. Importo: 1500 EUR", "482913"),
        ("Seu código é 482913. Dúvidas? Ligue 0800 123 4567", "482913"),
        ("Je verificatiecode is 482913", "482913"),
        ("Din engångskod är 482913", "482913"),
        ("Vahvistuskoodisi on 482913", "482913"),
        ("Twój kod to 482913. Kwota 1200 zł", "482913"),
        ("Doğrulama kodunuz: 482913. 3 dk geçerlidir.", "482913"),
        ("Ваш код: 482913. Никому его не говорите! Заказ 88213", "482913"),
        ("Код подтверждения 4829, сумма 1500 руб. Карта *8821", "4829"),
        ("Ваш код підтвердження 482913", "482913"),
        ("Ο κωδικός σας είναι 482913", "482913"),
        ("رمز التحقق الخاص بك هو ٤٨٢٩١٣", "482913"),
        ("קוד האימות שלך הוא 482913", "482913"),
        ("आपका ओटीपी ४८२९१३ है। इसे साझा न करें।", "482913"),
        ("【支付宝】验证码482913，您正在登录，尾号8821的卡。客服电话95188", "482913"),
        ("您的驗證碼為 482913，5 分鐘內有效", "482913"),
        ("認証コード：482913（有効期限は10分です）", "482913"),
        ("[Web발신] 인증번호 [482913]를 입력해 주세요.", "482913"),
        ("รหัส OTP ของคุณคือ 482913 (Ref: ABCD)", "482913"),
        ("Mã xác minh của bạn là 482913", "482913"),
        ("Kode verifikasi Anda 482913. Rp 50000 telah dibayar.", "482913"),
        ("Az Ön kódja: 482913", "482913"),
        ("Your code is 1234567890", "1234567890"),
        ("Your verification code: 482913. Go to https://example.com/v/99887766 if lost", "482913"),
    ]

    @Test(arguments: withCode)
    func `the code of a text is found`(_ text: String, _ code: String) {
        #expect(CodeExtractor.code(in: text) == code)
    }

    @Test(arguments: [
        "", "Hello", "See you at 19:30 on 12.05.2024", "Call me at +44 20 7946 0958", "Call me: 555-1234",
        "Your parcel 12345678 arrives tomorrow between 10:00 and 12:00. Track it in the app, no need to be at home.",
        "Your balance is $5000.00", "Use promo code 20248 for 15% off", "Happy new year 2026!",
        "Welcome to our spring of 2026, share your code",
        "Never share your code\n/98765/VSuA", "See you at 1930",
        "Reply STOP to 12345 to unsubscribe", "Your order 48213 is confirmed", "Your code has 123 in it",
        "Your code is 12345678901", "Wire of 25000 EUR received", "Never share your code. Card XX1234 was charged.",
        "Never share your code. Call 0800 123 4567", "https://example.com/123456",
        "Your order 48213 has shipped. "
            + "Never share your code.",
    ])
    func `a text without a code gives none`(_ text: String) {
        #expect(CodeExtractor.code(in: text) == nil)
    }

    @Test(arguments: [3, 4, 10, 11])
    func `codes have four to ten digits`(_ count: Int) {
        let digits = String(repeating: "7", count: count)
        let expected = (4...10).contains(count) ? digits : nil
        #expect(CodeExtractor.code(in: "Your code is \(digits).") == expected)
        #expect(CodeExtractor.code(in: "Hi\n@example.com #\(digits)") == expected)
    }

    @Test func `text past the limit is not read, but for the last line`() {
        let filler = String(repeating: "x ", count: CodeExtractor.scalarsMax / 2)
        #expect(CodeExtractor.code(in: filler + "code 482913") == nil)
        #expect(CodeExtractor.code(in: filler + "\n@example.com #482913") == "482913")
        let atLimit = String(filler.dropLast(12)) + " code 482913"
        #expect(CodeExtractor.code(in: atLimit) == "482913")
    }

    @Test func `any text is read without a trap`() {
        var random = SeededGenerator(seed: 11)
        let pieces = [
            "code", "123456", "-", " ", "+", "€", "@", "#", "\n", "验证码", "/", "://", ".", "١٢٣٤", "🙂", "12", "é",
        ]
        for _ in 0..<3000 {
            var text = ""
            for _ in 0..<Int.random(in: 0...12, using: &random) {
                text += pieces.randomElement(using: &random) ?? ""
            }
            if let code = CodeExtractor.code(in: text) { #expect((4...10).contains(code.count)) }
        }
    }
}
