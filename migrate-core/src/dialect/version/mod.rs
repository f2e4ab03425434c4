//! The versions of the databases, which are known whether or not their SQL is compiled in.

pub mod mysql;
pub mod postgres;
pub mod sqlite;

#[cfg(test)]
mod tests;
