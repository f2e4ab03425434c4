//! The places in a revision's own file, which the document does not name again.

use migrate_core::op::{Operation, Script};
use migrate_core::schema::{Origin, SourceFile, Table, Touched};

use super::{Downgrade, Recording};

/// Names the revision's own file at every place that names none.
pub(super) fn complete(recording: &mut Recording, file: &str) {
    let own = Origin::new(file, 0, 0).file;
    let Recording { upgrade, downgrade } = recording;
    in_script(upgrade, own);
    match downgrade {
        Downgrade::Function(script) | Downgrade::Auto(script) => in_script(script, own),
        Downgrade::Refused { origin, .. } => at(origin, own),
        Downgrade::Irreversible(_) => {}
    }
}

fn in_script(script: &mut Script, own: SourceFile) {
    for recorded in &mut script.operations {
        at(&mut recorded.origin, own);
        in_operation(&mut recorded.operation, own);
    }
}

fn at(origin: &mut Origin, own: SourceFile) {
    if origin.file.as_str().is_empty() {
        origin.file = own;
    }
}

/// A table that is created again knows the raw SQL that may have changed it.
fn in_operation(operation: &mut Operation, own: SourceFile) {
    match operation {
        Operation::CreateTable { table, .. } => in_table(table, own),
        Operation::Execute { effect, .. } => {
            for operation in effect.iter_mut().flatten() {
                in_operation(operation, own);
            }
        }
        Operation::IfNeeded(operation) => in_operation(operation, own),
        // Nothing else has a table in it.
        _ => {}
    }
}

fn in_table(table: &mut Table, own: SourceFile) {
    if let Some(Touched { sqlite, postgres, mysql }) = &mut table.touched_by {
        for origin in [sqlite, postgres, mysql].into_iter().flatten() {
            at(origin, own);
        }
    }
}
