//! The text of a script: statements that a database's own shell takes, and the settings around them.

use std::fmt::Write as _;

use migrate_core::dialect::Dialect;
use migrate_core::dialect::mysql::SESSION_MODES;
use migrate_core::sql_text::{creates_routine, split_statements};

use crate::executor::restore::GIVE_BACK;
use crate::executor::transaction::Transaction;

/// A script that is being written.
pub(super) struct Script {
    pub(super) dialect: Dialect,
    pub(super) text: String,
}

impl Script {
    pub(super) fn new(dialect: Dialect) -> Self {
        let text = match dialect {
            // Without it the shell goes on after an error, and commits what is left.
            Dialect::Sqlite(_) => ".bail on\n".to_owned(),
            // diesel's connections are in UTC as well.
            Dialect::Postgres(_) => "\\set ON_ERROR_STOP on\n\
                 SET client_encoding = 'UTF8';\n\
                 SET standard_conforming_strings = on;\n\
                 SET timezone = 'UTC';\n"
                .to_owned(),
            // The shells of MariaDB and MySQL stop at the first error by themselves; the rest is what
            // a connection of the executor's is set to.
            Dialect::Mysql(version) => {
                let timestamps = if version.has_implicit_timestamps() {
                    "SET SESSION explicit_defaults_for_timestamp = ON;\n"
                } else {
                    ""
                };
                format!(
                    "SET NAMES utf8mb4;\nSET time_zone = '+00:00';\n{timestamps}\
                     {OWN_SQL_MODE};\n{};\n",
                    sql_mode_for_revisions()
                )
            }
        };
        Self { dialect, text }
    }

    /// Keeps the session's settings in a variable of `psql`, as statements that set them again.
    pub(super) fn save_settings(&mut self) {
        if let Dialect::Postgres(_) = self.dialect {
            self.line(&format!("SELECT {GIVE_BACK} AS migrate_settings \\gset"));
        }
    }

    pub(super) fn give_settings_back(&mut self) {
        if let Dialect::Postgres(_) = self.dialect {
            self.line("-- settings that SQL of the revision may have changed");
            self.line(":migrate_settings;");
        }
    }

    pub(super) fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    pub(super) fn statement(&mut self, sql: &str) {
        let sql = sql.trim().trim_end_matches(';');
        if sql.is_empty() {
            return;
        }
        if matches!(self.dialect, Dialect::Mysql(_)) {
            let is_routine = creates_routine(sql, self.dialect.syntax());
            if is_routine {
                self.line("SET sql_mode = @migrate_own_sql_mode;");
            }
            if sql.contains(';') {
                self.delimited(sql);
            } else {
                self.terminated(sql);
            }
            if is_routine {
                self.line(&format!("{};", sql_mode_for_revisions()));
            }
            return;
        }
        self.terminated(sql);
    }

    fn terminated(&mut self, sql: &str) {
        // A comment at the end would take the semicolon in.
        let end = if may_end_in_comment(sql) { "\n;" } else { ";" };
        // Writing to a string cannot fail.
        let _ = writeln!(self.text, "{sql}{end}");
    }

    /// A statement with semicolons in it, at which the shells of MariaDB and MySQL would cut it.
    fn delimited(&mut self, sql: &str) {
        let unused = ["//", "$$", "@@@"].into_iter().find(|sign| !sql.contains(sign));
        let sign = unused.unwrap_or("//;;//");
        let _ = writeln!(self.text, "DELIMITER {sign}\n{sql}\n{sign}\nDELIMITER ;");
    }

    /// SQL as a revision wrote it: its statements, each at its own place.
    pub(super) fn raw(&mut self, sql: &str) {
        match self.dialect {
            // Where a compound statement ends only the server knows.
            Dialect::Mysql(_) => self.statement(sql),
            Dialect::Sqlite(_) | Dialect::Postgres(_) => {
                for sql in split_statements(sql, self.dialect.syntax()) {
                    self.statement(sql);
                }
            }
        }
    }

    pub(super) fn statements(&mut self, statements: impl IntoIterator<Item = String>) {
        for sql in statements {
            self.statement(&sql);
        }
    }

    pub(super) fn begin(&mut self, transaction: &Transaction) {
        self.line("");
        if let Dialect::Sqlite(_) = self.dialect {
            // Outside a transaction each rebuild switches foreign keys for itself.
            self.foreign_keys(!(transaction.rebuilds && transaction.transactional));
            self.statement("PRAGMA legacy_alter_table = OFF");
        }
        if transaction.transactional {
            self.begin_transaction();
        }
    }

    pub(super) fn foreign_keys(&mut self, on: bool) {
        self.statement(if on { "PRAGMA foreign_keys = ON" } else { "PRAGMA foreign_keys = OFF" });
    }

    /// Stops the script when rows reference nothing.
    pub(super) fn check_foreign_keys(&mut self) {
        self.line("-- stops here when rows reference what is not there");
        self.statement(
            "CREATE TEMP TABLE _migrate_check (foreign_keys_hold CHECK (foreign_keys_hold))",
        );
        self.statement(
            "INSERT INTO _migrate_check SELECT count(*) = 0 FROM pragma_foreign_key_check",
        );
        self.statement("DROP TABLE _migrate_check");
    }

    pub(super) fn begin_transaction(&mut self) {
        self.statement(match self.dialect {
            Dialect::Sqlite(_) => "BEGIN IMMEDIATE",
            Dialect::Postgres(_) => "BEGIN",
            Dialect::Mysql(_) => "START TRANSACTION",
        });
    }

    pub(super) fn commit(&mut self, transaction: &Transaction) {
        if transaction.rebuilds && transaction.transactional {
            self.check_foreign_keys();
        }
        if transaction.transactional {
            self.statement("COMMIT");
        }
    }
}

/// Keeps the `sql_mode` that the shell has, in which routines are made.
const OWN_SQL_MODE: &str = "SET @migrate_own_sql_mode = @@sql_mode";

/// Adds the modes that revisions need.
fn sql_mode_for_revisions() -> String {
    format!("SET sql_mode = CONCAT(@migrate_own_sql_mode, ',{}')", SESSION_MODES.join(","))
}

fn may_end_in_comment(sql: &str) -> bool {
    sql.lines().next_back().is_some_and(|line| line.contains("--") || line.contains('#'))
}
