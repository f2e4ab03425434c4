//! Parts that differ in the schemas (namespaces) before names alone: what those mean, only the server knows.

use migrate_core::dialect::Dialect;
use migrate_core::schema::{
    Column, ColumnDefault, ColumnType, Constraint, ConstraintBody, Index, IndexTarget, SqlPart,
};

use super::Verdict;
use crate::normalize::postgres;

/// The verdict on two columns of different forms. The type of one may be written with a schema as well, where the
/// server alone knows it.
pub(super) fn columns(dialect: Dialect, one: &Column, other: &Column) -> Verdict {
    let words = spelled(&one.column_type).zip(spelled(&other.column_type));
    let words = words.filter(|(one, other)| match dialect {
        Dialect::Postgres(_) => postgres::differ_in_schemas(one, other),
        Dialect::Sqlite(_) | Dialect::Mysql(_) => false,
    });
    let Some((word, other_word)) = words else { return verdict(dialect, (one, other), of_column) };
    let alike = Column { column_type: one.column_type.clone(), ..other.clone() };
    if *one == alike {
        unknown(&word, &other_word)
    } else {
        verdict(dialect, (one, &alike), of_column)
    }
}

/// The words of a type that the server alone knows, or of a list of such.
fn spelled(column_type: &ColumnType) -> Option<String> {
    match column_type {
        ColumnType::Custom(name) => Some(name.clone()),
        ColumnType::Array(element) => spelled(element).map(|element| format!("{element}[]")),
        // The name of an enum type is taken apart; all other types are PostgreSQL's own.
        ColumnType::Enumeration(_)
        | ColumnType::SmallInt
        | ColumnType::Integer
        | ColumnType::BigInt
        | ColumnType::Unsigned(_)
        | ColumnType::Boolean
        | ColumnType::Varchar(_)
        | ColumnType::UnboundedVarchar
        | ColumnType::Text
        | ColumnType::Char(_)
        | ColumnType::Numeric { .. }
        | ColumnType::Real
        | ColumnType::Double
        | ColumnType::Date
        | ColumnType::Time
        | ColumnType::Timestamp
        | ColumnType::TimestampTz
        | ColumnType::Interval
        | ColumnType::Binary
        | ColumnType::Uuid
        | ColumnType::Json
        | ColumnType::Jsonb => None,
    }
}

fn unknown(one: &str, other: &str) -> Verdict {
    Verdict::Unknown(format!(
        "`{one}` and `{other}` differ in the schema before a name, which `search_path` may find"
    ))
}

/// The verdict on two parts of different forms, each with its texts: unknown where nothing differs but schemas before
/// names, which one side alone writes.
///
/// PostgreSQL prints a schema before a name where the session's `search_path` does not find the object, and a
/// revision may say it or not.
pub(super) fn verdict<T: Clone + PartialEq>(
    dialect: Dialect,
    (one, other): (&T, &T),
    texts: fn(&mut T) -> Vec<&mut SqlPart>,
) -> Verdict {
    match dialect {
        Dialect::Postgres(_) => {}
        Dialect::Sqlite(_) | Dialect::Mysql(_) => return Verdict::Different,
    }
    let (mut one, mut alike) = (one.clone(), other.clone());
    let mut pair = None;
    for (text, other) in texts(&mut one).into_iter().zip(texts(&mut alike)) {
        let (word, other_word) = (text.to_string(), other.to_string());
        if postgres::differ_in_schemas(&word, &other_word) {
            other.clone_from(text);
            pair.get_or_insert((word, other_word));
        }
    }
    let pair = pair.filter(|_| one == alike);
    pair.map_or(Verdict::Different, |(one, other)| unknown(&one, &other))
}

/// The texts of a column.
fn of_column(column: &mut Column) -> Vec<&mut SqlPart> {
    let default = match &mut column.default {
        Some(ColumnDefault::Sql(sql)) => Some(sql),
        Some(ColumnDefault::Value(_) | ColumnDefault::Now | ColumnDefault::Today) | None => None,
    };
    let generated = column.generated.as_mut().map(|generated| &mut generated.expression);
    default.into_iter().chain(generated).collect()
}

/// The texts of a constraint.
pub(super) fn of_constraint(constraint: &mut Constraint) -> Vec<&mut SqlPart> {
    match &mut constraint.body {
        ConstraintBody::Check { expression, validated: _ } => vec![expression],
        ConstraintBody::Exclude { method: _, elements, filter, deferrable: _ } => {
            let elements = elements.iter_mut().map(|element| &mut element.expression);
            elements.chain(filter).collect()
        }
        ConstraintBody::PrimaryKey { .. }
        | ConstraintBody::Unique { .. }
        | ConstraintBody::ForeignKey(_) => Vec::new(),
    }
}

/// The texts of an index.
pub(super) fn of_index(index: &mut Index) -> Vec<&mut SqlPart> {
    let expressions = index.columns.iter_mut().filter_map(|part| match &mut part.target {
        IndexTarget::Expression(sql) => Some(sql),
        IndexTarget::Column(_) => None,
    });
    expressions.chain(&mut index.filter).collect()
}

#[cfg(test)]
mod tests {
    use migrate_core::schema::Family;

    use super::*;

    fn on(family: Family, one: &Column, other: &Column) -> Verdict {
        let version = match family {
            Family::Sqlite => "3.53.0",
            Family::Postgres => "150004",
            Family::Mysql => "10.11.6-MariaDB",
        };
        columns(Dialect::parse(family, version).unwrap(), one, other)
    }

    fn is_unknown(verdict: &Verdict) -> bool {
        matches!(verdict, Verdict::Unknown(_))
    }

    #[test]
    fn a_schema_that_one_side_alone_writes() {
        let column = |default: &str| Column {
            default: Some(ColumnDefault::Sql(default.into())),
            ..Column::new("c", ColumnType::Text)
        };
        for (one, other, expected) in [
            ("app.f(1)", "f(1)", true),
            ("f(app.g(1))", "f(g(1))", true),
            ("app.f(g(1))", "f(app.g(1))", true),
            // Both say which, or something else differs.
            ("app.f(1)", "old.f(1)", false),
            ("app.f(1)", "f(2)", false),
            ("app.f('app.x')", "f('x')", false),
        ] {
            for (one, other) in [(one, other), (other, one)] {
                let found = on(Family::Postgres, &column(one), &column(other));
                assert_eq!(is_unknown(&found), expected, "{one} {other}: {found:?}");
            }
            let elsewhere = on(Family::Sqlite, &column(one), &column(other));
            assert_eq!(elsewhere, Verdict::Different);
        }
    }

    #[test]
    fn a_type_and_a_default() {
        let column = |column_type: &str, default: &str| Column {
            default: Some(ColumnDefault::Sql(default.into())),
            ..Column::new(
                "c",
                ColumnType::Array(Box::new(ColumnType::Custom(column_type.to_owned()))),
            )
        };
        let one = column("app.citext", "app.f()");
        let of = |other| on(Family::Postgres, &one, &other);
        assert!(is_unknown(&of(column("citext", "app.f()"))));
        assert!(is_unknown(&of(column("app.citext", "f()"))));
        assert!(is_unknown(&of(column("citext", "f()"))));
        assert_eq!(of(column("citext", "old.f()")), Verdict::Different);
        assert_eq!(of(column("old.citext", "f()")), Verdict::Different);
        let nullable = Column { nullable: false, ..column("citext", "app.f()") };
        assert_eq!(of(nullable), Verdict::Different);
        let nullable = Column { nullable: false, ..column("app.citext", "f()") };
        assert_eq!(of(nullable), Verdict::Different);
        assert_eq!(on(Family::Mysql, &one, &column("citext", "app.f()")), Verdict::Different);
    }
}
