//! `op.run` and `.or`: the verbs of the builder that name a connection.

use diesel::QueryResult;
use migrate_core::op::{Mode, Op, Run, RunError, RunStep};

use super::Driver;

/// The verb `run` of [`Op`]; the prelude brings it.
pub trait RunFunction {
    /// Calls a function with the live connection when the revision runs: diesel, typed, for data.
    ///
    /// The closure's argument says which connection it takes, so that the revision compiles the
    /// same whichever databases are enabled; on a database for which there is no function the revision
    /// is refused when it is planned. It ends with `Ok(())`, and any error may leave it with `?`; or
    /// it is one query that ends with `.execute(connection)`. A function of your own returns
    /// `Result<(), RunError>`.
    ///
    /// A panic in the function is an error of the revision, which is rolled back; a package that is
    /// built with `panic = "abort"` ends there instead.
    ///
    /// A `table!` of more than 16 columns needs the feature `32-column-tables` at the package's own
    /// diesel: migration binaries do without, as it doubles what diesel takes to compile.
    ///
    /// ```
    /// # use migrate_runtime::prelude::*;
    /// use diesel::prelude::*;
    ///
    /// diesel::table! { users (id) { id -> Integer, name -> Text, level -> Integer } }
    ///
    /// fn upgrade(op: &mut Op) {
    ///     op.run(|connection: &mut SqliteConnection| {
    ///         diesel::update(users::table).set(users::name.eq("x")).execute(connection)
    ///     });
    ///     op.run(|connection: &mut SqliteConnection| {
    ///         for name in users::table.select(users::name).load::<String>(connection)? {
    ///             let level: i32 = name.trim_start_matches("level ").parse()?;
    ///             diesel::update(users::table.filter(users::name.eq(&name)))
    ///                 .set(users::level.eq(level))
    ///                 .execute(connection)?;
    ///         }
    ///         Ok(())
    ///     });
    /// }
    /// ```
    #[track_caller]
    fn run<C: Driver + 'static, R: RunOutcome + 'static>(
        &mut self,
        function: fn(&mut C) -> R,
    ) -> Run<'_>;
}

impl<M: Mode> RunFunction for Op<M> {
    #[track_caller]
    fn run<C: Driver + 'static, R: RunOutcome + 'static>(
        &mut self,
        function: fn(&mut C) -> R,
    ) -> Run<'_> {
        self.run_step(RunStep::new(move |connection: &mut C| function(connection).into_result()))
    }
}

/// The verb `or` of [`Run`]; the prelude brings it.
pub trait RunOtherwise {
    /// Calls another function where the connection is of another type: a revision for several
    /// databases.
    ///
    /// ```
    /// # use migrate_runtime::prelude::*;
    /// use diesel::prelude::*;
    ///
    /// diesel::table! { users (id) { id -> Integer, name -> Text } }
    ///
    /// # #[cfg(all(feature = "sqlite", feature = "postgres"))]
    /// fn upgrade(op: &mut Op) {
    ///     op.run(|connection: &mut SqliteConnection| {
    ///         diesel::update(users::table).set(users::name.eq("x")).execute(connection)
    ///     })
    ///     .or(|connection: &mut PgConnection| {
    ///         diesel::update(users::table).set(users::name.eq("x")).execute(connection)
    ///     });
    /// }
    /// ```
    #[expect(clippy::return_self_not_must_use, reason = "what a handle says is recorded already")]
    fn or<C: Driver + 'static, R: RunOutcome + 'static>(self, function: fn(&mut C) -> R) -> Self;
}

impl RunOtherwise for Run<'_> {
    fn or<C: Driver + 'static, R: RunOutcome + 'static>(self, function: fn(&mut C) -> R) -> Self {
        self.or_call(move |connection: &mut C| function(connection).into_result())
    }
}

/// What a function given to `run` returns.
///
/// There is one error type for `()`, so that a closure which ends with `Ok(())` needs no type.
///
/// ```compile_fail,E0277
/// # use migrate_runtime::prelude::*;
/// # use diesel::prelude::*;
/// # fn upgrade(op: &mut Op) {
/// op.run(|connection: &mut SqliteConnection| {
///     diesel::sql_query("UPDATE users SET level = 1").execute(connection).map(drop)
/// });
/// # }
/// ```
#[diagnostic::on_unimplemented(
    message = "a function given to `run` returns `Result<(), RunError>`, and this one a `{Self}`",
    label = "takes a function that returns `Result<(), RunError>`",
    note = "a closure ends with `Ok(())`, and any error may leave it with `?`; or it is one query that ends with `.execute(connection)`, without `.map(drop)`",
    note = "a function of your own is `fn fill(connection: &mut SqliteConnection) -> Result<(), RunError>`; one with another error is called: `op.run(|connection: &mut SqliteConnection| Ok(fill(connection)?))`"
)]
pub trait RunOutcome {
    #[doc(hidden)]
    fn into_result(self) -> Result<(), RunError>;
}

#[diagnostic::do_not_recommend]
impl RunOutcome for Result<(), RunError> {
    fn into_result(self) -> Self {
        self
    }
}

#[diagnostic::do_not_recommend]
impl RunOutcome for QueryResult<usize> {
    fn into_result(self) -> Result<(), RunError> {
        self.map(drop).map_err(Into::into)
    }
}
