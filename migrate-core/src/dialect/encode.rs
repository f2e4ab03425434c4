//! Statements as they are exported: what will run, as data.

use crate::op::encode::{Encode, Encoder, Object};

use super::{Action, Clause, Statement};

impl Encode for Statement {
    fn encode(&self, out: &mut Encoder<'_>) {
        // The facts follow from the action, its operations and the schema before them.
        let Self { action, operations, clauses, facts: _ } = self;
        out.object(|object| {
            object.value("operations", operations);
            self::action(action, object);
            object.unless_default("clauses", clauses);
        });
    }
}

impl Encode for Clause {
    fn encode(&self, out: &mut Encoder<'_>) {
        let Self { operation, span } = self;
        out.object(|object| {
            object.value("operation", operation);
            object.value("start", &span.start);
            object.value("end", &span.end);
        });
    }
}

fn action(action: &Action, object: &mut Object<'_, '_>) {
    match action {
        Action::Sql(sql) => {
            object.value("action", "sql");
            object.value("sql", sql);
        }
        Action::Raw(sql) => {
            object.value("action", "raw");
            object.value("sql", sql);
        }
        Action::Rebuild(rebuild) => {
            object.value("action", "rebuild");
            super::sqlite::rebuild_fields(rebuild, object);
        }
        Action::Restate(restate) => {
            object.value("action", "restate");
            super::mysql::restate_fields(restate, object);
        }
        Action::Concurrent(index) => {
            object.value("action", "concurrent");
            super::postgres::index_fields(index, object);
        }
        Action::Run(step) => {
            object.value("action", "run");
            object.value("connection", &step.connection());
            object.optional("offline", step.offline.as_ref());
        }
        Action::Nothing { reason } => {
            object.value("action", "nothing");
            object.value("reason", reason);
        }
        Action::Note(text) => {
            object.value("action", "note");
            object.value("text", text);
        }
    }
}
