//! What a live database has and a [`Schema`](migrate_core::schema::Schema) has no place for.

use std::fmt;

use migrate_core::schema::QualifiedName;

use crate::compare::Object;

/// What a database has and a [`Schema`](migrate_core::schema::Schema) has no place for: no operation says it, so it is
/// compared with nothing, and is gone after a `DROP` and `CREATE` of its object.
///
/// ```
/// use migrate_analysis::compare::Object;
/// use migrate_analysis::introspect::NotHeld;
///
/// let object = Object::Constraint("bookings".into(), "pk_bookings".to_owned());
/// let note = NotHeld::Attribute { object, attribute: "WITHOUT OVERLAPS".to_owned() };
/// let text = "constraint pk_bookings of bookings has `WITHOUT OVERLAPS`, which no operation says: it is not compared";
/// assert_eq!(note.to_string(), text);
///
/// let note = NotHeld::Object { kind: "domain".to_owned(), name: "positive".into() };
/// assert_eq!(note.to_string(), "domain positive is made by no operation: it is not compared");
/// ```
///
/// Whoever prints or weighs them names every case: a new one is a compile error there.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NotHeld {
    /// An object of a kind that no schema has.
    Object {
        /// The kind, as the manual of the database calls it, such as `domain`.
        kind: String,
        /// Its name.
        name: QualifiedName,
    },
    /// An attribute of an object that is in the schema as it would be without the attribute.
    Attribute {
        /// The object.
        object: Object,
        /// The attribute in the database's own words, such as `WITHOUT OVERLAPS`.
        attribute: String,
    },
    /// Tables and views of a database of MariaDB or MySQL: those on which its user has no privilege are not listed.
    Unseen {
        /// The database.
        database: String,
    },
}

impl NotHeld {
    /// The object that is made by no operation, or has the attribute, as a person reads it.
    pub fn object(&self) -> String {
        match self {
            Self::Object { kind, name } => format!("{kind} {name}"),
            Self::Attribute { object, .. } => object.to_string(),
            Self::Unseen { database } => format!("database {database}"),
        }
    }

    /// Whether it is this object as a whole.
    pub fn is_of(&self, kind: &str, name: &QualifiedName) -> bool {
        match self {
            Self::Object { kind: own, name: own_name } => own == kind && own_name == name,
            Self::Attribute { object: _, attribute: _ } | Self::Unseen { database: _ } => false,
        }
    }

    /// The attribute; none of an object that is not held as a whole.
    pub fn attribute(&self) -> Option<&str> {
        match self {
            Self::Object { .. } | Self::Unseen { .. } => None,
            Self::Attribute { attribute, .. } => Some(attribute),
        }
    }
}

impl fmt::Display for NotHeld {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let object = self.object();
        if let Self::Unseen { .. } = self {
            return write!(
                f,
                "{object} may have tables and views on which its user has no privilege: they are not compared"
            );
        }
        match self.attribute() {
            None => write!(f, "{object} is made by no operation: it is not compared"),
            Some(attribute) => {
                write!(f, "{object} has `{attribute}`, which no operation says: it is not compared")
            }
        }
    }
}
