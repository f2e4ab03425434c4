//! Texts in a picture: how wide they are, cut to fit, and escaped.

/// The width of a letter of the monospaced font of 12 pixels, in tenths: none of the usual ones is wider.
const LETTER: i64 = 73;

/// The width of a text in pixels.
pub(super) fn width(text: &str) -> i64 {
    (text.chars().map(columns).sum::<i64>() * LETTER + 9) / 10
}

/// The text with its end left out where it has more than so many letters.
pub(super) fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    text.chars().take(most.saturating_sub(1)).chain(['…']).collect()
}

/// The text with its end left out where it is wider than so many pixels.
pub(super) fn cut_to(text: &str, most: i64) -> String {
    if width(text) <= most {
        return text.to_owned();
    }
    let mut cut = String::new();
    for c in text.chars() {
        cut.push(c);
        if width(&cut) + LETTER / 10 > most {
            cut.pop();
            break;
        }
    }
    cut.push('…');
    cut
}

/// Chinese, Japanese and Korean letters and pictures take two columns.
const fn columns(c: char) -> i64 {
    match c {
        '\u{1100}'..='\u{115f}'
        | '\u{2e80}'..='\u{a4cf}'
        | '\u{ac00}'..='\u{d7a3}'
        | '\u{f900}'..='\u{faff}'
        | '\u{fe30}'..='\u{fe6f}'
        | '\u{ff00}'..='\u{ff60}'
        | '\u{ffe0}'..='\u{ffe6}'
        | '\u{1f300}'..='\u{1faff}'
        | '\u{20000}'..='\u{3fffd}' => 2,
        _ => 1,
    }
}

/// A text between tags. What XML 1.0 cannot have (<https://www.w3.org/TR/xml/#charsets>) is replaced.
pub(super) fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\t' | '\n' => escaped.push(c),
            '\r' => escaped.push('\n'),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => escaped.push('\u{fffd}'),
            c => escaped.push(c),
        }
    }
    escaped
}
