//! Types by their names in `COLUMN_TYPE`, as MariaDB and MySQL print it.

use migrate_core::dialect::mysql::Version;
use migrate_core::schema::ColumnType;

use super::Spelled;

/// The type of a column on MariaDB and MySQL.
pub(super) fn of_mysql(version: Version, kind: &ColumnType) -> Option<Spelled> {
    use ColumnType as T;
    Some(match kind {
        T::SmallInt => Spelled::of("smallint"),
        T::Integer => Spelled::of("integer"),
        T::BigInt => Spelled::of("bigint"),
        T::Unsigned(whole) => Spelled { is_unsigned: true, ..of_mysql(version, whole)? },
        T::Boolean => Spelled::of("bool"),
        T::Varchar(length) => Spelled::of("varchar").up_to(*length),
        T::Text => Spelled::of("longtext"),
        T::Char(length) => Spelled::of("char").up_to(*length),
        T::Numeric { .. } => Spelled::of("decimal"),
        T::Real => Spelled::of("float"),
        T::Double => Spelled::of("double"),
        T::Date => Spelled::of("date"),
        T::Time => Spelled::of("time"),
        T::Timestamp => Spelled::of("datetime"),
        T::TimestampTz => Spelled::of("timestamp"),
        T::Binary => Spelled::of("longblob"),
        T::Uuid if version.at_least(Version::mariadb(10, 7, 0)) => Spelled::of("uuid"),
        T::Uuid => Spelled::of("char").up_to(36_u64),
        // On MariaDB the type is an alias (<https://mariadb.com/kb/en/json-data-type/>).
        T::Json | T::Jsonb if version.is_mariadb() => Spelled::of("longtext"),
        T::Json | T::Jsonb => Spelled::of("json"),
        T::Enumeration(of) => {
            let longest = of.values.iter().map(|value| value.chars().count()).max()?;
            Spelled::of("enum").up_to(u64::try_from(longest).ok()?)
        }
        T::Custom(text) => custom_of_mysql(text)?,
        T::UnboundedVarchar | T::Interval | T::Array(_) => return None,
    })
}

/// A type in the spelling of `COLUMN_TYPE`: `mediumint unsigned`, `set('a','b')`.
fn custom_of_mysql(text: &str) -> Option<Spelled> {
    let name = text.trim().to_lowercase();
    let is_unsigned = name.contains("unsigned");
    let (word, arguments) = match name.split_once('(') {
        Some((word, arguments)) => (word.trim(), Some(arguments)),
        None => (name.as_str(), None),
    };
    let word = match word.strip_suffix("unsigned") {
        Some(word) => word.trim(),
        None => word,
    };
    let word = match word {
        "tinyint" if arguments == Some("1)") && !is_unsigned => "bool",
        word if word.starts_with("int") && !word.starts_with("inet") => "integer",
        word if word.contains(' ') => return None,
        word => word,
    };
    let number = || arguments?.split(')').next()?.trim().parse().ok();
    let max_length = match word {
        "char" | "varchar" | "binary" | "varbinary" => number(),
        "set" => text.split_once('(').and_then(|(_, labels)| length_of_set(labels)),
        _ => None,
    };
    Some(Spelled { is_unsigned, max_length, ..Spelled::of(word) })
}

/// The length of all labels of a set with the commas between them
/// (<https://dev.mysql.com/doc/refman/8.4/en/set.html>).
fn length_of_set(labels: &str) -> Option<u64> {
    let labels = labels.trim().strip_suffix(')')?.trim();
    let mut length = 0;
    let mut letters = labels.chars().peekable();
    let mut is_inside = false;
    while let Some(letter) = letters.next() {
        match letter {
            '\'' if is_inside && letters.peek() == Some(&'\'') => {
                letters.next();
                length += 1;
            }
            '\'' => is_inside = !is_inside,
            ' ' if !is_inside => {}
            _ => length += 1,
        }
    }
    Some(length)
}
