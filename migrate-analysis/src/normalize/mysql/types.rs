//! Column types read back: the text of the catalogue, or of a `custom(..)`, under the builder's names.

use migrate_core::schema::{ColumnType, EnumType};

use super::words::{Kind, Word, closing, split_commas, words};

/// A type as the server spells it; what the builder has no name for stays, in the server's form.
///
/// An enum has no name of its own: `column` is taken for it. MariaDB, and MySQL before 8.0.19, add
/// a display width to whole numbers, which says nothing (only that of `tinyint(1)` tells a boolean).
pub(crate) fn column_type(spelling: &str, column: &str) -> ColumnType {
    let Some(words) = words(spelling).filter(|words| !words.is_empty()) else {
        return ColumnType::Custom(spelling.trim().to_owned());
    };
    let base = words[0].text.to_ascii_lowercase();
    let (arguments, attributes) = match words.get(1) {
        Some(open) if open.is_mark("(") => match closing(&words, 1) {
            Some(close) => (&words[2..close], &words[close + 1..]),
            None => return ColumnType::Custom(spelling.trim().to_owned()),
        },
        _ => (&words[..0], &words[1..]),
    };
    let attributes: Vec<_> = attributes.iter().map(|word| word.text.to_ascii_lowercase()).collect();
    let attributes: Vec<_> = attributes.iter().map(String::as_str).collect();
    if base == "enum" && attributes.is_empty() {
        let strings = arguments.iter().filter(|word| word.kind == Kind::String);
        let values = strings.map(|word| word.text.clone()).collect();
        return ColumnType::Enumeration(EnumType { name: column.into(), values });
    }
    known(&base, &numbers(arguments), &attributes)
        .unwrap_or_else(|| ColumnType::Custom(custom(&base, arguments, &attributes)))
}

fn numbers(arguments: &[Word]) -> Vec<u32> {
    split_commas(arguments).iter().filter_map(|part| part[0].text.parse().ok()).collect()
}

fn known(base: &str, numbers: &[u32], attributes: &[&str]) -> Option<ColumnType> {
    use ColumnType as T;
    let whole = match base {
        "smallint" | "int2" => Some(T::SmallInt),
        "int" | "integer" | "int4" => Some(T::Integer),
        "bigint" | "int8" => Some(T::BigInt),
        _ => None,
    };
    if let Some(whole) = whole {
        return match attributes {
            [] => Some(whole),
            ["unsigned"] => Some(T::Unsigned(Box::new(whole))),
            _ => None,
        };
    }
    let read = match (base, numbers) {
        ("tinyint", [1]) | ("bool" | "boolean", []) => T::Boolean,
        ("varchar", [length]) => T::Varchar(*length),
        ("char", [length]) => T::Char(*length),
        ("char", []) => T::Char(1),
        ("longtext", []) => T::Text,
        ("decimal" | "numeric" | "dec", []) => T::Numeric { precision: 10, scale: 0 },
        ("decimal" | "numeric" | "dec", [precision]) => {
            T::Numeric { precision: *precision, scale: 0 }
        }
        ("decimal" | "numeric" | "dec", [precision, scale]) => {
            T::Numeric { precision: *precision, scale: *scale }
        }
        // With a number of bits (<https://mariadb.com/kb/en/float/>).
        ("float", [] | [..=24]) => T::Real,
        ("float", [25..=53]) | ("double" | "real", []) => T::Double,
        ("date", []) => T::Date,
        ("time", [6]) => T::Time,
        ("datetime", [6]) => T::Timestamp,
        ("timestamp", [6]) => T::TimestampTz,
        ("longblob", []) => T::Binary,
        ("uuid", []) => T::Uuid,
        ("json", []) => T::Json,
        _ => return None,
    };
    match (base, attributes) {
        (_, []) | ("double", ["precision"]) => Some(read),
        _ => None,
    }
}

/// The type in the server's form: lower case, no display width.
fn custom(base: &str, arguments: &[Word], attributes: &[&str]) -> String {
    let width_only = matches!(base, "tinyint" | "mediumint" | "year")
        || matches!(base, "smallint" | "int" | "bigint");
    let mut spelling = base.to_owned();
    let values: Vec<_> =
        arguments.iter().filter(|word| !word.is_mark(",")).map(Word::sql).collect();
    if !values.is_empty() && (!width_only || attributes.contains(&"zerofill")) {
        spelling = format!("{spelling}({})", values.join(","));
    } else if base == "bit" {
        spelling.push_str("(1)");
    }
    for attribute in attributes {
        spelling.push(' ');
        spelling.push_str(attribute);
    }
    spelling
}

#[cfg(test)]
mod tests {
    use super::*;
    use ColumnType as T;

    #[test]
    fn both_servers_spell_the_same_types() {
        let unsigned = |whole| T::Unsigned(Box::new(whole));
        for (spelling, read) in [
            ("int(11)", T::Integer),
            ("int", T::Integer),
            ("INTEGER", T::Integer),
            ("smallint(5) unsigned", unsigned(T::SmallInt)),
            ("bigint unsigned", unsigned(T::BigInt)),
            ("tinyint(1)", T::Boolean),
            ("varchar(20)", T::Varchar(20)),
            ("char(36)", T::Char(36)),
            ("longtext", T::Text),
            ("decimal(10,2)", T::Numeric { precision: 10, scale: 2 }),
            ("NUMERIC(5)", T::Numeric { precision: 5, scale: 0 }),
            ("float", T::Real),
            ("double precision", T::Double),
            ("time(6)", T::Time),
            ("datetime(6)", T::Timestamp),
            ("timestamp(6)", T::TimestampTz),
            ("longblob", T::Binary),
            ("uuid", T::Uuid),
            ("json", T::Json),
        ] {
            assert_eq!(column_type(spelling, "c"), read, "{spelling}");
        }
        let values = vec!["a b".to_owned(), "it's".to_owned(), "x,y".to_owned()];
        let read = column_type("enum('a b','it''s','x,y')", "mood");
        assert_eq!(read, T::Enumeration(EnumType { name: "mood".into(), values }));
    }

    #[test]
    fn what_has_no_name_stays_in_the_servers_form() {
        for (spelling, read) in [
            ("tinyint(4)", "tinyint"),
            ("MEDIUMINT(9) UNSIGNED", "mediumint unsigned"),
            ("int(10) unsigned zerofill", "int(10) unsigned zerofill"),
            ("datetime", "datetime"),
            ("timestamp(3)", "timestamp(3)"),
            ("FLOAT(7, 3)", "float(7,3)"),
            ("decimal(5,2) unsigned", "decimal(5,2) unsigned"),
            ("bit", "bit(1)"),
            ("year(4)", "year"),
            ("set('A','b')", "set('A','b')"),
            ("mediumtext", "mediumtext"),
            ("varbinary(16)", "varbinary(16)"),
        ] {
            assert_eq!(column_type(spelling, "c"), T::Custom(read.to_owned()), "{spelling}");
        }
    }
}
