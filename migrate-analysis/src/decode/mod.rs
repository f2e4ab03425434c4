//! The canonical form of operations, read back: the other half of `migrate_core::op::encode`.
//!
//! A document is read whole or not at all. A key that is not known is an error, because it would
//! otherwise be half an operation that is judged; so is a key that is missing, or a value of another
//! shape. What an operation is made of is read by one [`Decode`] for each type, in the order of its
//! [`Encode`](migrate_core::op::encode::Encode).
//!
//! ```
//! use migrate_analysis::decode::decode;
//! use migrate_core::op::Operation;
//!
//! let text = r#"{"kind":"rename_table","table":"users","to":"people"}"#;
//! let operation: Operation = decode(serde_json::from_str(text)?)?;
//! assert_eq!(operation.to_string(), "rename table users to people");
//!
//! let text = r#"{"kind":"rename_table","table":"users","to":"people","slowly":true}"#;
//! let error = decode::<Operation>(serde_json::from_str(text)?).unwrap_err();
//! assert_eq!(error.to_string(), "the key `slowly` is not known");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod column;
mod constraint;
mod error;
pub(crate) mod fields;
mod model;
mod object;
mod operation;
mod table;
mod value;

pub use error::DecodeError;
pub use model::ExportedModel;
use serde_json::Value as Json;

/// What has a canonical written form that is read back.
pub trait Decode: Sized {
    /// Reads a value.
    ///
    /// # Errors
    ///
    /// When the form is not that of a value of this type.
    fn decode(json: Json) -> Result<Self, DecodeError>;
}

/// Reads a value from its canonical form.
///
/// # Errors
///
/// When the form is not that of a value of this type; the error says where in it.
pub fn decode<T: Decode>(json: Json) -> Result<T, DecodeError> {
    T::decode(json)
}
