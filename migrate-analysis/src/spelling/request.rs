//! What a server is asked to print: statements of which nothing remains, and where the print is in their rows.

use migrate_core::dialect::{Action, Dialect, lower, postgres};
use migrate_core::op::{Operation, Recorded};
use migrate_core::schema::{
    Column, ColumnDefault, Constraint, ConstraintBody, Generated, Index, IndexColumn, IndexTarget,
    MysqlColumn, Origin, QualifiedName, Schema, Table, TableOptions,
};
use migrate_core::sql_text::{TokenKind, Tokens};

use crate::introspect::Rows;

use super::place::{self, Place};

/// What the temporary tables and views are called: no user has such a name, which would hide a table of theirs.
const SCRATCH: &str = "migrate_scratch";

/// A text that is to be printed.
#[derive(Clone, Debug)]
pub(super) enum Request {
    /// PostgreSQL: the query of a view.
    Query(String),
    /// PostgreSQL: the default of a column of this table.
    Default {
        /// The table, as SQL.
        table: String,
        /// The column, as SQL.
        column: String,
        /// The default.
        text: String,
    },
    /// PostgreSQL: a function with a body in SQL, which the server reads when it is created.
    Function {
        /// Its name: the server puts it before those of arguments.
        name: String,
        /// The arguments.
        arguments: String,
        /// What follows them.
        definition: String,
    },
    /// MariaDB and MySQL: the statement that creates a table with the text in it.
    Table(String),
    /// SQLite: the program of an expression over the columns of a table.
    Program {
        /// The statement that creates the table.
        create: String,
        /// The expression.
        text: String,
    },
}

impl Request {
    /// What prints a text that stands at a place; an error says why nothing can.
    pub(super) fn new(
        dialect: Dialect,
        live: &Schema,
        place: &Place,
        text: &str,
    ) -> Result<Self, String> {
        match dialect {
            Dialect::Postgres(_) => of_postgres(live, place, text),
            Dialect::Mysql(_) => of_table(dialect, live, place, text).map(Self::Table),
            Dialect::Sqlite(_) => {
                let create = of_table(dialect, live, place, "")?;
                Ok(Self::Program { create, text: text.to_owned() })
            }
        }
    }

    /// The statements; `number` keeps what several requests create apart.
    pub(super) fn statements(&self, number: usize) -> Vec<String> {
        match self {
            Self::Query(query) => {
                let name = format!("{SCRATCH}_{number}");
                let query = query.trim_end().trim_end_matches(';');
                vec![
                    // The line break ends a comment in the text.
                    format!("CREATE TEMP VIEW {name} AS {query}\n"),
                    format!("SELECT pg_get_viewdef('pg_temp.{name}'::regclass, false)"),
                ]
            }
            Self::Default { table, column, text } => {
                let name = format!("{SCRATCH}_{number}");
                vec![
                    format!("CREATE TEMP TABLE {name} (LIKE {table})"),
                    format!(
                        "ALTER TABLE pg_temp.{name} ALTER COLUMN {column} SET DEFAULT {text}\n"
                    ),
                    format!(
                        "SELECT pg_get_expr(adbin, adrelid, false) FROM pg_attrdef \
                         WHERE adrelid = 'pg_temp.{name}'::regclass"
                    ),
                ]
            }
            Self::Function { name, arguments, definition } => {
                let quoted = postgres::quote(name);
                vec![
                    // Nothing calls it: functions are not looked for there.
                    format!("CREATE FUNCTION pg_temp.{quoted}({arguments}) {definition}\n"),
                    // PostgreSQL 18 calls the schema `pg_temp`, older versions `pg_temp_3` (tried on 13, 15 and 18).
                    format!(
                        "SELECT substr(pg_get_functiondef(p.oid), length(format('CREATE OR REPLACE FUNCTION %I.%I(%s)', \
                         CASE WHEN starts_with(pg_get_functiondef(p.oid), 'CREATE OR REPLACE FUNCTION pg_temp.') \
                         THEN 'pg_temp' ELSE n.nspname END, p.proname, pg_get_function_arguments(p.oid))) + 1) FROM pg_proc p \
                         JOIN pg_namespace n ON n.oid = p.pronamespace \
                         WHERE n.oid = pg_my_temp_schema() AND p.proname = '{}'",
                        name.replace('\'', "''")
                    ),
                    format!("DROP FUNCTION pg_temp.{quoted}"),
                ]
            }
            Self::Table(create) => vec![
                create.clone(),
                format!("SHOW CREATE TABLE {SCRATCH}"),
                format!("DROP TEMPORARY TABLE {SCRATCH}"),
            ],
            Self::Program { create, text } => {
                vec![create.clone(), format!("EXPLAIN SELECT ({text}\n) FROM temp.{SCRATCH}")]
            }
        }
    }

    /// The print, from the rows of the statements.
    pub(super) fn printed(&self, rows: &[Rows]) -> Option<String> {
        let value = |rows: Option<&Rows>, at: usize| rows?.first()?.get(at)?.clone();
        match self {
            Self::Query(_) | Self::Function { .. } => value(rows.get(1), 0),
            Self::Default { .. } => value(rows.get(2), 0),
            Self::Table(_) => value(rows.get(1), 1),
            Self::Program { .. } => {
                // Address, opcode and operands; a comment may follow. The beginning of a transaction has the number
                // of changes of the schema so far (<https://www.sqlite.org/opcode.html#Transaction>).
                let is_of_text = |row: &&Vec<Option<String>>| {
                    row.get(1).and_then(Option::as_deref) != Some("Transaction")
                };
                let line = |row: &Vec<Option<String>>| {
                    format!("{:?}", row.iter().take(7).collect::<Vec<_>>())
                };
                let lines: Vec<_> = rows.get(1)?.iter().filter(is_of_text).map(line).collect();
                Some(lines.join("\n"))
            }
        }
    }

    /// What prints the print once more; none where a print is no text that could be read again.
    pub(super) fn again(&self, printed: String) -> Option<Self> {
        Some(match self {
            Self::Query(_) => Self::Query(printed),
            Self::Default { table, column, text: _ } => {
                let (table, column) = (table.clone(), column.clone());
                Self::Default { table, column, text: printed }
            }
            Self::Function { name, arguments, definition: _ } => {
                let (name, arguments) = (name.clone(), arguments.clone());
                Self::Function { name, arguments, definition: printed }
            }
            Self::Table(_) => Self::Table(printed),
            Self::Program { .. } => return None,
        })
    }
}

/// PostgreSQL prints every expression over a table as it prints the query of a view of that table.
fn of_postgres(live: &Schema, place: &Place, text: &str) -> Result<Request, String> {
    let sql = |name: &QualifiedName| {
        let parts = name.schema.iter().chain([&name.name]);
        parts.map(|part| postgres::quote(part)).collect::<Vec<_>>().join(".")
    };
    Ok(match place {
        Place::Default(table, column) => Request::Default {
            table: sql(table),
            column: postgres::quote(column),
            text: text.to_owned(),
        },
        Place::Check(table, _)
        | Place::ConstraintFilter(table, _)
        | Place::IndexFilter(table, _) => {
            Request::Query(format!("SELECT 1 AS x FROM {} WHERE ({text}\n)", sql(table)))
        }
        Place::Generated(table, _) | Place::Element(table, ..) | Place::Part(table, ..) => {
            Request::Query(format!("SELECT ({text}\n) AS x FROM {}", sql(table)))
        }
        Place::View(_) | Place::MaterializedView(_) => Request::Query(text.to_owned()),
        Place::Function(name, arguments) => {
            let known = place::function(live, name, arguments);
            let known = known.ok_or_else(|| format!("there is no function {name}({arguments})"))?;
            let (name, arguments) = (known.name.name.clone(), known.arguments.clone());
            Request::Function { name, arguments, definition: text.to_owned() }
        }
    })
}

/// The statement that creates a temporary table of the live columns with nothing but the text in it.
fn of_table(dialect: Dialect, live: &Schema, place: &Place, text: &str) -> Result<String, String> {
    let holder = match place {
        Place::Default(table, _)
        | Place::Generated(table, _)
        | Place::Check(table, _)
        | Place::Element(table, ..)
        | Place::ConstraintFilter(table, _)
        | Place::Part(table, ..)
        | Place::IndexFilter(table, _) => table,
        Place::View(_) | Place::MaterializedView(_) | Place::Function(..) => {
            return Err(format!("{} has no temporary views and functions", dialect.name()));
        }
    };
    let live = live.tables.get(holder).ok_or_else(|| format!("there is no table {holder}"))?;
    let mut table = Table::new(SCRATCH);
    table.columns = live.columns.iter().map(bare).collect();
    let TableOptions { charset, collation, .. } = live.options.clone();
    table.options = TableOptions { charset, collation, ..TableOptions::default() };
    match dialect {
        Dialect::Mysql(_) => put(&mut table, place, text),
        // The expression stands beside the table.
        Dialect::Sqlite(_) | Dialect::Postgres(_) => {}
    }
    let create = Operation::CreateTable { table, if_not_exists: false };
    let recorded = Recorded { operation: create, origin: Origin::new("scratch", 0, 0) };
    let lowered = lower(dialect, &[recorded], &mut dialect.empty_schema());
    let statements = lowered.map_err(|error| error.cause.to_string())?.statements;
    let temporary = match dialect {
        Dialect::Mysql(_) => "CREATE TEMPORARY TABLE ",
        Dialect::Sqlite(_) | Dialect::Postgres(_) => "CREATE TEMP TABLE ",
    };
    match &statements[..] {
        [only] => match &only.action {
            Action::Sql(sql) => {
                sql.strip_prefix("CREATE TABLE ").map(|rest| temporary.to_owned() + rest)
            }
            _ => None,
        },
        _ => None,
    }
    .ok_or_else(|| format!("{} takes it in no temporary table", dialect.name()))
}

/// A column with nothing but its name and its type.
fn bare(column: &Column) -> Column {
    let mut bare = Column::new(column.name.clone(), column.column_type.clone());
    bare.type_on.clone_from(&column.type_on);
    bare.collation.clone_from(&column.collation);
    bare.mysql = MysqlColumn { charset: column.mysql.charset.clone(), ..MysqlColumn::default() };
    bare
}

/// Puts a text in its place of a table that has nothing else.
fn put(table: &mut Table, place: &Place, text: &str) {
    let column = |table: &'_ mut Table, name: &str, change: &dyn Fn(&mut Column)| {
        table.columns.iter_mut().filter(|column| column.name == *name).for_each(change);
    };
    match place {
        Place::Default(_, name) => column(table, name, &|column| {
            column.default = Some(ColumnDefault::Sql(text.into()));
        }),
        Place::Generated(_, name) => column(table, name, &|column| {
            column.generated = Some(Generated { expression: text.into(), stored: false });
        }),
        Place::Check(..) | Place::ConstraintFilter(..) | Place::IndexFilter(..) => {
            let body = ConstraintBody::Check { expression: text.into(), validated: true };
            table.constraints.push(Constraint::named(SCRATCH, body));
        }
        Place::Element(..) | Place::Part(..) => {
            let part = IndexColumn::new(IndexTarget::Expression(text.into()));
            let columns = vec![part];
            table.indexes.push(Index { name: SCRATCH.to_owned(), columns, ..Index::default() });
        }
        Place::View(_) | Place::MaterializedView(_) | Place::Function(..) => {}
    }
}

/// Whether two texts have the same numbers and strings: SQLite shows a number with 16 digits of it, and a blob up to
/// its first zero (`displayP4` of `vdbeaux.c`).
pub(super) fn have_same_literals(dialect: Dialect, one: &str, other: &str) -> bool {
    let literals = |text: &str| {
        let tokens = Tokens::code(text, dialect.syntax());
        let is_literal = |kind: TokenKind| {
            matches!(kind, TokenKind::String | TokenKind::Blob | TokenKind::Number)
        };
        let mut found: Vec<_> = tokens
            .filter(|token| is_literal(token.kind))
            .map(|token| token.text.to_ascii_lowercase())
            .collect();
        found.sort();
        found
    };
    literals(one) == literals(other)
}
