//! The characters of MariaDB's and MySQL's character sets, as far as they are few.

/// The characters beyond ASCII of the sets of one byte, in the order of Unicode; `-` is between the first and the last of
/// a range. They are those that MariaDB 10.11 converts, which `tests/characters.rs` of the runtime asks it. `swe7` has not
/// all of ASCII.
#[rustfmt::skip]
const OF_ONE_BYTE: [(&str, &str); 24] = [
    ("armscii8", "\u{a0}§«»Ա-Ֆ՛-՟ա-ֆ։—’…❁"),
    ("ascii", ""),
    (
        "cp1250",
        "\u{a0}¤¦-©«-®°±´-¸»ÁÂÄÇÉËÍÎÓÔÖ×ÚÜÝßáâäçéëíîóôö÷úüýĂ-ćČ-đĘ-ěĹĺĽľŁ-ńŇňŐőŔŕŘ-śŞ-ťŮ-űŹ-ž\
         ˇ˘˙˛˝–—‘-‚“-„†-•…‰‹›€™",
    ),
    ("cp1251", "\u{a0}¤¦§©«-®°±µ-·»Ё-ЌЎ-яё-ќўџҐґ–—‘-‚“-„†-•…‰‹›€№™"),
    (
        "cp1256",
        "\u{a0}¢-©«-¹»-¾×àâç-ëîïô÷ùûüŒœƒˆ،\u{61b}\u{61f}\u{621}-\u{63a}\u{640}-\u{652}\u{67e}\
         \u{686}\u{698}\u{6af}\u{200c}-\u{200f}–—‘-‚“-„†-•…‰‹›€™",
    ),
    (
        "cp1257",
        "\u{a0}¢-¤¦-©«-¹»-¾Ä-ÆÉÓÕ-ØÜßä-æéóõ-øüĀāĄ-ćČčĒēĖ-ęĢģĪīĮįĶķĻļŁ-ņŌōŖŗŚśŠšŪūŲųŹ-žˇ˙˛–—\
         ‘-‚“-„†-•…‰‹›€™",
    ),
    ("cp850", "\u{a0}-ÿıƒ‗─│┌┐└┘├┤┬┴┼═║╔╗╚╝╠╣╦╩╬▀▄█░-▓■"),
    (
        "cp852",
        "\u{a0}¤§¨«-\u{ad}°´¸»ÁÂÄÇÉËÍÎÓÔÖ×ÚÜÝßáâäçéëíîóôö÷úüýĂ-ćČ-đĘ-ěĹĺĽľŁ-ńŇňŐőŔŕŘ-śŞ-ťŮ-ű\
         Ź-žˇ˘˙˛˝─│┌┐└┘├┤┬┴┼═║╔╗╚╝╠╣╦╩╬▀▄█░-▓■",
    ),
    ("cp866", "\u{a0}°²·ЁЄЇЎА-яёєїўⁿ∙√─│┌┐└┘├┤┬┴┼═-╬▀▄█▌▐-▓■"),
    ("dec8", "\u{a0}-¥§©-«°-³µ-·¹-½¿-ÏÑ-ÖØ-Üß-ïñ-öø-üÿŒœŸ"),
    ("geostd8", "\u{a0}-¿ა-ჵ–—‘-‚“-„†-•…‰‹›€№"),
    ("greek", "\u{a0}£¦-©«-\u{ad}°-³·»½ʼʽ΄-ΆΈ-ΊΌΎ-ΡΣ-ώ―"),
    ("hebrew", "\u{a0}¢-©«-®°-¹»-¾×÷\u{5d0}-\u{5ea}\u{200e}\u{200f}‗‾"),
    ("hp8", "\u{a0}-¥§¨ª«¯-±´-·º-ÖØ-öø-ÿŠšŸƒˆˋ˜—₤■"),
    (
        "keybcs2",
        "\u{a0}¡«°-²µ·»¼ÁÄÉÍÓÔÖÚÜÝßáäéíóôö÷úüýČ-ďĚěĹĺĽľŇňŔŕŘřŠšŤťŮůŽžΓΘΣΦΩαδεπστφⁿ∙√∞∩≈≡≤≥⌠⌡─\
         │┌┐└┘├┤┬┴┼═-╬▀▄█▌▐-▓■",
    ),
    ("koi8r", "\u{a0}©°²·÷ЁА-яё∙√≈≤≥⌠⌡─│┌┐└┘├┤┬┴┼═-╬▀▄█▌▐-▓■"),
    ("koi8u", "\u{a0}©°²·÷ЁЄІЇА-яёєіїҐґ•√≈≤≥⌠⌡─│┌┐└┘├┤┬┴┼═-╒╔╗-╛╝-╡╣╦-╪╬▀▄█▌▐-▓■"),
    ("latin1", "\u{a0}-ÿŒœŠšŸŽžƒˆ˜–—‘-‚“-„†-•…‰‹›€™"),
    (
        "latin2",
        "\u{a0}¤§¨\u{ad}°´¸ÁÂÄÇÉËÍÎÓÔÖ×ÚÜÝßáâäçéëíîóôö÷úüýĂ-ćČ-đĘ-ěĹĺĽľŁ-ńŇňŐőŔŕŘ-śŞ-ťŮ-űŹ-žˇ\
         ˘˙˛˝",
    ),
    ("latin5", "\u{a0}-ÏÑ-Üß-ïñ-üÿĞğİıŞş"),
    (
        "latin7",
        "\u{a0}¢-¤¦§©«-®°-³µ-·¹»-¾Ä-ÆÉÓÕ-ØÜßä-æéóõ-øüĀāĄ-ćČčĒēĖ-ęĢģĪīĮįĶķĻļŁ-ņŌōŖŗŚśŠšŪūŲųŹ-ž\
         ’“-„",
    ),
    (
        "macce",
        "\u{a0}£§-©«¬®°¶»ÁÄÉÍÓ-ÖÚÜÝßáäéíó-÷úüýĀāĄ-ćČ-ďĒēĖ-ěĢģĪīĮįĶķĹ-ľŁ-ňŌōŐőŔ-śŠšŤťŪūŮ-ųŹ-žˇ\
         –—‘-‚“-„†•…‹›™∂∆∑√≠≤≥◊",
    ),
    (
        "macroman",
        "\u{a0}-£¥§-¬®-±´-¸º»¿-ÏÑ-ÖØ-Üß-ïñ-üÿıŒœŸƒˆˇ˘-˝Ωπ–—‘-‚“-„†-•…‰‹›⁄€™∂∆∏∑√∞∫≈≠≤≥◊\
         \u{f8ff}\u{fb01}\u{fb02}",
    ),
    ("tis620", "ก-\u{e3a}฿-๛\u{fffd}"),
];

/// Whether a character set has a character; none where only the server knows, as of the sets of China, Japan and Korea.
pub(super) fn has(charset: &str, c: char) -> Option<bool> {
    let charset = charset.to_ascii_lowercase();
    match &*charset {
        // Bytes are of no character.
        "utf8mb4" | "utf16" | "utf16le" | "utf32" | "gb18030" | "binary" => Some(true),
        // At most three bytes for a character, or two
        // (<https://dev.mysql.com/doc/refman/8.4/en/charset-unicode-utf8mb3.html>).
        "utf8" | "utf8mb3" | "ucs2" => Some(c <= '\u{ffff}'),
        "big5" | "cp932" | "eucjpms" | "euckr" | "gb2312" | "gbk" | "sjis" | "ujis" => {
            if c.is_ascii() { Some(true) } else { (c > '\u{ffff}').then_some(false) }
        }
        _ => {
            let (_, characters) = OF_ONE_BYTE.iter().find(|(known, _)| *known == charset)?;
            // Whether the codes of control characters are free differs between them.
            let is_c1 = ('\u{80}'..'\u{a0}').contains(&c);
            (!is_c1).then(|| c.is_ascii() || is_listed(characters, c))
        }
    }
}

fn is_listed(characters: &str, c: char) -> bool {
    let (mut last, mut in_range) = ('\0', false);
    for listed in characters.chars() {
        if listed == '-' {
            in_range = true;
            continue;
        }
        if c == listed || in_range && (last..=listed).contains(&c) {
            return true;
        }
        (last, in_range) = (listed, false);
    }
    false
}
