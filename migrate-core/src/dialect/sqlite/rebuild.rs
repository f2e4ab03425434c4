//! A table rebuilt with its rows, for what SQLite cannot alter in place.
//!
//! SQLite's own procedure (<https://www.sqlite.org/lang_altertable.html#otheralter>): make a table
//! under another name, copy the rows, drop the old table, rename the new one, make the indexes and
//! triggers again. The new definition is the old one's text with [`Edit`]s, so whatever SQLite keeps
//! in it stays: collations, conflict clauses, unnamed checks, comments.
//!
//! Two settings must hold around it. With foreign keys on, dropping the old table would delete the
//! rows that reference it; they can only be switched off outside a transaction. With
//! `legacy_alter_table` off, the rename would look into every view and trigger and fail on those
//! that name the table, which is not there then; with it on, a rename of any other table
//! would leave the references to it behind. So it is on for that one statement.

use crate::dialect::DefinitionError;
use crate::schema::{ConstraintBody, Origin};
use crate::sql_text::{SqlSyntax, mentions};

use super::ddl::{
    ColumnConstraintKind, ColumnDef, ConstraintRef, CreateTable, DdlError, Found,
    TableConstraintKind,
};
use super::literal::string;
use super::name::{list, quote};

/// A table to be rebuilt.
#[derive(Clone, Debug, PartialEq)]
pub struct Rebuild {
    /// The table.
    pub table: String,
    /// What changes, in order.
    pub edits: Vec<Edit>,
    /// The table as the revisions before say it is, for SQL that is written without a database.
    pub declared: StoredTable,
    /// The raw SQL that may have changed the table unseen, so that `declared` may be wrong.
    pub touched_by: Option<Origin>,
}

/// What SQLite keeps of a table, as SQL texts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StoredTable {
    /// `CREATE TABLE`.
    pub create: String,
    /// The indexes made by `CREATE INDEX`, each with its name.
    pub indexes: Vec<(String, String)>,
    /// The triggers.
    pub triggers: Vec<String>,
}

/// One change of a table's definition.
#[derive(Clone, Debug, PartialEq)]
pub enum Edit {
    /// Adds a column after the others.
    AddColumn {
        /// The whole definition.
        definition: String,
    },
    /// Drops a column and what is said at it.
    DropColumn {
        /// The column.
        column: String,
    },
    /// Changes a column's type.
    SetType {
        /// The column.
        column: String,
        /// The type as SQLite spells it.
        type_name: String,
    },
    /// Fills a column from an expression over the old row while the rows are copied.
    CopyAs {
        /// The column.
        column: String,
        /// The expression.
        expression: String,
    },
    /// Sets or drops `NOT NULL`.
    SetNotNull {
        /// The column.
        column: String,
        /// Whether the column refuses `NULL`.
        not_null: bool,
    },
    /// Sets or drops a default.
    SetDefault {
        /// The column.
        column: String,
        /// The default as written after `DEFAULT`.
        default: Option<String>,
    },
    /// Sets or drops a collation.
    SetCollation {
        /// The column.
        column: String,
        /// The collation.
        collation: Option<String>,
    },
    /// Sets the options of the table.
    SetOptions {
        /// `STRICT`
        strict: bool,
        /// `WITHOUT ROWID`
        without_rowid: bool,
    },
    /// Adds a table constraint.
    AddConstraint {
        /// The whole constraint.
        definition: String,
    },
    /// Drops a constraint by name, or by what it says where the database has no such name.
    DropConstraint {
        /// The name.
        name: String,
        /// What it says.
        body: Option<ConstraintBody>,
    },
    /// Gives a constraint another name.
    RenameConstraint {
        /// The name.
        name: String,
        /// What it says, by which it is found where the database has no such name.
        body: Option<ConstraintBody>,
        /// Its new name.
        to: String,
    },
    /// Drops the check of an enum type on one column.
    DropEnumCheck {
        /// The column.
        column: String,
        /// The check's name.
        name: String,
    },
    /// Adds an index.
    CreateIndex {
        /// Its name.
        name: String,
        /// The statement.
        sql: String,
    },
    /// Drops an index.
    DropIndex {
        /// Its name.
        name: String,
    },
}

impl Rebuild {
    /// The name the new table has until it takes the old one's.
    pub fn interim_name(&self) -> String {
        format!("_migrate_new_{}", self.table)
    }

    /// The statements that rebuild the table from what is `stored` of it.
    pub fn statements(&self, stored: &StoredTable) -> Result<Vec<String>, DefinitionError> {
        let unreadable = |error: DdlError| DefinitionError::Unreadable {
            table: self.table.clone(),
            reason: error.to_string(),
        };
        let old = CreateTable::parse(&stored.create).map_err(unreadable)?;
        let mut draft = Draft {
            table: old.clone(),
            indexes: stored.indexes.clone(),
            copies: Vec::new(),
            fresh: Vec::new(),
            claimed: names(&CreateTable::parse(&self.declared.create).map_err(unreadable)?),
        };
        for edit in &self.edits {
            draft.edit(edit).map_err(|error| match error {
                EditError::Ddl(error) => unreadable(error),
                EditError::Missing { kind, name } => {
                    DefinitionError::Missing { table: self.table.clone(), kind, name }
                }
                EditError::Ambiguous { name, candidates } => {
                    DefinitionError::Ambiguous { table: self.table.clone(), name, candidates }
                }
            })?;
        }
        let interim = self.interim_name();
        let mut new = draft.table;
        new.rename(&interim);

        let (table, interim_sql) = (quote(&self.table), quote(&interim));
        let (targets, sources) = copied_columns(&old, &new, &draft.copies, &draft.fresh);
        let mut statements = vec![
            new.to_sql(),
            format!("INSERT INTO {interim_sql} ({targets}) SELECT {sources} FROM {table}"),
        ];
        if is_numbered(&old) && is_numbered(&new) {
            statements.extend(kept_sequence(&self.table, &interim));
        }
        statements.push(format!("DROP TABLE {table}"));
        statements.push("PRAGMA legacy_alter_table = ON".to_owned());
        statements.push(format!("ALTER TABLE {interim_sql} RENAME TO {table}"));
        statements.push("PRAGMA legacy_alter_table = OFF".to_owned());
        statements.extend(draft.indexes.into_iter().map(|(_, sql)| sql));
        statements.extend(stored.triggers.iter().cloned());
        Ok(statements)
    }
}

struct Draft {
    table: CreateTable,
    indexes: Vec<(String, String)>,
    /// Columns filled from an expression.
    copies: Vec<(String, String)>,
    /// Columns that are new, though an old one may have had the same name.
    fresh: Vec<String>,
    /// The names that belong to constraints by the revisions.
    claimed: Vec<String>,
}

enum EditError {
    Ddl(DdlError),
    Missing { kind: &'static str, name: String },
    Ambiguous { name: String, candidates: Vec<String> },
}

impl From<DdlError> for EditError {
    fn from(error: DdlError) -> Self {
        Self::Ddl(error)
    }
}

impl Draft {
    fn column(&mut self, name: &str) -> Result<&mut ColumnDef, EditError> {
        let missing = EditError::Missing { kind: "column", name: name.to_owned() };
        self.table.column_mut(name).ok_or(missing)
    }

    /// The place of a constraint of the table.
    fn constraint(&self, name: &str, body: Option<&ConstraintBody>) -> Result<usize, EditError> {
        let name_of = || name.to_owned();
        match self.table.find_constraint(name, body, &self.claimed) {
            Found::One(place) => Ok(place),
            Found::None => Err(EditError::Missing { kind: "constraint", name: name_of() }),
            Found::Several(candidates) => Err(EditError::Ambiguous { name: name_of(), candidates }),
        }
    }

    fn edit(&mut self, edit: &Edit) -> Result<(), EditError> {
        let missing = |kind, name: &str| EditError::Missing { kind, name: name.to_owned() };
        match edit {
            Edit::AddColumn { definition } => {
                self.table.add_column(None, definition)?;
                self.fresh.extend(self.table.columns().last().map(|c| c.name().to_owned()));
            }
            Edit::DropColumn { column } => {
                if !self.table.drop_column(column) {
                    return Err(missing("column", column));
                }
                self.drop_lone_constraints(column);
                self.copies.retain(|(name, _)| !name.eq_ignore_ascii_case(column));
            }
            Edit::SetType { column, type_name } => self.column(column)?.set_type(type_name)?,
            Edit::CopyAs { column, expression } => {
                self.copies.push((column.clone(), expression.clone()));
            }
            Edit::SetNotNull { column, not_null } => self.column(column)?.set_not_null(*not_null),
            Edit::SetDefault { column, default } => {
                self.column(column)?.set_default(default.as_deref())?;
            }
            Edit::SetCollation { column, collation } => {
                self.column(column)?.set_collation(collation.as_deref());
            }
            Edit::SetOptions { strict, without_rowid } => {
                self.table.set_options(*strict, *without_rowid);
            }
            Edit::AddConstraint { definition } => {
                self.table.add_constraint(definition)?;
                let added = self.table.all_constraints().last();
                self.claimed.extend(added.and_then(ConstraintRef::name).map(str::to_owned));
            }
            Edit::DropConstraint { name, body } => {
                let place = self.constraint(name, body.as_ref())?;
                self.table.drop_constraint(place);
            }
            Edit::RenameConstraint { name, body, to } => {
                let place = self.constraint(name, body.as_ref())?;
                self.table.rename_constraint(place, to);
                self.claimed.push(to.clone());
            }
            Edit::DropEnumCheck { column, name } => {
                self.table.drop_where(|constraint| {
                    constraint.name() == Some(name)
                        && constraint
                            .check()
                            .is_some_and(|check| mentions(check, column, SqlSyntax::Sqlite))
                });
            }
            Edit::CreateIndex { name, sql } => self.indexes.push((name.clone(), sql.clone())),
            Edit::DropIndex { name } => {
                let before = self.indexes.len();
                self.indexes.retain(|(index, _)| !index.eq_ignore_ascii_case(name));
                if self.indexes.len() == before {
                    return Err(missing("index", name));
                }
            }
        }
        Ok(())
    }

    /// Table constraints about the dropped column alone go with it.
    fn drop_lone_constraints(&mut self, dropped: &str) {
        let others: Vec<_> =
            self.table.columns().iter().map(|column| column.name().to_owned()).collect();
        self.table.drop_where(|constraint| {
            let only = |columns: Vec<&str>| {
                !columns.is_empty() && columns.iter().all(|name| name.eq_ignore_ascii_case(dropped))
            };
            constraint.check().is_some_and(|check| {
                mentions(check, dropped, SqlSyntax::Sqlite)
                    && !others.iter().any(|other| mentions(check, other, SqlSyntax::Sqlite))
            }) || constraint.primary_key().is_some_and(only)
                || constraint.unique().is_some_and(only)
                || constraint.foreign_key().is_some_and(|(columns, _)| only(columns))
        });
    }
}

/// The names of a table's constraints.
fn names(table: &CreateTable) -> Vec<String> {
    table.all_constraints().filter_map(ConstraintRef::name).map(str::to_owned).collect()
}

/// The columns to fill, and what to fill each with from the old rows.
fn copied_columns(
    old: &CreateTable,
    new: &CreateTable,
    copies: &[(String, String)],
    fresh: &[String],
) -> (String, String) {
    let is_named = |other: &str, name: &str| other.eq_ignore_ascii_case(name);
    let is_old = |name: &str| {
        old.columns().iter().any(|column| is_named(column.name(), name))
            && !fresh.iter().any(|fresh| is_named(fresh, name))
    };
    let mut targets = Vec::new();
    let mut sources = Vec::new();
    let row_number = hidden_rowid(old).map(str::to_owned).or_else(|| rowid_alias(old).map(quote));
    if let (Some(source), Some(target)) = (&row_number, hidden_rowid(new)) {
        targets.push(target.to_owned());
        sources.push(source.clone());
    }
    for column in new.columns() {
        let generated = column
            .constraints()
            .iter()
            .any(|constraint| matches!(constraint.kind(), ColumnConstraintKind::Generated { .. }));
        let copy = copies.iter().rev().find(|(name, _)| name.eq_ignore_ascii_case(column.name()));
        let source = match copy {
            Some((_, expression)) => expression.clone(),
            None if is_old(column.name()) => quote(column.name()),
            None => match &row_number {
                Some(number) if rowid_alias(new) == Some(column.name()) => number.clone(),
                _ => continue,
            },
        };
        if !generated {
            targets.push(quote(column.name()));
            sources.push(source);
        }
    }
    if targets.is_empty() {
        // Every column is new: as many rows, each with its defaults.
        let first = new.columns().first().map_or_else(String::new, |c| c.name().to_owned());
        return (list([first]), "NULL".to_owned());
    }
    (targets.join(", "), sources.join(", "))
}

/// The name under which a table's own row number can be copied, when no column shows it.
///
/// Full-text indexes over another table's rows find them by this number, so it is kept even when a
/// column begins or ceases to show it.
fn hidden_rowid(table: &CreateTable) -> Option<&'static str> {
    if table.options().without_rowid || rowid_alias(table).is_some() {
        return None;
    }
    ["rowid", "_rowid_", "oid"]
        .into_iter()
        .find(|name| !table.columns().iter().any(|c| c.name().eq_ignore_ascii_case(name)))
}

/// The column that is the row number: `INTEGER` by that very name, and the primary key; not where
/// `PRIMARY KEY DESC` is written at the column itself
/// (<https://www.sqlite.org/lang_createtable.html#rowid>).
pub fn rowid_alias(table: &CreateTable) -> Option<&str> {
    let key = table.all_constraints().find_map(|constraint| match constraint {
        ConstraintRef::Column(_, inline) => match inline.kind() {
            ColumnConstraintKind::PrimaryKey { descending: true, .. } => None,
            _ => constraint.primary_key(),
        },
        ConstraintRef::Table(_) => constraint.primary_key(),
    })?;
    let [key] = key[..] else { return None };
    let column = table.columns().iter().find(|c| c.name().eq_ignore_ascii_case(key))?;
    column
        .type_name()
        .is_some_and(|name| name.eq_ignore_ascii_case("INTEGER"))
        .then(|| column.name())
}

/// Whether the row number is given once and never again (`AUTOINCREMENT`).
pub fn is_numbered(table: &CreateTable) -> bool {
    table.all_constraints().any(|constraint| match constraint {
        ConstraintRef::Column(_, inline) => {
            matches!(inline.kind(), ColumnConstraintKind::PrimaryKey { autoincrement: true, .. })
        }
        ConstraintRef::Table(constraint) => {
            matches!(constraint.kind(), TableConstraintKind::PrimaryKey { autoincrement: true, .. })
        }
    })
}

/// The highest number ever given goes on counting, also when its row is gone: SQLite keeps it by the
/// table's name (<https://www.sqlite.org/autoinc.html>), and a rename takes it along.
fn kept_sequence(table: &str, interim: &str) -> [String; 2] {
    let (table, interim) = (string(table), string(interim));
    [
        format!("DELETE FROM sqlite_sequence WHERE name = {interim}"),
        format!(
            "INSERT INTO sqlite_sequence (name, seq) SELECT {interim}, seq FROM sqlite_sequence \
             WHERE name = {table}"
        ),
    ]
}
