//! SQLite's catalogue: one query, and the definitions it keeps as text.
//!
//! Pragmas give no constraint names, no checks, no collations and no generated expressions; the
//! stored text has all of them.

use std::collections::BTreeSet;

use crate::compare::Object;
use crate::introspect::{
    Catalogue, IntrospectError, Names, NotHeld, RawKind, RawObject, Reading, Reference,
};
use crate::normalize::sqlite::{column_type, default_value, key_type, may_be_row_number};
use migrate_core::dialect::sqlite::ddl::{
    self, ColumnConstraintKind, ColumnDef, ConstraintRef, CreateIndex, CreateTable,
    ForeignKeyClause,
};
use migrate_core::dialect::sqlite::{Version, is_numbered, quote, rowid_alias};
use migrate_core::schema::{
    Action, Column, ColumnType, Constraint, ConstraintBody, Deferrable, ForeignKey, Generated,
    Identity, Index, IndexColumn, IndexTarget, QualifiedName, Schema, SqlText, Table, TableOptions,
    Trigger, View,
};
use migrate_core::sql_text::{SqlSyntax, Tokens};

pub(super) fn read(
    catalogue: &mut Catalogue<'_>,
    version: Version,
) -> Result<Reading, IntrospectError> {
    // The tables in which a virtual table keeps its rows are dropped with it, and renamed with it
    // (<https://www.sqlite.org/vtab.html#the_xshadowname_method>; tried on SQLite 3.40). Versions that do not
    // list them have those of the modules that come with SQLite, by their names.
    let no_shadow = if version.lists_tables() {
        "AND tbl_name NOT IN \
         (SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'shadow') "
    } else {
        ""
    };
    let query = format!(
        "SELECT type, name, tbl_name, sql FROM sqlite_schema \
         WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' \
         {no_shadow}ORDER BY type <> 'table', rowid"
    );
    let rows = catalogue(&query)?;
    let shadows = if version.lists_tables() { BTreeSet::new() } else { shadows(&rows) };
    let mut schema = Schema::new();
    let mut not_held = Vec::new();
    for row in rows {
        let mut values = row.into_iter().map(Option::unwrap_or_default);
        let mut next = || values.next().unwrap_or_default();
        let (kind, name, table, sql) = (next(), next(), next(), next());
        if shadows.contains(&table) {
            continue;
        }
        match kind.as_str() {
            "table" => {
                let table = match CreateTable::parse(&sql) {
                    // What a module makes of its table is the module's own.
                    Err(ddl::DdlError::VirtualTable { .. }) => {
                        let kind = RawKind::VirtualTable.name().to_owned();
                        not_held.push(NotHeld::Object { kind, name: name.into() });
                        continue;
                    }
                    parsed => read_table(&parsed.map_err(|error| definition(&name, &error))?),
                };
                let object = Object::Table(table.name.clone());
                not_held.extend(
                    conflict_clauses(&sql)
                        .map(|attribute| NotHeld::Attribute { object: object.clone(), attribute }),
                );
                schema.tables.insert(table.name.clone(), table);
            }
            "index" => {
                let index = CreateIndex::parse(&sql).map_err(|error| definition(&name, &error))?;
                if let Some(table) = schema.tables.get_mut(&QualifiedName::from(table)) {
                    table.indexes.push(read_index(&index));
                }
            }
            "view" => {
                let name = QualifiedName::from(name);
                let view = View { name: name.clone(), query: after_word(&sql, "AS") };
                not_held.extend(column_list(&sql).map(|attribute| NotHeld::Attribute {
                    object: Object::View(name.clone()),
                    attribute,
                }));
                schema.views.insert(name, view);
            }
            "trigger" => {
                let trigger = read_trigger(name, table, &sql);
                schema.triggers.insert((trigger.table.clone(), trigger.name.clone()), trigger);
            }
            _ => {}
        }
    }
    resolve_references(&mut schema);
    let names = Names { own: None, fold_case: true };
    Ok(Reading { schema, not_held, names, ..Reading::default() })
}

/// The statements of virtual tables. Their rows are those of tables that may be there before; views and triggers name
/// them.
pub(super) fn raw_objects(
    catalogue: &mut Catalogue<'_>,
    reading: &Reading,
) -> Result<Vec<RawObject>, IntrospectError> {
    let schema = &reading.schema;
    let rows =
        catalogue("SELECT name, sql FROM sqlite_schema WHERE type = 'table' ORDER BY rowid")?;
    let tables = schema.tables.keys().cloned().map(Reference::Relation);
    let needs: Vec<_> = tables.collect();
    let views = schema.views.keys().cloned().map(Reference::Relation);
    let needed_by: Vec<_> = views.collect();
    let objects = rows.into_iter().filter_map(|row| {
        let mut values = row.into_iter().map(Option::unwrap_or_default);
        let (name, create) = (values.next()?, values.next()?);
        module_of(&create)?;
        Some(RawObject {
            kind: RawKind::VirtualTable,
            drop: format!("DROP TABLE {}", quote(&name)),
            name: name.into(),
            create,
            needs: needs.clone(),
            needed_by: needed_by.clone(),
        })
    });
    Ok(objects.collect())
}

/// The conflict clauses of a table's constraints (<https://www.sqlite.org/lang_conflict.html>), each once; no other
/// part of `CREATE TABLE` has these words.
fn conflict_clauses(sql: &str) -> impl Iterator<Item = String> {
    let tokens: Vec<_> = Tokens::new(sql, SqlSyntax::Sqlite).map_while(Result::ok).collect();
    let clauses = tokens.windows(3).filter_map(|words| match words {
        [on, conflict, action] if on.is_keyword("ON") && conflict.is_keyword("CONFLICT") => {
            let action = action.name()?.to_uppercase();
            // What a constraint does that says nothing.
            (action != "ABORT").then(|| format!("ON CONFLICT {action}"))
        }
        _ => None,
    });
    clauses.collect::<BTreeSet<_>>().into_iter()
}

/// The names that `CREATE VIEW name (..) AS` gives the columns.
fn column_list(sql: &str) -> Option<String> {
    let mut tokens = Tokens::new(sql, SqlSyntax::Sqlite).map_while(Result::ok);
    let word = tokens.find(|token| token.is_keyword("AS"))?;
    let head = sql[..word.start].trim_end();
    let list = head.ends_with(')').then(|| head.find('(')).flatten()?;
    Some(head[list..].to_owned())
}

/// The tables of the virtual tables in a catalogue, by what their modules call them
/// (<https://www.sqlite.org/fts5.html#fts5_data_structures>, <https://www.sqlite.org/fts3.html#shadowtabs>,
/// <https://www.sqlite.org/rtree.html#xshadow>).
fn shadows(rows: &[Vec<Option<String>>]) -> BTreeSet<String> {
    const FTS5: &[&str] = &["data", "idx", "content", "docsize", "config"];
    const FTS4: &[&str] = &["content", "segments", "segdir", "docsize", "stat"];
    const RTREE: &[&str] = &["node", "rowid", "parent"];
    let endings = |module: &str| match module.to_ascii_lowercase().as_str() {
        "fts5" => FTS5,
        "fts3" | "fts4" => FTS4,
        "rtree" | "rtree_i32" | "geopoly" => RTREE,
        // What another module has is not known.
        _ => &[],
    };
    let tables = rows.iter().filter_map(|row| match row.as_slice() {
        [_, Some(name), _, Some(sql)] => Some((name, module_of(sql)?)),
        _ => None,
    });
    let shadows = tables.flat_map(|(name, module)| {
        endings(&module).iter().map(move |ending| format!("{name}_{ending}"))
    });
    shadows.collect()
}

/// The module of a virtual table: `CREATE VIRTUAL TABLE words USING fts5 (a)`.
fn module_of(sql: &str) -> Option<String> {
    let mut tokens = Tokens::code(sql, SqlSyntax::Sqlite);
    let begins = ["CREATE", "VIRTUAL", "TABLE"];
    let is_virtual = begins.iter().all(|word| tokens.next().is_some_and(|it| it.is_keyword(word)));
    tokens.find(|token| is_virtual && token.is_keyword("USING"))?;
    tokens.next()?.identifier()
}

/// Gives foreign keys what SQLite leaves open: the case of the referenced table's name, and the
/// columns, which are its primary key where none are named.
fn resolve_references(schema: &mut Schema) {
    let keys: Vec<_> = schema
        .tables
        .values()
        .map(|table| (table.name.clone(), table.primary_key().to_vec()))
        .collect();
    for constraint in schema.tables.values_mut().flat_map(|table| &mut table.constraints) {
        let ConstraintBody::ForeignKey(key) = &mut constraint.body else { continue };
        let same = |name: &QualifiedName| name.name.eq_ignore_ascii_case(&key.table.name);
        if let Some((name, columns)) = keys.iter().find(|(name, _)| same(name)) {
            key.table = name.clone();
            if key.referenced.is_empty() {
                key.referenced.clone_from(columns);
            }
        }
    }
}

fn definition(name: &str, error: &ddl::DdlError) -> IntrospectError {
    IntrospectError::Definition { name: name.to_owned(), reason: error.to_string() }
}

fn read_table(definition: &CreateTable) -> Table {
    let mut table = Table::new(definition.name());
    let options = definition.options();
    table.options = TableOptions {
        strict: options.strict,
        without_rowid: options.without_rowid,
        ..TableOptions::default()
    };
    table.columns = definition.columns().iter().map(read_column).collect();
    table.constraints = definition
        .all_constraints()
        .filter_map(|constraint| {
            let body = read_body(constraint)?;
            Some(Constraint { name: constraint.name().map(str::to_owned), body })
        })
        .collect();
    // The row's number is never NULL, whatever the text says.
    let row_number = if options.without_rowid { None } else { rowid_alias(definition) };
    let key = may_be_row_number(&table).map(str::to_owned);
    for column in &mut table.columns {
        let is_row_number = row_number == Some(column.name.as_str());
        if key.as_ref() == Some(&column.name)
            && !is_row_number
            && column.column_type == ColumnType::Integer
        {
            // `INT PRIMARY KEY` and `INTEGER PRIMARY KEY DESC` look like the row's number alone.
            column.column_type = key_type("INT", true);
        }
        column.nullable &= !is_row_number;
        if is_row_number && is_numbered(definition) {
            column.identity = Some(Identity::default());
        }
    }
    table
}

fn read_column(definition: &ColumnDef) -> Column {
    let declared = definition.type_name().unwrap_or_default();
    let mut column = Column::new(definition.name(), column_type(declared));
    for constraint in definition.constraints() {
        match constraint.kind() {
            ColumnConstraintKind::NotNull => column.nullable = false,
            ColumnConstraintKind::Default { expression } => {
                column.default = Some(default_value(expression));
            }
            ColumnConstraintKind::Collate { name } => column.collation = Some(name.clone()),
            ColumnConstraintKind::Generated { expression, stored } => {
                column.generated =
                    Some(Generated { expression: expression.as_str().into(), stored: *stored });
            }
            ColumnConstraintKind::PrimaryKey { .. }
            | ColumnConstraintKind::Null
            | ColumnConstraintKind::Unique
            | ColumnConstraintKind::Check { .. }
            | ColumnConstraintKind::References(_)
            | ColumnConstraintKind::Deferral(_) => {}
        }
    }
    column
}

fn read_body(constraint: ConstraintRef<'_>) -> Option<ConstraintBody> {
    let owned = |columns: Vec<&str>| columns.into_iter().map(str::to_owned).collect();
    if let Some(columns) = constraint.primary_key() {
        return Some(ConstraintBody::PrimaryKey { columns: owned(columns) });
    }
    if let Some(columns) = constraint.unique() {
        return Some(ConstraintBody::Unique {
            columns: owned(columns),
            include: Vec::new(),
            nulls_not_distinct: false,
            deferrable: Deferrable::No,
        });
    }
    if let Some(expression) = constraint.check() {
        return Some(ConstraintBody::Check { expression: expression.into(), validated: true });
    }
    let (columns, clause) = constraint.foreign_key()?;
    Some(ConstraintBody::ForeignKey(read_reference(owned(columns), clause)))
}

fn read_reference(columns: Vec<String>, clause: &ForeignKeyClause) -> ForeignKey {
    let deferrable = match clause.deferral {
        Some(deferral) if deferral.deferrable && deferral.initially_deferred => {
            Deferrable::InitiallyDeferred
        }
        Some(deferral) if deferral.deferrable => Deferrable::InitiallyImmediate,
        _ => Deferrable::No,
    };
    ForeignKey {
        columns,
        table: clause.table.clone().into(),
        referenced: clause.columns.clone(),
        match_full: false,
        on_delete: action(clause.on_delete),
        on_update: action(clause.on_update),
        deferrable,
        validated: true,
    }
}

const fn action(action: Option<ddl::Action>) -> Action {
    match action {
        None | Some(ddl::Action::NoAction) => Action::NoAction,
        Some(ddl::Action::Restrict) => Action::Restrict,
        Some(ddl::Action::Cascade) => Action::Cascade,
        Some(ddl::Action::SetNull) => Action::SetNull,
        Some(ddl::Action::SetDefault) => Action::SetDefault,
    }
}

fn read_index(definition: &CreateIndex) -> Index {
    let columns = definition.columns.iter().map(|part| {
        let target = match &part.column {
            Some(name) => IndexTarget::Column(name.clone()),
            None => IndexTarget::Expression(part.expression.as_str().into()),
        };
        IndexColumn {
            descending: part.descending,
            collation: part.collation.clone(),
            ..IndexColumn::new(target)
        }
    });
    Index {
        name: definition.name.clone(),
        columns: columns.collect(),
        unique: definition.unique,
        filter: definition.filter.as_deref().map(Into::into),
        ..Index::default()
    }
}

/// The text after the first occurrence of a keyword.
fn after_word(sql: &str, keyword: &str) -> SqlText {
    let word = Tokens::new(sql, SqlSyntax::Sqlite)
        .map_while(Result::ok)
        .find(|token| token.is_keyword(keyword));
    SqlText::Common(word.map_or(sql, |word| sql[word.end()..].trim()).to_owned())
}

/// `CREATE TRIGGER name EVENT ON table BODY`, taken apart at `ON` and the table's name.
fn read_trigger(name: String, table: String, sql: &str) -> Trigger {
    let tokens: Vec<_> = Tokens::new(sql, SqlSyntax::Sqlite).map_while(Result::ok).collect();
    let named = tokens
        .iter()
        .position(|token| token.name().is_some_and(|word| word.eq_ignore_ascii_case(&name)));
    let on = tokens.iter().position(|token| token.is_keyword("ON"));
    let (event, body) = match (named, on) {
        (Some(named), Some(on)) if named < on && on + 1 < tokens.len() => {
            let event = &sql[tokens[named].end()..tokens[on].start];
            (event.trim(), sql[tokens[on + 1].end()..].trim())
        }
        _ => ("", sql),
    };
    Trigger { name, table: table.into(), event: event.into(), body: body.into() }
}
