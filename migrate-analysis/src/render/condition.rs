//! What columns are set to, and which rows are meant.

use migrate_core::schema::{BinaryOperator, Expr, SqlPart, Value};
use proc_macro2::TokenStream;
use quote::quote;

use super::constant::{constant, of_one_type};
use super::error::Unwritable;
use super::literal::{sql_text, text};

/// The right side of `set` and of a comparison.
pub(super) fn operand(expression: &Expr) -> Result<TokenStream, Unwritable> {
    match expression {
        Expr::Value(value) => constant(value),
        // What `now()` and `today()` are as an operand.
        Expr::Sql(sql) if *sql == *"CURRENT_TIMESTAMP" => Ok(quote!(now())),
        Expr::Sql(sql) if *sql == *"CURRENT_DATE" => Ok(quote!(today())),
        Expr::Column(_)
        | Expr::Sql(_)
        | Expr::Binary(..)
        | Expr::Not(_)
        | Expr::IsNull { .. }
        | Expr::In(..) => condition(expression),
    }
}

/// What a filter takes: a condition, a column of truth values, SQL.
pub(super) fn condition(expression: &Expr) -> Result<TokenStream, Unwritable> {
    Ok(match expression {
        Expr::Value(_) => return Err(Unwritable::word("a constant as a condition")),
        Expr::Column(name) => column(name),
        Expr::Sql(sql) => fragment(sql),
        Expr::Binary(left, operator, right) => return binary(left, *operator, right),
        Expr::Not(operand) => {
            let operand = condition(operand)?;
            quote!(!#operand)
        }
        Expr::IsNull { operand, negated } => {
            let operand = compared(operand)?;
            if *negated { quote!(#operand.is_not_null()) } else { quote!(#operand.is_null()) }
        }
        Expr::In(operand, values) => {
            let operand = compared(operand)?;
            if values.is_empty() {
                return Ok(quote!(#operand.is_in::<i32>([])));
            }
            // The builder makes another condition of a list with `NULL`.
            let has_null = values.contains(&Value::Null);
            let values = of_one_type(&values.iter().collect::<Vec<_>>());
            let values = values
                .filter(|_| !has_null)
                .ok_or_else(|| Unwritable::word("a list with `NULL` or with several types"))?;
            quote!(#operand.is_in([#(#values),*]))
        }
    })
}

fn binary(left: &Expr, operator: BinaryOperator, right: &Expr) -> Result<TokenStream, Unwritable> {
    let method = match operator {
        BinaryOperator::And | BinaryOperator::Or => {
            let is_and = operator == BinaryOperator::And;
            let method = if is_and { quote!(and) } else { quote!(or) };
            let (left, right) = (joined(left)?, condition(right)?);
            return Ok(quote!(#left.#method(#right)));
        }
        BinaryOperator::Equal => quote!(eq),
        BinaryOperator::NotEqual => quote!(ne),
        BinaryOperator::Less => quote!(lt),
        BinaryOperator::LessOrEqual => quote!(le),
        BinaryOperator::Greater => quote!(gt),
        BinaryOperator::GreaterOrEqual => quote!(ge),
        BinaryOperator::Like => quote!(like),
    };
    // The builder makes `IS NULL` of it.
    if matches!(operator, BinaryOperator::Equal | BinaryOperator::NotEqual)
        && *right == Expr::Value(Value::Null)
    {
        return Err(Unwritable::word("`= NULL`, which is never true"));
    }
    let (left, right) = (compared(left)?, operand(right)?);
    Ok(quote!(#left.#method(#right)))
}

/// The left side of a comparison.
fn compared(expression: &Expr) -> Result<TokenStream, Unwritable> {
    match expression {
        Expr::Column(name) => Ok(column(name)),
        Expr::Sql(sql) => Ok(fragment(sql)),
        Expr::Value(_) | Expr::Binary(..) | Expr::Not(_) | Expr::IsNull { .. } | Expr::In(..) => {
            Err(Unwritable::word("a comparison of a constant or a condition with something"))
        }
    }
}

/// A condition that another is joined to.
fn joined(expression: &Expr) -> Result<TokenStream, Unwritable> {
    let joined = condition(expression)?;
    // `!` binds weaker than a method.
    Ok(if matches!(expression, Expr::Not(_)) { quote!((#joined)) } else { joined })
}

fn column(name: &str) -> TokenStream {
    let name = text(name);
    quote!(col(#name))
}

/// `sql("lower(name)")`
pub(super) fn fragment(sql: &SqlPart) -> TokenStream {
    let sql = sql_text(sql.sql());
    quote!(sql(#sql))
}
