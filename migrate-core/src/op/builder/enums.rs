//! The verbs of enum types.

use crate::schema::{EnumType, Object, ObjectRef, QualifiedName};

use super::Op;
use crate::op::handle::{AddEnumValue, SetEnumValues};
use crate::op::spec::owned;
use crate::op::{EnumPosition, Mode, ObjectChange, Operation};

impl<M: Mode> Op<M> {
    /// Makes an enum type, to be used with [`enumeration`](crate::op::enumeration) columns.
    ///
    /// Databases without enum types keep the list for the columns that use it.
    ///
    /// ```
    /// # use migrate_runtime::prelude::*;
    /// # fn upgrade(op: &mut Op) {
    /// op.create_enum("mood", ["sad", "happy"]);
    /// # }
    /// ```
    /// ```sql
    /// CREATE TYPE mood AS ENUM ('sad', 'happy')
    /// ```
    #[track_caller]
    pub fn create_enum<const N: usize>(
        &mut self,
        name: impl Into<QualifiedName>,
        values: [&str; N],
    ) {
        let enum_type = EnumType { name: name.into(), values: owned(values) };
        self.record(Operation::CreateObject(Object::EnumType(enum_type)));
    }

    /// Adds a value to an enum type, last unless `.before(..)` or `.after(..)` says where.
    ///
    /// ```
    /// # use migrate_runtime::prelude::*;
    /// # fn upgrade(op: &mut Op) {
    /// op.add_enum_value("mood", "content").after("sad");
    /// # }
    /// ```
    /// ```sql
    /// ALTER TYPE mood ADD VALUE 'content' AFTER 'sad'
    /// ```
    #[track_caller]
    pub fn add_enum_value(
        &mut self,
        name: impl Into<QualifiedName>,
        value: &str,
    ) -> AddEnumValue<'_> {
        let operation = self.record(Operation::AlterObject(ObjectChange::AddEnumValue {
            name: name.into(),
            value: value.to_owned(),
            position: EnumPosition::Last,
        }));
        AddEnumValue { operation }
    }

    /// Renames a value of an enum type; rows that hold it follow.
    ///
    /// ```
    /// # use migrate_runtime::prelude::*;
    /// # fn upgrade(op: &mut Op) {
    /// op.rename_enum_value("mood", "sad", "blue");
    /// # }
    /// ```
    /// ```sql
    /// ALTER TYPE mood RENAME VALUE 'sad' TO 'blue'
    /// ```
    #[track_caller]
    pub fn rename_enum_value(&mut self, name: impl Into<QualifiedName>, from: &str, to: &str) {
        self.record(Operation::AlterObject(ObjectChange::RenameEnumValue {
            name: name.into(),
            from: from.to_owned(),
            to: to.to_owned(),
        }));
    }

    /// Gives an enum type another name.
    ///
    /// Databases without enum types have the name in that of a check, or nowhere.
    ///
    /// ```
    /// # use migrate_runtime::prelude::*;
    /// # fn upgrade(op: &mut Op) {
    /// op.rename_enum("mood", "temper");
    /// # }
    /// ```
    /// ```sql
    /// ALTER TYPE mood RENAME TO temper
    /// ```
    #[track_caller]
    pub fn rename_enum(&mut self, name: impl Into<QualifiedName>, to: &str) {
        let rename = ObjectChange::RenameEnum { name: name.into(), to: to.to_owned() };
        self.record(Operation::AlterObject(rename));
    }

    /// Gives an enum type other values, in this order; `.replace(..)` says what becomes of rows with one
    /// that goes. Without that a row that still holds one makes the revision fail.
    ///
    /// PostgreSQL has no statement for it: a new type takes the place of the old one, and every column
    /// that uses it is rewritten.
    ///
    /// ```
    /// # use migrate_runtime::prelude::*;
    /// # fn upgrade(op: &mut Op) {
    /// op.set_enum_values("mood", ["glad", "content"]).replace("happy", "glad");
    /// # }
    /// ```
    /// ```sql
    /// CREATE TYPE _migrate_new_mood AS ENUM ('glad', 'content')
    /// ALTER TABLE users ALTER COLUMN mood TYPE _migrate_new_mood
    ///     USING (CASE mood::text WHEN 'happy' THEN 'glad' ELSE mood::text END)::_migrate_new_mood
    /// DROP TYPE mood
    /// ALTER TYPE _migrate_new_mood RENAME TO mood
    /// ```
    #[doc(alias = "sync_enum_values")]
    #[track_caller]
    pub fn set_enum_values<const N: usize>(
        &mut self,
        name: impl Into<QualifiedName>,
        values: [&str; N],
    ) -> SetEnumValues<'_> {
        let values = ObjectChange::SetEnumValues {
            name: name.into(),
            values: owned(values),
            replaced: Vec::new(),
        };
        SetEnumValues { operation: self.record(Operation::AlterObject(values)) }
    }

    /// Drops an enum type that no column uses.
    ///
    /// ```
    /// # use migrate_runtime::prelude::*;
    /// # fn upgrade(op: &mut Op) {
    /// op.drop_enum("mood");
    /// # }
    /// ```
    /// ```sql
    /// DROP TYPE mood
    /// ```
    #[track_caller]
    pub fn drop_enum(&mut self, name: impl Into<QualifiedName>) {
        self.record(Operation::DropObject(ObjectRef::EnumType(name.into())));
    }
}
