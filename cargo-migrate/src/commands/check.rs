//! `check`: whether the revisions lead to what the models say.

use migrate_analysis::diff::Diff;
use migrate_core::op::{Operation, describe};
use migrate_core::schema::{Origin, Schema};
use migrate_runtime::cli::exit::Exit;
use migrate_runtime::cli::json::Json;
use migrate_runtime::cli::printer::Printer;

use crate::autogenerate::{self, AutogenerateError, Comparison};
use crate::cli::{Arguments, CheckArguments, CheckFormat};
use crate::error::Error;
use crate::manifest::Package;

/// Compares, and prints the operations that a new revision would have.
pub(super) fn run(
    check: &CheckArguments,
    arguments: &Arguments,
    package: &Package,
    printer: &mut Printer,
) -> Result<Exit, Error> {
    let compared = autogenerate::compare(package, arguments, &check.compare, printer);
    let Comparison { before, found, .. } = match compared {
        // The form is that of the other answers, so that a machine can read it.
        Err(Error::Autogenerate(AutogenerateError::Open(questions))) if printer.is_json() => {
            printer.result(autogenerate::answers::document(&questions));
            return Err(AutogenerateError::Open(questions).into());
        }
        compared => compared?,
    };
    let lines = descriptions(&found.operations, &before);
    let unsupported: Vec<_> = found.unsupported.iter().map(ToString::to_string).collect();
    if printer.is_json() {
        printer.result(document(&lines, &found));
    } else {
        print(&lines, &unsupported, check.annotate, printer);
    }
    let is_equal = lines.is_empty() && unsupported.is_empty();
    Ok(if is_equal { Exit::Success } else { Exit::Different })
}

fn print(
    lines: &[String],
    unsupported: &[String],
    annotate: Option<CheckFormat>,
    printer: &mut Printer,
) {
    for line in lines {
        match annotate {
            Some(CheckFormat::Github) => printer.result(format_args!(
                "::error title=the models are ahead of the revisions::{}",
                escaped(line)
            )),
            None => printer.result(line),
        }
    }
    for line in unsupported {
        printer.warning(line);
    }
    match lines.len() + unsupported.len() {
        0 => printer.status("Checked", "the revisions lead to the models"),
        number => {
            printer.status("Checked", autogenerate::count(number, "difference"));
            printer.hint("`cargo migrate revision --autogenerate` writes a revision of them");
        }
    }
}

/// A text as a property of a workflow command takes it
/// (<https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands>).
fn escaped(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Each operation in a line, with what it changes.
pub(super) fn descriptions(operations: &[Operation], before: &Schema) -> Vec<String> {
    let mut schema = before.clone();
    let origin = Origin::caller();
    let each = operations.iter().map(|operation| {
        let line = describe(operation, &schema);
        // The comparison has applied them already, so that none fails.
        drop(migrate_core::op::apply(operation, origin, &mut schema));
        line
    });
    each.collect()
}

fn document(lines: &[String], found: &Diff) -> Json {
    let texts = |texts: &mut dyn Iterator<Item = String>| {
        Json::list(texts.map(Json::Text).collect::<Vec<_>>())
    };
    Json::object([
        ("operations", texts(&mut lines.iter().cloned())),
        ("unsupported", texts(&mut found.unsupported.iter().map(ToString::to_string))),
        ("unknown", texts(&mut found.unknown.iter().map(ToString::to_string))),
        ("questions", Json::List(Vec::new())),
    ])
}
