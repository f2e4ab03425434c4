//! What the executor tells while it runs; printers and progress bars listen.

use std::time::Duration;

use migrate_core::graph::Direction;
use migrate_core::revision::Revision;
use migrate_core::schema::Origin;

/// Something that happened.
#[derive(Clone, Copy, Debug)]
pub enum Event<'a> {
    /// Another runner holds the lock, and is waited for.
    Waiting {
        /// Who it is, as far as the database says.
        holder: &'a str,
    },
    /// A revision is about to run.
    Started {
        /// The revision.
        revision: &'a Revision,
        /// Which way it goes.
        direction: Direction,
        /// Its place among all that run, from 0.
        index: usize,
        /// How many run in all.
        total: usize,
    },
    /// A statement is about to run.
    Statement {
        /// The SQL.
        sql: &'a str,
    },
    /// Something was left out that the database has no place for, or put right that was there.
    Note {
        /// What.
        text: &'a str,
        /// The operation's line.
        origin: Origin,
    },
    /// A revision ran; it is committed with this or a later event.
    Finished {
        /// The revision.
        revision: &'a Revision,
        /// Which way it went.
        direction: Direction,
        /// How long it took.
        elapsed: Duration,
    },
}
