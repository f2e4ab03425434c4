//! `op.run`: the one verb of the builder that names a connection.

use crate::op::{Mode, Op, Operation, Run, RunStep};

use super::Driver;

impl<M: Mode> Op<M> {
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
    pub fn run<C: Driver + 'static>(
        &mut self,
        function: fn(&mut C) -> diesel::QueryResult<()>,
    ) -> Run<'_> {
        let step = RunStep::new(move |connection: &mut C| Ok(function(connection)?));
        Run::new(self.record(Operation::Run(step)))
    }
}
