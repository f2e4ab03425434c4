//! The kept document of a revision, read by a program that may not have the revision.

use migrate_core::dialect::{
    DescribedOperation, Dialect, Statement, read_name, read_origin, read_statement,
};
use migrate_core::graph::PlannedRevision;
use migrate_core::json::Value;
use migrate_core::op::{Loss, Names};
use migrate_core::revision::{Revision, Timeouts};

use crate::prepare::{PrepareCause, PrepareError, PreparedRevision, error};

use super::FORMAT;

/// What a database keeps of a revision.
#[derive(Clone, Debug, PartialEq)]
pub struct Kept {
    /// What the graph knows of it.
    pub revision: Revision,
    /// The package that applied it.
    pub package: Option<String>,
    /// The version of the package that applied it.
    pub version: Option<String>,
    /// Its operations, as a plan says them, each with its digest.
    pub operations: Vec<(String, String)>,
    /// The fingerprint of all that it came after.
    pub ancestry: Option<String>,
    /// The fingerprint of the schema after it.
    pub schema: String,
    /// The way back, or why there is none.
    pub downgrade: Result<KeptDowngrade, String>,
}

/// A way back that is kept.
#[derive(Clone, Debug, PartialEq)]
pub struct KeptDowngrade {
    /// Whether it runs in a transaction.
    pub transactional: bool,
    /// What it takes of rows.
    pub losses: Vec<Loss>,
    commits: bool,
    relies_on_keys: bool,
    digest: String,
    warning: Option<String>,
    operations: Vec<DescribedOperation>,
    statements: Vec<Statement>,
}

impl Kept {
    /// Reads the document of a revision in a database; none where it does not say where the revision stands in the
    /// graph.
    pub fn read(id: &str, document: &str, dialect: Dialect) -> Option<Self> {
        let value = Value::read(document)?;
        let texts = |key| value.get(key).map_or(Some(Vec::new()), Value::texts);
        let text = |key| value.get(key).and_then(Value::text).map(str::to_owned);
        let revision = Revision {
            id: id.to_owned(),
            down_revs: texts("down_revs")?,
            depends_on: texts("depends_on")?,
            labels: texts("labels")?,
            message: text("message").unwrap_or_default(),
            doc: text("message").unwrap_or_default(),
            file: text("file").unwrap_or_default(),
            line: value.get("line").and_then(Value::number).unwrap_or_default(),
            timeouts: Timeouts::UNSAID,
        };
        Some(Self {
            revision,
            package: text("package"),
            version: text("version"),
            ancestry: text("ancestry"),
            operations: operations(&value).unwrap_or_default(),
            schema: text("schema").unwrap_or_default(),
            downgrade: downgrade(&value, dialect),
        })
    }

    /// The way back as a step of a plan.
    pub(in crate::prepare) fn prepared<'g>(
        &self,
        planned: PlannedRevision<'g>,
        is_elsewhere: bool,
    ) -> Result<PreparedRevision<'g>, PrepareError> {
        let kept = self.downgrade.clone().map_err(|reason| {
            error(
                planned.revision,
                planned.direction,
                PrepareCause::NotKept { reason, is_elsewhere },
            )
        })?;
        Ok(PreparedRevision {
            revision: planned.revision,
            direction: planned.direction,
            operations: kept.operations,
            statements: kept.statements,
            transactional: kept.transactional,
            // It has no functions.
            by_choice: false,
            commits: kept.commits,
            relies_on_keys: kept.relies_on_keys,
            digest: kept.digest,
            warning: kept.warning,
            losses: kept.losses,
            record: None,
            change: planned.change,
        })
    }
}

impl Kept {
    /// The way back of a revision that the program has with other operations by now.
    pub(in crate::prepare) fn prepared_as_applied<'g>(
        &self,
        planned: PlannedRevision<'g>,
    ) -> Result<PreparedRevision<'g>, PrepareError> {
        let mut prepared = self.prepared(planned, true)?;
        let edited = "it was edited after it was applied: what is taken back is what was applied";
        prepared.warning = Some(match prepared.warning.take() {
            Some(warning) => format!("{edited}; {warning}"),
            None => edited.to_owned(),
        });
        Ok(prepared)
    }
}

fn operations(value: &Value) -> Option<Vec<(String, String)>> {
    let operations = value.get("operations")?.list()?.iter().map(|operation| {
        let [description, digest] = operation.texts()?.try_into().ok()?;
        Some((description, digest))
    });
    operations.collect()
}

fn downgrade(value: &Value, dialect: Dialect) -> Result<KeptDowngrade, String> {
    if let Some(reason) = value.get("irreversible").and_then(Value::text) {
        return Err(reason.to_owned());
    }
    if value.get("format").and_then(Value::number) != Some(FORMAT) {
        return Err(
            "its way back was written by another release, in a form that this one does not \
                    know"
                .to_owned(),
        );
    }
    let database = value.get("database").and_then(Value::text).unwrap_or_default();
    if !database.starts_with(dialect.name()) {
        return Err(format!("its way back is written for {database}, and this is {dialect}"));
    }
    let read = || kept_downgrade(value.get("downgrade")?, dialect);
    read().ok_or_else(|| "its way back cannot be read: it was changed, or cut off".to_owned())
}

fn kept_downgrade(value: &Value, dialect: Dialect) -> Option<KeptDowngrade> {
    let truth = |key| value.get(key).map_or(Some(false), Value::boolean);
    let list = |key| value.get(key)?.list();
    let statements = list("statements")?.iter().map(|it| read_statement(it, dialect));
    Some(KeptDowngrade {
        transactional: !truth("outside_transaction")?,
        losses: list("losses")?.iter().map(loss).collect::<Option<_>>()?,
        commits: truth("commits")?,
        relies_on_keys: truth("relies_on_keys")?,
        digest: value.get("digest")?.text()?.to_owned(),
        warning: value.get("warning").and_then(Value::text).map(str::to_owned),
        operations: list("operations")?.iter().map(operation).collect::<Option<_>>()?,
        statements: statements.collect::<Option<_>>()?,
    })
}

fn operation(value: &Value) -> Option<DescribedOperation> {
    Some(DescribedOperation {
        description: value.get("description")?.text()?.to_owned(),
        origin: read_origin(value.get("origin")?)?,
        names: Names::default(),
        advice: None,
    })
}

fn loss(value: &Value) -> Option<Loss> {
    if let Some(origin) = value.get("unknown") {
        return read_origin(origin).map(Loss::Unknown);
    }
    let table = read_name(value.get("table")?)?;
    Some(match value.get("column") {
        Some(column) => Loss::Values(table, column.text()?.to_owned()),
        None => Loss::Rows(table),
    })
}
