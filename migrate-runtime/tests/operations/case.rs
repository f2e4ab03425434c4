//! One case: a schema, operations on it, and what SQLite is told to do.

use migrate_runtime::dialect::{Dialect, Step, Work, lower, normalize};
use migrate_runtime::op::{Mode, Op, Recorded, apply, reverse_all};
use migrate_runtime::schema::Schema;
use snapbox::assert_data_eq;
use snapbox::data::Inline;

use crate::support::{Database, Failure, NATIVE, OLDEST, record};

/// Operations on a schema, and what comes of them.
#[derive(Clone)]
pub(crate) struct Case {
    pub(crate) name: &'static str,
    setup: Vec<Recorded>,
    pub(crate) operations: Vec<Recorded>,
    transactional: bool,
    outcome: Outcome,
}

#[derive(Clone)]
enum Outcome {
    /// The SQL for the oldest SQLite, that for one with native forms where it differs, and whether
    /// the operations can be turned round.
    Sql { oldest: Inline, native: Option<Inline>, reversible: bool },
    /// The refusal.
    Refused(Inline),
}

/// Operations that are carried out.
pub(crate) fn case(
    name: &'static str,
    setup: impl FnOnce(&mut Op),
    operations: impl FnOnce(&mut Op),
    oldest: Inline,
) -> Case {
    Case {
        name,
        setup: record(setup),
        operations: record(operations),
        transactional: true,
        outcome: Outcome::Sql { oldest, native: None, reversible: true },
    }
}

/// Operations that SQLite, or the schema, does not allow.
pub(crate) fn refused<M: Mode>(
    name: &'static str,
    setup: impl FnOnce(&mut Op),
    operations: impl FnOnce(&mut Op<M>),
    refusal: Inline,
) -> Case {
    Case {
        name,
        setup: record(setup),
        operations: record(operations),
        transactional: M::TRANSACTIONAL,
        outcome: Outcome::Refused(refusal),
    }
}

impl Case {
    /// The SQL differs where SQLite has a native form.
    pub(crate) fn native(mut self, expected: Inline) -> Self {
        if let Outcome::Sql { native, .. } = &mut self.outcome {
            *native = Some(expected);
        }
        self
    }

    /// What it does to rows cannot be undone.
    pub(crate) fn one_way(mut self) -> Self {
        if let Outcome::Sql { reversible, .. } = &mut self.outcome {
            *reversible = false;
        }
        self
    }

    pub(crate) fn check(self) {
        match self.outcome.clone() {
            Outcome::Refused(expected) => {
                let error = lower(NATIVE, &self.operations, &mut self.before())
                    .expect_err(&format!("`{}` is not refused", self.name));
                assert_data_eq!(Failure::Refused(error).story(), expected);
            }
            Outcome::Sql { oldest, native, reversible } => {
                let (old_sql, new_sql) = (self.sql(OLDEST), self.sql(NATIVE));
                match native {
                    Some(native) => assert_data_eq!(new_sql, native),
                    None => assert_eq!(new_sql, old_sql, "`{}` has a native form", self.name),
                }
                assert_data_eq!(old_sql, oldest);
                for dialect in [OLDEST, NATIVE] {
                    self.round_trip(dialect, reversible);
                }
            }
        }
    }

    /// The schema before the operations.
    fn before(&self) -> Schema {
        let mut schema = Schema::new();
        for Recorded { operation, origin } in &self.setup {
            apply(operation, *origin, &mut schema)
                .unwrap_or_else(|error| panic!("the setup of `{}`: {error}", self.name));
        }
        schema
    }

    fn sql(&self, dialect: Dialect) -> String {
        let steps = lower(dialect, &self.operations, &mut self.before())
            .unwrap_or_else(|error| panic!("`{}`: {error}", self.name));
        steps.iter().map(written).collect()
    }

    /// Up, down by the derived way back, and up again; after each step the database has the schema
    /// that is simulated.
    fn round_trip(&self, dialect: Dialect, reversible: bool) {
        let mut database = Database::new();
        let mut schema = Schema::new();
        let mut run = |script: &[Recorded], schema: &mut Schema, way: &str| {
            database.run(dialect, script, self.transactional, schema).unwrap_or_else(|failure| {
                panic!("`{}` fails {way} on {dialect}: {}", self.name, failure.story())
            });
            let declared = normalize(dialect, schema.clone()).sorted();
            let live = database.schema().sorted();
            assert_eq!(live, declared, "`{}` differs {way} on {dialect}", self.name);
        };
        run(&self.setup, &mut schema, "before");
        let undo = reverse_all(&self.operations, &mut schema.clone());
        assert_eq!(undo.is_ok(), reversible, "`{}`: {undo:?}", self.name);
        run(&self.operations, &mut schema, "up");
        if let Ok(undo) = undo {
            run(&undo, &mut schema, "down");
            assert_eq!(schema.clone().sorted(), self.before().sorted(), "`{}`", self.name);
            run(&self.operations, &mut schema, "up again");
        }
    }
}

fn written(step: &Step) -> String {
    match &step.work {
        Work::Sql(sql) | Work::Raw(sql) => format!("{};\n", sql.trim_end_matches(';')),
        Work::Note(note) => format!("-- {note}\n"),
        Work::Run(run) => format!("-- call fn(&mut {})\n", run.connection()),
        Work::Rebuild(rebuild) => {
            let statements = rebuild.statements(&rebuild.declared).expect("our own definition");
            statements.join(";\n") + ";\n"
        }
    }
}
