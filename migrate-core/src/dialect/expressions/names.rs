//! Whether the names in a text are those of columns that are there.

use crate::dialect::{Dialect, Refusal};
use crate::schema::{QualifiedName, Schema, Table, closest};
use crate::sql_text::{
    Identifier, SqlSyntax, Token, TokenKind, Tokens, identifiers, is_column_place,
};

/// Words before a name that is no column: a type, a collation, an alias.
pub(in crate::dialect) const BEFORE_OTHER: [&str; 6] =
    ["AS", "COLLATE", "OPERATOR", "TYPE", "USING", "ZONE"];

/// Words around a column in an expression.
const BEFORE_COLUMN: [&str; 12] =
    ["AND", "BETWEEN", "CASE", "ELSE", "GLOB", "ILIKE", "IN", "LIKE", "NOT", "OR", "THEN", "WHEN"];
const AFTER_COLUMN: [&str; 13] = [
    "AND", "BETWEEN", "COLLATE", "ELSE", "END", "GLOB", "ILIKE", "IN", "IS", "LIKE", "NOT", "OR",
    "THEN",
];
const SYMBOLS: [&str; 15] =
    ["=", "==", "<>", "!=", "<", ">", "<=", ">=", "+", "-", "*", "/", "||", ",", "%"];

/// Names that every table has, or that are values.
const KNOWN: [&str; 14] = [
    "cmax",
    "cmin",
    "ctid",
    "current_user",
    "false",
    "oid",
    "rowid",
    "_rowid_",
    "session_user",
    "tableoid",
    "true",
    "unknown",
    "xmax",
    "xmin",
];

/// Functions whose first argument is a word.
const TAKES_WORD: [&str; 4] = ["EXTRACT", "GET_FORMAT", "TIMESTAMPADD", "TIMESTAMPDIFF"];

/// Whether the columns that an expression of a table names are there.
///
/// A name in quotes that is none is refused: SQLite takes it for a string
/// (<https://www.sqlite.org/quirks.html#dblquote>), the other servers would refuse it. A bare name may be
/// a word of the server's own, so it is refused only where an operand must be, and a column is near.
pub(super) fn require_columns(
    dialect: Dialect,
    what: &str,
    sql: &str,
    table: &Table,
) -> Result<(), Refusal> {
    let syntax = dialect.syntax();
    let tokens: Vec<_> = Tokens::code(sql, syntax).collect();
    let has_query = tokens.iter().any(|token| token.is_keyword("SELECT"));
    // Raw SQL may have given the table columns that are not known.
    if has_query || table.touched_by.is_some() {
        return Ok(());
    }
    let is_column = |name: &str| {
        let mut known = table.columns.iter();
        known.any(|column| column.name.eq_ignore_ascii_case(name))
            || KNOWN.iter().any(|known| known.eq_ignore_ascii_case(name))
    };
    for found in identifiers(sql, syntax).filter(|found| !is_column(&found.name)) {
        let Some(at) = tokens.iter().position(|token| token.start == found.span.start) else {
            continue;
        };
        let near = closest(&found.name, table.columns.iter().map(|column| &column.name));
        let is_wrong = if found.quoted {
            may_be_column(&tokens, at, table)
        } else {
            near.is_some() && is_operand(&tokens, at)
        };
        if is_wrong {
            return Err(unknown(dialect, what, &found.name, found.quoted, near, &table.name));
        }
    }
    Ok(())
}

/// Whether a default is made of nothing that the database refuses in one: a query on each of them (tried on
/// SQLite 3.45, PostgreSQL 15, MariaDB 10.11), a column but on MariaDB and MySQL
/// (<https://www.sqlite.org/lang_createtable.html#the_default_clause>,
/// <https://www.postgresql.org/docs/current/sql-createtable.html>, `DEFAULT`).
pub(super) fn require_constant(
    dialect: Dialect,
    what: &str,
    sql: &str,
    table: Option<&Table>,
) -> Result<(), Refusal> {
    let tokens: Vec<_> = Tokens::code(sql, dialect.syntax()).collect();
    let refuse = |problem: String| {
        let hint = "give the rows the value with `op.update(..)`, and new ones with a trigger";
        Err(Refusal::unsupported(problem, hint))
    };
    if tokens.iter().any(|token| token.is_keyword("SELECT")) {
        return refuse(format!("{what} is a query, which no default may be"));
    }
    let takes_columns = match dialect {
        Dialect::Mysql(_) => true,
        Dialect::Sqlite(_) | Dialect::Postgres(_) => false,
    };
    let columns = table.into_iter().flat_map(|table| &table.columns);
    let named = columns.map(|column| column.name.as_str()).find(|name| {
        // A bare word that must be quoted as a name is one of the language's own, such as `user`.
        let is_word = dialect.quote(name) != *name;
        (0..tokens.len()).any(|at| {
            let token = &tokens[at];
            token.spells(name)
                && !(is_word && token.kind == TokenKind::Word)
                && token.kind != TokenKind::String
                && is_column_place(&tokens, at)
        })
    });
    match named.filter(|_| !takes_columns) {
        Some(name) => {
            let server = dialect.name();
            refuse(format!(
                "{what} names column `{name}`, and {server} has no columns in a default"
            ))
        }
        None => Ok(()),
    }
}

/// Whether the names in quotes of a view's query on SQLite are known: it would take them for strings.
pub(super) fn require_names_of_query(
    query: &str,
    view: &QualifiedName,
    schema: &Schema,
) -> Result<(), Refusal> {
    const SYNTAX: SqlSyntax = SqlSyntax::Sqlite;
    let tokens: Vec<_> = Tokens::code(query, SYNTAX).collect();
    // Only these are ever taken for strings.
    let is_quoted = |found: &Identifier| query[found.span.clone()].starts_with('"');
    if !identifiers(query, SYNTAX).any(|found| is_quoted(&found)) {
        return Ok(());
    }
    let named = |name: &str| {
        let tables = schema.tables.named(name).into_iter().map(|table| &table.name);
        let views = schema.views.named(name).into_iter().map(|view| &view.name);
        tables.chain(views).any(|known| known.name.eq_ignore_ascii_case(name))
    };
    // What a relation that no revision makes has of columns is not known, nor what a common table does.
    let is_unknown = tokens.windows(2).any(|pair| {
        pair[0].is_any_keyword(&["FROM", "JOIN"])
            && pair[1].identifier().is_some_and(|name| !named(&name))
    });
    let touched = schema.tables.values().any(|table| table.touched_by.is_some());
    if is_unknown || touched || tokens.iter().any(|token| token.is_keyword("WITH")) {
        return Ok(());
    }
    let columns = schema.tables.values().flat_map(|table| &table.columns);
    let columns: Vec<_> = columns.map(|column| column.name.clone()).collect();
    // The names of the results of other views are in their queries.
    let others = schema.views.values().filter(|other| other.name != *view);
    let others = others.flat_map(|other| other.query.texts());
    let others: Vec<_> =
        others.flat_map(|text| identifiers(text, SYNTAX)).map(|found| found.name).collect();
    let aliases: Vec<_> = (0..tokens.len())
        .filter(|at| is_alias(&tokens, *at))
        .filter_map(|at| tokens[at].identifier())
        .collect();
    let is_known = |name: &str| {
        let mut all = columns.iter().chain(&others).chain(&aliases);
        named(name)
            || all.any(|known| known.eq_ignore_ascii_case(name))
            || KNOWN.iter().any(|known| known.eq_ignore_ascii_case(name))
    };
    let mut quoted =
        identifiers(query, SYNTAX).filter(|found| is_quoted(found) && !is_known(&found.name));
    quoted.next().map_or(Ok(()), |found| {
        let near = closest(&found.name, columns.iter());
        let reason = format!(
            "the query of view `{view}` names `{}`, which is no column of any table, and SQLite takes it \
             for a string",
            found.name
        );
        Err(Refusal::unsupported(reason, &hint(near, &found.name)))
    })
}

fn unknown(
    dialect: Dialect,
    what: &str,
    name: &str,
    quoted: bool,
    near: Option<String>,
    table: &QualifiedName,
) -> Refusal {
    let taken = match dialect {
        Dialect::Sqlite(_) if quoted => ", so that SQLite takes it for a string",
        Dialect::Sqlite(_) | Dialect::Postgres(_) | Dialect::Mysql(_) => "",
    };
    let reason = format!("{what} names `{name}`, and table `{table}` has no such column{taken}");
    Refusal::unsupported(reason, &hint(near, name))
}

fn hint(near: Option<String>, name: &str) -> String {
    near.map_or_else(
        || format!("write a string in single quotes: `'{name}'`"),
        |near| format!("did you mean `{near}`?"),
    )
}

/// Whether a name in quotes stands where a column of the table may.
fn may_be_column(tokens: &[Token<'_>], at: usize, table: &Table) -> bool {
    let before = |distance: usize| at.checked_sub(distance).and_then(|at| tokens.get(at));
    let is_qualifier = tokens.get(at + 1).is_some_and(|next| next.is_symbol("."));
    let is_other =
        before(1).is_some_and(|token| token.is_symbol("::") || token.is_any_keyword(&BEFORE_OTHER));
    let is_part = before(1).is_some_and(|token| token.is_symbol("."));
    let of_table = before(2)
        .and_then(Token::identifier)
        .is_some_and(|name| name.eq_ignore_ascii_case(&table.name.name));
    !is_qualifier && !is_other && (!is_part || of_table)
}

/// Whether a bare name is surely an operand: with an operator, a parenthesis or nothing at either side.
fn is_operand(tokens: &[Token<'_>], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|before| tokens.get(before));
    let after = tokens.get(at + 1);
    let is_operator = |token: &Token<'_>| SYMBOLS.iter().any(|symbol| token.is_symbol(symbol));
    let begins = before.is_none_or(|token| {
        is_operator(token) || token.is_symbol("(") || token.is_any_keyword(&BEFORE_COLUMN)
    });
    let ends = after.is_none_or(|token| {
        is_operator(token) || token.is_symbol(")") || token.is_any_keyword(&AFTER_COLUMN)
    });
    let function = at.checked_sub(2).and_then(|before| tokens.get(before));
    let is_word = before.is_some_and(|token| token.is_symbol("("))
        && function.is_some_and(|token| token.is_any_keyword(&TAKES_WORD));
    begins && ends && !is_word
}

/// Whether a name may be one that the query gives: after `AS`, or after an operand.
fn is_alias(tokens: &[Token<'_>], at: usize) -> bool {
    let Some(before) = at.checked_sub(1).and_then(|before| tokens.get(before)) else {
        return false;
    };
    match before.kind {
        TokenKind::Word => {
            before.is_keyword("AS")
                || !before.is_any_keyword(&BEFORE_COLUMN)
                    && !before
                        .is_any_keyword(&["BY", "DISTINCT", "HAVING", "ON", "SELECT", "WHERE"])
        }
        TokenKind::Quoted | TokenKind::String | TokenKind::Number | TokenKind::Blob => true,
        TokenKind::Symbol => before.is_symbol(")"),
        TokenKind::Parameter | TokenKind::Introducer | TokenKind::Comment => false,
    }
}
