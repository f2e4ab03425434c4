//! SQL as text: its tokens by the rules of each database, what it mentions, where its statements end.

mod charsets;
mod columns;
mod decode;
mod identifiers;
mod keywords;
mod rename;
mod routine;
mod scan;
mod script;
mod statement;
mod syntax;
mod token;
mod tokens;

#[cfg(test)]
mod tests;

pub use columns::{follows_value, is_column_place, opening};
pub use decode::unescape_mysql;
pub use identifiers::{Identifier, identifiers, mentions, mentions_anywhere};
pub use rename::{rename_column, rename_qualifier, string};
pub use script::{require_terminated, split_statements, without_empty_statements};
pub use statement::{
    adds_enum_value, creates_routine, is_all_or_nothing, keeps_transaction, may_change,
    may_change_schema, may_take_rows, without_values,
};
pub use syntax::{SqlMode, SqlSyntax};
pub use token::{Token, TokenKind};
pub use tokens::{Tokens, Unterminated};
