//! Column types read back: the text of the catalogue, or of a `custom(..)`, under the builder's names.

use migrate_core::schema::{ColumnType, EnumType};

use super::words::{Kind, Word, closing, split_commas, words};

/// A type by any of its names, and the text attributes that stand beside it.
pub(crate) struct Spelled {
    /// The type in the server's form.
    pub(crate) column_type: ColumnType,
    /// The character set.
    pub(crate) charset: Option<String>,
    /// The collation.
    pub(crate) collation: Option<String>,
}

/// A type as the server spells it; what the builder has no name for stays, in the server's form.
pub(crate) fn column_type(spelling: &str, column: &str) -> ColumnType {
    spelled(spelling, column).column_type
}

/// A type by any of its names (<https://mariadb.com/kb/en/data-types/>,
/// <https://dev.mysql.com/doc/refman/8.0/en/other-vendor-data-types.html>; tried on MariaDB 10.11).
///
/// An enum has no name of its own: `column` is taken for it. MariaDB, and MySQL before 8.0.19, add
/// a display width to whole numbers, which says nothing (only that of `tinyint(1)` tells a boolean).
pub(crate) fn spelled(spelling: &str, column: &str) -> Spelled {
    let unread = || {
        let column_type = ColumnType::Custom(spelling.trim().to_owned());
        Spelled { column_type, charset: None, collation: None }
    };
    let Some(parts) = words(spelling).as_deref().and_then(Parts::of) else { return unread() };
    let Parts { name, mut arguments, mut attributes, mut charset, collation, is_bytes } = parts;
    let Some((mut base, is_national)) = base(&name) else { return unread() };
    if is_national {
        charset = charset.or_else(|| Some("utf8mb3".to_owned()));
    }
    if is_bytes || charset.as_deref() == Some("binary") {
        base = of_bytes(base);
        charset = None;
    }
    if attributes.iter().any(|attribute| attribute == "zerofill") {
        attributes = vec!["unsigned".to_owned(), "zerofill".to_owned()];
    }
    let numbers = numbers(&arguments);
    base = sized(base, &mut arguments, &numbers);
    let attributes: Vec<_> = attributes.iter().map(String::as_str).collect();
    let column_type = if base == "enum" && attributes.is_empty() {
        let strings = arguments.iter().filter(|word| word.kind == Kind::String);
        let values = strings.map(|word| word.text.clone()).collect();
        ColumnType::Enumeration(EnumType { name: column.into(), values })
    } else {
        known(base, &numbers, &attributes)
            .unwrap_or_else(|| ColumnType::Custom(custom(base, &arguments, &attributes)))
    };
    Spelled { column_type, charset, collation }
}

/// The parts of a type's text.
struct Parts {
    /// The words of its name, in lower case.
    name: String,
    arguments: Vec<Word>,
    /// `unsigned` and `zerofill`.
    attributes: Vec<String>,
    charset: Option<String>,
    collation: Option<String>,
    /// Whether it says that it is bytes.
    is_bytes: bool,
}

impl Parts {
    /// Reads a type; none where it has something else beside it.
    fn of(words: &[Word]) -> Option<Self> {
        let mut parts = Self {
            name: String::new(),
            arguments: Vec::new(),
            attributes: Vec::new(),
            charset: None,
            collation: None,
            is_bytes: false,
        };
        let mut rest = words;
        loop {
            rest = match rest {
                [] => return (!parts.name.is_empty()).then_some(parts),
                [open, ..] if open.is_mark("(") && parts.arguments.is_empty() => {
                    let close = closing(rest, 0)?;
                    parts.arguments = rest[1..close].to_vec();
                    &rest[close + 1..]
                }
                [character, set, name, rest @ ..]
                    if (character.is("CHARACTER") || character.is("CHAR")) && set.is("SET") =>
                {
                    parts.charset = Some(name.text.to_ascii_lowercase());
                    rest
                }
                [charset, name, rest @ ..] if charset.is("CHARSET") => {
                    parts.charset = Some(name.text.to_ascii_lowercase());
                    rest
                }
                [collate, name, rest @ ..] if collate.is("COLLATE") => {
                    parts.collation = Some(name.text.to_ascii_lowercase());
                    rest
                }
                [word, rest @ ..] if word.kind == Kind::Bare => {
                    let text = word.text.to_ascii_lowercase();
                    match text.as_str() {
                        "unsigned" | "zerofill" => parts.attributes.push(text),
                        "signed" => {}
                        "byte" => parts.is_bytes = true,
                        "ascii" => parts.charset = Some("latin1".to_owned()),
                        "unicode" => parts.charset = Some("ucs2".to_owned()),
                        _ if parts.name.is_empty() => parts.name = text,
                        _ if parts.arguments.is_empty() => {
                            parts.name.push(' ');
                            parts.name.push_str(&text);
                        }
                        _ => return None,
                    }
                    rest
                }
                _ => return None,
            };
        }
    }
}

/// The server's own name for a type, and whether it is of the national character set.
fn base(name: &str) -> Option<(&str, bool)> {
    let (plain, is_national) = match name.strip_prefix("national ") {
        Some(rest) => (rest, true),
        None => (name, matches!(name.split(' ').next(), Some("nchar" | "nvarchar"))),
    };
    let own = match plain {
        "int1" => "tinyint",
        "int2" => "smallint",
        "int3" | "middleint" => "mediumint",
        "int4" | "integer" => "int",
        "int8" => "bigint",
        "dec" | "numeric" | "fixed" => "decimal",
        "float4" => "float",
        "float8" | "double precision" | "real" => "double",
        "character" | "nchar" => "char",
        "character varying" | "char varying" | "varcharacter" | "nvarchar" | "nchar varchar"
        | "nchar varying" | "nchar varcharacter" => "varchar",
        "long"
        | "long varchar"
        | "long char varying"
        | "long character varying"
        | "long varcharacter" => "mediumtext",
        "long varbinary" => "mediumblob",
        "geomcollection" => "geometrycollection",
        // A type is one word; what follows it is no part that is known here.
        other if other.contains(' ') => return None,
        other => other,
    };
    Some((own, is_national))
}

/// The type of bytes that a type of text becomes with the character set `binary`.
fn of_bytes(base: &str) -> &str {
    match base {
        "char" => "binary",
        "varchar" => "varbinary",
        "tinytext" => "tinyblob",
        "text" => "blob",
        "mediumtext" => "mediumblob",
        "longtext" => "longblob",
        other => other,
    }
}

/// The name that the server gives a `text(1000)`: that of the smallest type which holds so many characters. One that
/// depends on how many bytes a character takes stays.
fn sized<'b>(base: &'b str, arguments: &mut Vec<Word>, numbers: &[u32]) -> &'b str {
    let ([length], names) = (
        numbers,
        match base {
            "text" => ["tinytext", "text", "mediumtext", "longtext"],
            "blob" => ["tinyblob", "blob", "mediumblob", "longblob"],
            _ => return base,
        },
    ) else {
        return base;
    };
    let bytes_of_character = if base == "text" { 4 } else { 1 };
    let smallest = |bytes: u64| match bytes {
        0..=255 => 0_usize,
        256..=65_535 => 1,
        65_536..=16_777_215 => 2,
        _ => 3,
    };
    let (least, most) =
        (smallest(u64::from(*length)), smallest(u64::from(*length) * bytes_of_character));
    if least == most {
        arguments.clear();
        names[least]
    } else {
        base
    }
}

fn numbers(arguments: &[Word]) -> Vec<u32> {
    split_commas(arguments).iter().filter_map(|part| part[0].text.parse().ok()).collect()
}

fn known(base: &str, numbers: &[u32], attributes: &[&str]) -> Option<ColumnType> {
    use ColumnType as T;
    let whole = match base {
        "smallint" => Some(T::SmallInt),
        "int" => Some(T::Integer),
        "bigint" => Some(T::BigInt),
        _ => None,
    };
    if let Some(whole) = whole {
        return match attributes {
            [] => Some(whole),
            ["unsigned"] => Some(T::Unsigned(Box::new(whole))),
            _ => None,
        };
    }
    if !attributes.is_empty() {
        return None;
    }
    Some(match (base, numbers) {
        ("tinyint", [1]) | ("bool" | "boolean", []) => T::Boolean,
        ("varchar", [length]) => T::Varchar(*length),
        ("char", [length]) => T::Char(*length),
        ("char", []) => T::Char(1),
        ("longtext", []) => T::Text,
        ("decimal", []) => T::Numeric { precision: 10, scale: 0 },
        ("decimal", [precision]) => T::Numeric { precision: *precision, scale: 0 },
        ("decimal", [precision, scale]) => T::Numeric { precision: *precision, scale: *scale },
        // With a number of bits (<https://mariadb.com/kb/en/float/>).
        ("float", [] | [..=24]) => T::Real,
        ("float", [25..=53]) | ("double", []) => T::Double,
        ("date", []) => T::Date,
        ("time", [6]) => T::Time,
        ("datetime", [6]) => T::Timestamp,
        ("timestamp", [6]) => T::TimestampTz,
        ("longblob", []) => T::Binary,
        ("uuid", []) => T::Uuid,
        ("json", []) => T::Json,
        _ => return None,
    })
}

/// The type in the server's form: lower case, no display width, and every number that the server adds.
fn custom(base: &str, arguments: &[Word], attributes: &[&str]) -> String {
    let values: Vec<_> =
        arguments.iter().filter(|word| !word.is_mark(",")).map(Word::sql).collect();
    let values: Vec<_> = values.iter().map(String::as_str).collect();
    let is_filled = attributes.contains(&"zerofill");
    let width = match base {
        "tinyint" => Some("3"),
        "smallint" => Some("5"),
        "mediumint" => Some("8"),
        "int" => Some("10"),
        "bigint" => Some("20"),
        _ => None,
    };
    let values = match (base, width, values.as_slice()) {
        (_, Some(width), []) if is_filled => vec![width],
        (_, Some(_), values) if is_filled => values.to_vec(),
        (_, Some(_), _)
        | ("year", None, ["4"])
        | ("time" | "datetime" | "timestamp", None, ["0"]) => Vec::new(),
        ("bit" | "binary", None, []) => vec!["1"],
        ("decimal", None, []) => vec!["10", "0"],
        ("decimal", None, [precision]) => vec![*precision, "0"],
        (_, None, values) => values.to_vec(),
    };
    let mut spelling = base.to_owned();
    if !values.is_empty() {
        spelling = format!("{spelling}({})", values.join(","));
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
            ("int4 signed", T::Integer),
            ("fixed(5,1)", T::Numeric { precision: 5, scale: 1 }),
            ("real", T::Double),
            ("float8", T::Double),
            ("float(30)", T::Double),
            ("character", T::Char(1)),
            ("character varying(7)", T::Varchar(7)),
        ] {
            assert_eq!(column_type(spelling, "c"), read, "{spelling}");
        }
        for (spelling, read, charset, collation) in [
            ("national char(3)", T::Char(3), Some("utf8mb3"), None),
            ("nvarchar(7)", T::Varchar(7), Some("utf8mb3"), None),
            ("NCHAR VARYING(7)", T::Varchar(7), Some("utf8mb3"), None),
            ("char(3) CHARACTER SET latin1", T::Char(3), Some("latin1"), None),
            ("char(3) ascii", T::Char(3), Some("latin1"), None),
            ("longtext charset utf8 collate utf8_bin", T::Text, Some("utf8"), Some("utf8_bin")),
        ] {
            let found = spelled(spelling, "c");
            let attributes = (found.charset.as_deref(), found.collation.as_deref());
            assert_eq!((found.column_type, attributes), (read, (charset, collation)), "{spelling}");
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
            ("year(2)", "year(2)"),
            ("int1", "tinyint"),
            ("middleint unsigned", "mediumint unsigned"),
            ("numeric(8,2) unsigned", "decimal(8,2) unsigned"),
            ("dec(4) zerofill", "decimal(4,0) unsigned zerofill"),
            ("int zerofill", "int(10) unsigned zerofill"),
            ("double precision(10,3)", "double(10,3)"),
            ("real unsigned", "double unsigned"),
            ("binary", "binary(1)"),
            ("char(3) byte", "binary(3)"),
            ("varchar(3) charset binary", "varbinary(3)"),
            ("long varchar", "mediumtext"),
            ("long varbinary", "mediumblob"),
            ("text(20)", "tinytext"),
            ("text(1000)", "text"),
            ("text(200)", "text(200)"),
            ("blob(256)", "blob"),
            ("blob(70000)", "mediumblob"),
            ("datetime(0)", "datetime"),
            ("geomcollection", "geometrycollection"),
            ("a type of its own", "a type of its own"),
            ("set('A','b')", "set('A','b')"),
            ("mediumtext", "mediumtext"),
            ("varbinary(16)", "varbinary(16)"),
        ] {
            assert_eq!(column_type(spelling, "c"), T::Custom(read.to_owned()), "{spelling}");
        }
    }
}
