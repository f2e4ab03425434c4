//! Where a revision goes on that an earlier run began, or why it does not.

use migrate_core::dialect::mysql::probe;
use migrate_core::dialect::{Evidence, Place, Verdict, places};
use migrate_core::graph::Direction;

use crate::error::{Error, Interrupted, Interruption};
use crate::executor::DatabaseError;
use crate::executor::options::{Options, Resume};
use crate::executor::session::Session;
use crate::prepare::PreparedRevision;

use super::catalogue::{interrupted_verdict, texts};
use super::table::{Journal, Progress};

/// Where a revision goes on.
pub(in crate::executor) struct Resumption {
    /// The first place that is not done.
    pub(super) at: usize,
    /// Why there.
    pub(super) reason: String,
}

/// The direction as the journal and the log have it.
pub(super) const fn direction(direction: Direction) -> &'static str {
    match direction {
        Direction::Up => "upgrade",
        Direction::Down => "downgrade",
    }
}

impl Session<'_> {
    /// The revision that was begun and is not written down.
    pub(crate) fn interrupted(&mut self) -> Result<Option<Interrupted>, DatabaseError> {
        Ok(self.journal()?.map(|journal| of(&journal, Interruption::None)))
    }

    /// Fails where a revision was begun that no plan goes on with.
    pub(crate) fn require_whole(&mut self) -> Result<(), Error> {
        match self.journal()? {
            Some(journal) => Err(interrupted(&journal, Interruption::Elsewhere)),
            None => Ok(()),
        }
    }

    /// Where the first of these revisions goes on; none where no revision was begun.
    pub(in crate::executor) fn resumption(
        &mut self,
        revisions: &[PreparedRevision<'_>],
        options: &Options,
    ) -> Result<Option<Resumption>, Error> {
        let Some(journal) = self.journal()? else { return Ok(None) };
        let first = revisions.first().filter(|prepared| {
            prepared.revision.id == journal.revision
                && direction(prepared.direction) == journal.direction
        });
        let Some(prepared) = first else {
            return Err(interrupted(&journal, Interruption::Elsewhere));
        };
        let known = if prepared.transactional {
            Vec::new()
        } else {
            places(self.dialect(), &prepared.statements, prepared.by_choice)
        };
        let edited = journal
            .places
            .iter()
            .take(journal.done)
            .enumerate()
            .find(|(at, digest)| known.get(*at).is_none_or(|place| place.digest != **digest));
        if let Some((at, _)) = edited {
            return Err(interrupted(&journal, Interruption::Edited { statement: at + 1 }));
        }
        let (at, reason) = self.place_to_go_on(&journal, &known, options)?;
        may_set_again(&journal, &known[..at.min(known.len())], options)?;
        if prepared.transactional {
            // Nothing of it is done: it begins anew, in a transaction.
            self.forget_journal()?;
            return Ok(None);
        }
        self.note_places(&journal, &known)?;
        Ok(Some(Resumption { at, reason }))
    }

    /// Writes down the places of a revision that was edited where it goes on.
    fn note_places(&mut self, journal: &Journal, known: &[Place<'_>]) -> Result<(), Error> {
        let digests: Vec<_> = known.iter().map(|place| place.digest.clone()).collect();
        if digests == journal.places {
            return Ok(());
        }
        let (table, places) = (self.journal_table(), self.dialect().string(&digests.join(" ")));
        Ok(self.driver.execute(&format!("UPDATE {table} SET places = {places}"))?)
    }

    /// The statement that forgets what was begun, where there may be something.
    pub(in crate::executor) fn forget_statement(&self) -> Option<String> {
        self.has_journal().then(|| format!("DELETE FROM {}", self.journal_table()))
    }

    fn forget_journal(&mut self) -> Result<(), Error> {
        let forget = self.forget_statement();
        forget.map_or(Ok(()), |sql| Ok(self.driver.execute(&sql)?))
    }

    /// The first place that is not done, and how that is known.
    fn place_to_go_on(
        &mut self,
        journal: &Journal,
        known: &[Place<'_>],
        options: &Options,
    ) -> Result<(usize, String), Error> {
        let (done, number) = (journal.done, journal.done + 1);
        let before = match done {
            0 => "nothing was done before".to_owned(),
            done => format!("statement {done} was done"),
        };
        let is_same = known.get(done).map(|place| &place.digest) == journal.places.get(done);
        let verdict = match journal.progress {
            Progress::Between => return Ok((done, before)),
            Progress::Partly => Verdict::Unknown,
            Progress::Running => {
                let statement = journal.statement.as_deref().unwrap_or_default();
                interrupted_verdict(self.driver, statement, &journal.marks)?
            }
        };
        let edited = || interrupted(journal, Interruption::Edited { statement: number });
        match (verdict, options.resume) {
            (Verdict::NotDone, _) => Ok((done, format!("statement {number} was found not done"))),
            (Verdict::Done, _) if is_same => {
                Ok((done + 1, format!("statement {number} was found done")))
            }
            (Verdict::Unknown, Some(Resume::Skip)) if is_same => {
                Ok((done + 1, format!("statement {number} is taken for done, as was said")))
            }
            (Verdict::Unknown, Some(Resume::Retry)) => {
                Ok((done, format!("statement {number} runs again, as was said")))
            }
            (Verdict::Done, _) | (Verdict::Unknown, Some(Resume::Skip)) => Err(edited()),
            (Verdict::Unknown, None) => {
                let found = self.found(journal)?;
                Err(interrupted(journal, Interruption::Unknown { found }))
            }
        }
    }

    /// What the catalogue has now of what the statement in hand is about.
    fn found(&mut self, journal: &Journal) -> Result<Vec<String>, Error> {
        let Some(probe) = journal.statement.as_deref().and_then(probe) else {
            return Ok(Vec::new());
        };
        let now = texts(self.driver, &probe)?;
        let objects = probe.objects.iter().zip(&journal.marks).zip(now);
        let described = objects.map(|((object, mark), now)| {
            let changed =
                if object.mark(now.as_deref()) == *mark { "as before" } else { "changed" };
            match now {
                None => format!("{} {}: not there ({changed})", object.kind.noun(), object.name),
                Some(text) if text.is_empty() || !object.needs_text() => {
                    format!("{} {}: there ({changed})", object.kind.noun(), object.name)
                }
                Some(text) => {
                    format!("{} {} ({changed}): {text}", object.kind.noun(), object.name)
                }
            }
        });
        Ok(described.collect())
    }
}

/// Fails where something of the session is gone with the earlier run that would be another now.
fn may_set_again(journal: &Journal, before: &[Place<'_>], options: &Options) -> Result<(), Error> {
    let lost = before.iter().position(|place| match place.evidence {
        Evidence::Session { constant } => !constant,
        Evidence::Repeatable | Evidence::Row | Evidence::Catalogue | Evidence::Nothing => false,
    });
    match (lost, options.resume) {
        (None, _) | (Some(_), Some(Resume::Retry)) => Ok(()),
        (Some(at), None | Some(Resume::Skip)) => {
            let sql = before[at].text.map(str::to_owned);
            let cause = Interruption::SessionLost { statement: at + 1, sql };
            Err(interrupted(journal, cause))
        }
    }
}

fn interrupted(journal: &Journal, cause: Interruption) -> Error {
    Error::Interrupted(Box::new(of(journal, cause)))
}

fn of(journal: &Journal, cause: Interruption) -> Interrupted {
    Interrupted {
        revision: journal.revision.clone(),
        direction: journal.direction.clone(),
        done: journal.done,
        total: journal.places.len(),
        statement: journal.statement.clone(),
        started_at: journal.started_at.clone(),
        applied_by: journal.applied_by.clone(),
        cause,
    }
}
