//! What an upgrade does where the database has revisions that the program does not have.

use migrate_core::graph::{Direction, Target, plan};

use crate::error::Error;
use crate::executor::{Event, Options, Report, Session, WhenAhead};
use crate::prepare::Known;
use crate::registry::Registry;

use super::execution::{Execution, Goal};
use super::unknown::Unknown;

/// Upgrades a database with unknown revisions, from its rows to a target, as the options say.
pub(super) fn upgrade(
    registry: &Registry,
    unknown: &Unknown,
    session: &mut Session<'_>,
    (rows, target): (Vec<String>, &Target),
    options: &Options,
    listen: &mut dyn FnMut(Event<'_>),
) -> Result<Report, Error> {
    match options.when_ahead {
        WhenAhead::Refuse => Err(unknown.error()),
        WhenAhead::Accept => accept(registry, unknown, &rows, target),
        // Two packages that share a version table by mistake must not take each other's revisions back.
        WhenAhead::Revert if unknown.ahead.other_package().is_some() => Err(unknown.error()),
        WhenAhead::Revert => {
            // What cannot be gone on with must not be found out half-way.
            if let Some(rows) = unknown.known_rows(registry, &rows) {
                let forward = Goal::Target(Direction::Up, target);
                forward.prepare(Known::of(registry), session.dialect(), &rows)?;
            }
            revert(registry, unknown, session, (rows, target), options, listen)
        }
    }
}

/// Takes the database as it is, where all that the target needs is applied.
fn accept(
    registry: &Registry,
    unknown: &Unknown,
    rows: &[String],
    target: &Target,
) -> Result<Report, Error> {
    let known = unknown.known_rows(registry, rows).ok_or_else(|| unknown.error())?;
    let pending = plan::upgrade(&registry.graph, &known, target)?;
    if pending.revisions.is_empty() { Ok(Report::default()) } else { Err(unknown.error()) }
}

/// Takes the unknown revisions back, and goes on to the target.
fn revert(
    registry: &Registry,
    unknown: &Unknown,
    session: &mut Session<'_>,
    (rows, target): (Vec<String>, &Target),
    options: &Options,
    listen: &mut dyn FnMut(Event<'_>),
) -> Result<Report, Error> {
    let known = unknown.known(registry)?;
    let revisions: Vec<_> = unknown.kept.keys().map(String::as_str).collect();
    let back = Goal::Without(&revisions);
    let prepared = back.prepare(known, session.dialect(), &rows)?;
    if !options.allow_losses {
        refuse_losses(unknown, session)?;
    }
    session.locked(options, listen, |session, listen| {
        let execution = Execution { known, goal: back, options };
        let reverted = execution.run(session, rows, prepared, listen)?;
        let rows = session.rows_again()?;
        let (known, goal) = (Known::of(registry), Goal::Target(Direction::Up, target));
        let prepared = goal.prepare(known, session.dialect(), &rows)?;
        let report = if prepared.is_empty() {
            Report::default()
        } else {
            // The backup is of before the way back.
            let options = &Options { backup: None, ..options.clone() };
            Execution { known, goal, options }.run(session, rows, prepared, listen)?
        };
        Ok(report.after(reverted))
    })
}

/// Refuses what takes rows that are there.
fn refuse_losses(unknown: &Unknown, session: &mut Session<'_>) -> Result<(), Error> {
    let mut losses = Vec::new();
    for revision in unknown.ahead.revisions.iter().map(|it| it.revision.as_str()) {
        let downgrade = unknown.kept.get(revision).and_then(|kept| kept.downgrade.as_ref().ok());
        for loss in downgrade.iter().flat_map(|downgrade| &downgrade.losses) {
            if session.would_lose(loss) {
                losses.push(format!("{loss} (revision `{revision}`)"));
            }
        }
    }
    if losses.is_empty() { Ok(()) } else { Err(Error::WouldLose { losses }) }
}
