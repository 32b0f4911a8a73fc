/// Words around one-time codes, lower case, by what they say about digits near them.
enum CodeKeywords {
    /// Say that a code is near. Matched anywhere in a word: `Bestätigungscode`, `engångskod`.
    static let strong: [String] = [
        // Latin
        "code", "kode", "kód", "kod", "kood", "código", "codigo", "codice", "codul", "codi ", "cod ", "clave",
        "contraseña", "senha", "token", "parola", "hasło", "heslo", "jelszó", "şifre", "sifre", "salasana", "lösenord",
        "passwor", "passwort", "passcode", "passord", "adgangskode", "wachtwoord", "mot de passe", "one-time",
        "onetime", "einmal", "kata sandi", "mật khẩu", "mã ", "ma xac", "otp", "2fa", "mtan", "mobiletan", "smstan",
        "pushtan", "tac ",
        // Cyrillic, Greek
        "код", "пароль", "пароля", "лозинк", "парола", "κωδικ",
        // Arabic, Hebrew, Persian
        "رمز", "كود", "کد", "الرقم السري", "קוד", "סיסמ",
        // Indic
        "कोड", "ओटीपी", "पासवर्ड", "কোড", "ওটিপি", "குறியீடு", "కోడ్", "کوڈ",
        // East and South-East Asia
        "验证码", "驗證碼", "校验码", "动态码", "動態碼", "口令", "密码", "密碼", "確認碼", "确认码", "認証", "コード", "暗証",
        "パスワード", "인증", "코드", "비밀번호", "รหัส", "kodu", "លេខកូដ", "კოდი",
    ]

    /// As `strong`, but whole words only: within others they mean nothing (`shopping`, `Tannhäuser`).
    static let strongWords: [String] = ["pin", "mpin", "tan", "tac", "cod", "mã", "pw", "oob"]

    /// Say that a code may be near.
    static let weak: [String] = [
        "verif", "vérif", "vahvist", "confirm", "conferm", "bestätig", "bekräft", "bekreft", "bekræft", "autentic",
        "authentic", "authentif", "sign in", "sign-in", "log in", "log-in", "login", "logga in", "anmeld", "connexion",
        "iniciar", "entrar", "accedi", "accesso", "acceso", "masuk", "giriş", "doğrula", "potwierd", "ověř", "megerős",
        "войти", "вход", "подтвер", "підтвер", "επαλήθ", "تحقق", "تأكيد", "אימות", "सत्यापन", "确认", "登录", "登入", "確認",
        "로그인", "확인", "ยืนยัน", "xác minh", "xác nhận",
    ]

    /// Before a number, say that it is something else.
    static let foreign: [String] = [
        "order", "ref", "reference", "txn", "trx", "transaction", "invoice", "ending", "ends", "card", "ticket",
        "flight", "case", "parcel", "package", "tracking", "shipment", "booking", "balance", "call", "tel", "phone",
        "text", "reply", "stop", "help", "dial", "zip", "postcode", "room", "gate", "train", "policy", "contract",
        "sms", "whatsapp", "fax", "plate", "bill", "cheque", "check-in", "utr", "upi", "awb", "imei", "model",
        "pedido", "tarjeta", "llame", "llama", "factura", "envío", "cartão", "ligue", "fatura", "commande", "carte",
        "appelez", "facture", "colis", "bestellung", "karte", "rechnung", "sendung", "ordine", "carta", "chiama",
        "bestelling", "zamówienie", "karta", "sipariş", "kart", "заказ", "заказа", "карта", "карты", "карте", "тел",
        "телефон", "счёт", "счет", "баланс", "замовлення", "картка", "картки", "尾号", "尾號", "订单", "訂單", "电话",
        "電話", "客服", "热线", "单号", "注文", "注文番号", "주문", "전화", "주문번호", "طلب", "الطلب", "بطاقة", "اتصل", "हेल्पलाइन",
    ]

    /// Before a number, make it the last choice: a code may follow them too (`your code for your account: 123456`).
    static let doubtful: [String] = [
        "account", "acct", "a/c", "konto", "cuenta", "conta", "compte", "rekening", "conto", "id", "number", "user",
        "customer", "аккаунт", "账户", "帳戶", "アカウント", "계정",
    ]

    /// Contain a strong keyword but are about another number.
    static let misleading: [String] = [
        "promo code", "promocode", "discount code", "coupon code", "voucher code", "gift code", "zip code", "zipcode",
        "postal code", "postcode", "area code", "country code", "referral code", "sort code", "barcode", "dress code",
        "source code", "swift code", "ifsc code", "código promocional", "código postal", "code promo", "code postal",
        "gutscheincode", "rabattcode", "promo-code", "промокод", "promosyon kodu", "邀请码", "優惠碼", "优惠码", "クーポンコード",
        "kod pocztowy", "kod rabatowy", "código de desconto", "código de descuento", "codice sconto",
    ]

    /// Words that may stand between such a word and its number.
    static let fillers: Set<String> = [
        "in", "no", "nr", "num", "number", "to", "at", "with", "on", "us", "me", "id", "sur", "n", "nº", "для", "за",
        "на", "номер", "number:", "au", "al", "em", "an", "the", "is", "stop", "help", "code",
    ]

    /// Currencies by the word before or after an amount.
    static let currencies: Set<String> = [
        "usd", "eur", "gbp", "inr", "rs", "rub", "kr", "sek", "nok", "dkk", "pln", "zł", "try", "tl", "brl", "cny",
        "rmb", "jpy", "krw", "idr", "rp", "vnd", "thb", "uah", "грн", "руб", "рублей", "р", "chf", "czk", "kč", "huf",
        "ft", "ron", "lei", "ils", "aed", "sar", "egp", "ngn", "kes", "ksh", "zar", "php", "myr", "rm", "sgd", "aud",
        "cad", "mxn", "pesos", "euro", "euros", "dollars", "bdt", "tk", "pkr", "lkr", "元", "円", "원", "บาท", "đ",
        "рублів", "درهم", "ريال", "جنيه", "रुपये", "رس",
    ]

    /// Units of what is not a code.
    static let units: Set<String> = [
        "min", "mins", "minutes", "sec", "secs", "seconds", "hours", "km", "m", "kg", "mb", "gb", "points", "pts",
        "miles", "steps", "год", "года", "г", "年", "年に", "년", "мин", "сек", "puntos", "points", "punkte", "kb",
    ]
}
