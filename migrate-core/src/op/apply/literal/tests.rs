//! Each type with constants that are values of it, and with those that are not.

use super::{default_misfit, misfit};
use crate::schema::{ColumnType as T, EnumType, Value};

fn values<V: Into<Value>, const N: usize>(values: [V; N]) -> Vec<Value> {
    values.into_iter().map(Into::into).collect()
}

fn decimals<const N: usize>(digits: [&str; N]) -> Vec<Value> {
    digits.map(|digits| Value::Decimal(digits.to_owned())).to_vec()
}

const fn exact(precision: u32, scale: u32) -> T {
    T::Numeric { precision, scale }
}

fn mood() -> T {
    let values = ["sad", "it's"].map(str::to_owned).to_vec();
    T::Enumeration(EnumType { name: "mood".into(), values })
}

/// What fits, and what does not, as a value of a row and as a default.
fn table() -> Vec<(T, Vec<Value>, Vec<Value>)> {
    let unsigned = |whole| T::Unsigned(Box::new(whole));
    vec![
        (T::SmallInt, values([-32_768, 32_767]), values([-32_769, 32_768])),
        (T::Integer, values([i32::MIN, i32::MAX]), values([2_147_483_648_i64, -2_147_483_649])),
        (T::BigInt, values([i64::MIN, i64::MAX]), values([u64::MAX])),
        (unsigned(T::SmallInt), values([0, 65_535]), values([-1, 65_536])),
        (unsigned(T::BigInt), values([0, u64::MAX]), decimals(["18446744073709551616"])),
        (
            exact(5, 2),
            [decimals(["999.99", "-999.994", "0.001", "000999"]), values([999, -999])].concat(),
            [decimals(["1000", "999.995", "-1000.00"]), values([1000]), values([1e9])].concat(),
        ),
        (exact(2, 2), decimals(["0.99", "-.5"]), decimals(["1", "0.995"])),
        (exact(38, 0), decimals(["12345678901234567890123456789012345678"]), Vec::new()),
        (T::Double, values([f64::MAX, f64::NAN]), Vec::new()),
        (T::Varchar(3), values(["", "abc", "äöü", "🦀🦀🦀", "abc  "]), values(["abcd", "äöüß"])),
        (T::Char(2), values(["ab", "a"]), values(["abc"])),
        (T::Text, values(["now()", "2023-02-29"]), Vec::new()),
        (mood(), values(["sad", "it's"]), values(["Sad", "", "angry", "sad "])),
        (
            T::Date,
            values([
                "2024-02-29",
                "2000-02-29",
                "2024/1/2",
                "20240229",
                "infinity",
                "epoch",
                "0000-00-00",
                "Jan 5, 2024",
                "2024-02-29 10:00",
                "10000-01-01",
            ]),
            values([
                "2023-02-29",
                "1900-02-29",
                "2024-13-01",
                "2024-04-31",
                "2024-00-10",
                "2024-01-00",
                "now()",
                "CURRENT_DATE",
                "today",
                "yesterday",
                "",
                "soon",
                "10:00",
                "2023-02-29 10:00",
                "007",
                "{\"at\": 1}",
                "[1, 2]",
            ]),
        ),
        (
            T::Time,
            values(["10:00", "23:59:59.5", "24:00:00", "04:05 AM", "10:00+02", "2024-01-02 10:00"]),
            values(["25:00", "10:60", "10:00:61", "now()", "CURRENT_TIME", "noon", "2024-01-02"]),
        ),
        (
            T::Timestamp,
            values(["2024-02-29 23:59:59.123456", "2024-02-29T10:00", "2024-02-29", "epoch"]),
            values([
                "2023-02-29 10:00",
                "2024-02-29 25:00",
                "2024-02-29T10:61",
                "now()",
                "now",
                "CURRENT_TIMESTAMP",
                "localtimestamp",
                "10:00",
                "{\"a\": [1, \"o'k\"]}",
                "2024'",
            ]),
        ),
        (
            T::TimestampTz,
            values(["2024-02-29 12:00:00+00", "2024-02-29T12:00:00Z", "2024-02-29 12:00 UTC"]),
            values(["2023-02-29T12:00:00Z", "now()", "CURRENT_TIMESTAMP(6)"]),
        ),
        (
            T::Interval,
            values(["1 day 02:00:00", "P1D", "-infinity"]),
            values(["x", "", "it's \\ \"x\" {}", "day"]),
        ),
        (
            T::Uuid,
            values([
                "6ba7b810-9dad-11d1-80b4-00c04fd430c8",
                "6BA7B8109DAD11D180B400C04FD430C8",
                "{6ba7b810-9dad-11d1-80b4-00c04fd430c8}",
            ]),
            values(["6ba7b810", "gen_random_uuid()", "", "gba7b810-9dad-11d1-80b4-00c04fd430c8"]),
        ),
        (
            T::Json,
            values([
                "{}",
                " [1, -2.5e+3, \"a\\u00e4\\n\", null, true, {\"a\": []}] ",
                "\"x\"",
                "0",
                "-0.1",
            ]),
            values([
                "",
                "{",
                "{a: 1}",
                "[1,]",
                "{\"a\":1,}",
                "'x'",
                "01",
                "1.",
                "tru",
                "\"\\x\"",
                "{} {}",
                "\"a\nb\"",
                "undefined",
            ]),
        ),
        (
            T::Array(Box::new(T::SmallInt)),
            vec![Value::Array(values([1, 2])), Value::Array(vec![Value::Null]), "{1,2}".into()],
            vec![Value::Array(values([1, 70_000])), "1,2".into()],
        ),
        (T::Custom("tsvector".to_owned()), values(["anything", "now()"]), Vec::new()),
    ]
}

#[test]
fn constants_by_type() {
    for (column_type, fitting, others) in table() {
        for value in fitting {
            assert_eq!(misfit(&value, &column_type), None, "{value:?} in {column_type}");
            let kind = super::is_of_kind(&value, &column_type);
            let default = default_misfit(&value, &column_type);
            assert_eq!(default.is_none(), kind, "{value:?} as a default of {column_type}");
        }
        for value in others {
            assert!(misfit(&value, &column_type).is_some(), "{value:?} in {column_type}");
            assert!(default_misfit(&value, &column_type).is_some(), "{value:?} of {column_type}");
        }
    }
}

#[test]
fn what_a_database_converts_is_left_to_it() {
    for (column_type, value) in [
        (T::Integer, Value::from("5")),
        (T::Integer, Value::from(true)),
        (T::Integer, Value::from(1.5)),
        (T::Boolean, Value::from("yes")),
        (T::Boolean, Value::from(1)),
        (T::Text, Value::from(5)),
        (T::Double, Value::from("1e5")),
        (exact(5, 2), Value::from("12.5")),
    ] {
        assert_eq!(misfit(&value, &column_type), None, "{value:?} in {column_type}");
    }
    for (column_type, value) in [
        (T::Integer, "nextval('s')"),
        (T::SmallInt, "70000"),
        (T::Boolean, "maybe"),
        (T::Real, "x"),
    ] {
        assert!(misfit(&value.into(), &column_type).is_some(), "{value:?} in {column_type}");
    }
}

#[test]
fn an_expression_in_quotes_is_told_its_form() {
    for (column_type, text, hint) in [
        (T::Timestamp, "now()", "write `now()` without quotes"),
        (T::TimestampTz, "CURRENT_TIMESTAMP", "write `now()` without quotes"),
        (T::TimestampTz, "current_timestamp(6)", "write `now()` without quotes"),
        (T::Time, "CURRENT_TIME", "write `now()` without quotes"),
        (T::Date, "CURRENT_DATE", "write `today()` without quotes"),
        (T::Date, "now()", "write `today()` without quotes"),
        (T::Uuid, "gen_random_uuid()", "write `sql(\"gen_random_uuid()\")` for an expression"),
        (T::Integer, "nextval('s')", "write `sql(\"nextval('s')\")` for an expression"),
        (
            T::Date,
            "date('now', '+1 day')",
            "write `sql(\"date('now', '+1 day')\")` for an expression",
        ),
    ] {
        let found = default_misfit(&text.into(), &column_type).expect("a misfit");
        assert_eq!(found.hint, hint, "{text} in {column_type}");
    }
}
