//! Inserted rows, which are undone by deleting their keys.

use crate::op::Operation;
use crate::schema::{BinaryOperator, Expr, Schema, Value};

/// How many rows one `DELETE` takes back.
const ROWS_PER_DELETE: usize = 500;

/// The operations that delete the rows of an insert, where that is sure to take back them alone: each
/// row has a whole primary key of constants, and one that was there is an error.
pub(super) fn deletes(insert: &Operation, before: &Schema) -> Option<Vec<Operation>> {
    let Operation::Insert { table, columns, rows, on_conflict: None } = insert else { return None };
    let key = before.tables.get(table)?.primary_key();
    let places: Option<Vec<usize>> =
        key.iter().map(|name| columns.iter().position(|column| column == name)).collect();
    let places = places.filter(|places| !places.is_empty())?;
    let key_of = |row: &Vec<Expr>| -> Option<Vec<Value>> {
        places.iter().map(|place| constant(row.get(*place)?)).collect()
    };
    let keys: Vec<Vec<Value>> = rows.iter().map(key_of).collect::<Option<_>>()?;
    let delete = |filter| Operation::Delete { table: table.clone(), filter: Some(filter) };
    if let [name] = key {
        let column = || Box::new(Expr::Column(name.clone()));
        let values = |keys: &[Vec<Value>]| keys.iter().flatten().cloned().collect::<Vec<_>>();
        let filter = |keys: &[Vec<Value>]| match &values(keys)[..] {
            [only] => {
                Expr::Binary(column(), BinaryOperator::Equal, Box::new(Expr::Value(only.clone())))
            }
            several => Expr::In(column(), several.to_vec()),
        };
        return Some(keys.chunks(ROWS_PER_DELETE).map(|keys| delete(filter(keys))).collect());
    }
    let deletes = keys.into_iter().filter_map(|values| {
        let equal = key.iter().zip(values).map(|(name, value)| {
            let (column, value) = (Expr::Column(name.clone()), Expr::Value(value));
            Expr::Binary(Box::new(column), BinaryOperator::Equal, Box::new(value))
        });
        let all = equal
            .reduce(|all, one| Expr::Binary(Box::new(all), BinaryOperator::And, Box::new(one)));
        all.map(delete)
    });
    Some(deletes.collect())
}

/// A constant that is found again by `=`, which a number with an exponent may not be.
fn constant(value: &Expr) -> Option<Value> {
    match value {
        Expr::Value(
            value @ (Value::Boolean(_)
            | Value::Integer(_)
            | Value::Decimal(_)
            | Value::Text(_)
            | Value::Bytes(_)),
        ) => Some(value.clone()),
        Expr::Value(Value::Null | Value::Float(_) | Value::Array(_))
        | Expr::Column(_)
        | Expr::Sql(_)
        | Expr::Binary(..)
        | Expr::Not(_)
        | Expr::IsNull { .. }
        | Expr::In(..) => None,
    }
}
