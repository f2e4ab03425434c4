//! `plan` and `apply`: a plan that is written to a file, reviewed, and run as it was written or not at all.

use std::path::{Path, PathBuf};

use migrate_core::graph::Direction;
use migrate_core::json::Value;

use crate::prepare::plan_digest;
use crate::{Error, Migrations};

use super::args::{DatabaseOptions, RunOptions};
use super::commands::{Way, direction_name, migrate};
use super::current::say_interrupted;
use super::error::CliError;
use super::exit::Exit;
use super::json::Json;
use super::plan::{print_plan, revision_json};
use super::preview::{Preview, with_preview};
use super::printer::Printer;

/// The number of the form that is written here.
const FORMAT: u32 = 1;

/// Shows a plan, and writes it to a file.
pub(super) fn plan(
    migrations: &Migrations,
    goal: (Direction, &str),
    output: Option<&Path>,
    run: &RunOptions,
    database: &DatabaseOptions,
    printer: &mut Printer,
) -> Result<Exit, CliError> {
    with_preview(migrations, goal, run, database, printer, |preview, printer| {
        let Preview { rows, dialect, revisions, interrupted, .. } = preview;
        let document = document(migrations.package(), goal, preview);
        if printer.is_json() {
            printer.result(&document);
        } else {
            if let Some(interrupted) = interrupted {
                say_interrupted(interrupted, printer);
            }
            print_plan(revisions, interrupted.as_ref(), run.verbose, printer);
        }
        for prepared in revisions {
            for loss in &prepared.losses {
                let revision = &prepared.revision.id;
                printer.warning(format_args!("{loss} would be lost (revision `{revision}`)"));
            }
        }
        printer.status("Digest", plan_digest(*dialect, rows, revisions));
        if let Some(file) = output {
            write(file, &document)?;
            printer.status("Wrote", format_args!("{}", file.display()));
        }
        Ok(Exit::Success)
    })
}

/// Runs a plan from a file, where what would run now is what is in it.
pub(super) fn apply(
    migrations: &Migrations,
    file: &Path,
    run: &RunOptions,
    database: &DatabaseOptions,
    printer: &mut Printer,
) -> Result<Exit, CliError> {
    let planned = Planned::read(file)?;
    planned.require_package(migrations.package())?;
    let goal = (planned.direction, planned.target.as_str());
    let as_plan = RunOptions { plan: true, ..RunOptions::default() };
    with_preview(migrations, goal, &as_plan, database, printer, |preview, _| {
        planned.require_same(preview, &document(migrations.package(), goal, preview))
    })?;
    let run = RunOptions { confirm: Some(planned.digest.clone()), ..run.clone() };
    migrate(migrations, &Way::of(planned.direction, &planned.target), &run, database, printer)
}

/// All that there is to say of a plan, the same for the same plan.
fn document(package: &str, (direction, target): (Direction, &str), preview: &Preview<'_>) -> Json {
    let Preview { rows, dialect, revisions, interrupted, .. } = preview;
    let target = target.split_once(':').map_or(target, |(_, to)| to);
    let losses = revisions.iter().flat_map(|prepared| {
        prepared.losses.iter().map(|loss| {
            Json::object([
                ("revision", Json::from(&prepared.revision.id)),
                ("loses", loss.to_string().as_str().into()),
            ])
        })
    });
    Json::object([
        ("format_version", FORMAT.into()),
        ("digest", Json::from(&plan_digest(*dialect, rows, revisions))),
        ("package", package.into()),
        ("database", dialect.to_string().as_str().into()),
        ("direction", direction_name(direction).into()),
        ("target", target.into()),
        ("rows", Json::list(rows)),
        ("losses", Json::list(losses)),
        (
            "revisions",
            Json::list(revisions.iter().map(|it| revision_json(it, interrupted.as_ref()))),
        ),
    ])
}

#[expect(clippy::disallowed_methods, reason = "the user says where the plan is to be")]
fn write(file: &Path, document: &Json) -> Result<(), CliError> {
    std::fs::write(file, format!("{document}\n")).map_err(|error| CliError::Usage {
        message: format!("cannot write {}: {error}", file.display()),
        hint: None,
    })
}

/// A plan as its file has it.
struct Planned {
    file: PathBuf,
    package: String,
    database: String,
    direction: Direction,
    target: String,
    rows: Vec<String>,
    digest: String,
    /// The whole of it.
    document: Value,
}

impl Planned {
    #[expect(clippy::disallowed_methods, reason = "the user says where the plan is")]
    fn read(file: &Path) -> Result<Self, CliError> {
        let unreadable = |why: &str| CliError::Usage {
            message: format!("cannot read {}: {why}", file.display()),
            hint: Some("`cargo migrate plan -o FILE` writes a plan".to_owned()),
        };
        let text = std::fs::read_to_string(file).map_err(|error| unreadable(&error.to_string()))?;
        let document = Value::read(&text).ok_or_else(|| unreadable("it is no plan"))?;
        match document.get("format_version").and_then(Value::number::<u32>) {
            Some(FORMAT) => {}
            Some(other) => {
                return Err(unreadable(&format!(
                    "it is a plan of form {other}, and this program knows form {FORMAT}"
                )));
            }
            None => return Err(unreadable("it is no plan")),
        }
        let text = |key| document.get(key).and_then(Value::text).map(str::to_owned);
        let read = || {
            Some(Self {
                file: file.to_owned(),
                package: text("package")?,
                database: text("database")?,
                direction: match text("direction")?.as_str() {
                    "upgrade" => Direction::Up,
                    "downgrade" => Direction::Down,
                    _ => return None,
                },
                target: text("target")?,
                rows: document.get("rows")?.texts()?,
                digest: text("digest")?,
                document: document.clone(),
            })
        };
        read().ok_or_else(|| unreadable("the plan is not whole"))
    }

    fn require_package(&self, package: &str) -> Result<(), CliError> {
        if self.package == package {
            return Ok(());
        }
        let planned = &self.package;
        Err(changed(format!("the plan is of package `{planned}`, and this is `{package}`")))
    }

    /// Refuses what differs from the plan, by the first thing in which it does.
    fn require_same(&self, preview: &Preview<'_>, document: &Json) -> Result<(), CliError> {
        let now = Value::read(&document.to_string());
        if now.as_ref() == Some(&self.document) {
            return Ok(());
        }
        let Preview { rows, dialect, revisions, .. } = preview;
        if *rows != self.rows {
            return Err(changed(format!(
                "the plan begins at {}, and the database is at {}",
                place(&self.rows),
                place(rows)
            )));
        }
        let is_now = dialect.to_string();
        if is_now != self.database {
            let planned = &self.database;
            return Err(changed(format!("the plan is for {planned}, and this is {is_now}")));
        }
        let planned = self.document.get("revisions").and_then(Value::list).unwrap_or_default();
        let id = |value: &Value| value.get("revision").and_then(Value::text).map(str::to_owned);
        let planned_ids: Vec<_> = planned.iter().filter_map(id).collect();
        let ids: Vec<_> = revisions.iter().map(|prepared| prepared.revision.id.clone()).collect();
        if planned_ids != ids {
            return Err(changed(format!(
                "the plan has revisions {}, and this program would run {}",
                listed(&planned_ids),
                listed(&ids)
            )));
        }
        let now = now.as_ref().and_then(|now| now.get("revisions")?.list()).unwrap_or_default();
        let other = planned.iter().zip(now).find(|(planned, now)| planned != now);
        Err(changed(match other.and_then(|(planned, _)| id(planned)) {
            Some(id) => format!("revision `{id}` is another one in {}", self.file.display()),
            None => format!("{} was changed since it was written", self.file.display()),
        }))
    }
}

fn changed(difference: String) -> CliError {
    Error::PlanChanged { difference }.into()
}

fn place(rows: &[String]) -> String {
    if rows.is_empty() { "base".to_owned() } else { listed(rows) }
}

fn listed(ids: &[String]) -> String {
    if ids.is_empty() {
        return "none".to_owned();
    }
    ids.iter().map(|id| format!("`{id}`")).collect::<Vec<_>>().join(", ")
}
