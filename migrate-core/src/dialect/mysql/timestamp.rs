//! Constants of dates and times as the servers take them: without offsets, and `TIMESTAMP` in the years it has.

use crate::dialect::Refusal;
use crate::dialect::timestamp::{Timestamp, keeps_no_offset};
use crate::schema::{Column, Value};

use super::Version;
use super::types::{first_word, type_name};

/// A constant as it is written for a column.
pub(super) fn written(
    version: Version,
    column: &Column,
    constant: &Value,
) -> Result<Value, Refusal> {
    constant_of(version, &type_name(version, &column.column_type)?, constant)
}

/// A constant as it is written for a type that is spelled so. No server takes `Z`, and MariaDB no
/// offset (errors 1067 and 1292; tried on MariaDB 10.11): in UTC, the zone of the session, it needs none.
pub(super) fn constant_of(
    version: Version,
    type_name: &str,
    constant: &Value,
) -> Result<Value, Refusal> {
    let Value::Text(text) = constant else { return Ok(constant.clone()) };
    let unchanged = || Ok(constant.clone());
    let word = first_word(type_name);
    if word == "TIME" && Timestamp::is_time_with_offset(text) {
        return Err(keeps_no_offset(text, type_name));
    }
    let Some(timestamp) = Timestamp::read(text) else { return unchanged() };
    match &*word {
        "DATE" if timestamp.has_offset() => return Ok(Value::Text(timestamp.written_day())),
        "DATETIME" if timestamp.has_offset() => return Err(keeps_no_offset(text, type_name)),
        "TIMESTAMP" => {}
        _ => return unchanged(),
    }
    if !(1..=last_second(version)).contains(&timestamp.unix_seconds()) {
        return Err(Refusal::unsupported(
            format!("`{text}` is out of the range of {type_name}, which begins in 1970"),
            "make the column `timestamp()`, which has the years 1000 to 9999",
        ));
    }
    if timestamp.has_offset() { Ok(Value::Text(timestamp.in_utc())) } else { unchanged() }
}

/// The last second of `TIMESTAMP`: in 2038, and in 2106 on MariaDB since 11.5
/// (<https://mariadb.com/kb/en/timestamp/>).
fn last_second(version: Version) -> i64 {
    if version.at_least(Version::mariadb(11, 5, 0)) { (1 << 32) - 1 } else { (1 << 31) - 1 }
}
