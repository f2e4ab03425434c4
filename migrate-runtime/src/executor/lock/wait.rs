//! Taking the lock, and waiting for those who hold it.

use std::time::{Duration, Instant};

use crate::error::Error;
use crate::executor::{CancelToken, DatabaseError, Driver, Event};

use super::file::FileLock;
use super::{Held, Key, Lock, LockOptions, file, mysql, postgres};

/// Between two looks at a lock that another runner holds.
const FIRST_PAUSE: Duration = Duration::from_millis(20);
const LONGEST_PAUSE: Duration = Duration::from_millis(500);

/// Takes the lock, and says who holds it while waiting.
pub(in crate::executor) fn acquire(
    driver: &mut dyn Driver,
    key: &Key,
    options: &LockOptions,
    cancel: &CancelToken,
    listen: &mut dyn FnMut(Event<'_>),
) -> Result<Lock, Error> {
    if cancel.is_canceled() {
        return Err(Error::Canceled);
    }
    let mut wait =
        Wait { options, cancel, listen, start: Instant::now(), told: String::new(), waited: false };
    let own = match key {
        Key::None => return Ok(Lock::new(Held::Unneeded, None, false)),
        Key::File(path) => {
            let file = wait.until_taken(|| {
                let file = FileLock::try_lock(path, options.holder.as_deref())?;
                Ok(file.ok_or_else(|| file::holder(path)))
            })?;
            return Ok(Lock::new(Held::File(file), None, wait.waited));
        }
        Key::Postgres(_) | Key::Mysql(_) => options.session.as_ref(),
    };
    let mut own = own.map(|session| (session.0)()).transpose()?;
    let taken = match &mut own {
        Some(own) => wait.for_session(&mut **own, key, Which::Run, Some(&mut *driver)),
        None => wait.for_session(&mut *driver, key, Which::Run, None),
    }
    .and_then(|()| wait.for_session(driver, key, Which::Work, None));
    let release = key.release(own.is_none());
    if let Err(error) = taken {
        // The connection may be an application's, which goes on with it.
        if let Some(release) = release {
            drop(driver.execute(&release));
        }
        return Err(error);
    }
    Ok(Lock::new(own.map_or(Held::SameSession, Held::OwnSession), release, wait.waited))
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
                    let taken = if is_first {
                        postgres::try_lock_kept_alive(session, key)?
                    } else {
                        postgres::try_lock(session, key)?
                    };
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
