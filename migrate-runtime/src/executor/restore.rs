//! What raw SQL and functions may change of a session on PostgreSQL, and how it is given back after
//! each revision that has some.
//!
//! `SET`, `set_config` and `SET ROLE` last beyond their transaction: the next revision, and the
//! application whose connection it is, would work with another `search_path`
//! (<https://www.postgresql.org/docs/current/sql-set.html>). `RESET ALL` would take the
//! application's own settings too, those of an extension or of its policies among them.

use crate::prepare::PreparedRevision;
use migrate_core::dialect::Action;

/// Whether a revision may change a session's settings.
pub(super) fn may_change_settings(prepared: &PreparedRevision<'_>) -> bool {
    prepared
        .statements
        .iter()
        .any(|statement| matches!(statement.action, Action::Raw(_) | Action::Run(_)))
}

/// The settings of a session that are its own. Those of a transaction end with it, and of `seed` the
/// value is unknown.
macro_rules! own_settings {
    () => {
        "pg_settings WHERE source = 'session' AND context IN ('user', 'superuser') \
         AND name NOT IN ('transaction_isolation', 'transaction_read_only', \
         'transaction_deferrable', 'seed')"
    };
}

/// An expression for the statements that set everything to what it is now: first the user, who may
/// set the rest; then what was set meanwhile, to what the session began with; then what is set now.
pub(super) const GIVE_BACK: &str = concat!(
    "format('SET SESSION AUTHORIZATION %L; SET ROLE %L; ",
    "SELECT set_config(name, reset_val, false) FROM ' || $own$",
    own_settings!(),
    "$own$, current_setting('session_authorization'), current_setting('role')) ",
    "|| coalesce((SELECT '; SELECT ' || ",
    "string_agg(format('set_config(%L, %L, false)', name, setting), ', ') FROM ",
    own_settings!(),
    "), '')"
);
