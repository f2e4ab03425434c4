//! Views, functions, sequences and triggers of one form, and what the form leaves out of them.

use migrate_core::dialect::Dialect;
use migrate_core::schema::{ColumnType, QualifiedName, SequenceOptions, SqlText};

use crate::normalize::{mysql, postgres};

use super::{Sides, Verdict, table};

/// Of a view's query PostgreSQL's form has the relations and clauses, MySQL's rewrites expressions.
pub(super) fn view(sides: &Sides<'_>, name: &QualifiedName) -> Verdict {
    let queries = sides.both(|schema| schema.views.get(name).map(|view| &view.query));
    queries.map_or(Verdict::Equal, |(one, other)| query(sides.dialect, one, other))
}

/// Of views of these different forms.
pub(super) fn other_view(sides: &Sides<'_>, name: &QualifiedName, forms: [&SqlText; 2]) -> Verdict {
    let queries = sides.both(|schema| schema.views.get(name).map(|view| &view.query));
    let texts = queries.map(|(one, other)| [one, other].map(|sql| sides.dialect.text(sql)));
    match (sides.dialect, texts) {
        (Dialect::Mysql(_), Some(texts)) => {
            let mut known = texts.into_iter().flatten();
            let mut forms = forms.into_iter().filter_map(|form| sides.dialect.text(form));
            if known.any(mysql::is_written_out) || forms.any(mysql::has_star) {
                return Verdict::Unknown(
                    "MariaDB and MySQL write right joins, joins by names, windows, the `*` of a view, and names that \
                     another query gives, as what is meant"
                        .to_owned(),
                );
            }
            Verdict::Different
        }
        (Dialect::Sqlite(_) | Dialect::Postgres(_) | Dialect::Mysql(_), _) => Verdict::Different,
    }
}

pub(super) fn materialized_view(sides: &Sides<'_>, name: &QualifiedName) -> Verdict {
    let view = sides.both(|schema| schema.materialized_views.get(name).map(|view| &view.query));
    view.map_or(Verdict::Equal, |(one, other)| query(sides.dialect, one, other))
}

fn query(dialect: Dialect, one: &SqlText, other: &SqlText) -> Verdict {
    let text = |sql: &SqlText| dialect.text(sql).unwrap_or_default().to_owned();
    let (one, other) = (text(one), text(other));
    match dialect {
        Dialect::Sqlite(_) => Verdict::Equal,
        Dialect::Postgres(_) if postgres::same_tokens(&one, &other) => Verdict::Equal,
        Dialect::Postgres(_) => Verdict::Unknown(
            "PostgreSQL prints a query in its own words, of which only relations and clauses are \
             compared"
                .to_owned(),
        ),
        Dialect::Mysql(_) if mysql::strings(&one) == mysql::strings(&other) => Verdict::Equal,
        Dialect::Mysql(_) => {
            Verdict::Unknown("strings of the query are written differently".to_owned())
        }
    }
}

/// PostgreSQL keeps no text of a body in SQL, and defaults of arguments are expressions; MariaDB and
/// MySQL tell no character set that was declared from one that was not.
pub(super) fn function(sides: &Sides<'_>, (name, arguments): &(QualifiedName, String)) -> Verdict {
    let dialect = sides.dialect;
    let text = |sql: &SqlText| dialect.text(sql).unwrap_or_default().to_owned();
    let raw = sides.both(|schema| {
        let mut functions = schema.functions.values();
        functions.find(|function| {
            function.name == *name && arguments_form(dialect, &function.arguments) == *arguments
        })
    });
    let Some((one, other)) = raw else { return Verdict::Equal };
    let (definition, other_definition) = (text(&one.definition), text(&other.definition));
    match dialect {
        Dialect::Sqlite(_) => Verdict::Equal,
        Dialect::Postgres(_) => {
            let in_sql = [&definition, &other_definition].map(|it| postgres::has_sql_body(it));
            if in_sql.contains(&true) && !postgres::same_tokens(&definition, &other_definition) {
                return Verdict::Unknown(
                    "PostgreSQL prints the body of a function in SQL in its own words".to_owned(),
                );
            }
            let defaults = postgres::defaults(&one.arguments);
            let pairs = defaults.into_iter().zip(postgres::defaults(&other.arguments));
            table::expressions(dialect, pairs, &|_| None)
        }
        Dialect::Mysql(_) => {
            let declared = |arguments: &str, definition: &str| {
                [mysql::charsets(arguments), mysql::charsets(definition)]
            };
            let one = declared(&one.arguments, &definition);
            if one == declared(&other.arguments, &other_definition) {
                Verdict::Equal
            } else {
                Verdict::Unknown("character sets are declared differently".to_owned())
            }
        }
    }
}

/// The arguments of a function in the form of the database.
pub(crate) fn arguments_form(dialect: Dialect, arguments: &str) -> String {
    match dialect {
        Dialect::Sqlite(_) => arguments.to_owned(),
        Dialect::Postgres(_) => postgres::arguments(arguments),
        Dialect::Mysql(version) => mysql::arguments(version, arguments),
    }
}

/// A sequence whose lowest number was changed later still starts where it did, so PostgreSQL's form
/// takes either number for the default.
pub(super) fn sequence(sides: &Sides<'_>, name: &QualifiedName) -> Verdict {
    match sides.dialect {
        Dialect::Postgres(_) => {}
        Dialect::Sqlite(_) | Dialect::Mysql(_) => return Verdict::Equal,
    }
    let raw = sides.both(|schema| schema.sequences.get(name).map(|sequence| sequence.options));
    let start = |options: SequenceOptions| {
        let default = if options.increment.is_some_and(|distance| distance < 0) {
            options.maximum.unwrap_or(-1)
        } else {
            options.minimum.unwrap_or(1)
        };
        options.start.unwrap_or(default)
    };
    match raw {
        Some((one, other)) if start(one) != start(other) => Verdict::Unknown(format!(
            "it starts with {} or {}, and a changed bound may be the reason",
            start(one),
            start(other)
        )),
        Some(_) | None => Verdict::Equal,
    }
}

/// The condition of a trigger is an expression on PostgreSQL.
pub(super) fn trigger(sides: &Sides<'_>, key: &(QualifiedName, String)) -> Verdict {
    let dialect = sides.dialect;
    let raw = sides.both(|schema| schema.triggers.get(key).map(|trigger| &trigger.body));
    let Some((one, other)) = raw else { return Verdict::Equal };
    match dialect {
        Dialect::Sqlite(_) | Dialect::Mysql(_) => Verdict::Equal,
        Dialect::Postgres(_) => {
            let condition =
                |sql: &SqlText| postgres::condition(dialect.text(sql).unwrap_or_default());
            let types = |column: &str| -> Option<ColumnType> {
                let table = sides.form.tables.get(&key.0)?;
                table.column(column).map(|column| column.column_type.clone())
            };
            table::expressions(dialect, condition(one).zip(condition(other)), &types)
        }
    }
}
