//! A schema as `diesel print-schema` of diesel 2.3 prints it.
//!
//! diesel gives its text to rustfmt; what that does with it under its default settings is done here, so the bytes
//! depend on nothing that is installed. What differs from diesel's text:
//!
//! * a key of SQLite that is the row's number is never NULL, and so never `Nullable<..>`; diesel takes it for that
//!   where the table was created without `NOT NULL`, which a schema does not keep;
//! * a domain of PostgreSQL is a type of its own: a schema does not hold the type below it;
//! * two columns, or tables, whose names would be one in Rust have an underscore between them, and a name that Rust
//!   does not take is changed where diesel's file would not compile;
//! * a `timestamptz` of SQLite is `TimestamptzSqlite`, where diesel refuses the whole schema; a table without a key is
//!   left out.

mod joins;
mod layout;
mod tables;
mod types;

use std::fmt;

use migrate_core::dialect::Dialect;
use migrate_core::schema::{QualifiedName, Schema};

use super::{PatchError, PrintSchema, names};
use layout::Lines;
pub(super) use tables::{ROW_NUMBERS, holds_row_number};

/// The first line of a generated file.
const HEADER: &str = "// @generated automatically by Diesel CLI.";

/// A written `schema.rs`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// The text, before the patch file.
    pub text: String,
    /// The tables that cannot be in it.
    pub left_out: Vec<LeftOut>,
}

/// A table that `table!` cannot declare.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum LeftOut {
    /// It has no primary key, which diesel wants of every table.
    NoKey(QualifiedName),
    /// Its schema (namespace) has a name that Rust does not take, as `table!` wants it.
    SchemaName {
        /// The table.
        table: QualifiedName,
        /// Its schema (namespace).
        schema: String,
    },
    /// A column has a type that neither diesel nor the database has a name for.
    NoType {
        /// The table.
        table: QualifiedName,
        /// The column.
        column: String,
        /// Its type.
        column_type: String,
    },
}

impl fmt::Display for LeftOut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoKey(table) => write!(f, "table `{table}` has no primary key"),
            Self::SchemaName { table, schema } => {
                write!(f, "schema `{schema}` of table `{table}` has a name that Rust does not take")
            }
            Self::NoType { table, column, column_type } => write!(
                f,
                "diesel has no type for column `{column}` of table `{table}`, which is {column_type}"
            ),
        }
    }
}

/// The text of `schema.rs` for a schema, as the settings of `diesel.toml` have it.
///
/// ```
/// use migrate_analysis::models::diesel::{PrintSchema, write};
/// use migrate_core::dialect::{Dialect, Family};
/// use migrate_core::op::{Op, apply, big_int, table, text};
/// use migrate_core::schema::Schema;
///
/// let mut op: Op = Op::new();
/// op.create_table(table("users").column("id", big_int().primary_key()).column("name", text()));
/// let mut schema = Schema::new();
/// for recorded in op.into_operations() {
///     apply(&recorded.operation, recorded.origin, &mut schema).unwrap();
/// }
/// let postgres = Dialect::parse(Family::Postgres, "150004").unwrap();
/// let written = write(&schema, postgres, &PrintSchema::default());
/// let text = "// @generated automatically by Diesel CLI.
///
/// diesel::table! {
///     users (id) {
///         id -> Int8,
///         name -> Nullable<Text>,
///     }
/// }
/// ";
/// assert_eq!(written.text, text);
/// ```
pub fn write(schema: &Schema, dialect: Dialect, settings: &PrintSchema) -> Written {
    let schema = schema.clone().on(dialect.family());
    let (tables, left_out) = tables::printed(&schema, dialect, settings);
    let keys = joins::safe_keys(&schema, dialect, settings, &tables);
    let mut lines = Lines::default();
    lines.push(HEADER);
    if let Some(module) = &settings.schema {
        lines.blank();
        lines.open(&format!("pub mod {} {{", names::of_table(module)));
    }
    types::write(&mut lines, dialect, settings, &tables);
    tables::write(&mut lines, settings, &tables);
    joins::write(&mut lines, settings, &tables, &keys);
    if settings.schema.is_some() {
        lines.close();
    }
    Written { text: lines.into_text(), left_out }
}

/// The text with the changes of a patch file, a unified diff.
///
/// # Errors
///
/// The patch is no unified diff, or its lines are not in the text.
pub fn patched(text: &str, patch: &str) -> Result<String, PatchError> {
    let patch =
        diffy::Patch::from_str(patch).map_err(|error| PatchError::Form(error.to_string()))?;
    diffy::apply(text, &patch).map_err(|error| PatchError::Apply(error.to_string()))
}
