//! The tables as they are after the last revision, as structs: what the revisions are held against.
#![expect(missing_docs, reason = "the names of columns say what they hold")]

use migrate_runtime::prelude::*;
use migrate_runtime::{Model, ModelEnum, models};

/// Someone who may borrow.
#[derive(Debug, Model)]
#[diesel(table_name = members)]
#[model(comment = "people who may borrow")]
pub struct Member {
    #[model(identity)]
    pub id: i64,
    #[model(varchar(190), unique)]
    pub email: String,
    #[model(varchar(100))]
    pub name: String,
    #[model(default = true)]
    pub active: bool,
    #[model(timestamp, default = now())]
    pub joined_at: String,
}

/// A book, of which there may be several copies.
#[derive(Debug, Model)]
#[diesel(table_name = books)]
#[model(check("ck_books_copies", "copies >= 0"))]
pub struct Book {
    #[model(identity)]
    pub id: i64,
    #[model(char(13), unique)]
    pub isbn: String,
    #[model(varchar(200), index, was = "title")]
    pub full_title: String,
    #[model(numeric(8, 2), default = decimal("0.00"))]
    pub price: String,
    #[model(default = 1)]
    pub copies: i64,
    pub cover: Option<Vec<u8>>,
    #[model(json)]
    pub details: Option<String>,
    #[model(varchar(20), default = "A-1", comment = "room and number")]
    pub shelf: String,
}

/// Who has a book.
#[derive(Debug, Model)]
#[diesel(table_name = loans)]
#[model(unique("uq_loans_day", ["member_id", "book_id", "lent_on"]))]
#[model(check("ck_loans_returned", "returned_on IS NULL OR returned_on >= lent_on"))]
#[model(index("ix_loans_member_lent", [asc("member_id"), desc("lent_on")]))]
pub struct Loan {
    #[model(identity)]
    pub id: i64,
    #[model(references("members", "id"), on_delete = Cascade)]
    pub member_id: i64,
    #[model(references("books", "id"), foreign_key_named = "fk_loans_book", on_delete = Restrict)]
    pub book_id: i64,
    #[model(default = "open")]
    pub state: LoanState,
    #[model(date)]
    pub lent_on: String,
    #[model(date)]
    pub returned_on: Option<String>,
}

/// Whether a book is back.
#[derive(Debug, ModelEnum)]
pub enum LoanState {
    Open,
    Returned,
}

#[models]
fn views(op: &mut Op) {
    op.create_view(
        "open_loans",
        "SELECT loans.id, members.name, books.full_title, loans.lent_on \
         FROM loans JOIN members ON members.id = loans.member_id \
         JOIN books ON books.id = loans.book_id WHERE loans.state = 'open'",
    );
}
