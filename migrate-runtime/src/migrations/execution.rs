//! A way to a target or off unknown revisions, prepared again when another runner was faster.

use std::time::Instant;

use migrate_core::dialect::Dialect;
use migrate_core::graph::{Direction, RowChange, Target, plan};

use crate::error::Error;
use crate::executor::{Event, Options, Report, Session};
use crate::prepare::{Known, PreparedRevision, plan_digest, prepare_known};

/// A plan whose revisions are written.
pub(super) struct Prepared<'g> {
    pub(super) redundant_rows: RowChange<'g>,
    pub(super) revisions: Vec<PreparedRevision<'g>>,
}

impl Prepared<'_> {
    /// Refuses what is not the plan that was asked for by its digest.
    pub(super) fn require_planned(
        &self,
        options: &Options,
        dialect: Dialect,
        rows: &[String],
    ) -> Result<(), Error> {
        let Some(planned) = &options.plan else { return Ok(()) };
        let digest = plan_digest(dialect, rows, &self.revisions);
        if digest == *planned {
            return Ok(());
        }
        let difference = format!("its digest is `{digest}`, and `{planned}` was asked for");
        Err(Error::PlanChanged { difference })
    }

    /// Whether there is nothing to do.
    pub(super) fn is_empty(&self) -> bool {
        self.revisions.is_empty() && self.redundant_rows.is_empty()
    }
}

/// Where a run leads.
#[derive(Clone, Copy)]
pub(super) enum Goal<'r> {
    /// To a target, in a direction.
    Target(Direction, &'r Target),
    /// To where these revisions are not applied.
    Without(&'r [&'r str]),
}

impl<'r> Goal<'r> {
    /// Plans the way from these rows, and writes its revisions.
    pub(super) fn prepare(
        self,
        known: Known<'r>,
        dialect: Dialect,
        rows: &[String],
    ) -> Result<Prepared<'r>, Error> {
        let plan = match self {
            Self::Target(Direction::Up, target) => plan::upgrade(known.graph, rows, target)?,
            Self::Target(Direction::Down, target) => plan::downgrade(known.graph, rows, target)?,
            Self::Without(revisions) => plan::take_back(known.graph, rows, revisions)?,
        };
        let redundant_rows = plan.redundant_rows.clone();
        Ok(Prepared { redundant_rows, revisions: prepare_known(known, dialect, rows, plan)? })
    }

    /// Whether it is another one from other rows: counted revisions would lead further than was asked for.
    fn needs_rows(self) -> bool {
        match self {
            Self::Target(_, target) => target.needs_rows(),
            Self::Without(_) => true,
        }
    }
}

/// A target that another runner reached meanwhile is planned for again, so often at most.
const ATTEMPTS: usize = 20;

/// A way to a goal, while other runners are held off.
pub(super) struct Execution<'r> {
    pub(super) known: Known<'r>,
    pub(super) goal: Goal<'r>,
    pub(super) options: &'r Options,
}

impl<'r> Execution<'r> {
    /// Runs what was prepared for `rows`, and prepares again what another runner changed meanwhile.
    pub(super) fn run(
        &self,
        session: &mut Session<'_>,
        mut rows: Vec<String>,
        mut prepared: Prepared<'r>,
        listen: &mut dyn FnMut(Event<'_>),
    ) -> Result<Report, Error> {
        let start = Instant::now();
        let mut revisions: Vec<String> = Vec::new();
        let mut resent = Vec::new();
        let mut fall_backs = 0;
        let mut backup = None;
        let mut listen = |event: Event<'_>| {
            if let Event::Finished { revision, .. } = event
                && !revisions.contains(&revision.id)
            {
                revisions.push(revision.id.clone());
            }
            listen(event);
        };
        for attempt in 1.. {
            // Without a wait they are hardly others; the guard of the first transaction looks.
            let found = if attempt == 1 && !session.has_waited() {
                rows.clone()
            } else {
                session.rows_again()?
            };
            if found != rows {
                if self.goal.needs_rows() {
                    return Err(Error::VersionTableChanged { expected: rows, found });
                }
                rows = found;
                prepared = self.goal.prepare(self.known, session.dialect(), &rows)?;
                prepared.require_planned(self.options, session.dialect(), &rows)?;
            }
            if prepared.revisions.is_empty() {
                if prepared.redundant_rows.is_empty() {
                    break;
                }
                match session.stamp(&rows, &prepared.redundant_rows, false, None) {
                    Err(Error::VersionTableChanged { .. }) if attempt < ATTEMPTS => continue,
                    stamped => stamped?,
                }
                break;
            }
            let Prepared { redundant_rows, revisions } = &prepared;
            // What another tool changed meanwhile is in no earlier backup.
            backup = session.back_up(self.options, &rows, &mut listen)?;
            match session.run(&rows, redundant_rows, revisions, self.options, &mut listen) {
                // Something that takes no lock, such as another tool, was faster.
                Err(Error::VersionTableChanged { .. }) if attempt < ATTEMPTS => {}
                result => {
                    let report = result.map_err(|error| match &backup {
                        Some(backup) => session.restore(self.options, &rows, backup, error),
                        None => error,
                    })?;
                    resent.extend(report.resent);
                    fall_backs = report.fall_backs;
                    break;
                }
            }
        }
        let elapsed = start.elapsed();
        Ok(Report { revisions, resent, elapsed, fall_backs, backup, ..Report::default() })
    }
}
