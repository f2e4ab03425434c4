//! `op.run`: the one verb of the builder that names a connection.

use migrate_core::op::{Mode, Op, Run, RunStep};

use super::Driver;

/// The verb `run` of [`Op`]; the prelude brings it.
pub trait RunFunction {
    /// Calls a function with the live connection when the revision runs: diesel, typed, for data.
    ///
    /// The closure's argument says which connection it takes, so that the revision compiles the
    /// same whichever databases are enabled; on another database the run is refused.
    ///
    /// ```
    /// # use migrate_runtime::prelude::*;
    /// use diesel::prelude::*;
    ///
    /// diesel::table! { users (id) { id -> Integer, name -> Text } }
    ///
    /// fn upgrade(op: &mut Op) {
    ///     op.run(|connection: &mut SqliteConnection| {
    ///         diesel::update(users::table).set(users::name.eq("x")).execute(connection).map(drop)
    ///     });
    /// }
    /// ```
    #[track_caller]
    fn run<C: Driver + 'static>(
        &mut self,
        function: fn(&mut C) -> diesel::QueryResult<()>,
    ) -> Run<'_>;
}

impl<M: Mode> RunFunction for Op<M> {
    #[track_caller]
    fn run<C: Driver + 'static>(
        &mut self,
        function: fn(&mut C) -> diesel::QueryResult<()>,
    ) -> Run<'_> {
        self.run_step(RunStep::new(move |connection: &mut C| Ok(function(connection)?)))
    }
}
