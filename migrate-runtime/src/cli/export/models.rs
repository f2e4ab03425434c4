//! The linked models: what each recorded, in one order for every build.

use crate::models::RegisteredModel;
use crate::prepare::caught;
use migrate_core::op::encode::{Encoder, Places};
use migrate_core::op::{Op, Operation, Recorded};
use migrate_core::schema::SourceFile;

use super::super::error::CliError;
use super::files::relative;

/// The value of `models`, each on a line of its own; none where no model is linked.
///
/// Tables come by their names, then functions by their places: the order in which they are linked means
/// nothing.
pub(super) fn models() -> Result<Option<String>, CliError> {
    let mut models = RegisteredModel::linked()
        .map(|model| {
            let operations = recorded(model)?;
            Ok((order(model, &operations), encoded(model, &operations)))
        })
        .collect::<Result<Vec<_>, CliError>>()?;
    if models.is_empty() {
        return Ok(None);
    }
    models.sort();
    let models: Vec<_> = models.into_iter().map(|(_, text)| text).collect();
    Ok(Some(format!("[\n{}\n]", models.join(",\n"))))
}

fn recorded(model: &RegisteredModel) -> Result<Vec<Recorded>, CliError> {
    let record = || {
        let mut op: Op = Op::new();
        (model.record)(&mut op);
        op.into_operations()
    };
    caught(record).map_err(|panic| CliError::Model {
        place: format!("{}:{}", relative(model.file, ""), model.line),
        panic,
    })
}

/// Whether it is a function, the name of its table, and its place.
fn order(model: &RegisteredModel, operations: &[Recorded]) -> (bool, String, String, u32) {
    let table = match operations {
        [Recorded { operation: Operation::CreateTable { table, .. }, .. }] => {
            Some(table.name.to_string())
        }
        _ => None,
    };
    let file = relative(model.file, "").into_owned();
    (table.is_none(), table.unwrap_or_default(), file, model.line)
}

fn encoded(model: &RegisteredModel, operations: &Vec<Recorded>) -> String {
    let RegisteredModel { module: _, file, line, record: _, was, columns_were } = model;
    let other = |other: SourceFile| (other.as_str() != *file).then(|| relative(other.as_str(), ""));
    let mut out = Encoder::new(Places::Named(&other));
    out.object(|object| {
        object.value("crate", model.crate_name());
        object.value("file", &*relative(file, ""));
        object.value("line", line);
        object.value("operations", operations);
        object.optional("was", was.as_ref());
        if !columns_were.is_empty() {
            let renamed = columns_were.iter();
            let renamed: Vec<_> =
                renamed.map(|(now, was)| ((*now).to_owned(), (*was).to_owned())).collect();
            object.value("columns_were", &renamed);
        }
    });
    out.into_text()
}
