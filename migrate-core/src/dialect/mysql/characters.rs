//! Characters that a character set does not have: in comments, and in what columns hold or are compared with.

use crate::dialect::{Action, Refusal};
use crate::op::Operation;
use crate::schema::{
    BinaryOperator, Column, ColumnDefault, ConstraintBody, Expr, SqlPart, Table, Value,
};
use crate::sql_text::{SqlSyntax, Token, TokenKind, Tokens};

use super::definition::is_beyond_bmp;
use super::literal::is_odd;
use super::name::folded;
use super::types::{is_json, is_large, is_text, type_name};
use super::widths::{said_charset, table_charset};
use super::{Version, charsets};

/// What becomes of such a character in a comment: the servers keep comments in `utf8mb3`, and `?` in its place
/// (tried on MariaDB 10.11; warning 1300 of MySQL 9.7).
pub(super) fn left_out(version: Version, operation: &Operation) -> Option<Action> {
    let of_columns = |columns: &'_ [Column]| {
        columns.iter().filter_map(|column| column.comment.clone()).collect::<Vec<_>>()
    };
    let comments = match operation {
        Operation::CreateTable { table, .. } => {
            [of_columns(&table.columns), table.comment.iter().cloned().collect()].concat()
        }
        Operation::AddColumn { column, .. } => of_columns(std::slice::from_ref(column)),
        Operation::AlterColumn { change, .. } => change.comment.iter().flatten().cloned().collect(),
        Operation::SetTableComment { comment, .. } => comment.iter().cloned().collect(),
        // No other operation has comments.
        _ => Vec::new(),
    };
    let lost = comments.iter().find_map(|comment| comment.chars().find(|c| is_beyond_bmp(*c)))?;
    Some(Action::Note(format!(
        "{} has no characters beyond U+FFFF in comments: it keeps `?` for `{lost}`",
        version.server_name()
    )))
}

/// A column of text whose character set is said.
struct Said<'a> {
    table: &'a Table,
    column: &'a Column,
    charset: &'a str,
}

impl<'a> Said<'a> {
    /// A JSON document is in `utf8mb4`, whatever its table is in (tried on MariaDB 10.11).
    fn of(version: Version, table: &'a Table, column: &'a Column) -> Result<Option<Self>, Refusal> {
        let Some(charset) = said_charset(table, column) else { return Ok(None) };
        let spelled = type_name(version, &column.column_type)?;
        let has_charset = is_text(&spelled) && !is_json(&spelled);
        Ok(has_charset.then_some(Self { table, column, charset }))
    }

    fn all(version: Version, table: &'a Table) -> Result<Vec<Self>, Refusal> {
        let said = table.columns.iter().map(|column| Self::of(version, table, column));
        said.filter_map(Result::transpose).collect()
    }

    /// Whether the set has every character of a text; what only the server knows, it says.
    fn require(&self, text: &str, of: impl FnOnce() -> String) -> Result<(), Refusal> {
        let Some(lost) = lost(self.charset, text) else { return Ok(()) };
        Err(Refusal::unsupported(
            format!(
                "column `{}` of table `{}` is in {}, which does not have {lost} of {}",
                self.column.name,
                self.table.name,
                self.charset,
                of()
            ),
            "write `.mysql_charset(\"utf8mb4\")`, or take the character out",
        ))
    }
}

/// The first character that a set does not have, as a message says it.
fn lost(charset: &str, text: &str) -> Option<String> {
    let lost = text.chars().find(|c| charsets::has(charset, *c) == Some(false))?;
    let shown = if lost.is_control() { String::new() } else { format!("`{lost}` ") };
    Some(format!("{shown}(U+{:04X})", u32::from(lost)))
}

/// The default of a value that is kept beside the row is written in the character set of the table, whatever the column is
/// in, unless it is spelled in bytes (error 1918; tried on MariaDB 10.11).
fn check_large_default(version: Version, table: &Table, column: &Column) -> Result<(), Refusal> {
    let spelled = type_name(version, &column.column_type)?;
    let charset = table_charset(table).filter(|_| version.is_mariadb() && is_large(&spelled));
    let Some(charset) = charset else { return Ok(()) };
    let lost = match &column.default {
        Some(ColumnDefault::Value(Value::Text(text))) if !is_odd(text) => lost(charset, text),
        Some(ColumnDefault::Sql(sql)) => {
            let strings = Tokens::code(sql, SqlSyntax::MYSQL).filter_map(|token| token.string());
            strings.into_iter().find_map(|text| lost(charset, &text))
        }
        Some(ColumnDefault::Value(_) | ColumnDefault::Now | ColumnDefault::Today) | None => None,
    };
    let Some(lost) = lost else { return Ok(()) };
    Err(Refusal::unsupported(
        format!(
            "MariaDB writes the default of column `{}`, which is {spelled}, in the character set of table `{}`: {charset} \
             does not have {lost}",
            column.name, table.name
        ),
        "give the table `.mysql_charset(\"utf8mb4\")`, or write the default in bytes: `sql(\"CONVERT(X'..' USING \
         utf8mb4)\")`",
    ))
}

/// Whether each column has the characters of its default, its labels and what its checks and expressions compare it with:
/// MariaDB makes `?` of a label without an error, in strict mode too, and refuses the others (errors 1067 and 1267; tried
/// on MariaDB 10.11).
pub(super) fn check_characters(version: Version, table: &Table) -> Result<(), Refusal> {
    table.columns.iter().try_for_each(|column| check_large_default(version, table, column))?;
    let columns = Said::all(version, table)?;
    for said in &columns {
        match &said.column.default {
            Some(ColumnDefault::Value(Value::Text(text))) => {
                said.require(text, || format!("its default '{text}'"))?;
            }
            Some(ColumnDefault::Sql(sql)) => {
                if let Some(text) = only_string(sql) {
                    said.require(&text, || format!("its default '{text}'"))?;
                }
            }
            Some(ColumnDefault::Value(_) | ColumnDefault::Now | ColumnDefault::Today) | None => {}
        }
        for label in labels(version, said.column)? {
            said.require(&label, || format!("its value '{label}'"))?;
        }
    }
    if columns.is_empty() {
        return Ok(());
    }
    for rule in &table.constraints {
        if let ConstraintBody::Check { expression, .. } = &rule.body {
            let name = rule.name.as_deref().unwrap_or("without a name");
            check_compared(&columns, expression, &format!("check `{name}`"))?;
        }
    }
    for column in &table.columns {
        if let Some(generated) = &column.generated {
            let of = format!("the expression of column `{}`", column.name);
            check_compared(&columns, &generated.expression, &of)?;
        }
    }
    Ok(())
}

/// Whether each column has the characters of the rows that an operation writes, and of what it finds them by (errors 1366
/// and 1267; tried on MariaDB 10.11).
pub(super) fn check_rows(
    version: Version,
    operation: &Operation,
    table: &Table,
) -> Result<(), Refusal> {
    let no_filter = None;
    let (assigned, filter): (Vec<(&String, &Expr)>, &Option<Expr>) = match operation {
        Operation::Insert { columns, rows, table: _, on_conflict: _ } => {
            (rows.iter().flat_map(|row| columns.iter().zip(row)).collect(), &no_filter)
        }
        Operation::Update { set, filter, table: _ } => {
            (set.iter().map(|(column, value)| (column, value)).collect(), filter)
        }
        Operation::Delete { filter, table: _ } => (Vec::new(), filter),
        // No other operation writes constants into rows.
        _ => return Ok(()),
    };
    let columns = Said::all(version, table)?;
    if columns.is_empty() {
        return Ok(());
    }
    for (column, value) in assigned {
        if let (Expr::Value(Value::Text(text)), Some(said)) = (value, named(&columns, column)) {
            said.require(text, || format!("'{text}', which a row would have"))?;
        }
    }
    filter.as_ref().map_or(Ok(()), |filter| check_filter(&columns, filter))
}

fn named<'a, 'b>(columns: &'b [Said<'a>], name: &str) -> Option<&'b Said<'a>> {
    columns.iter().find(|said| folded(&said.column.name) == folded(name))
}

fn check_filter(columns: &[Said<'_>], filter: &Expr) -> Result<(), Refusal> {
    let compared = |column: &Expr, constant: &Value| match (column, constant) {
        (Expr::Column(name), Value::Text(text)) => named(columns, name).map_or(Ok(()), |said| {
            said.require(text, || format!("'{text}', which the filter compares it with"))
        }),
        _ => Ok(()),
    };
    match filter {
        Expr::Binary(left, BinaryOperator::And | BinaryOperator::Or, right) => {
            check_filter(columns, left)?;
            check_filter(columns, right)
        }
        Expr::Binary(left, _, right) => match (&**left, &**right) {
            (column, Expr::Value(constant)) | (Expr::Value(constant), column) => {
                compared(column, constant)
            }
            _ => Ok(()),
        },
        Expr::In(column, constants) => {
            constants.iter().try_for_each(|constant| compared(column, constant))
        }
        Expr::Not(inner) => check_filter(columns, inner),
        Expr::Sql(sql) => check_compared(columns, sql, "the filter"),
        Expr::IsNull { .. } | Expr::Value(_) | Expr::Column(_) => Ok(()),
    }
}

/// The values of an `ENUM` or a `SET`, which a type may spell itself.
fn labels(version: Version, column: &Column) -> Result<Vec<String>, Refusal> {
    let spelled = type_name(version, &column.column_type)?;
    Ok(Tokens::code(&spelled, SqlSyntax::MYSQL).filter_map(|token| token.string()).collect())
}

/// The string that an expression is, in parentheses or not.
fn only_string(sql: &SqlPart) -> Option<String> {
    let inside = |token: &Token<'_>| !token.is_symbol("(") && !token.is_symbol(")");
    let mut tokens = Tokens::code(sql, SqlSyntax::MYSQL).filter(inside);
    let only = tokens.next().filter(|_| tokens.next().is_none())?;
    only.string()
}

/// Whether each column has the characters of the strings that it stands right beside in an expression: `a = '..'`, `'..'
/// LIKE a`, `a IN ('..')`. What a function makes of either, the server says.
fn check_compared(columns: &[Said<'_>], sql: &str, of: &str) -> Result<(), Refusal> {
    const SIGNS: [&str; 8] = ["=", "<>", "!=", "<", ">", "<=", ">=", "<=>"];
    let tokens: Vec<_> = Tokens::code(sql, SqlSyntax::MYSQL).collect();
    let compares = |token: &Token<'_>| {
        SIGNS.iter().any(|sign| token.is_symbol(sign)) || token.is_keyword("LIKE")
    };
    let is_other = |token: &Token<'_>| token.is_any_keyword(&["BINARY", "COLLATE"]);
    for (at, token) in tokens.iter().enumerate() {
        let Some(said) = token.identifier().and_then(|name| named(columns, &name)) else {
            continue;
        };
        let before = &tokens[..at];
        if before.last().is_some_and(is_other) {
            continue;
        }
        let mut strings = Vec::new();
        if let [.., string, sign] = before
            && compares(sign)
        {
            let has_charset = |token: &Token<'_>| token.kind == TokenKind::Introducer;
            let own = before.len() < 3 || !has_charset(&before[before.len() - 3]);
            strings.extend(Some(string).filter(|_| own));
        }
        let mut after = tokens[at + 1..].iter().peekable();
        after.next_if(|token| token.is_keyword("NOT"));
        match after.next() {
            Some(sign) if compares(sign) => {
                let string = after.next();
                strings.extend(string.filter(|_| !after.peek().is_some_and(|it| is_other(it))));
            }
            Some(word) if word.is_keyword("IN") => {
                after.next_if(|token| token.is_symbol("("));
                let is_listed =
                    |token: &&Token<'_>| token.kind == TokenKind::String || token.is_symbol(",");
                strings.extend(after.take_while(is_listed));
            }
            _ => {}
        }
        for text in strings.into_iter().filter_map(Token::string) {
            said.require(&text, || format!("'{text}', which {of} compares it with"))?;
        }
    }
    Ok(())
}
