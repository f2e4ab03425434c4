//! Taking the lock, and waiting for those who hold it.

use std::time::{Duration, Instant};

use crate::error::Error;
use crate::executor::{CancelToken, DatabaseError, Driver, Event};

use super::file::FileLock;
use super::postgres::First;
use super::row::RowLock;
use super::{Held, Key, Lock, LockOptions, file, mysql, postgres, row};

/// Between two looks at a lock that another runner holds.
const FIRST_PAUSE: Duration = Duration::from_millis(20);
const LONGEST_PAUSE: Duration = Duration::from_millis(500);

/// What is known of the database and of the session that works.
pub(in crate::executor) struct Place<'p> {
    /// What the server knows the session by.
    pub(in crate::executor) session: Option<&'p str>,
    /// The table of the lock's row.
    pub(in crate::executor) table: row::Table,
}

/// Takes the lock, and says who holds it while waiting.
pub(in crate::executor) fn acquire(
    driver: &mut dyn Driver,
    key: &Key,
    place: &Place<'_>,
    options: &LockOptions,
    cancel: &CancelToken,
    listen: &mut dyn FnMut(Event<'_>),
) -> Result<Lock, Error> {
    if cancel.is_canceled() {
        return Err(Error::Canceled);
    }
    let mut wait =
        Wait { options, cancel, listen, start: Instant::now(), told: String::new(), waited: false };
    let (held, taken) = match key {
        Key::None => return Ok(Lock::new(Held::Unneeded, None, false)),
        Key::File(path) => {
            let file = wait.until_taken(|| {
                let file = FileLock::try_lock(path, options.holder.as_deref())?;
                Ok(file.ok_or_else(|| file::holder(path)))
            })?;
            return Ok(Lock::new(Held::File(file), None, wait.waited));
        }
        Key::Postgres(keys) => {
            let taken = wait.on_postgres(driver, key, *keys, place);
            match taken {
                Ok(Some(held)) => (held, Ok(())),
                Ok(None) => return wait.row(driver, *keys, &place.table),
                Err(error) => (Held::SameSession, Err(error)),
            }
        }
        Key::Mysql(_) => {
            let mut own = options.session.as_ref().map(|session| (session.0)()).transpose()?;
            let taken = match &mut own {
                Some(own) => wait.for_session(&mut **own, key, Which::Run, Some(&mut *driver)),
                None => wait.for_session(&mut *driver, key, Which::Run, None),
            }
            .and_then(|()| wait.for_session(driver, key, Which::Work, None));
            (own.map_or(Held::SameSession, Held::OwnSession), taken)
        }
    };
    let release = key.release(options.session.is_none());
    if let Err(error) = taken {
        // The connection may be an application's, which goes on with it.
        if let Some(release) = release {
            drop(driver.execute(&release));
        }
        return Err(error);
    }
    let same_session = match key {
        Key::Postgres(_) => Some(postgres::same_session(place.session)),
        Key::Mysql(_) | Key::File(_) | Key::None => None,
    };
    Ok(Lock { same_session, ..Lock::new(held, release, wait.waited) })
}

/// Who holds the lock of a run on PostgreSQL, with a session or as the row.
fn holder(
    driver: &mut dyn Driver,
    keys: postgres::Keys,
    table: &row::Table,
) -> Result<Option<String>, DatabaseError> {
    match postgres::holder(driver, keys.run)? {
        Some(holder) => Ok(Some(holder)),
        None => table.holder(driver),
    }
}

/// Which of the two locks on a server.
#[derive(Clone, Copy)]
enum Which {
    Run,
    Work,
}

/// A runner that waits for another.
struct Wait<'w> {
    options: &'w LockOptions,
    cancel: &'w CancelToken,
    listen: &'w mut dyn FnMut(Event<'_>),
    start: Instant,
    told: String,
    waited: bool,
}

impl Wait<'_> {
    /// Takes both locks of PostgreSQL; none where sessions mean nothing, and then none is held.
    fn on_postgres(
        &mut self,
        driver: &mut dyn Driver,
        key: &Key,
        keys: postgres::Keys,
        place: &Place<'_>,
    ) -> Result<Option<Held>, Error> {
        let Place { session, table } = place;
        let Some(connect) = self.options.session.clone() else {
            let mut first = Some(postgres::take_alone(driver, keys, table, *session)?);
            self.until_taken(|| {
                let taken = match first.take() {
                    Some(First::Taken) => true,
                    Some(First::Held) => false,
                    Some(First::Pooled) => return Err(postgres::pooled_alone()),
                    None => postgres::try_free(driver, keys.run, table)?,
                };
                if taken { Ok(Ok(())) } else { Ok(Err(holder(driver, keys, table)?)) }
            })?;
            self.for_session(driver, key, Which::Work, None)?;
            return Ok(Some(Held::SameSession));
        };
        let opened = Instant::now();
        let mut own = (connect.0)()?;
        let mut first = true;
        let is_pooled = self.until_taken(|| {
            let pinned = if std::mem::take(&mut first) {
                postgres::pin(&mut *own, keys, table, opened.elapsed())?
            } else {
                postgres::pin_again(&mut *own, keys)?
            };
            // One runner at a time holds on to two sessions, so that a small pool has some left.
            let beside = match pinned {
                First::Taken => postgres::is_beside(driver, keys, *session)?,
                First::Held => true,
                First::Pooled => false,
            };
            postgres::let_go(&mut *own)?;
            // A session that is asked now and then is not idle for too long, either.
            if !beside || !postgres::is_the_same(driver, table, *session)? {
                return Ok(Ok(true));
            }
            let taken = pinned == First::Taken && postgres::take_run(&mut *own, keys)?;
            if taken { Ok(Ok(false)) } else { Ok(Err(holder(&mut *own, keys, table)?)) }
        })?;
        if is_pooled {
            return Ok(None);
        }
        match postgres::take_beside(driver, keys, *session)? {
            First::Taken => {}
            First::Held => self.for_session(driver, key, Which::Work, None)?,
            First::Pooled => {
                // It is no longer known which of the pooler's sessions has the lock.
                drop(own);
                postgres::find_and_give_back(&connect, keys)?;
                return Ok(None);
            }
        }
        Ok(Some(Held::OwnSession(own)))
    }

    /// Takes the row of PostgreSQL's lock.
    fn row(
        &mut self,
        driver: &mut dyn Driver,
        keys: postgres::Keys,
        table: &row::Table,
    ) -> Result<Lock, Error> {
        let connect = self.options.session.clone().ok_or_else(postgres::pooled_alone)?;
        table.ensure(driver)?;
        let process = format!("process {}", std::process::id());
        let owner = self.options.holder.as_ref();
        let owner = owner.map_or_else(|| process.clone(), |who| format!("{who}, {process}"));
        let token = self.until_taken(|| match table.try_take(driver, keys.run, &owner)? {
            Some(token) => Ok(Ok(token)),
            None => Ok(Err(holder(driver, keys, table)?)),
        })?;
        let held = RowLock::hold(table.clone(), token, connect)?;
        // Whose rows were read before is not known here.
        Ok(Lock::new(Held::LockRow(held), None, true))
    }

    /// Takes a lock of a server with a session; another one that is idle as long as the lock must be
    /// waited for is kept alive.
    fn for_session(
        &mut self,
        session: &mut dyn Driver,
        key: &Key,
        which: Which,
        mut idle: Option<&mut dyn Driver>,
    ) -> Result<(), Error> {
        let mut first = true;
        self.until_taken(|| {
            let is_first = std::mem::take(&mut first);
            let taken = match key {
                Key::Postgres(keys) => {
                    let key = match which {
                        Which::Run => keys.run,
                        Which::Work => keys.work,
                    };
                    let taken = postgres::try_lock(session, key)?;
                    if taken { Ok(()) } else { Err(postgres::holder(session, key)?) }
                }
                Key::Mysql(names) => {
                    let name = match which {
                        Which::Run => &names.run,
                        Which::Work => &names.work,
                    };
                    if is_first {
                        session.execute(mysql::KEEP_ALIVE)?;
                    }
                    let taken = mysql::try_lock(session, name)?;
                    if taken { Ok(()) } else { Err(mysql::holder(session, name)?) }
                }
                Key::File(_) | Key::None => Ok(()),
            };
            if taken.is_err()
                && let Some((idle, keep_alive)) = idle.take().zip(key.keep_alive())
            {
                idle.execute(keep_alive)?;
            }
            Ok(taken)
        })
    }

    /// Tries again and again, until the lock is taken or the time is over.
    fn until_taken<T>(
        &mut self,
        mut attempt: impl FnMut() -> Result<Result<T, Option<String>>, DatabaseError>,
    ) -> Result<T, Error> {
        let mut pause = FIRST_PAUSE;
        loop {
            if self.cancel.is_canceled() {
                return Err(Error::Canceled);
            }
            let holder = match attempt()? {
                Ok(taken) => return Ok(taken),
                Err(holder) => holder.unwrap_or_else(|| "another program".to_owned()),
            };
            self.waited = true;
            let timeout = self.options.timeout;
            let left = timeout.map(|timeout| timeout.saturating_sub(self.start.elapsed()));
            if left.is_some_and(|left| left.is_zero()) {
                let waited = timeout.filter(Duration::is_zero);
                let waited = waited.unwrap_or_else(|| self.start.elapsed());
                return Err(Error::Locked { holder, waited });
            }
            if holder != self.told {
                (self.listen)(Event::Waiting { holder: &holder });
                self.told = holder;
            }
            // A server that is asked with `pg_advisory_lock` instead would hold a snapshot meanwhile,
            // for which `CREATE INDEX CONCURRENTLY` of the other runner waits: a deadlock.
            std::thread::sleep(left.map_or(pause, |left| left.min(pause)));
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
    }
}
