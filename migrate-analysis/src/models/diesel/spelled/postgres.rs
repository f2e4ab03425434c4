//! Types by their names in `pg_type`.

use migrate_core::schema::ColumnType;

use crate::normalize::postgres::column_type;

use super::Spelled;

/// The type of a column on PostgreSQL.
pub(in crate::models::diesel) fn of_postgres(kind: &ColumnType) -> Option<Spelled> {
    use ColumnType as T;
    Some(match kind {
        T::SmallInt => Spelled::of("int2"),
        T::Integer => Spelled::of("int4"),
        T::BigInt => Spelled::of("int8"),
        T::Unsigned(_) => return None,
        T::Boolean => Spelled::of("bool"),
        T::Varchar(length) => Spelled::of("varchar").up_to(*length),
        T::UnboundedVarchar => Spelled::of("varchar"),
        T::Text => Spelled::of("text"),
        T::Char(length) => Spelled::of("bpchar").up_to(*length),
        T::Numeric { .. } => Spelled::of("numeric"),
        T::Real => Spelled::of("float4"),
        T::Double => Spelled::of("float8"),
        T::Date => Spelled::of("date"),
        T::Time => Spelled::of("time"),
        T::Timestamp => Spelled::of("timestamp"),
        T::TimestampTz => Spelled::of("timestamptz"),
        T::Interval => Spelled::of("interval"),
        T::Binary => Spelled::of("bytea"),
        T::Uuid => Spelled::of("uuid"),
        T::Json => Spelled::of("json"),
        T::Jsonb => Spelled::of("jsonb"),
        T::Array(element) => Spelled { is_array: true, max_length: None, ..of_postgres(element)? },
        T::Enumeration(of) => {
            Spelled { schema: of.name.schema.clone(), ..Spelled::of(&of.name.name) }
        }
        T::Custom(text) => match column_type(text) {
            T::Custom(text) => custom_of_postgres(&text)?,
            other => of_postgres(&other)?,
        },
    })
}

/// A type in the spelling of `format_type`: `timestamp(3) with time zone`, `app.citext`, `"Mood"`.
fn custom_of_postgres(text: &str) -> Option<Spelled> {
    let (before, arguments, after) = match text.split_once('(') {
        Some((before, rest)) if !text.starts_with('"') => {
            let (arguments, after) = rest.split_once(')')?;
            (before.trim(), arguments, after.trim())
        }
        _ => (text, "", ""),
    };
    let length = arguments.parse::<u64>().ok();
    let spelled = match (before, after) {
        ("timestamp", "with time zone") | ("timestamp with time zone", "") => "timestamptz",
        ("timestamp", "without time zone") | ("timestamp without time zone", "") => "timestamp",
        ("time", "with time zone") | ("time with time zone", "") => "timetz",
        ("time", "without time zone") | ("time without time zone", "") => "time",
        ("bit", "") => return Some(Spelled { max_length: length, ..built_in("bit") }),
        ("bit varying", "") => return Some(Spelled { max_length: length, ..built_in("varbit") }),
        ("numeric", "") => "numeric",
        ("character", "") => "bpchar",
        ("\"char\"", "") => "char",
        (word, "") if word.starts_with("interval") => "interval",
        (word, "") => {
            let mut names = identifiers(word)?;
            let name = names.pop()?;
            let schema = names.pop();
            if schema.is_none() && CATALOGUE_TYPES.contains(&name.as_str()) {
                return Some(built_in(&name));
            }
            return Some(Spelled { schema, ..Spelled::of(name) });
        }
        _ => return None,
    };
    Some(Spelled::of(spelled))
}

/// A type of PostgreSQL itself, for which diesel has none.
fn built_in(name: &str) -> Spelled {
    Spelled { schema: Some("pg_catalog".to_owned()), ..Spelled::of(name) }
}

/// The types of PostgreSQL itself that `diesel print-schema` writes a struct for, by their names in `pg_type`
/// (<https://www.postgresql.org/docs/current/datatype.html>). Those of extensions are none of them.
const CATALOGUE_TYPES: [&str; 36] = [
    "aclitem",
    "box",
    "cid",
    "circle",
    "int2vector",
    "jsonpath",
    "line",
    "lseg",
    "name",
    "oidvector",
    "path",
    "pg_ndistinct",
    "pg_node_tree",
    "pg_snapshot",
    "point",
    "polygon",
    "refcursor",
    "regclass",
    "regcollation",
    "regconfig",
    "regdictionary",
    "regnamespace",
    "regoper",
    "regoperator",
    "regproc",
    "regprocedure",
    "regrole",
    "regtype",
    "tid",
    "timetz",
    "tsquery",
    "tsvector",
    "txid_snapshot",
    "xid",
    "xid8",
    "xml",
];

/// The names of a qualified name, without their quotes.
fn identifiers(text: &str) -> Option<Vec<String>> {
    let mut names = Vec::new();
    let mut rest = text;
    loop {
        let end;
        if let Some(quoted) = rest.strip_prefix('"') {
            let mut name = String::new();
            let mut letters = quoted.char_indices().peekable();
            loop {
                match letters.next()? {
                    (_, '"') if letters.peek().is_some_and(|(_, next)| *next == '"') => {
                        letters.next();
                        name.push('"');
                    }
                    (at, '"') => {
                        end = at + 2;
                        break;
                    }
                    (_, other) => name.push(other),
                }
            }
            names.push(name);
        } else {
            end = rest.find('.').unwrap_or(rest.len());
            names.push(rest[..end].to_owned());
        }
        match rest[end..].strip_prefix('.') {
            Some(next) => rest = next,
            None if end == rest.len() => return Some(names),
            None => return None,
        }
    }
}
