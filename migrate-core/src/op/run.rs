//! Functions that run with the live connection, kept as values whose connection type is erased.

use std::any::Any;
use std::fmt;
use std::sync::Arc;

use crate::schema::SqlText;

/// Why a function given to `run` failed.
///
/// Every error becomes one with `?`, as it becomes a `Box<dyn Error>`.
pub type RunError = Box<dyn std::error::Error + Send + Sync>;

/// A function that is called with the live connection when the revision runs, or one for each of
/// several databases.
///
/// The connection's type is erased: this room never sees a database library. A step that was read
/// from an exported document knows of its function only what the document says.
#[derive(Clone, Debug, PartialEq)]
pub struct RunStep {
    functions: Vec<Function>,
    /// What a script does in its stead, where there is no program to call the function.
    pub offline: Option<SqlText>,
    /// Whether a derived way back has nothing to do for it.
    pub nothing_to_undo: bool,
}

/// A function for one type of connection.
#[derive(Clone)]
struct Function {
    connection: String,
    call: Option<Arc<ErasedCall>>,
}

/// `None` when the connection is of another type than the function takes.
type ErasedCall = dyn Fn(&mut dyn Any) -> Option<Result<(), RunError>> + Send + Sync;

impl RunStep {
    /// Erases the connection's type `C`.
    pub fn new<C: Any>(
        call: impl Fn(&mut C) -> Result<(), RunError> + Send + Sync + 'static,
    ) -> Self {
        Self { functions: vec![Function::new(call)], offline: None, nothing_to_undo: false }
    }

    /// Adds a function for another type of connection.
    #[must_use]
    pub fn or<C: Any>(
        mut self,
        call: impl Fn(&mut C) -> Result<(), RunError> + Send + Sync + 'static,
    ) -> Self {
        self.add(call);
        self
    }

    pub(super) fn add<C: Any>(
        &mut self,
        call: impl Fn(&mut C) -> Result<(), RunError> + Send + Sync + 'static,
    ) {
        self.functions.push(Function::new(call));
    }

    /// A step whose functions are in another program; calling it is an error. The types of the
    /// connections are as [`connection`](Self::connection) writes them.
    pub fn opaque(connections: &str, offline: Option<SqlText>) -> Self {
        let function = |name: &str| Function { connection: name.to_owned(), call: None };
        let functions = connections.split(BETWEEN).map(function).collect();
        Self { functions, offline, nothing_to_undo: false }
    }

    /// The names of the connections' types, in the order in which they were given.
    pub fn connections(&self) -> impl Iterator<Item = &str> {
        self.functions.iter().map(|function| function.connection.as_str())
    }

    /// The names of the connections' types in one text: `diesel::PgConnection | diesel::SqliteConnection`.
    pub fn connection(&self) -> String {
        self.connections().collect::<Vec<_>>().join(BETWEEN)
    }

    /// Calls the function for the connection; `None` when there is none for its type.
    pub fn call(&self, connection: &mut dyn Any) -> Option<Result<(), RunError>> {
        self.functions.iter().find_map(|function| match &function.call {
            Some(call) => call(connection),
            None => Some(Err("the function is in the program that recorded the revision".into())),
        })
    }
}

const BETWEEN: &str = " | ";

impl Function {
    fn new<C: Any>(call: impl Fn(&mut C) -> Result<(), RunError> + Send + Sync + 'static) -> Self {
        Self {
            connection: std::any::type_name::<C>().to_owned(),
            call: Some(Arc::new(move |connection| connection.downcast_mut::<C>().map(&call))),
        }
    }
}

impl PartialEq for Function {
    fn eq(&self, other: &Self) -> bool {
        let same_function = match (&self.call, &other.call) {
            (Some(one), Some(other)) => Arc::ptr_eq(one, other),
            (None, None) => true,
            (Some(_), None) | (None, Some(_)) => false,
        };
        same_function && self.connection == other.connection
    }
}

impl fmt::Debug for Function {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Function").field("connection", &self.connection).finish_non_exhaustive()
    }
}
