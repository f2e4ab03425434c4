//! What the executor tells while it runs; printers and progress bars listen.

use std::time::Duration;

use migrate_core::graph::Direction;
use migrate_core::revision::Revision;
use migrate_core::schema::Origin;

use super::{Backup, DatabaseError};

/// Something that happened.
///
/// ```
/// use diesel::prelude::*;
/// use migrate_runtime::executor::{Event, Options};
/// use migrate_runtime::{Error, Migrations, Settings};
///
/// static MIGRATIONS: Migrations = Migrations::new("app-migrations", &[], Settings::DEFAULT);
///
/// let mut connection = SqliteConnection::establish(":memory:").unwrap();
/// MIGRATIONS.upgrade_with(&mut connection, "head", &Options::default(), &mut |event| match event {
///     Event::Started { revision, index, total, .. } => {
///         println!("{} of {total}: {}", index + 1, revision.message);
///     }
///     Event::Finished { revision, elapsed, .. } => println!("{} took {elapsed:?}", revision.id),
///     Event::Waiting { holder, .. } => println!("waiting for {holder}"),
///     _ => {}
/// })?;
/// # Ok::<(), Error>(())
/// ```
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Event<'a> {
    /// Another runner holds the lock, and is waited for.
    #[non_exhaustive]
    Waiting {
        /// Who it is, as far as the database says.
        holder: &'a str,
    },
    /// The database is copied before anything runs.
    BackingUp,
    /// The database was copied.
    #[non_exhaustive]
    BackedUp {
        /// The copy.
        backup: &'a Backup,
        /// How long it took.
        elapsed: Duration,
    },
    /// A revision is about to run.
    #[non_exhaustive]
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
    /// The revision that is about to run was interrupted outside a transaction, and goes on where it was.
    #[non_exhaustive]
    Resumed {
        /// The revision.
        revision: &'a Revision,
        /// Which way it goes.
        direction: Direction,
        /// The statement it goes on with, from 1.
        statement: usize,
        /// How many statements it has.
        total: usize,
        /// Why there: `statement 3 was found done`.
        reason: &'a str,
    },
    /// A stamp has forgotten a revision that was interrupted outside a transaction.
    #[non_exhaustive]
    Forgotten {
        /// The revision's id.
        revision: &'a str,
        /// How many of its statements were done.
        done: usize,
        /// How many it had.
        total: usize,
    },
    /// A statement is about to run.
    #[non_exhaustive]
    Statement {
        /// The SQL.
        sql: &'a str,
    },
    /// Something was left out that the database has no place for, or put right that was there.
    #[non_exhaustive]
    Note {
        /// What.
        text: &'a str,
        /// The operation's line.
        origin: Origin,
    },
    /// A revision cannot go to PostgreSQL as one message, and so is run statement by statement.
    ///
    /// On a fast network that is all the same; over a slow one each statement costs a round trip.
    #[non_exhaustive]
    FellBack {
        /// The revision.
        revision: &'a Revision,
        /// Why not.
        reason: FallBack<'a>,
    },
    /// Another session blocked it: after the pause the transaction is tried again as a whole, or the statement where it
    /// is in none.
    #[non_exhaustive]
    Retrying {
        /// The revision.
        revision: &'a Revision,
        /// What the database said.
        error: &'a DatabaseError,
        /// Who held the lock that was waited for, as far as the server says it.
        blocked_by: Option<&'a str>,
        /// Which retry it will be, from 1.
        retry: u32,
        /// How many there are at most.
        retries: u32,
        /// How long it is until then.
        pause: Duration,
    },
    /// A revision ran; it is committed with this or a later event.
    #[non_exhaustive]
    Finished {
        /// The revision.
        revision: &'a Revision,
        /// Which way it went.
        direction: Direction,
        /// How long it took.
        elapsed: Duration,
    },
}

/// Why a revision is run statement by statement where one message could do.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum FallBack<'a> {
    /// It runs outside a transaction, where each statement commits alone.
    OutsideTransaction,
    /// It holds this, which is more than SQL: a function, or an index that is built concurrently.
    NotOnlySql(&'static str),
    /// All revisions run in a single transaction.
    SingleTransaction,
    /// The server refused the message; statement by statement, the one at fault is found.
    Refused(&'a DatabaseError),
}
