//! The names of source files in what revisions recorded.

use std::collections::BTreeMap;

use migrate_core::op::{Operation, Script};
use migrate_core::schema::{Origin, SourceFile, Table, Touched};

use super::{Downgrade, Recording};

/// Names the revision's own file at every place that names none: the document does not name it again.
pub(super) fn complete(recording: &mut Recording, file: &str) {
    each(recording, &mut own(file));
}

/// The same of an upgrade alone.
pub(super) fn complete_script(script: &mut Script, file: &str) {
    in_script(script, &mut own(file));
}

fn own(file: &str) -> impl FnMut(SourceFile) -> SourceFile {
    let own = Origin::new(file, 0, 0).file;
    move |file| if file.as_str().is_empty() { own } else { file }
}

/// Gives files other names, where there are any.
pub(super) fn rename(recording: &mut Recording, name: &dyn Fn(&str) -> Option<String>) {
    let mut known = BTreeMap::new();
    each(recording, &mut |file| {
        *known.entry(file).or_insert_with(|| {
            name(file.as_str()).map_or(file, |name| Origin::new(&name, 0, 0).file)
        })
    });
}

type Change<'c> = dyn FnMut(SourceFile) -> SourceFile + 'c;

fn each(recording: &mut Recording, change: &mut Change<'_>) {
    let Recording { upgrade, downgrade } = recording;
    in_script(upgrade, change);
    match downgrade {
        Downgrade::Function(script) | Downgrade::Auto(script) => in_script(script, change),
        Downgrade::Refused { origin, reason: _, hint: _ } => origin.file = change(origin.file),
        Downgrade::Irreversible(_) => {}
    }
}

fn in_script(script: &mut Script, change: &mut Change<'_>) {
    for recorded in &mut script.operations {
        recorded.origin.file = change(recorded.origin.file);
        in_operation(&mut recorded.operation, change);
    }
}

/// A table that is created again knows the raw SQL that may have changed it.
fn in_operation(operation: &mut Operation, change: &mut Change<'_>) {
    match operation {
        Operation::CreateTable { table, .. } => in_table(table, change),
        Operation::Execute { effect, .. } => {
            for operation in effect.iter_mut().flatten() {
                in_operation(operation, change);
            }
        }
        Operation::IfNeeded(operation) => in_operation(operation, change),
        // Nothing else has a table in it.
        _ => {}
    }
}

fn in_table(table: &mut Table, change: &mut Change<'_>) {
    if let Some(Touched { sqlite, postgres, mysql }) = &mut table.touched_by {
        for origin in [sqlite, postgres, mysql].into_iter().flatten() {
            origin.file = change(origin.file);
        }
    }
}
