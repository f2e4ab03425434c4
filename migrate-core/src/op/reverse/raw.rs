//! Raw SQL that surely writes rows of one table and does nothing else.

use crate::op::{Operation, RawUndo};
use crate::schema::{Expr, QualifiedName, Schema, SqlText};
use crate::sql_text::{SqlSyntax, Token, Tokens, split_statements};

/// The statements of raw SQL as operations on rows, as far as their tables and columns go; none where it
/// is not sure what one of them does, on any of the databases it has a text for.
pub(super) fn row_changes(operation: &Operation, before: &Schema) -> Option<Vec<Operation>> {
    let Operation::Execute { sql, effect, undo: RawUndo::Unknown } = operation else { return None };
    if effect.as_ref().is_some_and(|effect| !effect.is_empty()) {
        return None;
    }
    let (sqlite, postgres, mysql) = match sql {
        SqlText::Common(text) => (Some(text), Some(text), Some(text)),
        SqlText::PerDialect { sqlite, postgres, mysql } => {
            (sqlite.as_ref(), postgres.as_ref(), mysql.as_ref())
        }
    };
    let texts =
        [(sqlite, SqlSyntax::Sqlite), (postgres, SqlSyntax::Postgres), (mysql, SqlSyntax::MYSQL)];
    let statements = texts.into_iter().filter_map(|(text, syntax)| Some((text?, syntax)));
    let changes = statements.flat_map(|(text, syntax)| {
        let statements = split_statements(text, syntax).into_iter();
        statements.map(move |statement| row_change(statement, syntax, before))
    });
    changes.collect()
}

/// One statement: `UPDATE t SET a = .., b = .. [WHERE ..]`, `INSERT INTO t ..` or `DELETE FROM t ..`.
fn row_change(statement: &str, syntax: SqlSyntax, before: &Schema) -> Option<Operation> {
    const OTHER_WRITES: [&str; 6] = ["DELETE", "INSERT", "MERGE", "REPLACE", "TRUNCATE", "UPDATE"];
    let tokens: Vec<_> = Tokens::new(statement, syntax).collect::<Result<_, _>>().ok()?;
    let tokens: Vec<Token<'_>> = tokens.into_iter().filter(|token| !is_comment(token)).collect();
    let (first, rest) = tokens.split_first()?;
    if rest.iter().any(|token| token.is_any_keyword(&OTHER_WRITES)) {
        return None;
    }
    let after = |keyword: &str| rest.split_first().filter(|(next, _)| next.is_keyword(keyword));
    if first.is_keyword("INSERT") {
        let (table, _) = table(after("INTO")?.1, before)?;
        let (columns, rows) = (Vec::new(), Vec::new());
        Some(Operation::Insert { table, columns, rows, on_conflict: None })
    } else if first.is_keyword("DELETE") {
        let (table, rest) = table(after("FROM")?.1, before)?;
        // MariaDB and MySQL delete rows of several tables at once.
        if rest.first().is_some_and(|next| next.is_symbol(",")) {
            return None;
        }
        Some(Operation::Delete { table, filter: None })
    } else if first.is_keyword("UPDATE") {
        let (name, rest) = table(rest, before)?;
        let (set, assignments) = rest.split_first()?;
        let columns = set.is_keyword("SET").then(|| assigned(assignments)).flatten()?;
        // Names of columns know no case but on PostgreSQL.
        let known = &before.tables.get(&name)?.columns;
        let known = |found: &String| {
            let mut alike = known.iter().filter(|it| it.name.eq_ignore_ascii_case(found));
            let column = alike.next()?;
            let set = (column.name.clone(), Expr::Sql("".into()));
            alike.next().is_none().then_some(set)
        };
        let set = columns.iter().map(known).collect::<Option<_>>()?;
        Some(Operation::Update { table: name, set, filter: None })
    } else {
        None
    }
}

fn is_comment(token: &Token<'_>) -> bool {
    token.kind == crate::sql_text::TokenKind::Comment && !token.opens_versioned_comment()
}

/// The table that tokens begin with, and the tokens after its name.
fn table<'t, 's>(
    tokens: &'t [Token<'s>],
    before: &Schema,
) -> Option<(QualifiedName, &'t [Token<'s>])> {
    let name = |at: usize| tokens.get(at).and_then(Token::identifier);
    let dotted = tokens.get(1).is_some_and(|token| token.is_symbol("."));
    let (schema, table, length) =
        if dotted { (Some(name(0)?), name(2)?, 3) } else { (None, name(0)?, 1) };
    let named = before.tables.named(&table).into_iter().map(|table| &table.name);
    let alike = |known: &&QualifiedName| {
        known.name.eq_ignore_ascii_case(&table)
            && schema.as_ref().is_none_or(|schema| known.schema.as_ref() == Some(schema))
    };
    let mut known = named.filter(alike);
    let found = known.next()?;
    known.next().is_none().then(|| (found.clone(), &tokens[length..]))
}

/// The columns that are assigned to, up to the end of the list.
fn assigned(tokens: &[Token<'_>]) -> Option<Vec<String>> {
    let mut columns = Vec::new();
    let mut depth = 0_usize;
    let mut begins = true;
    for (at, token) in tokens.iter().enumerate() {
        if begins {
            let is_assigned = tokens.get(at + 1).is_some_and(|next| next.is_symbol("="));
            columns.push(token.identifier().filter(|_| is_assigned)?);
            begins = false;
        } else if token.is_symbol("(") {
            depth += 1;
        } else if token.is_symbol(")") {
            depth = depth.checked_sub(1)?;
        } else if depth == 0 && token.is_any_keyword(&["WHERE", "FROM", "ORDER", "LIMIT"]) {
            break;
        } else if depth == 0 {
            begins = token.is_symbol(",");
        }
    }
    (!begins).then_some(columns)
}
