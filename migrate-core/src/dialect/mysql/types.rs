//! Column types and defaults as MariaDB and MySQL spell them, and what follows from a type.

use crate::dialect::Refusal;
use crate::schema::{ColumnDefault, ColumnType, Value};

use super::literal::{hexadecimal, is_odd, plain_string, value};
use super::{Version, timestamp};

/// A column type as the server spells it.
///
/// Text and bytes of any length are `LONGTEXT` and `LONGBLOB`: `TEXT` ends at 64 KB
/// (<https://dev.mysql.com/doc/refman/8.4/en/storage-requirements.html>).
pub(super) fn type_name(version: Version, column_type: &ColumnType) -> Result<String, Refusal> {
    use ColumnType as T;
    Ok(match column_type {
        T::SmallInt => "SMALLINT".to_owned(),
        T::Integer => "INT".to_owned(),
        T::BigInt => "BIGINT".to_owned(),
        T::Unsigned(whole) => format!("{} UNSIGNED", type_name(version, whole)?),
        // `BOOL` is a synonym of it, and the form in which both servers print it
        // (<https://dev.mysql.com/doc/refman/8.4/en/numeric-type-syntax.html>).
        T::Boolean => "TINYINT(1)".to_owned(),
        // The row, in which the characters take up to four bytes each, may end sooner; the server
        // says so (<https://dev.mysql.com/doc/refman/8.4/en/column-count-limit.html>).
        T::Varchar(length) if *length > 65_535 => {
            return Err(Refusal::unsupported(
                format!("VARCHAR ends at 65535 bytes, and the column is varchar({length})"),
                "write `text()`",
            ));
        }
        T::Varchar(length) => format!("VARCHAR({length})"),
        // <https://mariadb.com/kb/en/varchar/>
        T::UnboundedVarchar => {
            return Err(Refusal::unsupported(
                format!("{} has no VARCHAR without a length", version.server_name()),
                "write `varchar(255)`, `text()`, or both: `string().on_mysql(varchar(255))`",
            ));
        }
        T::Text => "LONGTEXT".to_owned(),
        // <https://dev.mysql.com/doc/refman/8.4/en/char.html>
        T::Char(length) if *length > 255 => {
            return Err(Refusal::unsupported(
                format!("CHAR ends at 255 characters, and the column is char({length})"),
                "write `varchar(..)`",
            ));
        }
        T::Char(length) => format!("CHAR({length})"),
        // <https://dev.mysql.com/doc/refman/8.4/en/precision-math-decimal-characteristics.html>;
        // MariaDB has the same number of digits and 38 of them after the point
        // (<https://mariadb.com/kb/en/decimal/>), so 30 hold on both.
        T::Numeric { precision, scale } if *precision > 65 || *scale > 30 => {
            return Err(Refusal::unsupported(
                format!(
                    "DECIMAL has 65 digits at most, 30 of them after the point, and the column is \
                     numeric({precision}, {scale})"
                ),
                "write a smaller one, or `double()`",
            ));
        }
        T::Numeric { precision, scale } => format!("DECIMAL({precision}, {scale})"),
        T::Real => "FLOAT".to_owned(),
        T::Double => "DOUBLE".to_owned(),
        T::Date => "DATE".to_owned(),
        // Without a precision all three end at the second
        // (<https://dev.mysql.com/doc/refman/8.4/en/fractional-seconds.html>).
        T::Time => "TIME(6)".to_owned(),
        T::Timestamp => "DATETIME(6)".to_owned(),
        // Kept as UTC, and read in the session's zone; `DATETIME` is kept as it was given
        // (<https://dev.mysql.com/doc/refman/8.4/en/datetime.html>).
        T::TimestampTz => "TIMESTAMP(6)".to_owned(),
        T::Interval => {
            return Err(Refusal::unsupported(
                format!("{} has no intervals", version.server_name()),
                "keep the seconds as `big_int()`, or the text as `varchar(..)`",
            ));
        }
        T::Binary => "LONGBLOB".to_owned(),
        // <https://mariadb.com/kb/en/uuid-data-type/>
        T::Uuid if version.at_least(Version::mariadb(10, 7, 0)) => "UUID".to_owned(),
        T::Uuid => "CHAR(36)".to_owned(),
        // On MariaDB it is `LONGTEXT` with a check `json_valid(..)`
        // (<https://mariadb.com/kb/en/json-data-type/>).
        T::Json | T::Jsonb => "JSON".to_owned(),
        T::Array(element) => {
            return Err(Refusal::unsupported(
                format!(
                    "{} has no arrays, and the column is array({element})",
                    version.server_name()
                ),
                "keep the list in a table of its own, or as `json()`",
            ));
        }
        T::Enumeration(kind) => enumeration(&kind.values),
        T::Custom(name) => {
            require_known(version, name)?;
            name.trim().to_owned()
        }
    })
}

/// Whether the server has a type that only newer versions of MariaDB have: others know no such name
/// (<https://mariadb.com/kb/en/uuid-data-type/>, <https://mariadb.com/kb/en/inet6/>, <https://mariadb.com/kb/en/inet4/>).
fn require_known(version: Version, spelled: &str) -> Result<(), Refusal> {
    let (since, instead) = match &*first_word(spelled) {
        "UUID" => (Version::mariadb(10, 7, 0), "`uuid()`, which is `CHAR(36)` there"),
        "INET4" => (Version::mariadb(10, 10, 0), "`custom(\"int unsigned\")` and `INET_ATON(..)`"),
        "INET6" => (Version::mariadb(10, 5, 0), "`custom(\"varbinary(16)\")` and `INET6_ATON(..)`"),
        _ => return Ok(()),
    };
    if version.at_least(since) {
        return Ok(());
    }
    Err(Refusal::unsupported(
        format!("{version} has no type `{}`", spelled.trim()),
        &format!("write {instead}"),
    ))
}

/// `ENUM` of these values.
pub(super) fn enumeration(values: &[String]) -> String {
    let values: Vec<_> = values.iter().map(|value| plain_string(value)).collect();
    format!("ENUM({})", values.join(", "))
}

/// The first word of a type, in capitals.
pub(super) fn first_word(type_name: &str) -> String {
    let end = type_name.find(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    type_name[..end.unwrap_or(type_name.len())].to_ascii_uppercase()
}

/// Whether values of the type have a character set and a collation.
pub(super) fn is_text(type_name: &str) -> bool {
    matches!(
        first_word(type_name).as_str(),
        "CHAR"
            | "CHARACTER"
            | "VARCHAR"
            | "NCHAR"
            | "NVARCHAR"
            | "NATIONAL"
            | "TINYTEXT"
            | "TEXT"
            | "MEDIUMTEXT"
            | "LONGTEXT"
            | "LONG"
            | "ENUM"
            | "SET"
    )
}

/// The character set a collation is of: the word before its first `_`
/// (<https://dev.mysql.com/doc/refman/8.4/en/charset-collation-names.html>). MariaDB's `uca1400`
/// ones are of each Unicode character set.
pub(super) fn charset_of(collation: &str) -> &str {
    collation.split('_').next().unwrap_or(collation)
}

/// Whether a collation is one of a character set; `utf8` is the older name of `utf8mb3`.
pub(super) fn is_collation_of(collation: &str, charset: &str) -> bool {
    let modern = |name: &str| {
        let name = name.to_ascii_lowercase();
        if name == "utf8" { "utf8mb3".to_owned() } else { name }
    };
    let of = charset_of(collation);
    of.eq_ignore_ascii_case("uca1400") || modern(of) == modern(charset)
}

/// Whether values of the type are kept beside the row: a key takes them only in part, and MySQL
/// takes no constant as their default
/// (<https://dev.mysql.com/doc/refman/8.4/en/data-type-defaults.html>).
pub(super) fn is_large(type_name: &str) -> bool {
    let word = first_word(type_name);
    word.ends_with("TEXT") || word.ends_with("BLOB") || word == "LONG" || is_json(type_name)
}

/// Whether the type is JSON.
pub(super) fn is_json(type_name: &str) -> bool {
    first_word(type_name) == "JSON"
}

fn is_geometry(type_name: &str) -> bool {
    let word = first_word(type_name);
    word.starts_with("GEOM")
        || word.ends_with("POINT")
        || word.ends_with("LINESTRING")
        || word.ends_with("POLYGON")
}

/// Whether the type is `TIMESTAMP`, of which old settings take silence on `NULL` for `NOT NULL`.
pub(super) fn is_timestamp(type_name: &str) -> bool {
    first_word(type_name) == "TIMESTAMP"
}

/// The time of the statement for a column of this type, when it is one of days with times: both
/// must have as many digits after the second.
pub(super) fn current_timestamp(type_name: &str) -> Option<String> {
    matches!(first_word(type_name).as_str(), "DATETIME" | "TIMESTAMP").then(|| now(type_name))
}

/// The time of the statement, with as many digits after the second as the type keeps.
fn now(type_name: &str) -> String {
    let function = match first_word(type_name).as_str() {
        "TIME" => "CURRENT_TIME",
        "DATETIME" | "TIMESTAMP" => "CURRENT_TIMESTAMP",
        _ => return "CURRENT_TIMESTAMP".to_owned(),
    };
    let digits = type_name.split_once('(').map(|(_, rest)| rest.trim_end_matches([')', ' ']));
    match digits.map(str::trim).filter(|digits| *digits != "0") {
        Some(digits) => format!("{function}({digits})"),
        None => function.to_owned(),
    }
}

/// A default as written after `DEFAULT`, in a column of the type that is spelled so.
pub(super) fn default_sql(
    version: Version,
    type_name: &str,
    default: &ColumnDefault,
) -> Result<String, Refusal> {
    let expression = |sql: &str| format!("({sql})");
    match default {
        // MariaDB keeps such a constant as text it cannot read again (tried on MariaDB 10.11).
        ColumnDefault::Value(Value::Text(text)) if version.is_mariadb() && is_odd(text) => {
            Ok(expression(&format!("CONVERT({} USING utf8mb4)", hexadecimal(text.as_bytes()))))
        }
        ColumnDefault::Value(constant) => {
            let sql = value(&timestamp::constant_of(version, type_name, constant)?)?;
            let computed = needs_computed_default(version, type_name) && *constant != Value::Null;
            Ok(if computed { expression(&sql) } else { sql })
        }
        // Only for `DATETIME` and `TIMESTAMP` it is a default without parentheses
        // (<https://dev.mysql.com/doc/refman/8.4/en/timestamp-initialization.html>).
        ColumnDefault::Now => {
            Ok(current_timestamp(type_name).unwrap_or_else(|| expression(&now(type_name))))
        }
        ColumnDefault::Today => Ok(expression("CURRENT_DATE")),
        // MySQL takes an expression only in parentheses
        // (<https://dev.mysql.com/doc/refman/8.4/en/data-type-defaults.html>).
        ColumnDefault::Sql(sql) => Ok(expression(sql.trim())),
    }
}

/// Whether a constant must be written as an expression to be a default.
pub(super) fn needs_computed_default(version: Version, type_name: &str) -> bool {
    !version.is_mariadb() && (is_large(type_name) || is_geometry(type_name))
}

#[cfg(test)]
mod tests {
    use super::*;

    const MARIADB: Version = Version::mariadb(10, 11, 6);
    const MYSQL: Version = Version::mysql(8, 0, 36);

    #[test]
    fn defaults_by_type_and_server() {
        let text = ColumnDefault::Value("x".into());
        let null = ColumnDefault::Value(Value::Null);
        let sql = ColumnDefault::Sql("uuid()".into());
        for (type_name, default, mariadb, mysql) in [
            ("VARCHAR(9)", &text, "'x'", "'x'"),
            ("LONGTEXT", &text, "'x'", "('x')"),
            ("JSON", &null, "NULL", "NULL"),
            ("DATETIME(6)", &ColumnDefault::Now, "CURRENT_TIMESTAMP(6)", "CURRENT_TIMESTAMP(6)"),
            ("timestamp( 3 )", &ColumnDefault::Now, "CURRENT_TIMESTAMP(3)", "CURRENT_TIMESTAMP(3)"),
            ("DATETIME", &ColumnDefault::Now, "CURRENT_TIMESTAMP", "CURRENT_TIMESTAMP"),
            ("TIME(6)", &ColumnDefault::Now, "(CURRENT_TIME(6))", "(CURRENT_TIME(6))"),
            ("TIME", &ColumnDefault::Now, "(CURRENT_TIME)", "(CURRENT_TIME)"),
            ("DATE", &ColumnDefault::Now, "(CURRENT_TIMESTAMP)", "(CURRENT_TIMESTAMP)"),
            ("DATE", &ColumnDefault::Today, "(CURRENT_DATE)", "(CURRENT_DATE)"),
            ("CHAR(36)", &sql, "(uuid())", "(uuid())"),
        ] {
            assert_eq!(default_sql(MARIADB, type_name, default).as_deref(), Ok(mariadb));
            assert_eq!(default_sql(MYSQL, type_name, default).as_deref(), Ok(mysql));
        }
    }

    #[test]
    fn types_by_version() {
        let custom = |version, spelled: &str| {
            type_name(version, &ColumnType::Custom(spelled.to_owned())).is_ok()
        };
        for spelled in ["uuid", "INET4", "inet6"] {
            assert!(custom(MARIADB, spelled) && !custom(MYSQL, spelled), "{spelled}");
        }
        let uuid = |version| type_name(version, &ColumnType::Uuid);
        assert_eq!(uuid(Version::mariadb(10, 6, 0)).as_deref(), Ok("CHAR(36)"));
        assert_eq!(uuid(MARIADB).as_deref(), Ok("UUID"));
        assert_eq!(uuid(MYSQL).as_deref(), Ok("CHAR(36)"));
        for refused in [
            ColumnType::Interval,
            ColumnType::Array(Box::new(ColumnType::Text)),
            ColumnType::Char(256),
            ColumnType::Varchar(65_536),
            ColumnType::Numeric { precision: 66, scale: 0 },
        ] {
            assert!(type_name(MYSQL, &refused).is_err(), "{refused}");
        }
    }

    #[test]
    fn what_a_type_is() {
        for (name, text, large) in [
            ("VARCHAR(9)", true, false),
            ("longtext", true, true),
            ("MEDIUMBLOB", false, true),
            ("JSON", false, true),
            ("enum('text')", true, false),
            ("INT UNSIGNED", false, false),
        ] {
            assert_eq!((is_text(name), is_large(name)), (text, large), "{name}");
        }
    }
}
