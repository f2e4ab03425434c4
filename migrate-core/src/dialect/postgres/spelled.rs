//! PostgreSQL's own types by any of their names, where a column's type is spelled and not built.

use std::borrow::Cow;

use crate::schema::ColumnType;

/// A number without a precision has as many digits as PostgreSQL keeps
/// (<https://www.postgresql.org/docs/current/datatype-numeric.html>).
const ANY_NUMBER: ColumnType = ColumnType::Numeric { precision: 131_072 + 16_383, scale: 16_383 };

/// The type that a column has, by the name it is spelled with; what is not PostgreSQL's own stays as it is.
///
/// It decides what PostgreSQL does with the values. How precisely a time is kept decides nothing, and is left out.
pub(super) fn known(column_type: &ColumnType) -> Cow<'_, ColumnType> {
    let found = match column_type {
        ColumnType::Custom(name) => by_name(name),
        ColumnType::Array(element) => match known(element) {
            Cow::Owned(element) => Some(ColumnType::Array(Box::new(element))),
            Cow::Borrowed(_) => None,
        },
        _ => None,
    };
    found.map_or(Cow::Borrowed(column_type), Cow::Owned)
}

/// A type by one of the names of <https://www.postgresql.org/docs/current/datatype.html>.
fn by_name(name: &str) -> Option<ColumnType> {
    use ColumnType as T;
    let name = name.trim().to_ascii_lowercase();
    if let Some((element, _)) = name.strip_suffix(']').and_then(|array| array.rsplit_once('[')) {
        return Some(T::Array(Box::new(by_name(element)?)));
    }
    // A precision is between the words: `timestamp(3) with time zone`.
    let (first, arguments, rest) = match name.split_once('(') {
        Some((first, rest)) => {
            let (arguments, rest) = rest.split_once(')')?;
            (first, arguments, rest)
        }
        None => (name.as_str(), "", ""),
    };
    let words: Vec<_> = first.split_whitespace().chain(rest.split_whitespace()).collect();
    let words = words.join(" ");
    let words = words.strip_prefix("pg_catalog.").unwrap_or(&words);
    let mut numbers = arguments.split(',').filter_map(|number| number.trim().parse().ok());
    let number = numbers.next();
    Some(match words {
        "smallint" | "int2" => T::SmallInt,
        "integer" | "int" | "int4" => T::Integer,
        "bigint" | "int8" => T::BigInt,
        "numeric" | "decimal" | "dec" => number.map_or(ANY_NUMBER, |precision| T::Numeric {
            precision,
            scale: numbers.next().unwrap_or(0),
        }),
        "real" | "float4" => T::Real,
        "double precision" | "float8" => T::Double,
        "float" => match number {
            Some(digits) if digits < 25 => T::Real,
            _ => T::Double,
        },
        "text" => T::Text,
        "varchar" | "character varying" | "char varying" => {
            number.map_or(T::UnboundedVarchar, T::Varchar)
        }
        "char" | "character" => T::Char(number.unwrap_or(1)),
        "bpchar" => number.map_or(T::UnboundedVarchar, T::Char),
        "boolean" | "bool" => T::Boolean,
        "date" => T::Date,
        "timestamp" | "timestamp without time zone" => T::Timestamp,
        "timestamptz" | "timestamp with time zone" => T::TimestampTz,
        "time" | "time without time zone" => T::Time,
        "interval" => T::Interval,
        "bytea" => T::Binary,
        "uuid" => T::Uuid,
        "json" => T::Json,
        "jsonb" => T::Jsonb,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::{ANY_NUMBER, known};
    use crate::schema::ColumnType as T;

    #[test]
    fn names_of_one_type_are_that_type() {
        for (name, is) in [
            ("VARCHAR(50)", T::Varchar(50)),
            ("varchar", T::UnboundedVarchar),
            ("character varying ( 50 )", T::Varchar(50)),
            ("char", T::Char(1)),
            ("bpchar", T::UnboundedVarchar),
            (" int8 ", T::BigInt),
            ("pg_catalog.int4", T::Integer),
            ("numeric", ANY_NUMBER),
            ("numeric(5)", T::Numeric { precision: 5, scale: 0 }),
            ("decimal(12, 3)", T::Numeric { precision: 12, scale: 3 }),
            ("float(24)", T::Real),
            ("float", T::Double),
            ("timestamp(3) with time zone", T::TimestampTz),
            ("timestamp (3)", T::Timestamp),
            ("int[]", T::Array(Box::new(T::Integer))),
            ("text[3]", T::Array(Box::new(T::Text))),
        ] {
            assert_eq!(*known(&T::Custom(name.to_owned())), is, "{name}");
        }
        let list = T::Array(Box::new(T::Custom("bool".to_owned())));
        assert_eq!(*known(&list), T::Array(Box::new(T::Boolean)));
    }

    #[test]
    fn another_type_stays_as_it_is() {
        for name in ["citext", "\"char\"", "int4range", "mood[]", "varchar(", "money", "timetz"] {
            let spelled = T::Custom(name.to_owned());
            assert_eq!(*known(&spelled), spelled);
        }
    }
}
