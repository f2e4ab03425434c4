//! What any SQL text says: the names it mentions and the statements it is made of.

use super::tokens::{Token, TokenKind, Tokens, Unterminated};

/// The words that SQLite does not take for a name in an expression unless they are quoted.
#[rustfmt::skip]
const RESERVED: &[&str] = &[
    "ADD", "ALL", "ALTER", "AND", "AS", "AUTOINCREMENT", "BETWEEN", "CASE", "CAST", "CHECK",
    "COLLATE", "COMMIT", "CONSTRAINT", "CREATE", "CURRENT_DATE", "CURRENT_TIME",
    "CURRENT_TIMESTAMP", "DEFAULT", "DEFERRABLE", "DELETE", "DISTINCT", "DROP", "ELSE", "ESCAPE",
    "EXCEPT", "EXISTS", "FOREIGN", "FROM", "GROUP", "HAVING", "IN", "INDEX", "INSERT", "INTERSECT",
    "INTO", "IS", "ISNULL", "JOIN", "LIMIT", "NOT", "NOTHING", "NOTNULL", "NULL", "ON", "OR",
    "ORDER", "PRIMARY", "RAISE", "REFERENCES", "RETURNING", "SELECT", "SET", "TABLE", "THEN", "TO",
    "TRANSACTION", "UNION", "UNIQUE", "UPDATE", "USING", "VALUES", "WHEN", "WHERE",
];

/// The words after which a name with a parenthesis behind it is a table and its columns.
const BEFORE_TABLE: [&str; 5] = ["EXISTS", "INTO", "ON", "REFERENCES", "TABLE"];

/// The identifiers that a text mentions, bare and quoted ones, without the names of functions.
///
/// A text in double quotes counts as an identifier, one in single quotes does not. Of the keywords
/// only those are left out that cannot be a bare name. A text that breaks off in a string or a
/// comment is read up to there.
pub(super) fn identifiers(sql: &str) -> impl Iterator<Item = String> {
    let is_comment = |token: &Token<'_>| token.kind == TokenKind::Comment;
    let tokens: Vec<_> =
        Tokens::new(sql).map_while(Result::ok).filter(|token| !is_comment(token)).collect();
    (0..tokens.len()).filter_map(move |at| {
        let token = tokens.get(at)?;
        let before = at.checked_sub(1).and_then(|before| tokens.get(before));
        let is_name = !is_reserved(token) && !is_call(before, tokens.get(at + 1));
        if is_name { token.identifier() } else { None }
    })
}

/// Whether a text mentions an identifier, in any case.
pub fn mentions(sql: &str, name: &str) -> bool {
    identifiers(sql).any(|identifier| identifier.eq_ignore_ascii_case(name))
}

/// The statements of a script, each from its first token to its last and without its `;`. The last
/// one may lack its `;`, and may even break off in a string or a comment.
pub fn split_statements(sql: &str) -> Vec<&str> {
    let mut statements = Vec::new();
    let mut current = Vec::new();
    for token in Tokens::new(sql) {
        match token {
            Ok(token) if token.kind == TokenKind::Comment => {}
            Ok(token) if token.is_symbol(";") && is_complete(&current) => {
                statements.extend(text_of(sql, &current));
                current.clear();
            }
            Ok(token) => current.push(token),
            // SQLite takes such a comment for one that ends with the text.
            Err(Unterminated { kind: TokenKind::Comment, .. }) => {}
            Err(Unterminated { offset, .. }) => {
                let start = current.first().map_or(offset, |first| first.start);
                statements.push(sql[start..].trim_ascii_end());
                return statements;
            }
        }
    }
    statements.extend(text_of(sql, &current));
    statements
}

fn text_of<'a>(sql: &'a str, tokens: &[Token<'_>]) -> Option<&'a str> {
    let (first, last) = (tokens.first()?, tokens.last()?);
    Some(&sql[first.start..last.end()])
}

/// Whether a `;` after these tokens ends the statement. The body of a trigger ends with `; END ;`:
/// the `END` of a `CASE` never follows a `;`.
fn is_complete(statement: &[Token<'_>]) -> bool {
    let is_trigger = match statement {
        [create, next, last, ..] if create.is_keyword("CREATE") => {
            let temporary = next.is_keyword("TEMP") || next.is_keyword("TEMPORARY");
            next.is_keyword("TRIGGER") || temporary && last.is_keyword("TRIGGER")
        }
        _ => false,
    };
    // PostgreSQL's functions of the SQL standard: `BEGIN ATOMIC .. ; END`.
    let is_atomic = statement.first().is_some_and(|create| create.is_keyword("CREATE"))
        && statement
            .windows(2)
            .any(|words| words[0].is_keyword("BEGIN") && words[1].is_keyword("ATOMIC"));
    let at_end = matches!(statement, [.., semicolon, end]
        if semicolon.is_symbol(";") && end.is_keyword("END"));
    // A trigger of PostgreSQL's has no body: it calls a function.
    let calls = statement.windows(2).any(|words| {
        words[0].is_keyword("EXECUTE")
            && (words[1].is_keyword("FUNCTION") || words[1].is_keyword("PROCEDURE"))
    });
    !(is_trigger && !calls || is_atomic) || at_end
}

pub(super) fn is_reserved(token: &Token<'_>) -> bool {
    token.kind == TokenKind::Word && is_reserved_word(token.text)
}

pub(super) fn is_reserved_word(word: &str) -> bool {
    RESERVED.iter().any(|reserved| word.eq_ignore_ascii_case(reserved))
}

/// Whether a name between these tokens is a function's.
fn is_call(before: Option<&Token<'_>>, after: Option<&Token<'_>>) -> bool {
    let names_table = before.is_some_and(|token| {
        token.is_symbol(".") || BEFORE_TABLE.iter().any(|word| token.is_keyword(word))
    });
    after.is_some_and(|token| token.is_symbol("(")) && !names_table
}
