//! The statements of a revision for one database: texts and types chosen, checked, lowered.

use crate::op::{Operation, Recorded, apply, on};
use crate::schema::{Family, Schema};
use crate::sql_text::require_terminated;

use super::{
    DescribedOperation, Dialect, LowerError, Lowering, Refusal, dependents, expressions, mysql,
    nothing, postgres, sqlite,
};

/// The statements of one revision, which is about to be applied to `schema`; the schema becomes the
/// one after it.
pub fn lower(
    dialect: Dialect,
    script: &[Recorded],
    schema: &mut Schema,
) -> Result<Lowering, LowerError> {
    lower_script(dialect, script, true, schema)
}

/// The same of a revision that may want to run outside a transaction.
pub fn lower_script(
    dialect: Dialect,
    script: &[Recorded],
    transactional: bool,
    schema: &mut Schema,
) -> Result<Lowering, LowerError> {
    schema.syntax = dialect.syntax();
    let varies = |recorded: &Recorded| on::varies(&recorded.operation);
    if schema.varies() || script.iter().any(varies) {
        return lower_on(dialect, script, transactional, schema);
    }
    lower_chosen(dialect, script, transactional, schema)
}

/// A revision whose texts or types differ between databases, or that of its schema: chosen for this one
/// first, so that no room of a dialect meets those of another.
fn lower_on(
    dialect: Dialect,
    script: &[Recorded],
    transactional: bool,
    schema: &mut Schema,
) -> Result<Lowering, LowerError> {
    let mut chosen_schema = schema.clone().on(dialect.family());
    let mut known = schema.clone();
    let mut chosen = Vec::with_capacity(script.len());
    let mut left_out = Vec::new();
    for (at, recorded) in script.iter().enumerate() {
        let own = on::on(&recorded.operation, &known, dialect.family())
            .map_err(|on::NoText| LowerError::of(recorded, no_text(dialect)))?;
        if own.is_none() {
            left_out.push((at, DescribedOperation::of(recorded, &known)));
        }
        let operation = own.unwrap_or_else(on::nothing);
        chosen.push(Recorded { operation, origin: recorded.origin });
        apply(&recorded.operation, recorded.origin, &mut known)
            .map_err(|error| LowerError::of(recorded, error.into()))?;
    }
    let mut lowering = lower_chosen(dialect, &chosen, transactional, &mut chosen_schema)?;
    for (at, described) in left_out {
        lowering.operations[at] = described;
    }
    *schema = known;
    Ok(lowering)
}

/// The revision has no text for a database.
fn no_text(dialect: Dialect) -> Refusal {
    let verb = match dialect.family() {
        Family::Sqlite => "sqlite",
        Family::Postgres => "postgres",
        Family::Mysql => "mysql",
    };
    Refusal::unsupported(
        format!("there is no SQL text for {}", dialect.name()),
        &format!("add one: `per_dialect().{verb}(\"..\")`; an empty text leaves it out"),
    )
}

fn lower_chosen(
    dialect: Dialect,
    script: &[Recorded],
    transactional: bool,
    schema: &mut Schema,
) -> Result<Lowering, LowerError> {
    script.iter().try_for_each(|recorded| require_sql(dialect, recorded))?;
    let may_break = dependents::may_break_anything(script, schema);
    let has_texts = expressions::are_in(script);
    let before = (may_break || has_texts).then(|| schema.clone());
    let mut lowering = match dialect {
        Dialect::Sqlite(version) => sqlite::lower(version, script, transactional, schema),
        Dialect::Postgres(version) => postgres::lower(version, script, schema),
        Dialect::Mysql(version) => mysql::lower(version, script, schema),
    }?;
    if let Some(before) = &before {
        if has_texts {
            expressions::check(dialect, script, before)?;
        }
        if may_break {
            dependents::check(dialect, script, before)?;
        }
    }
    nothing::account_for_all(dialect, script, &mut lowering.statements);
    Ok(lowering)
}

/// Whether raw SQL is SQL to its end: where a string breaks off, no telling what it does.
fn require_sql(dialect: Dialect, recorded: &Recorded) -> Result<(), LowerError> {
    let Operation::Execute { sql, .. } = &recorded.operation else { return Ok(()) };
    let Some(text) = dialect.text(sql) else { return Ok(()) };
    // Rows after a `COPY` are no SQL, and need not read as any.
    if let Dialect::Postgres(_) = dialect {
        postgres::check_client(text).map_err(|cause| LowerError::of(recorded, cause))?;
    }
    require_terminated(text, dialect.syntax()).map_err(|unterminated| {
        let (line, column) = unterminated.position(text);
        let cause = Refusal::unsupported(
            format!(
                "the {} that begins at line {line}, column {column} of the SQL has no end on {}",
                unterminated.kind,
                dialect.name()
            ),
            "close it; where databases read a text differently, give each its own with `per_dialect()`",
        );
        LowerError::of(recorded, cause)
    })
}
