//! The log as it is read: who applied what, when, and what is kept of it.

use migrate_core::dialect::Dialect;

use super::history::{log_table, revision_table, version_table};
use super::session::Session;
use super::{DatabaseError, Rows};

/// A line of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LogLine {
    /// The revision.
    pub(crate) revision: String,
    /// `upgrade`, `downgrade` or `stamp`.
    pub(crate) direction: String,
    /// When, in UTC.
    pub(crate) applied_at: String,
    /// How long it took.
    pub(crate) milliseconds: Option<u64>,
    /// Who ran it.
    pub(crate) applied_by: Option<String>,
    /// What is kept of the revision.
    pub(crate) record: Option<String>,
}

/// A row of the version table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct VersionRow {
    /// The revision.
    pub(crate) revision: String,
    /// What is kept of the revision as it was applied last; none where it was stamped then.
    pub(crate) record: Option<String>,
}

impl Session<'_> {
    /// The rows of the version table, sorted, each with what is kept of its revision: one question.
    pub(crate) fn rows_with_records(&mut self) -> Result<Vec<VersionRow>, DatabaseError> {
        if !self.has_tables() {
            let rows = self.rows()?.into_iter();
            return Ok(rows.map(|revision| VersionRow { revision, record: None }).collect());
        }
        let dialect = self.dialect();
        let [versions, log, kept] =
            [version_table, log_table, revision_table].map(|name| name(dialect, self.settings));
        let query = format!(
            "SELECT v.version_num, (SELECT k.record FROM {kept} k WHERE k.log_id = (SELECT max(l.id) FROM {log} l \
             WHERE l.revision = v.version_num AND l.direction <> 'downgrade')) FROM {versions} v"
        );
        let rows = self.driver.query(&query)?.into_iter().filter_map(|row| {
            let mut values = row.into_iter();
            let revision = values.next().flatten()?;
            Some(VersionRow { revision, record: values.next().flatten() })
        });
        let mut rows: Vec<_> = rows.collect();
        rows.sort_by(|one, other| one.revision.cmp(&other.revision));
        Ok(rows)
    }

    /// The lines of the log in order, but for those of these revisions; none where there is no log.
    pub(crate) fn log(&mut self, but_for: &[&str]) -> Result<Vec<LogLine>, DatabaseError> {
        if !self.has_log() {
            return Ok(Vec::new());
        }
        let dialect = self.dialect();
        let log = log_table(dialect, self.settings);
        let (record, kept) = if self.has_kept() {
            let kept = revision_table(dialect, self.settings);
            ("k.record", format!(" LEFT JOIN {kept} k ON k.log_id = l.id"))
        } else {
            ("NULL", String::new())
        };
        let (at, milliseconds) = match dialect {
            Dialect::Sqlite(_) => ("l.applied_at", "l.duration_ms"),
            Dialect::Postgres(_) => (
                "to_char(l.applied_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS')",
                "l.duration_ms::text",
            ),
            Dialect::Mysql(_) => {
                ("DATE_FORMAT(l.applied_at, '%Y-%m-%d %H:%i:%s')", "CAST(l.duration_ms AS CHAR)")
            }
        };
        let names: Vec<_> = but_for.iter().map(|name| dialect.string(name)).collect();
        let filter = if names.is_empty() {
            String::new()
        } else {
            format!(" WHERE l.revision NOT IN ({})", names.join(", "))
        };
        let query = format!(
            "SELECT l.revision, l.direction, {at}, {milliseconds}, l.applied_by, {record} \
             FROM {log} l{kept}{filter} ORDER BY l.id"
        );
        Ok(lines(self.driver.query(&query)?))
    }
}

fn lines(rows: Rows) -> Vec<LogLine> {
    let line = |row: Vec<Option<String>>| {
        let mut values = row.into_iter();
        let mut next = || values.next().flatten();
        LogLine {
            revision: next().unwrap_or_default(),
            direction: next().unwrap_or_default(),
            applied_at: next().unwrap_or_default(),
            milliseconds: next().and_then(|count| count.parse().ok()),
            applied_by: next(),
            record: next(),
        }
    };
    rows.into_iter().map(line).collect()
}
