//! Tables, part by part.

use migrate_core::dialect::{Dialect, Family};
use migrate_core::schema::{
    Column, ColumnDefault, ColumnType, Constraint, ConstraintBody, Index, IndexTarget,
    QualifiedName, Schema, SqlText, Table,
};

use crate::expression::{Agreement, agreement};
use crate::normalize::{mysql, postgres};

use super::{Found, Object, Sides, Verdict, qualified, words};

type Types<'a> = dyn Fn(&str) -> Option<ColumnType> + 'a;

/// Compares two tables of one name in their normal forms.
pub(super) fn compare(sides: &Sides<'_>, one: &Table, other: &Table, found: &mut Found) {
    // A new attribute is compared before it compiles.
    let Table {
        name,
        columns,
        // As the order of `columns`, which is none of a table's own attributes here.
        mysql_order: _,
        constraints,
        indexes,
        comment,
        options,
        partitions,
        touched_by,
    } = one;
    let alike =
        (comment, options, touched_by) == (&other.comment, &other.options, &other.touched_by);
    let whole = Verdict::of(alike).unless(|| partitioning(sides, name));
    found.add(Object::Table(name.clone()), whole);
    let raw = sides.both(|schema| schema.tables.get(name));
    let types = |column: &str| {
        let same = |known: &&Column| known.name.eq_ignore_ascii_case(column);
        columns.iter().find(same).map(|column| column.column_type.clone())
    };
    each(
        columns,
        &other.columns,
        |column| &column.name,
        |key, one, other| {
            let verdict = match other {
                Some(other) if one != other => qualified::columns(sides.dialect, one, other),
                Some(_) => Verdict::Equal.unless(|| {
                    let raw = raw.and_then(|(a, b)| a.column(key).zip(b.column(key)));
                    raw.map_or(Verdict::Equal, |(one, other)| {
                        column(sides.dialect, one, other, &types)
                    })
                }),
                None => Verdict::Different,
            };
            found.add(Object::Column(name.clone(), key.to_owned()), verdict);
        },
    );
    compare_constraints(sides, name, (constraints, &other.constraints), &types, found);
    let indexes_of = |table: Option<&Table>| table.map(|table| table.indexes.clone());
    let indexes_of = |table| indexes_of(table).unwrap_or_default();
    let raw = (indexes_of(sides.one.tables.get(name)), indexes_of(sides.other.tables.get(name)));
    compare_indexes(sides, name, (indexes, &other.indexes), (&raw.0, &raw.1), &types, found);
    each(
        partitions,
        &other.partitions,
        |part| &part.name,
        |key, one, other| {
            let verdict = other.map_or(Verdict::Different, |other| {
                Verdict::of(one == other).unless(|| bounds(sides, name, key))
            });
            found.add(Object::Partition(name.clone(), key.clone()), verdict);
        },
    );
}

/// Every value of one list beside that of the other list with the same key, and those that only the
/// other has beside themselves.
fn each<T, K: PartialEq + ?Sized>(
    one: &[T],
    other: &[T],
    key: impl Fn(&T) -> &K,
    mut visit: impl FnMut(&K, &T, Option<&T>),
) {
    for value in one {
        let same = other.iter().find(|found| key(found) == key(value));
        visit(key(value), value, same);
    }
    for value in other.iter().filter(|value| !one.iter().any(|known| key(known) == key(value))) {
        visit(key(value), value, None);
    }
}

fn column(dialect: Dialect, one: &Column, other: &Column, types: &Types<'_>) -> Verdict {
    if let (Dialect::Mysql(version), Some(default), Some(found)) =
        (dialect, &one.default, &other.default)
    {
        let mut both = [default, found].into_iter();
        if default != found && both.any(|it| mysql::is_printed_otherwise(version, it)) {
            let why = "MariaDB prints bytes that are no text as `?` in a default";
            return Verdict::Unknown(why.to_owned());
        }
    }
    let default = |column: &Column| match &column.default {
        Some(ColumnDefault::Sql(sql)) => Some(sql.to_string()),
        Some(ColumnDefault::Value(_) | ColumnDefault::Now | ColumnDefault::Today) | None => None,
    };
    let generated = |column: &Column| column.generated.as_ref().map(|it| it.expression.to_string());
    let texts = [(default(one), default(other)), (generated(one), generated(other))];
    expressions(dialect, texts.into_iter().filter_map(|(one, other)| one.zip(other)), types)
}

fn compare_constraints(
    sides: &Sides<'_>,
    table: &QualifiedName,
    forms: (&[Constraint], &[Constraint]),
    types: &Types<'_>,
    found: &mut Found,
) {
    // SQLite takes several constraints of one name; of those each is held against the one in its place.
    let keyed = |constraints: &[Constraint]| {
        let mut keyed: Vec<((String, usize), Constraint)> = Vec::new();
        for constraint in constraints {
            let name = constraint.name.clone();
            let name = name.unwrap_or_else(|| words::constraint(&constraint.body));
            let same = keyed.iter().filter(|((known, _), _)| *known == name).count();
            keyed.push(((name, same), constraint.clone()));
        }
        keyed
    };
    let (one, other) = (keyed(forms.0), keyed(forms.1));
    each(
        &one,
        &other,
        |(key, _)| key,
        |(key, _), (_, one), other| {
            let verdict = match other {
                Some((_, other)) if one.body != other.body => {
                    let other = Constraint { name: one.name.clone(), body: other.body.clone() };
                    qualified::verdict(sides.dialect, (one, &other), qualified::of_constraint)
                }
                Some(_) => Verdict::Equal.unless(|| {
                    let raw = sides.both(|schema| schema.tables.get(table)?.constraint(key));
                    raw.map_or(Verdict::Equal, |(one, other)| {
                        expressions(sides.dialect, pairs(&one.body, &other.body), types)
                    })
                }),
                None => Verdict::Different,
            };
            found.add(Object::Constraint(table.clone(), key.clone()), verdict);
        },
    );
}

/// The expressions of two constraints that have one form.
fn pairs(one: &ConstraintBody, other: &ConstraintBody) -> Vec<(String, String)> {
    match (one, other) {
        (
            ConstraintBody::Check { expression: one, validated: _ },
            ConstraintBody::Check { expression: other, validated: _ },
        ) => vec![(one.to_string(), other.to_string())],
        (
            ConstraintBody::Exclude { method: _, elements: one, filter, deferrable: _ },
            ConstraintBody::Exclude { method: _, elements, filter: other_filter, deferrable: _ },
        ) => {
            let elements = one.iter().zip(elements);
            let elements =
                elements.map(|(a, b)| (a.expression.to_string(), b.expression.to_string()));
            let filters = filter.as_ref().zip(other_filter.as_ref());
            elements.chain(filters.map(|(a, b)| (a.to_string(), b.to_string()))).collect()
        }
        _ => Vec::new(),
    }
}

/// Compares indexes in their normal forms; `raw` are the same as they were given.
pub(super) fn compare_indexes(
    sides: &Sides<'_>,
    holder: &QualifiedName,
    forms: (&[Index], &[Index]),
    raw: (&[Index], &[Index]),
    types: &Types<'_>,
    found: &mut Found,
) {
    each(
        forms.0,
        forms.1,
        |index| index.name.as_str(),
        |key, one, other| {
            let verdict = match other {
                Some(other) if one != other => {
                    qualified::verdict(sides.dialect, (one, other), qualified::of_index)
                }
                Some(_) => Verdict::Equal.unless(|| {
                    let named =
                        |indexes: &[Index]| indexes.iter().find(|it| it.name == key).cloned();
                    let raw = named(raw.0).zip(named(raw.1));
                    raw.map_or(Verdict::Equal, |(one, other)| {
                        let parts = one.columns.iter().zip(&other.columns);
                        let parts =
                            parts.filter_map(|(one, other)| match (&one.target, &other.target) {
                                (IndexTarget::Expression(one), IndexTarget::Expression(other)) => {
                                    Some((one.to_string(), other.to_string()))
                                }
                                _ => None,
                            });
                        let filters = one.filter.as_ref().zip(other.filter.as_ref());
                        let filters = filters.map(|(a, b)| (a.to_string(), b.to_string()));
                        expressions(sides.dialect, parts.chain(filters), types)
                    })
                }),
                None => Verdict::Different,
            };
            found.add(Object::Index(holder.clone(), key.to_owned()), verdict);
        },
    );
}

/// Whether expressions of one form are equal.
pub(super) fn expressions(
    dialect: Dialect,
    pairs: impl IntoIterator<Item = (String, String)>,
    types: &Types<'_>,
) -> Verdict {
    let family = match dialect.family() {
        // The form of an expression leaves nothing out.
        Family::Sqlite => return Verdict::Equal,
        family @ (Family::Postgres | Family::Mysql) => family,
    };
    let mut verdict = Verdict::Equal;
    for (one, other) in pairs {
        match agreement(&one, &other, family, types) {
            Agreement::Same => {}
            Agreement::Different => return Verdict::Different,
            Agreement::Unknown => {
                let one = one.trim();
                let why =
                    format!("`{one}` and `{other}` differ in casts, or in how a time is written");
                verdict = Verdict::Unknown(why);
            }
        }
    }
    verdict
}

/// The bounds of a partition of PostgreSQL that have one form: where the key is an expression, its type decides
/// whether `'2026-01-01'` and `'2026-01-01 00:00:00'` are one.
fn bounds(sides: &Sides<'_>, table: &QualifiedName, partition: &QualifiedName) -> Verdict {
    let has_expression = |schema: &Schema| {
        let table = schema.tables.get(table)?;
        let by = sides.dialect.text(table.options.partition_by.as_ref()?)?;
        Some(postgres::has_expression(by, table))
    };
    let raw = sides.both(|schema| {
        let mut partitions = schema.tables.get(table)?.partitions.iter();
        partitions.find(|it| it.name == *partition).map(|it| it.bounds.as_str())
    });
    match raw {
        Some((one, other)) if one != other && has_expression(sides.one) == Some(true) => {
            Verdict::Unknown(format!(
                "whether `{one}` and `{other}` are the same depends on the type of the expression in the key"
            ))
        }
        Some(_) | None => Verdict::Equal,
    }
}

/// How a table is partitioned: of ranges and lists of MariaDB and MySQL the form leaves out the partitions, whose bounds
/// the server computes when they are made, and which are made and dropped while the table is used.
fn partitioning(sides: &Sides<'_>, table: &QualifiedName) -> Verdict {
    let dialect = sides.dialect;
    match dialect {
        Dialect::Sqlite(_) | Dialect::Postgres(_) => return Verdict::Equal,
        Dialect::Mysql(_) => {}
    }
    let by = |sql: &SqlText| {
        let text = dialect.text(sql).unwrap_or_default();
        let plain = text.to_lowercase().replace('`', "");
        let bounds = plain.split("values").skip(1);
        let bounds = bounds.map(|bound| bound.replace([' ', '\n', '(', ')'], ""));
        (mysql::partition_names(text), bounds.collect::<Vec<_>>())
    };
    let raw = sides.both(|schema| schema.tables.get(table)?.options.partition_by.as_ref());
    let Some(((one, bounds), (other, other_bounds))) = raw.map(|(one, other)| (by(one), by(other)))
    else {
        return Verdict::Equal;
    };
    if one != other {
        let (one, other) = (one.join(", "), other.join(", "));
        return Verdict::Unknown(format!(
            "the partitions are {one} and {other}, and are made and dropped while the table is used"
        ));
    }
    if bounds == other_bounds {
        Verdict::Equal
    } else {
        Verdict::Unknown("the server computes the bounds of partitions".to_owned())
    }
}
