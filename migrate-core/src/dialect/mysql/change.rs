//! Changes of a column: a default alone, a new name, and everything else by writing it out whole.

use crate::dialect::{Action, Refusal};
use crate::op::apply::changed_column;
use crate::op::{ColumnChange, MysqlColumnChange};
use crate::schema::{Column, ColumnDefault, ColumnPosition, ColumnType, Schema, Table};
use crate::sql_text::SqlSyntax;

use super::algorithm::{self, Cost, metadata_only};
use super::alter::{Alteration, Clause};
use super::column::{
    generated_clause, has_escapes, on_update, require_plain_identity, require_text,
};
use super::definition::Edit;
use super::dependents::{Change, require_unmentioned};
use super::folded::require_no_texts;
use super::literal::plain_string;
use super::name::{named, quote};
use super::objects::error_if;
use super::references::is_part_of;
use super::types::{
    current_timestamp, default_sql, is_json, is_text, is_timestamp, needs_computed_default,
    type_name,
};
use super::{Version, column};

/// The alterations that change a column: what it is, then what it is called.
pub(super) fn alter_column(
    version: Version,
    schema: &Schema,
    table: &Table,
    known: &Column,
    change: &ColumnChange,
) -> Result<Vec<Alteration>, Refusal> {
    let mut alterations = Vec::new();
    let changed = changed_column(known, change, SqlSyntax::MYSQL);
    let mut whole = Alteration::of(table);
    whole.alters(&known.name);
    whole.escapes = has_escapes(&changed);
    if let Some(ColumnPosition::After(other)) = &change.mysql.position {
        whole.reads(other);
    }
    if let Some(sql) = default_alone(version, &changed, change)? {
        whole.add_clause(sql, Some(Cost::Instant));
    } else {
        let (edits, cost) = edits(version, schema, table, known, &changed, change)?;
        if !edits.is_empty() {
            whole.push(Clause::Modify { column: known.name.clone(), edits }, cost);
        }
    }
    if let Some(Some(identity)) = change.identity
        && let Some(start) = identity.start
    {
        whole.add_clause(format!("AUTO_INCREMENT={start}"), Some(metadata_only(version)));
    }
    if !whole.clauses.is_empty() {
        alterations.push(whole);
    }
    if let Some(to) = change.rename.as_ref().filter(|to| **to != known.name) {
        alterations.push(rename(version, schema, table, &known.name, to)?);
    }
    Ok(alterations)
}

/// What fails where rows hold NULL in a column that becomes a `TIMESTAMP` without NULL: MariaDB gives them
/// the time of the change, in every `sql_mode` (tried on MariaDB 10.11), where MySQL refuses them.
pub(super) fn null_check(
    version: Version,
    table: &Table,
    known: &Column,
    change: &ColumnChange,
) -> Result<Option<Action>, Refusal> {
    let changed = changed_column(known, change, SqlSyntax::MYSQL);
    let fills = version.is_mariadb()
        && known.nullable
        && !changed.nullable
        && changed.generated.is_none()
        && is_timestamp(&type_name(version, &changed.column_type)?);
    Ok(fills.then(|| {
        let (table, column) = (named(&table.name), quote(&known.name));
        let found = format!("EXISTS (SELECT 1 FROM {table} WHERE {column} IS NULL)");
        error_if(&found, "some rows hold NULL")
    }))
}

/// `ALTER COLUMN .. SET DEFAULT`, when nothing else changes: nothing of the column is lost but the
/// `ON UPDATE` of a time (tried on MariaDB 10.11), which is therefore written out whole.
fn default_alone(
    version: Version,
    changed: &Column,
    change: &ColumnChange,
) -> Result<Option<String>, Refusal> {
    let alone = ColumnChange {
        default: change.default.clone(),
        rename: change.rename.clone(),
        ..ColumnChange::default()
    };
    let Some(default) = change.default.as_ref().filter(|_| alone == *change) else {
        return Ok(None);
    };
    let spelled = type_name(version, &changed.column_type)?;
    // A constant for a large value is an expression in parentheses, which MySQL takes in the column's
    // definition and not here, and NULL not even in parentheses (error 1101, tried on MySQL 9.7); MariaDB
    // 10.11 takes both.
    let is_constant = match default {
        Some(ColumnDefault::Value(_)) => true,
        Some(ColumnDefault::Sql(_) | ColumnDefault::Now | ColumnDefault::Today) => false,
        None => changed.nullable,
    };
    let is_refused = is_constant && needs_computed_default(version, &spelled);
    if current_timestamp(&spelled).is_some() || is_refused {
        return Ok(None);
    }
    let column = quote(&changed.name);
    Ok(Some(match default {
        Some(default) => {
            let default = default_sql(version, &spelled, default)?;
            format!("ALTER COLUMN {column} SET DEFAULT {default}")
        }
        None if changed.nullable => format!("ALTER COLUMN {column} SET DEFAULT NULL"),
        None => format!("ALTER COLUMN {column} DROP DEFAULT"),
    }))
}

type Costly<T> = (T, Option<Cost>);

/// The edits of a column's definition, and what they cost together.
fn edits(
    version: Version,
    schema: &Schema,
    table: &Table,
    known: &Column,
    changed: &Column,
    change: &ColumnChange,
) -> Result<Costly<Vec<Edit>>, Refusal> {
    let ColumnChange {
        // A statement of its own, see `rename`.
        rename: _,
        column_type,
        // Chosen before, see `lower_on`.
        type_on: _,
        using,
        nullable,
        default,
        identity,
        generated: new_generated,
        collation,
        comment,
        mysql,
    } = change;
    let MysqlColumnChange { charset, on_update_now, invisible, position } = mysql;
    let mut edits = Vec::new();
    let mut costs = vec![Some(Cost::Instant)];
    // MariaDB changes its metadata alone (tried on MariaDB 10.11); MySQL's manual gives no algorithm.
    let noted_on_mariadb = version.is_mariadb().then_some(Cost::Instant);
    if using.is_some() {
        return Err(Refusal::unsupported(
            format!("{} has no USING for a new type", version.server_name()),
            "add a column of the new type, fill it with `op.update(..)`, drop the old one, and \
             rename the new one",
        ));
    }
    if let Some(to) = column_type {
        require_cast(version, &known.column_type, to)?;
        require_no_texts(version, table, known, to)?;
        let cost = algorithm::set_type(version, table, known, to);
        if type_name(version, to)? != type_name(version, &known.column_type)? {
            require_no_reference(schema, table, known)?;
        }
        costs.push(cost);
        edits.extend(type_edits(version, known, changed)?);
    }
    if collation.is_some() || charset.is_some() {
        require_text(version, changed)?;
        require_no_reference(schema, table, known)?;
        costs.push(algorithm::set_collation(version, table, known, changed));
        edits.push(charset_edit(changed));
    }
    if let Some(to) = new_generated {
        let from = known.generated.as_ref();
        let stored = |generated: &crate::schema::Generated| generated.stored;
        let fits = match (from.map(stored), to.as_ref().map(stored)) {
            (Some(old), Some(new)) => old == new,
            (old, new) => old.or(new) != Some(false),
        };
        if !fits {
            return Err(Refusal::unsupported(
                format!(
                    "generated column `{}` would change between virtual and stored",
                    known.name
                ),
                "drop the column and add it again",
            ));
        }
        // Only of a virtual column no row holds a value
        // (<https://mariadb.com/kb/en/generated-columns/>).
        let metadata_only = from.is_some_and(|generated| !generated.stored) && version.is_mariadb();
        costs.push(Some(if metadata_only { Cost::Instant } else { Cost::Copy }));
        let sql = to.as_ref().map(|_| generated_clause(version, changed)).transpose()?;
        edits.push(Edit::Generated(sql));
    }
    if let Some(nullable) = *nullable
        && !takes_null_by_itself(version, changed)?
    {
        if nullable != known.nullable {
            // In place MariaDB refuses it, for it would have to put the time for NULL (error 1846, tried
            // on 10.11).
            let fills = version.is_mariadb()
                && !nullable
                && is_timestamp(&type_name(version, &changed.column_type)?);
            let cost = if fills {
                Some(Cost::Copy)
            } else {
                algorithm::set_nullable(version, table, nullable)
            };
            costs.push(cost);
        }
        edits.push(Edit::Nullable(nullable));
    }
    if let Some(default) = default {
        let spelled = type_name(version, &changed.column_type)?;
        let sql = default.as_ref().map(|default| default_sql(version, &spelled, default));
        edits.push(Edit::Default(sql.transpose()?));
    }
    if identity.is_some() || column_type.is_some() {
        require_plain_identity(version, changed)?;
    }
    // A row with NULL would get a number without an error (tried on MariaDB 10.11).
    if matches!(identity, Some(Some(_))) && known.nullable && known.identity.is_none() {
        return Err(Refusal::unsupported(
            format!(
                "column `{}` takes NULL, and {} would number the rows that hold it",
                known.name,
                version.server_name()
            ),
            "make it NOT NULL in a revision before, with `.not_null()`",
        ));
    }
    if let Some(identity) = identity
        && identity.is_some() != known.identity.is_some()
    {
        costs.push(match identity {
            // Every row gets a number.
            Some(_) => Some(Cost::Copy),
            None => version.is_mariadb().then_some(Cost::Instant),
        });
        edits.push(Edit::Numbered(identity.is_some()));
    }
    if let Some(comment) = comment {
        edits.push(Edit::Comment(comment.as_deref().map(plain_string)));
    }
    if on_update_now.is_some() {
        edits.push(Edit::SetOnUpdate(on_update(version, changed)?));
        costs.push(noted_on_mariadb);
    }
    if let Some(invisible) = *invisible {
        edits.push(Edit::Invisible(invisible));
        costs.push(noted_on_mariadb);
    }
    if let Some(place) = position {
        edits.push(Edit::Position(column::position(place)));
        costs.push(algorithm::move_column(version, table));
    }
    // To change any attribute of a stored generated column MariaDB copies the table (tried on
    // 10.11).
    if known.generated.as_ref().is_some_and(|generated| generated.stored) {
        costs.push(version.is_mariadb().then_some(Cost::Copy));
    }
    let cost = costs.into_iter().collect::<Option<Vec<_>>>().and_then(|all| all.into_iter().max());
    Ok((edits, cost))
}

/// Whether NULL needs no word: MariaDB has none for a generated column, which takes NULL
/// (<https://mariadb.com/kb/en/generated-columns/>; tried on MariaDB 10.11).
fn takes_null_by_itself(version: Version, changed: &Column) -> Result<bool, Refusal> {
    let is_generated = version.is_mariadb() && changed.generated.is_some();
    if is_generated {
        // Refuses NOT NULL.
        generated_clause(version, changed)?;
    }
    Ok(is_generated)
}

/// MariaDB's own type for UUIDs has casts from and to texts and bytes alone (error 4078; tried on
/// MariaDB 10.11).
fn require_cast(version: Version, from: &ColumnType, to: &ColumnType) -> Result<(), Refusal> {
    let is_uuid = |kind: &ColumnType| {
        Ok::<_, Refusal>(type_name(version, kind)?.eq_ignore_ascii_case("uuid"))
    };
    let is_written = |kind: &ColumnType| match kind {
        ColumnType::Varchar(_)
        | ColumnType::UnboundedVarchar
        | ColumnType::Text
        | ColumnType::Char(_)
        | ColumnType::Binary
        | ColumnType::Uuid
        | ColumnType::Json
        | ColumnType::Jsonb
        | ColumnType::Enumeration(_)
        | ColumnType::Array(_)
        | ColumnType::Custom(_) => true,
        ColumnType::SmallInt
        | ColumnType::Integer
        | ColumnType::BigInt
        | ColumnType::Unsigned(_)
        | ColumnType::Boolean
        | ColumnType::Numeric { .. }
        | ColumnType::Real
        | ColumnType::Double
        | ColumnType::Date
        | ColumnType::Time
        | ColumnType::Timestamp
        | ColumnType::TimestampTz
        | ColumnType::Interval => false,
    };
    if is_uuid(from)? && !is_written(to) || is_uuid(to)? && !is_written(from) {
        return Err(Refusal::unsupported(
            format!("MariaDB has no cast from {from} to {to}"),
            "add a column of the new type, fill it with `op.update(..)`, drop the old one, and \
             rename the new one",
        ));
    }
    Ok(())
}

/// The character set and the collation of a column; a collation implies its character set.
fn charset_edit(changed: &Column) -> Edit {
    let charset = changed.mysql.charset.clone().filter(|_| changed.collation.is_none());
    Edit::Collation { charset, collation: changed.collation.clone() }
}

/// A new type, and what must change with it: the digits of a time, and how a default is written.
fn type_edits(version: Version, known: &Column, changed: &Column) -> Result<Vec<Edit>, Refusal> {
    let name = type_name(version, &changed.column_type)?;
    let has_charset = |name: &str| is_text(name) && !is_json(name);
    let text = has_charset(&name);
    let mut edits = vec![Edit::Type { name: name.clone(), text }];
    // A type without a character set has lost what a text had.
    let says = changed.mysql.charset.is_some() || changed.collation.is_some();
    if says && text && !has_charset(&type_name(version, &known.column_type)?) {
        edits.push(charset_edit(changed));
    }
    if is_timestamp(&name) && changed.generated.is_none() {
        edits.push(Edit::Nullable(changed.nullable));
    }
    if let Some(default) = known.default.as_ref().filter(|_| known.default == changed.default) {
        let is_rewritten = match default {
            ColumnDefault::Now => true,
            // The server has written out the values of an enum, and the digits of a time; of a day it
            // has dropped the time (tried on MariaDB 10.11).
            ColumnDefault::Value(_) => {
                matches!(changed.column_type, ColumnType::Enumeration(_))
                    || is_of_time(&known.column_type)
            }
            ColumnDefault::Today | ColumnDefault::Sql(_) => false,
        };
        if is_rewritten {
            edits.push(Edit::Default(Some(default_sql(version, &name, default)?)));
        }
    }
    if needs_computed_default(version, &name) {
        edits.push(Edit::ComputedDefault);
    }
    match current_timestamp(&name) {
        Some(time) => edits.push(Edit::OnUpdatePrecision(time)),
        None if changed.mysql.on_update_now => {
            return Err(Refusal::unsupported(
                format!(
                    "an `UPDATE` sets column `{}` to its time, and {name} holds none",
                    known.name
                ),
                "add a column of the new type, and drop this one",
            ));
        }
        None => {}
    }
    Ok(edits)
}

const fn is_of_time(column_type: &ColumnType) -> bool {
    matches!(
        column_type,
        ColumnType::Date | ColumnType::Time | ColumnType::Timestamp | ColumnType::TimestampTz
    )
}

/// `InnoDB` keeps both sides of a reference of one type (error 1832;
/// <https://dev.mysql.com/doc/refman/8.4/en/create-table-foreign-keys.html>).
pub(super) fn require_no_reference(
    schema: &Schema,
    table: &Table,
    column: &Column,
) -> Result<(), Refusal> {
    let others = schema.references_to(&table.name);
    let own = table.foreign_keys().map(|(rule, key)| (table, rule, key));
    let held =
        others.chain(own).find(|(holder, _, key)| is_part_of(key, holder, table, &column.name));
    match held {
        None => Ok(()),
        Some((holder, rule, _)) => Err(Refusal::unsupported(
            format!(
                "column `{}` is a part of foreign key `{}` of table `{}`, whose columns keep one type",
                column.name,
                rule.name.as_deref().unwrap_or("without a name"),
                holder.name
            ),
            "drop the foreign key, change the columns on both sides, and create it again",
        )),
    }
}

/// `RENAME COLUMN`.
fn rename(
    version: Version,
    schema: &Schema,
    table: &Table,
    name: &str,
    to: &str,
) -> Result<Alteration, Refusal> {
    require_unmentioned(version, table, name, Change::Rename)?;
    let mut alteration = Alteration::of(table);
    let keys = schema.references_to(&table.name);
    let referenced =
        keys.map(|(_, _, key)| key).any(|key| key.referenced.iter().any(|it| it == name));
    alteration.renames(name, to, referenced);
    let sql = format!("RENAME COLUMN {} TO {}", quote(name), quote(to));
    alteration.add_clause(sql, Some(algorithm::rename_column(version, referenced)));
    Ok(alteration)
}
