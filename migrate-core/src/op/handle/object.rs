//! Handles of the verbs of materialized views, functions, sequences and enum types.

use crate::op::{EnumPosition, ObjectChange, Operation};
use crate::schema::{Object, QualifiedName, SequenceOptions, SequenceOwner};

/// A materialized view being made.
#[derive(Debug)]
pub struct CreateMaterializedView<'a> {
    pub(in crate::op) operation: &'a mut Operation,
}

impl CreateMaterializedView<'_> {
    /// The view stays empty, and cannot be read, until it is refreshed.
    pub fn with_no_data(self) -> Self {
        if let Operation::CreateObject(Object::MaterializedView(view)) = self.operation {
            view.with_data = false;
        }
        self
    }
}

/// A materialized view being refreshed.
#[derive(Debug)]
pub struct RefreshMaterializedView<'a> {
    pub(in crate::op) operation: &'a mut Operation,
}

impl RefreshMaterializedView<'_> {
    /// The view is read meanwhile; it needs a unique index for that.
    pub fn concurrently(self) -> Self {
        if let Operation::AlterObject(ObjectChange::RefreshMaterializedView {
            concurrently, ..
        }) = self.operation
        {
            *concurrently = true;
        }
        self
    }
}

/// A function being made.
#[derive(Debug)]
pub struct CreateFunction<'a> {
    pub(in crate::op) operation: &'a mut Operation,
}

impl CreateFunction<'_> {
    /// It takes the place of the function with the same name and arguments.
    pub fn or_replace(self) -> Self {
        if let Operation::CreateObject(Object::Function(function)) = &*self.operation {
            let replace = ObjectChange::ReplaceFunction(function.clone());
            *self.operation = Operation::AlterObject(replace);
        }
        self
    }
}

/// A sequence being made or changed.
#[derive(Debug)]
pub struct SequenceSettings<'a> {
    pub(in crate::op) operation: &'a mut Operation,
}

impl SequenceSettings<'_> {
    fn edit(self, change: impl FnOnce(&mut SequenceOptions)) -> Self {
        match self.operation {
            Operation::CreateObject(Object::Sequence(sequence)) => change(&mut sequence.options),
            Operation::AlterObject(ObjectChange::AlterSequence { options, .. }) => change(options),
            // `create_sequence` and `alter_sequence` record nothing else.
            _ => {}
        }
        self
    }

    fn own(self, new: Option<SequenceOwner>) -> Self {
        match self.operation {
            Operation::CreateObject(Object::Sequence(sequence)) => sequence.owner = new,
            Operation::AlterObject(ObjectChange::AlterSequence { owner, .. }) => *owner = Some(new),
            // As above.
            _ => {}
        }
        self
    }

    /// The sequence is dropped with this column (PostgreSQL); it is in the schema of its table.
    pub fn owned_by(self, table: impl Into<QualifiedName>, column: &str) -> Self {
        self.own(Some(SequenceOwner { table: table.into(), column: column.to_owned() }))
    }

    /// The sequence is dropped with no column (PostgreSQL).
    pub fn owned_by_none(self) -> Self {
        self.own(None)
    }

    /// The first number.
    pub fn start_with(self, number: i64) -> Self {
        self.edit(|options| options.start = Some(number))
    }

    /// The distance between two numbers.
    pub fn increment_by(self, distance: i64) -> Self {
        self.edit(|options| options.increment = Some(distance))
    }

    /// The lowest number.
    pub fn min_value(self, number: i64) -> Self {
        self.edit(|options| options.minimum = Some(number))
    }

    /// The highest number.
    pub fn max_value(self, number: i64) -> Self {
        self.edit(|options| options.maximum = Some(number))
    }

    /// How many numbers each session takes at once.
    pub fn cache(self, count: i64) -> Self {
        self.edit(|options| options.cache = Some(count))
    }

    /// After the last number it begins again.
    pub fn cycle(self) -> Self {
        self.edit(|options| options.cycle = Some(true))
    }

    /// After the last number it gives no more.
    pub fn no_cycle(self) -> Self {
        self.edit(|options| options.cycle = Some(false))
    }
}

/// A value being added to an enum type.
#[derive(Debug)]
pub struct AddEnumValue<'a> {
    pub(in crate::op) operation: &'a mut Operation,
}

impl AddEnumValue<'_> {
    fn place(self, place: EnumPosition) -> Self {
        if let Operation::AlterObject(ObjectChange::AddEnumValue { position, .. }) = self.operation
        {
            *position = place;
        }
        self
    }

    /// The value comes right before another.
    pub fn before(self, value: &str) -> Self {
        self.place(EnumPosition::Before(value.to_owned()))
    }

    /// The value comes right after another.
    pub fn after(self, value: &str) -> Self {
        self.place(EnumPosition::After(value.to_owned()))
    }
}

/// An enum type being given other values.
#[derive(Debug)]
pub struct SetEnumValues<'a> {
    pub(in crate::op) operation: &'a mut Operation,
}

impl SetEnumValues<'_> {
    /// Rows and defaults with a value that goes get another.
    pub fn replace(self, value: &str, by: &str) -> Self {
        if let Operation::AlterObject(ObjectChange::SetEnumValues { replaced, .. }) = self.operation
        {
            replaced.push((value.to_owned(), by.to_owned()));
        }
        self
    }
}

/// An extension being made available.
#[derive(Debug)]
pub struct CreateExtension<'a> {
    pub(in crate::op) operation: &'a mut Operation,
}

impl CreateExtension<'_> {
    /// One that is there already is left as it is, such as one that an administrator has put in;
    /// a derived way back leaves it too, or is refused where the revisions do not know of it.
    pub fn if_not_exists(self) -> Self {
        if let Operation::CreateObject(Object::Extension(name)) = &*self.operation {
            *self.operation = Operation::AlterObject(ObjectChange::EnsureExtension(name.clone()));
        }
        self
    }
}
