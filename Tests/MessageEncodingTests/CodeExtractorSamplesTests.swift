import Testing

@testable import MessageEncoding

/// Texts in the manner of well-known senders, written for these tests.
@Suite struct CodeExtractorSamplesTests {
    private static let services: [(text: String, code: String)] = [
        ("G-048213 is your Google verification code.", "048213"),
        ("[#] Your WhatsApp code: 604-118\n\nDon't share this code with others\n4sgLq1p5sV6", "604118"),
        ("WhatsApp code 604-118\nYou can also tap on this link to verify your phone: v.whatsapp.com/604118", "604118"),
        ("Telegram code: 70412\n\nYou can also tap on this link to log in:\nhttps://t.me/login/70412", "70412"),
        ("Your Apple Account code is: 884120. Don't share it with anyone.\n@apple.com #884120 %apple.com", "884120"),
        ("Use 5512 as your Uber PIN. Never share this PIN. Reply STOP to 89203 to unsubscribe.", "5512"),
        ("Your Amazon OTP is 338201. Do not share it. Amazon will never call you to ask for it.", "338201"),
        ("Microsoft account security code: 7719402", "7719402"),
        ("Use verification code 118273 for Microsoft authentication.", "118273"),
        ("Facebook: 50213 is your confirmation code", "50213"),
        ("Use 50213 to log in to Instagram. Don't share your code.", "50213"),
        ("Twitter: your login code is 902144.", "902144"),
        ("[TikTok] 771203 is your verification code, valid for 5 minutes.", "771203"),
        ("PayPal: 440912 is your security code. Your code expires in 10 minutes. Don't share it.", "440912"),
        ("Your Binance verification code is 993021. Beware of scam calls: +44 20 7946 0000", "993021"),
        ("[GitHub] 620155 is your sudo authentication code.\n\n@github.com #620155", "620155"),
        ("Signal: your verification code is 481-920. Do NOT share this code.", "481920"),
    ]

    private static let banks: [(text: String, code: String)] = [
        ("552018 is the OTP for Rs 18,500.00 at ACME STORES on card XX4821. Valid till 14:35 on 12-11-26.", "552018"),
        (
            "Use OTP 771920 to pay INR 2500 to merchant 48213099 from A/c ending 4821. Call 18001234567 if not you.",
            "771920"
        ),
        ("DO NOT SHARE. One Time Passcode 40918273 to add payee J SMITH 20-45-67 12345678.", "40918273"),
        ("Ihre mobileTAN: 482 019. Überweisung an DE89 3704 0044 0532 0130 00, Betrag 250,00 EUR.", "482019"),
        ("TAN 481920 fuer Auftrag vom 12.11.2026 14:30:12 ueber EUR 1.250,00", "481920"),
        ("Votre code 3D Secure : 48201937. Achat de 129,90 EUR chez ACME le 12/11/2026.", "48201937"),
        ("Acme Banco: su clave dinámica es 482019 para transferir $1.500.000 a la cuenta *4821.", "482019"),
        ("Banco Acme: o código 482019 autoriza o Pix de R$ 1.234,56. Não compartilhe.", "482019"),
        ("Il codice per autorizzare il pagamento di 49,99 EUR con carta **** 4821 è 482019", "482019"),
        ("Kod 482019 potwierdza przelew na 1 200,00 PLN, rachunek 12 3456 7890.", "482019"),
        ("Код 4820 для входа в Акме Банк. Сумма 15 000 руб. Карта *4821. Вопросы: 8 800 555 35 35", "4820"),
        ("Acme Bank: 482019 giriş şifreniz. 1.250,00 TL tutarındaki işlem için 3 dk geçerlidir.", "482019"),
        ("【招商银行】您尾号4821的账户支付人民币1500元，验证码482019，请勿泄露。客服95555", "482019"),
        ("[국민은행] 인증번호 482019 (1588-0000으로 전화하지 마세요)", "482019"),
    ]

    private static let languages: [(text: String, code: String)] = [
        ("Din verifieringskod är 482019. Giltig i 10 minuter.", "482019"),
        ("Din bekreftelseskode er 482019", "482019"),
        ("Din bekræftelseskode er 482019. Del den ikke.", "482019"),
        ("Uw verificatiecode voor DigiD is 482019.", "482019"),
        ("Váš ověřovací kód je 482019", "482019"),
        ("Váš overovací kód: 482019, platí do 14:30", "482019"),
        ("Az ön ellenőrző kódja: 482019", "482019"),
        ("Codul tău de verificare este 482019", "482019"),
        ("Вашият код за потвърждение е 482019", "482019"),
        ("Vaš kod za potvrdu je 482019", "482019"),
        ("Kode OTP kamu 482019. JANGAN berikan ke siapa pun.", "482019"),
        ("Mã OTP của quý khách là 482019, hiệu lực 3 phút", "482019"),
        ("รหัสยืนยันของคุณคือ 482019", "482019"),
        ("आपका सत्यापन कोड 482019 है", "482019"),
        ("আপনার যাচাইকরণ কোড হল 482019", "482019"),
        ("رمز التحقق: 482019. لا تشاركه مع أحد", "482019"),
        ("کد تایید شما: ۴۸۲۰۱۹", "482019"),
        ("קוד האימות שלך: 482019", "482019"),
        ("ご確認コードは 482019 です。", "482019"),
        ("您的验证码是482019，10分钟内有效。", "482019"),
    ]

    @Test(arguments: services + banks + languages)
    func `the code of a text in the manner of a known sender is found`(_ text: String, _ code: String) {
        #expect(CodeExtractor.code(in: text) == code)
    }

    @Test(arguments: [
        "Your order #4820193 has shipped and arrives on 12.11.2026 between 10:00 and 14:00.",
        "Reminder: appointment on 12/11/2026 at 1430 with Dr. Smith. Call 020 7946 0958 to cancel.",
        "You paid GBP 1250 to ACME. Balance: GBP 48201.93",
        "Your parcel 4820193 is ready at locker 48201, 10115 Berlin.",
        "Flight AC4820 departs 13:45 from gate 4821.",
        "Ihre Rechnung 48201937 vom 12.11.2026 über 129,90 EUR ist da.",
        "Su pedido 482019 llegará el 12/11/2026. Llame al 900 123 456.",
        "Votre colis 48201937 est arrivé. Appelez le 01 23 45 67 89.",
        "Ваш заказ 482019 доставлен. Тел. 8 800 555 35 35",
        "Data used: 4820 MB of 10000 MB. Valid until 12.11.2026.",
        "Happy birthday! Get 2026 points with promo code 48201 until 31.12.2026.",
        "Interview moved to 2026-11-12. Dial +1 212 555 0100, room 4820.",
        "Your A/C 48201937 was credited with INR 2,500.00 on 12-11-26. Ref no 482019371.",
    ])
    func `a text full of numbers that are no codes gives none`(_ text: String) {
        #expect(CodeExtractor.code(in: text) == nil)
    }

    @Test(arguments: [
        ("Your code is 111111\n@example.com #222222", "222222"), ("333333\r\n@example.com #444444\r\n", "444444"),
        ("Code 555555\n@example.com #66", "555555"),
    ])
    func `the line bound to a site wins over the text, where it is whole`(_ text: String, _ code: String) {
        #expect(CodeExtractor.code(in: text) == code)
    }
}
