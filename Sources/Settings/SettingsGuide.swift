/// The documentation of every setting, as `watchword config keys` prints it.
package enum SettingsGuide {
    package static var text: String {
        var text = """
            Settings come from flags, then the environment, then the YAML file (--config or WATCHWORD_CONFIG).
            A key or WATCHWORD_ variable that is not in this list is an error.

            """
        for setting in Setting.all {
            text += "\n\(setting.key)\n    \(setting.meaning)\n"
            text += "    must be: \(setting.form.allowed)\n"
            if let standard = setting.standard { text += "    default: \(standard)\n" }
            let flag = setting.flag ?? (setting.isSecret ? nil : "--set \(setting.key)=…")
            text += "    given as: \(([setting.environmentName] + (flag.map { [$0] } ?? [])).joined(separator: ", "))\n"
        }
        text += """

            A carrier is a mapping in the file's list `carriers`, or in WATCHWORD_CARRIERS
                name=smpp://system_id:password@host:port?window=100&prefixes=46;47,second=smpp://…
            with these fields:

            """
        for field in CarrierField.all {
            text += "\n\(field.name)\n    \(field.meaning)\n    must be: \(field.form.allowed)\n"
            if let standard = field.standard, !standard.isEmpty { text += "    default: \(standard)\n" }
        }
        return text
    }
}
