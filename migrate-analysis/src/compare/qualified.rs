//! Parts that differ in the schemas (namespaces) before names alone: what those mean, only the server knows.

use migrate_core::dialect::Dialect;
use migrate_core::schema::{
    Column, ColumnDefault, Constraint, ConstraintBody, Index, IndexTarget, SqlPart,
};
use migrate_core::sql_text::{SqlSyntax, Tokens};

use super::Verdict;
use crate::normalize::postgres;

/// The verdict on two parts of different forms, each with its texts: unknown where the forms are the same without
/// what stands before a point.
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
    let bare = |part: &T| {
        let mut part = part.clone();
        for text in texts(&mut part) {
            *text = unqualified(text).into();
        }
        part
    };
    if bare(one) != bare(other) {
        return Verdict::Different;
    }
    let texts_of = |part: &T| {
        let mut part = part.clone();
        texts(&mut part).iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    let (one, other) = (texts_of(one), texts_of(other));
    let pair = one.iter().zip(&other).find(|(one, other)| one != other);
    let pair = pair.filter(|(one, other)| postgres::differ_in_schemas(one, other));
    pair.map_or(Verdict::Different, |(one, other)| {
        Verdict::Unknown(format!("`{one}` and `{other}` differ in the schema before a name"))
    })
}

/// A text without the names before a point: `app.f(c)` as `f ( c )`.
fn unqualified(sql: &str) -> String {
    let tokens: Vec<_> = Tokens::code(sql, SqlSyntax::Postgres).collect();
    let is_qualifier = |at: usize| {
        tokens[at].name().is_some() && tokens.get(at + 1).is_some_and(|next| next.is_symbol("."))
    };
    let is_point = |at: usize| tokens[at].is_symbol(".") && at > 0 && is_qualifier(at - 1);
    let kept = (0..tokens.len()).filter(|at| !is_qualifier(*at) && !is_point(*at));
    kept.map(|at| tokens[at].text).collect::<Vec<_>>().join(" ")
}

/// The texts of a column.
pub(super) fn of_column(column: &mut Column) -> Vec<&mut SqlPart> {
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
    use super::unqualified;

    #[test]
    fn names_alone_lose_what_stands_before_them() {
        assert_eq!(unqualified("app.f('app.x', 1.5) > \"A b\".t.c"), "f ( 'app.x' , 1.5 ) > c");
    }
}
