//! Types as PostgreSQL spells them, and what they are to the builder.
//!
//! The spellings are those of `format_type`, and the other names those of
//! <https://www.postgresql.org/docs/current/datatype.html>.

use migrate_core::schema::ColumnType;

use super::tokens::{Token, parenthesized, tokens};

/// A type by any of its names; what the builder has no name for stays in PostgreSQL's spelling.
pub(crate) fn column_type(name: &str) -> ColumnType {
    from_spelling(&spelling(name))
}

fn from_spelling(spelled: &str) -> ColumnType {
    use ColumnType as T;
    if let Some(element) = spelled.strip_suffix("[]") {
        return T::Array(Box::new(from_spelling(element)));
    }
    let (word, arguments) = match spelled.strip_suffix(')').and_then(|it| it.split_once('(')) {
        Some((word, arguments)) => (word, arguments.split(',').collect()),
        None => (spelled, Vec::new()),
    };
    let numbers: Option<Vec<u32>> = arguments.iter().map(|number| number.parse().ok()).collect();
    match (word, numbers.as_deref()) {
        ("smallint", Some([])) => T::SmallInt,
        ("integer", Some([])) => T::Integer,
        ("bigint", Some([])) => T::BigInt,
        ("boolean", Some([])) => T::Boolean,
        ("character varying", Some(&[length])) => T::Varchar(length),
        ("character varying", Some([])) => T::UnboundedVarchar,
        ("text", Some([])) => T::Text,
        ("character", Some(&[length])) => T::Char(length),
        ("numeric", Some(&[precision, scale])) => T::Numeric { precision, scale },
        ("real", Some([])) => T::Real,
        ("double precision", Some([])) => T::Double,
        ("date", Some([])) => T::Date,
        ("time without time zone", Some([])) => T::Time,
        ("timestamp without time zone", Some([])) => T::Timestamp,
        ("timestamp with time zone", Some([])) => T::TimestampTz,
        ("interval", Some([])) => T::Interval,
        ("bytea", Some([])) => T::Binary,
        ("uuid", Some([])) => T::Uuid,
        ("json", Some([])) => T::Json,
        ("jsonb", Some([])) => T::Jsonb,
        _ => T::Custom(spelled.to_owned()),
    }
}

/// Whether values of the type may be compared by a collation, as texts and lists of them are
/// (<https://www.postgresql.org/docs/current/collation.html>). A column keeps none with another type (tried on 15).
pub(super) fn may_have_collation(column_type: &ColumnType) -> bool {
    use ColumnType as T;
    match column_type {
        T::Varchar(_) | T::UnboundedVarchar | T::Text | T::Char(_) | T::Custom(_) => true,
        T::Array(element) => may_have_collation(element),
        T::SmallInt
        | T::Integer
        | T::BigInt
        | T::Unsigned(_)
        | T::Boolean
        | T::Numeric { .. }
        | T::Real
        | T::Double
        | T::Date
        | T::Time
        | T::Timestamp
        | T::TimestampTz
        | T::Interval
        | T::Binary
        | T::Uuid
        | T::Json
        | T::Jsonb
        | T::Enumeration(_) => false,
    }
}

/// A type's name in PostgreSQL's spelling.
pub(super) fn spelling(name: &str) -> String {
    spelling_of(&tokens(name))
}

pub(super) fn spelling_of(mut words: &[Token]) -> String {
    if let [catalogue, dot, rest @ ..] = words
        && catalogue.is_word("pg_catalog")
        && dot.is_symbol(".")
    {
        words = rest;
    }
    let (element, is_array) = without_array(words);
    let open = element.iter().position(|token| token.is_symbol("(")).unwrap_or(element.len());
    let (name, rest) = element.split_at(open);
    let (arguments, after) = parenthesized(rest).unwrap_or((&[], rest));
    let mut arguments: String = arguments.iter().map(Token::sql).collect();
    let name = [name, after].concat();
    let (word, tail) = usual(&qualified(&name), &mut arguments);
    let arguments = if arguments.is_empty() { arguments } else { format!("({arguments})") };
    format!("{word}{arguments}{tail}{}", if is_array { "[]" } else { "" })
}

/// PostgreSQL does not keep how many dimensions an array has, nor how long it is.
fn without_array(mut words: &[Token]) -> (&[Token], bool) {
    let mut is_array = false;
    loop {
        match words {
            [rest @ .., open, close] if open.is_symbol("[") && close.is_symbol("]") => words = rest,
            [rest @ .., open, _, close] if open.is_symbol("[") && close.is_symbol("]") => {
                words = rest;
            }
            [rest @ .., array] if !rest.is_empty() && array.is_word("array") => words = rest,
            _ => return (words, is_array),
        }
        is_array = true;
    }
}

/// The words of a name with spaces between them, and none around a point.
fn qualified(name: &[Token]) -> String {
    let words = name.iter().map(Token::sql).collect::<Vec<_>>().join(" ");
    words.replace(" . ", ".")
}

/// The keywords before and after a type's arguments, for any of its names.
fn usual(name: &str, arguments: &mut String) -> (String, &'static str) {
    const WITH: &str = " with time zone";
    const WITHOUT: &str = " without time zone";
    let word = match name {
        "int2" => "smallint",
        "int" | "int4" => "integer",
        "int8" => "bigint",
        "bool" => "boolean",
        "varchar"
        | "char varying"
        | "national character varying"
        | "national char varying"
        | "nchar varying" => "character varying",
        "char" | "character" | "nchar" | "national character" | "national char" => {
            if arguments.is_empty() {
                "1".clone_into(arguments);
            }
            "character"
        }
        "decimal" | "dec" | "numeric" => {
            if !arguments.is_empty() && !arguments.contains(',') {
                arguments.push_str(",0");
            }
            "numeric"
        }
        "float4" => "real",
        "float8" => "double precision",
        "float" => {
            let digits: u32 = arguments.parse().unwrap_or(53);
            arguments.clear();
            if digits < 25 { "real" } else { "double precision" }
        }
        "varbit" => "bit varying",
        "bit" => {
            if arguments.is_empty() {
                "1".clone_into(arguments);
            }
            "bit"
        }
        "time" | "time without time zone" => return ("time".to_owned(), WITHOUT),
        "timetz" | "time with time zone" => return ("time".to_owned(), WITH),
        "timestamp" | "timestamp without time zone" => return ("timestamp".to_owned(), WITHOUT),
        "timestamptz" | "timestamp with time zone" => return ("timestamp".to_owned(), WITH),
        other => other,
    };
    (word.to_owned(), "")
}
