//! A text with an identifier under another name.

use super::reserved::is_reserved;
use super::syntax::SqlSyntax;
use super::token::TokenKind;
use super::tokens::Tokens;

/// The text with every mention of an identifier under another name; strings stay as they are.
pub fn rename_identifier(sql: &str, from: &str, to: &str, syntax: SqlSyntax) -> String {
    let name =
        if is_plain(to) { to.to_owned() } else { format!("\"{}\"", to.replace('"', "\"\"")) };
    let mut renamed = String::with_capacity(sql.len());
    let mut copied = 0;
    let mut after_as = false;
    for token in Tokens::new(sql, syntax).map_while(Result::ok) {
        // What follows AS is a name made there: a result column's, or a type's.
        let is_alias = std::mem::replace(&mut after_as, token.is_keyword("AS"));
        let named =
            !is_alias && token.identifier().is_some_and(|name| name.eq_ignore_ascii_case(from));
        if named {
            renamed.push_str(&sql[copied..token.start]);
            renamed.push_str(&name);
            copied = token.end();
        }
    }
    renamed.push_str(&sql[copied..]);
    renamed
}

/// Whether a name can stand in an expression without quotes.
fn is_plain(name: &str) -> bool {
    let mut tokens = Tokens::code(name, SqlSyntax::Sqlite);
    let first = tokens.next();
    let bare = first.is_some_and(|token| {
        token.kind == TokenKind::Word && !is_reserved(token.text, SqlSyntax::Sqlite)
    });
    bare && tokens.next().is_none() && !name.contains(|c: char| c.is_ascii_uppercase())
}
