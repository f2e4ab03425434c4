//! The table of the journal, and the row of the revision that is in progress.

use migrate_core::dialect::{Dialect, Family};

use crate::executor::session::Session;
use crate::executor::settings::Settings;
use crate::executor::{DatabaseError, Driver};

/// A revision that was begun and is not written down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Journal {
    /// The revision.
    pub(crate) revision: String,
    /// `upgrade` or `downgrade`.
    pub(crate) direction: String,
    /// The fingerprints of its places, in order.
    pub(crate) places: Vec<String>,
    /// How many of them are done.
    pub(crate) done: usize,
    /// What is known of the next one.
    pub(crate) progress: Progress,
    /// The statement of the next one, where it was kept.
    pub(crate) statement: Option<String>,
    /// The marks of the objects that it is about, from before it.
    pub(crate) marks: Vec<String>,
    /// When it was begun, in UTC.
    pub(crate) started_at: String,
    /// Who ran it.
    pub(crate) applied_by: Option<String>,
}

/// What is known of the place that is not done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Progress {
    /// Nothing of it was begun, or what was is undone.
    Between,
    /// It was begun, and the catalogue shows what became of it.
    Running,
    /// It was begun, and nothing shows what became of it.
    Partly,
}

impl Progress {
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Between => "between",
            Self::Running => "running",
            Self::Partly => "partly",
        }
    }

    /// What another release may have written is not known.
    fn read(word: &str) -> Self {
        match word {
            "between" => Self::Between,
            "running" => Self::Running,
            _ => Self::Partly,
        }
    }
}

/// The table's name as SQL, with its place: a revision may change where names are looked up.
pub(super) fn qualified(dialect: Dialect, settings: &Settings, place: Option<&str>) -> String {
    let main = match dialect {
        Dialect::Sqlite(_) => Some("main"),
        Dialect::Postgres(_) | Dialect::Mysql(_) => place,
    };
    let table = dialect.quote(&settings.journal_table());
    match settings.version_schema().or(main) {
        Some(schema) => format!("{}.{table}", dialect.quote(schema)),
        None => table,
    }
}

/// An expression that is NULL unless the table is there; `place` is one for the schema of the version table.
pub(in crate::executor) fn existence(family: Family, settings: &Settings, place: &str) -> String {
    let table = settings.journal_table();
    match family {
        Family::Sqlite => {
            use migrate_core::dialect::sqlite::{quote, string};
            let schema = quote(settings.version_schema().unwrap_or("main"));
            format!(
                "(SELECT name FROM {schema}.sqlite_schema \
                 WHERE type = 'table' AND name = {} COLLATE NOCASE)",
                string(&table)
            )
        }
        Family::Postgres => {
            use migrate_core::dialect::postgres::{quote, string};
            let table = string(&format!(".{}", quote(&table)));
            format!("to_regclass(quote_ident({place}) || {table})::text")
        }
        Family::Mysql => {
            use migrate_core::dialect::mysql::string;
            format!(
                "(SELECT table_name FROM information_schema.tables \
                 WHERE table_schema = {place} AND table_name = {})",
                string(&table)
            )
        }
    }
}

/// The statement that makes the table.
pub(in crate::executor) fn create_statement(dialect: Dialect, table: &str) -> String {
    let (text, at, end) = match dialect {
        Dialect::Sqlite(_) => ("TEXT", "TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP", ""),
        Dialect::Postgres(_) => ("TEXT", "TIMESTAMPTZ DEFAULT now() NOT NULL", ""),
        Dialect::Mysql(_) => (
            "LONGTEXT",
            "TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6)",
            " ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin",
        ),
    };
    format!(
        "CREATE TABLE IF NOT EXISTS {table} (\n    revision VARCHAR(255) NOT NULL PRIMARY KEY,\n    \
         direction VARCHAR(10) NOT NULL,\n    digest VARCHAR(64) NOT NULL,\n    \
         places {text} NOT NULL,\n    done INTEGER NOT NULL,\n    progress VARCHAR(10) NOT NULL,\n    \
         statement {text},\n    marks {text} NOT NULL,\n    session VARCHAR(64),\n    \
         started_at {at},\n    applied_by VARCHAR(255)\n){end}"
    )
}

impl Session<'_> {
    /// The table's name as SQL.
    pub(super) fn journal_table(&self) -> String {
        qualified(self.dialect(), self.settings, self.place())
    }

    /// The revision that was begun and is not written down; none where there is no such table.
    pub(crate) fn journal(&mut self) -> Result<Option<Journal>, DatabaseError> {
        if !self.has_journal() {
            return Ok(None);
        }
        let (dialect, table) = (self.dialect(), self.journal_table());
        read(self.driver, dialect, &table)
    }
}

fn read(
    driver: &mut dyn Driver,
    dialect: Dialect,
    table: &str,
) -> Result<Option<Journal>, DatabaseError> {
    let (done, at) = match dialect {
        Dialect::Sqlite(_) => ("CAST(done AS TEXT)", "started_at"),
        Dialect::Postgres(_) => {
            ("done::text", "to_char(started_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS')")
        }
        Dialect::Mysql(_) => ("CAST(done AS CHAR)", "DATE_FORMAT(started_at, '%Y-%m-%d %H:%i:%s')"),
    };
    let query = format!(
        "SELECT revision, direction, places, {done}, progress, statement, marks, {at}, applied_by \
         FROM {table}"
    );
    let Some(row) = driver.query(&query)?.into_iter().next() else { return Ok(None) };
    let mut values = row.into_iter();
    let mut next = || values.next().flatten();
    let mut text = || next().unwrap_or_default();
    let words =
        |text: String| text.split(' ').filter(|it| !it.is_empty()).map(str::to_owned).collect();
    let (revision, direction, places) = (text(), text(), words(text()));
    let (done, progress) = (text(), text());
    let statement = next();
    let mut text = || next().unwrap_or_default();
    let (marks, started_at) = (words(text()), text());
    let done = done.parse().map_err(|_| {
        DatabaseError::new(format!(
            "`done` of revision `{revision}` in {table} is no number: `{done}`"
        ))
    })?;
    let progress = Progress::read(&progress);
    let applied_by = next();
    Ok(Some(Journal {
        revision,
        direction,
        places,
        done,
        progress,
        statement,
        marks,
        started_at,
        applied_by,
    }))
}
