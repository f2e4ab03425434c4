//! Columns, with what MySQL and MariaDB print each in a way of their own.

use crate::compare::Object;
use crate::introspect::{Catalogue, IntrospectError, NotHeld};
use crate::normalize::mysql::{column_type, default_value, hexadecimal, number};
use migrate_core::dialect::mysql::Version;
use migrate_core::schema::{
    Column, ColumnDefault, ColumnType, Generated, Identity, MysqlColumn, Schema, Value,
};

use super::object::unqualified;
use super::{Database, select, unescaped};

/// Reads the columns of the tables that were read.
pub(super) fn read(
    catalogue: &mut Catalogue<'_>,
    database: &Database,
    schema: &mut Schema,
) -> Result<(), IntrospectError> {
    let columns = [
        "TABLE_NAME",
        "COLUMN_NAME",
        "COLUMN_TYPE",
        "IS_NULLABLE",
        "COLUMN_DEFAULT",
        "EXTRA",
        "GENERATION_EXPRESSION",
        "COLLATION_NAME",
        "COLUMN_COMMENT",
    ];
    let from =
        format!("{} ORDER BY TABLE_NAME, ORDINAL_POSITION", database.of("COLUMNS", "TABLE_SCHEMA"));
    for row in select(catalogue, columns, &from)? {
        let [table, name, spelling, nullable, default, extra, expression, collation, comment] = row;
        let Some(table) = schema.tables.get_mut(&database.object(table.unwrap_or_default())) else {
            continue;
        };
        let (name, spelling) = (name.unwrap_or_default(), spelling.unwrap_or_default());
        let extra = extra.unwrap_or_default().to_ascii_lowercase();
        let around =
            database.around(table.options.charset.as_ref(), table.options.collation.as_ref());
        let (charset, collation) = database.text_options(collation, &around);
        let mut column = Column::new(name.clone(), column_type(&spelling, &name));
        column.nullable = nullable.as_deref() == Some("YES");
        column.generated =
            generated(&extra, || unescaped(database.version, &expression.unwrap_or_default()));
        if column.generated.is_none() {
            let version = database.version;
            let own = database.own.as_deref();
            let default = match default {
                // MariaDB 10.11 writes the database before the sequence.
                Some(text) if text.contains("nextval(") => Some(unqualified(&text, own)),
                other => other,
            };
            column.default =
                default.and_then(|text| read_default(version, &column.column_type, &text, &extra));
        }
        column.identity = extra.contains("auto_increment").then(Identity::default);
        column.collation = collation;
        column.comment = comment.filter(|comment| !comment.is_empty());
        column.mysql = MysqlColumn {
            position: None,
            charset,
            on_update_now: extra.contains("on update current_timestamp"),
            invisible: extra.contains("invisible"),
        };
        table.columns.push(column);
    }
    Ok(())
}

/// The systems of coordinates of columns of shapes, which the servers keep beside their types: MariaDB's
/// `REF_SYSTEM_ID` (shown by the catalogue alone, tried on MariaDB 10.11), MySQL's `SRID`.
pub(super) fn read_systems(
    catalogue: &mut Catalogue<'_>,
    database: &Database,
    schema: &Schema,
) -> Result<Vec<NotHeld>, IntrospectError> {
    // Asked only where there is a shape: MariaDB keeps the answer in a file.
    let mut columns = schema.tables.values().flat_map(|table| &table.columns);
    if !columns.any(|column| is_shape(&column.column_type)) {
        return Ok(Vec::new());
    }
    let is_mariadb = database.version.is_mariadb();
    let rows = if is_mariadb {
        let from = database.of("GEOMETRY_COLUMNS", "F_TABLE_SCHEMA");
        let columns = ["G_TABLE_NAME", "G_GEOMETRY_COLUMN", "SRID"];
        select(catalogue, columns, &format!("{from} AND SRID <> 0"))?
    } else {
        let from = database.of("COLUMNS", "TABLE_SCHEMA");
        let columns = ["TABLE_NAME", "COLUMN_NAME", "SRS_ID"];
        select(catalogue, columns, &format!("{from} AND SRS_ID IS NOT NULL"))?
    };
    let word = if is_mariadb { "REF_SYSTEM_ID=" } else { "SRID " };
    let notes = rows.into_iter().filter_map(|[table, column, system]| {
        let table = database.object(table?);
        let attribute = format!("{word}{}", system?);
        let is_read = schema.tables.contains_key(&table);
        is_read.then_some(NotHeld::Attribute { object: Object::Column(table, column?), attribute })
    });
    Ok(notes.collect())
}

/// <https://mariadb.com/kb/en/geometry-types/>
fn is_shape(column_type: &ColumnType) -> bool {
    let shapes = ["geometry", "point", "linestring", "polygon", "geometrycollection"];
    let ColumnType::Custom(spelled) = column_type else { return false };
    let single = spelled.strip_prefix("multi").unwrap_or(spelled);
    shapes.contains(&single)
}

impl Database {
    /// The collation of a table, from what is said of it.
    fn around(&self, charset: Option<&String>, collation: Option<&String>) -> String {
        let implied = || charset.and_then(|set| self.collations.get(set));
        collation.or_else(implied).unwrap_or(&self.collation).clone()
    }
}

/// `VIRTUAL GENERATED`, `STORED GENERATED`; MySQL's `DEFAULT_GENERATED` is a default.
fn generated(extra: &str, expression: impl FnOnce() -> String) -> Option<Generated> {
    let stored = extra.contains("stored generated");
    let computed = stored || extra.contains("virtual generated");
    computed.then(|| Generated { expression: expression().into(), stored })
}

/// MariaDB prints every default as SQL. MySQL does that with expressions, which it marks; it prints
/// a constant as the bare value
/// (<https://dev.mysql.com/doc/refman/8.0/en/information-schema-columns-table.html>).
fn read_default(
    version: Version,
    column_type: &ColumnType,
    text: &str,
    extra: &str,
) -> Option<ColumnDefault> {
    let is_time = matches!(column_type, ColumnType::Timestamp | ColumnType::TimestampTz)
        || matches!(column_type, ColumnType::Custom(spelling)
            if spelling.starts_with("datetime") || spelling.starts_with("timestamp"));
    // MySQL before 8.0.13 knows no other expression, and no mark.
    let is_current_timestamp = is_time && text.starts_with("CURRENT_TIMESTAMP");
    let is_sql =
        version.is_mariadb() || extra.contains("default_generated") || is_current_timestamp;
    let default = if is_sql {
        default_value(&unescaped(version, text))
    } else {
        bare_value(column_type, text)
    };
    (default != ColumnDefault::Value(Value::Null)).then_some(default)
}

fn bare_value(column_type: &ColumnType, text: &str) -> ColumnDefault {
    use ColumnType as T;
    let value = match column_type {
        T::SmallInt
        | T::Integer
        | T::BigInt
        | T::Unsigned(_)
        | T::Boolean
        | T::Numeric { .. }
        | T::Real
        | T::Double => number(text),
        T::Custom(spelling) if spelling.starts_with("bit") => return default_value(text),
        T::Custom(spelling) if spelling.contains("binary") => {
            text.strip_prefix("0x").and_then(hexadecimal).map(Value::Bytes)
        }
        T::Custom(_)
        | T::Varchar(_)
        | T::UnboundedVarchar
        | T::Text
        | T::Char(_)
        | T::Date
        | T::Time
        | T::Timestamp
        | T::TimestampTz
        | T::Interval
        | T::Binary
        | T::Uuid
        | T::Json
        | T::Jsonb
        | T::Array(_)
        | T::Enumeration(_) => None,
    };
    ColumnDefault::Value(value.unwrap_or_else(|| Value::Text(text.to_owned())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_mysqls_defaults() {
        use ColumnType as T;
        let mysql = Version::mysql(8, 0, 36);
        let value = |value: Value| Some(ColumnDefault::Value(value));
        let marked = "default_generated";
        for (column_type, text, extra, read) in [
            (T::Integer, "0", "", value(Value::Integer(0))),
            (T::Numeric { precision: 5, scale: 2 }, "1.50", "", {
                value(Value::Decimal("1.50".to_owned()))
            }),
            (T::Varchar(9), "it's", "", value(Value::from("it's"))),
            (T::Varchar(9), "NULL", "", value(Value::from("NULL"))),
            (T::Varchar(9), "uuid()", "", value(Value::from("uuid()"))),
            (T::Char(36), "uuid()", marked, Some(ColumnDefault::Sql("uuid()".into()))),
            (T::Text, r"_utf8mb4\'it\\\'s\'", marked, value(Value::from("it's"))),
            (T::Timestamp, "CURRENT_TIMESTAMP(6)", marked, Some(ColumnDefault::Now)),
            (T::Timestamp, "CURRENT_TIMESTAMP(6)", "", Some(ColumnDefault::Now)),
            (T::Timestamp, "2024-01-01 00:00:00.000000", "", {
                value(Value::from("2024-01-01 00:00:00.000000"))
            }),
            (T::Date, "curdate()", marked, Some(ColumnDefault::Today)),
            (T::Binary, "0x616263", marked, value(Value::from(b"abc"))),
            (T::Custom("varbinary(9)".to_owned()), "0x616263", "", value(Value::from(b"abc"))),
            (T::Custom("bit(3)".to_owned()), "b'101'", "", {
                Some(ColumnDefault::Sql("b'101'".into()))
            }),
        ] {
            assert_eq!(read_default(mysql, &column_type, text, extra), read, "{text} {extra}");
        }
        let mariadb = Version::mariadb(10, 11, 6);
        assert_eq!(read_default(mariadb, &T::Integer, "NULL", ""), None);
    }

    /// The answers of MariaDB 10.11 to `c point REF_SYSTEM_ID=4326`, and of MySQL to `c point SRID 4326`.
    #[test]
    fn the_system_of_a_shape_is_named() {
        let mut places = migrate_core::schema::Table::new("places");
        places.columns.push(Column::new("c", ColumnType::Custom("point".to_owned())));
        let mut schema = Schema::new();
        schema.tables.insert("places".into(), places);
        for (version, attribute) in [
            (Version::mariadb(10, 11, 6), "REF_SYSTEM_ID=4326"),
            (Version::mysql(8, 0, 36), "SRID 4326"),
        ] {
            let database = Database {
                version,
                name: "d".to_owned(),
                own: Some("d".to_owned()),
                collation: "utf8mb4_general_ci".to_owned(),
                collations: std::collections::BTreeMap::new(),
            };
            let row = || ["places", "c", "4326"].map(|it| Some(it.to_owned())).to_vec();
            let mut asked = 0;
            let mut catalogue = |_: &str| {
                asked += 1;
                Ok(vec![row()])
            };
            let found = read_systems(&mut catalogue, &database, &schema).unwrap();
            let object = Object::Column("places".into(), "c".to_owned());
            let attribute = attribute.to_owned();
            assert_eq!(found, [NotHeld::Attribute { object, attribute }]);
            let none = read_systems(&mut catalogue, &database, &Schema::new()).unwrap();
            assert_eq!((none, asked), (Vec::new(), 1));
        }
    }

    #[test]
    fn a_generated_default_is_no_generated_column() {
        let read = |extra| generated(extra, String::new).map(|generated| generated.stored);
        assert_eq!(read("default_generated on update current_timestamp(6)"), None);
        assert_eq!(read("virtual generated"), Some(false));
        assert_eq!(read("stored generated, invisible"), Some(true));
    }
}
