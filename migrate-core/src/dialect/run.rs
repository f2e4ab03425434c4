//! Whether a step of `op.run` has a function for the database.

use crate::op::RunStep;

use super::{Family, Refusal};

/// The step has a function that takes the database's connection, or one of a type that is not diesel's.
pub(super) fn require_connection(
    step: &RunStep,
    family: Family,
    name: &str,
) -> Result<(), Refusal> {
    let serves = |connection: &str| of_type(connection).is_none_or(|served| served == family);
    if step.connections().any(serves) {
        return Ok(());
    }
    let wanted =
        step.connections().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" or ");
    let hint = match family {
        Family::Sqlite => "add one for it: `op.run(..).or(|connection: &mut SqliteConnection| ..)`",
        Family::Postgres => "add one for it: `op.run(..).or(|connection: &mut PgConnection| ..)`",
        Family::Mysql => "add one for it: `op.run(..).or(|connection: &mut MysqlConnection| ..)`",
    };
    Err(Refusal::unsupported(
        format!("the function takes a {wanted}, and the database is {name}"),
        hint,
    ))
}

fn of_type(connection: &str) -> Option<Family> {
    [
        ("SqliteConnection", Family::Sqlite),
        ("PgConnection", Family::Postgres),
        ("MysqlConnection", Family::Mysql),
    ]
    .into_iter()
    .find_map(|(name, family)| connection.contains(name).then_some(family))
}
