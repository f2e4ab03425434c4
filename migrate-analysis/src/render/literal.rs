//! Names, texts and numbers as tokens of Rust.

use migrate_core::schema::{QualifiedName, SqlText};
use proc_macro2::{Literal, TokenStream};
use quote::quote;

/// A text; raw where escapes would hide what it says.
pub(super) fn text(text: &str) -> Literal {
    raw(text).unwrap_or_else(|| Literal::string(text))
}

/// A text with lines, quotes or backslashes as it is. A carriage return may not be in such a literal
/// (<https://doc.rust-lang.org/reference/tokens.html#raw-string-literals>), and a character that does not
/// print would not be seen.
fn raw(text: &str) -> Option<Literal> {
    let is_shown = |character: char| {
        matches!(character, '\n' | '\t' | '"' | '\'' | '\\') || character.escape_debug().len() == 1
    };
    if !text.contains(['\n', '"', '\\']) || !text.chars().all(is_shown) {
        return None;
    }
    let mut hashes = String::new();
    while text.contains(&format!("\"{hashes}")) {
        hashes.push('#');
    }
    format!("r{hashes}\"{text}\"{hashes}").parse().ok()
}

/// A number where Rust knows its type.
pub(super) fn number(value: i64) -> TokenStream {
    signed(value < 0, &whole(value.unsigned_abs(), ""))
}

/// A number where Rust takes it for one of 32 bits unless it says more.
pub(super) fn integer(value: i64) -> TokenStream {
    let suffix = if i32::try_from(value).is_ok() { "" } else { "_i64" };
    signed(value < 0, &whole(value.unsigned_abs(), suffix))
}

/// A whole number, with a suffix that says its type.
pub(super) fn whole(value: u64, suffix: &str) -> Literal {
    let digits = format!("{}{suffix}", grouped(&value.to_string(), ""));
    digits.parse().unwrap_or_else(|_| Literal::u64_unsuffixed(value))
}

/// A floating point number, in the shortest digits that are read as the same one.
pub(super) fn float(value: f64) -> TokenStream {
    if value.is_nan() {
        return quote!(f64::NAN);
    }
    if value.is_infinite() {
        return if value < 0.0 { quote!(f64::NEG_INFINITY) } else { quote!(f64::INFINITY) };
    }
    let digits = format!("{:?}", value.abs());
    let (digits, exponent) = digits.split_at(digits.find('e').unwrap_or(digits.len()));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let digits = format!("{}{exponent}", grouped(whole, fraction)).parse();
    let digits = digits.unwrap_or_else(|_| Literal::f64_unsuffixed(value.abs()));
    signed(value.is_sign_negative(), &digits)
}

/// Digits before and after the point; many are in groups, as clippy's `unreadable_literal` wants them.
fn grouped(whole: &str, fraction: &str) -> String {
    const MANY: usize = 6;
    const GROUP: usize = 3;
    let is_long = whole.len().max(fraction.len()) >= MANY;
    let mut digits = String::new();
    for (at, digit) in whole.chars().enumerate() {
        if is_long && at > 0 && (whole.len() - at).is_multiple_of(GROUP) {
            digits.push('_');
        }
        digits.push(digit);
    }
    for (at, digit) in fraction.chars().enumerate() {
        match at {
            0 => digits.push('.'),
            at if is_long && at.is_multiple_of(GROUP) => digits.push('_'),
            _ => {}
        }
        digits.push(digit);
    }
    digits
}

fn signed(is_negative: bool, digits: &Literal) -> TokenStream {
    if is_negative { quote!(-#digits) } else { quote!(#digits) }
}

/// `"users"`, or `("audit", "entries")`.
pub(super) fn name(name: &QualifiedName) -> TokenStream {
    let QualifiedName { schema, name } = name;
    let name = text(name);
    schema.as_deref().map(text).map_or_else(|| quote!(#name), |schema| quote!((#schema, #name)))
}

/// `["id", "name"]`
pub(super) fn names(names: &[String]) -> TokenStream {
    let names = names.iter().map(|name| text(name));
    quote!([#(#names),*])
}

/// SQL: its text, or `per_dialect()` with a text for each database that has one.
pub(super) fn sql_text(sql: &SqlText) -> TokenStream {
    match sql {
        SqlText::Common(sql) => {
            let sql = file_text(sql);
            quote!(#sql)
        }
        SqlText::PerDialect { sqlite, postgres, mysql } => {
            let mut each = quote!(per_dialect());
            for (sql, database) in
                [(sqlite, quote!(sqlite)), (postgres, quote!(postgres)), (mysql, quote!(mysql))]
            {
                if let Some(sql) = sql.as_deref().map(file_text) {
                    each.extend(quote!(.#database(#sql)));
                }
            }
            each
        }
    }
}

/// A text of which the builder takes a byte order mark away, as of a file; so that one that has it keeps it.
fn file_text(sql: &str) -> Literal {
    const BYTE_ORDER_MARK: char = '\u{feff}';
    if sql.starts_with(BYTE_ORDER_MARK) {
        text(&format!("{BYTE_ORDER_MARK}{sql}"))
    } else {
        text(sql)
    }
}
