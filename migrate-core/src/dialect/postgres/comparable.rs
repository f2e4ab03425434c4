//! Types that PostgreSQL compares: in an index, on both sides of a foreign key, in the expressions over a
//! column that gets another type.

use crate::dialect::Refusal;
use crate::op::Operation;
use crate::schema::{
    Column, ColumnType, Constraint, ConstraintBody, Index, IndexTarget, Schema, Table,
};
use crate::sql_text::{SqlSyntax, Token, Tokens};

/// Types with operators between them, in one operator family of B-tree
/// (<https://www.postgresql.org/docs/current/btree.html>; each pair was tried on PostgreSQL 15).
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Integer,
    Numeric,
    Float,
    Text,
    Boolean,
    DateTime,
    Time,
    Interval,
    Binary,
    Uuid,
    Json,
    Jsonb,
    Enumeration,
    /// A type that the database alone knows.
    Unknown,
}

const fn class(column_type: &ColumnType) -> Class {
    use ColumnType as T;
    match column_type {
        T::SmallInt | T::Integer | T::BigInt | T::Unsigned(_) => Class::Integer,
        T::Numeric { .. } => Class::Numeric,
        T::Real | T::Double => Class::Float,
        T::Varchar(_) | T::UnboundedVarchar | T::Text | T::Char(_) => Class::Text,
        T::Boolean => Class::Boolean,
        T::Date | T::Timestamp | T::TimestampTz => Class::DateTime,
        T::Time => Class::Time,
        T::Interval => Class::Interval,
        T::Binary => Class::Binary,
        T::Uuid => Class::Uuid,
        T::Json => Class::Json,
        T::Jsonb => Class::Jsonb,
        T::Enumeration(_) => Class::Enumeration,
        T::Array(_) | T::Custom(_) => Class::Unknown,
    }
}

/// Whether PostgreSQL compares what an operation has made of a table.
pub(super) fn check_comparisons(
    operation: &Operation,
    table: &Table,
    after: &Schema,
) -> Result<(), Refusal> {
    match operation.unconditional() {
        Operation::CreateTable { .. }
        | Operation::AddColumn { .. }
        | Operation::AddConstraint { .. }
        | Operation::CreateIndex { .. } => {}
        Operation::AlterColumn { change, .. } if change.column_type.is_some() => {}
        // Nothing else makes a key, an index or another type.
        _ => return Ok(()),
    }
    table.constraints.iter().try_for_each(|rule| require_ordered_key(table, rule))?;
    table.indexes.iter().try_for_each(|index| require_ordered_index(table, index))?;
    let own = table.foreign_keys().map(|(rule, key)| (table, rule, key));
    for (holder, rule, key) in own.chain(after.references_to(&table.name)) {
        let Some(referenced) = after.tables.get(&key.table) else { continue };
        for (own, other) in key.columns.iter().zip(&key.referenced) {
            if let (Some(own), Some(other)) = (holder.column(own), referenced.column(other))
                && !is_referable(class(&own.column_type), class(&other.column_type))
            {
                return Err(not_alike(holder, rule, own, (referenced, other)));
            }
        }
    }
    Ok(())
}

/// Whether a column may reference another: by an operator of the key's index, to whose type its own may
/// have to be cast (<https://www.postgresql.org/docs/current/sql-createtable.html>, `REFERENCES`).
fn is_referable(own: Class, key: Class) -> bool {
    let is_cast = match own {
        Class::Unknown => true,
        Class::Integer => matches!(key, Class::Numeric | Class::Float),
        Class::Numeric => key == Class::Float,
        Class::Time => key == Class::Interval,
        // No other type is cast to one of another class without being asked.
        _ => false,
    };
    is_cast || own == key || key == Class::Unknown
}

fn not_alike(
    holder: &Table,
    rule: &Constraint,
    own: &Column,
    (referenced, other): (&Table, &Column),
) -> Refusal {
    Refusal::unsupported(
        format!(
            "foreign key `{}` of table `{}`: PostgreSQL does not compare column `{}`, which is {}, with \
             column `{}` of `{}`, which is {}",
            rule.name.as_deref().unwrap_or("without a name"),
            holder.name,
            own.name,
            own.column_type,
            other.name,
            referenced.name,
            other.column_type
        ),
        "give both columns one type; to change it, drop the foreign key before, and create it again \
         after the change of both",
    )
}

fn require_ordered_key(table: &Table, rule: &Constraint) -> Result<(), Refusal> {
    match rule.body {
        ConstraintBody::PrimaryKey { .. }
        | ConstraintBody::Unique { .. }
        | ConstraintBody::Exclude { .. } => {}
        ConstraintBody::ForeignKey(_) | ConstraintBody::Check { .. } => return Ok(()),
    }
    let name = rule.name.as_deref().unwrap_or("without a name");
    let what = format!("{} `{name}`", rule.kind());
    if let ConstraintBody::Exclude { elements, .. } = &rule.body {
        // A bare column is the whole of an expression.
        return elements
            .iter()
            .try_for_each(|part| require_ordered(table, &part.expression, &what));
    }
    rule.columns().iter().try_for_each(|column| require_ordered(table, column, &what))
}

fn require_ordered_index(table: &Table, index: &Index) -> Result<(), Refusal> {
    // `json` has a default operator class for no access method (tried on 15).
    for part in index.columns.iter().filter(|part| part.operator_class.is_none()) {
        if let IndexTarget::Column(column) = &part.target {
            require_ordered(table, column, &format!("index `{}`", index.name))?;
        }
    }
    Ok(())
}

/// `json` keeps its text and has no operators, unlike `jsonb`
/// (<https://www.postgresql.org/docs/current/datatype-json.html>).
fn require_ordered(table: &Table, column: &str, what: &str) -> Result<(), Refusal> {
    let is_json = |known: &Column| matches!(class(&known.column_type), Class::Json);
    if table.column(column).is_some_and(is_json) {
        return Err(Refusal::unsupported(
            format!(
                "{what}: PostgreSQL does not compare values of column `{column}`, which is json"
            ),
            "make the column `jsonb()`, or leave it out of the key",
        ));
    }
    Ok(())
}

/// Whether the expressions over a column mean the same for another type: PostgreSQL reads them again, and
/// has no operator between a text and a number, or an enum type and a text.
pub(super) fn require_same_expressions(
    operation: &Operation,
    before: &Schema,
) -> Result<(), Refusal> {
    let Operation::AlterColumn { table, column, change } = operation else { return Ok(()) };
    let Some(table) = before.tables.get(table) else { return Ok(()) };
    let (Some(known), Some(to)) = (table.column(column), &change.column_type) else {
        return Ok(());
    };
    if is_kept(class(&known.column_type), class(to)) {
        return Ok(());
    }
    match expressions(table).find(|(_, sql)| is_compared(sql, column)) {
        None => Ok(()),
        Some((what, _)) => Err(Refusal::unsupported(
            format!("{what} reads column `{column}` as {}, and it becomes {to}", known.column_type),
            "drop that before the change, and create it again after it, for the new type",
        )),
    }
}

/// Whether what is an operator of one type is one of the other.
fn is_kept(from: Class, to: Class) -> bool {
    let is_number = |class| matches!(class, Class::Integer | Class::Numeric | Class::Float);
    let is_unknown = |class| class == Class::Unknown;
    from == to || is_number(from) && is_number(to) || is_unknown(from) || is_unknown(to)
}

/// The expressions of a table that the server reads again, and what each is.
fn expressions(table: &Table) -> impl Iterator<Item = (String, &str)> {
    let checks = table.constraints.iter().filter_map(|rule| match &rule.body {
        ConstraintBody::Check { expression, .. } => {
            let name = rule.name.as_deref().unwrap_or("without a name");
            Some((format!("check `{name}`"), &**expression))
        }
        ConstraintBody::PrimaryKey { .. }
        | ConstraintBody::Unique { .. }
        | ConstraintBody::ForeignKey(_)
        | ConstraintBody::Exclude { .. } => None,
    });
    let indexes = table.indexes.iter().flat_map(|index| {
        let parts = index.columns.iter().filter_map(|part| match &part.target {
            IndexTarget::Expression(sql) => Some(&**sql),
            IndexTarget::Column(_) => None,
        });
        let texts = parts.chain(index.filter.as_deref());
        texts.map(|sql| (format!("index `{}`", index.name), sql))
    });
    checks.chain(indexes)
}

/// Whether a text does more with a column than ask for NULL.
fn is_compared(sql: &str, column: &str) -> bool {
    let tokens: Vec<Token<'_>> = Tokens::code(sql, SqlSyntax::Postgres).collect();
    (0..tokens.len()).any(|at| {
        let is_column = tokens[at].identifier().is_some_and(|name| name == column);
        let word = |after: usize| tokens.get(at + after);
        let is_null_test = word(1).is_some_and(|token| token.is_keyword("IS"))
            && (word(2).is_some_and(|token| token.is_keyword("NULL"))
                || word(2).is_some_and(|token| token.is_keyword("NOT"))
                    && word(3).is_some_and(|token| token.is_keyword("NULL")));
        is_column && !is_null_test
    })
}

#[cfg(test)]
mod tests {
    use super::is_compared;

    #[test]
    fn a_test_for_null_fits_every_type() {
        for (sql, compared) in [
            ("c IS NULL OR c IS NOT NULL", false),
            ("c IS NULL OR c > 0", true),
            ("\"c\" = 'a'", true),
            ("n > 0 AND note <> 'c'", false),
            ("lower(c) IS NOT NULL", true),
        ] {
            assert_eq!(is_compared(sql, "c"), compared, "{sql}");
        }
    }
}
