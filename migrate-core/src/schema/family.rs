//! The objects beside tables as one family: created, dropped and found alike.

use std::fmt;

use super::{EnumType, Function, MaterializedView, QualifiedName, Schema, Sequence, Trigger, View};

/// An object beside tables.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Object {
    /// A schema in SQL's sense, which has tables and other objects.
    Namespace(String),
    /// An extension.
    Extension(String),
    /// An enum type.
    EnumType(EnumType),
    /// A sequence.
    Sequence(Sequence),
    /// A function.
    Function(Function),
    /// A view.
    View(View),
    /// A materialized view with its indexes.
    MaterializedView(MaterializedView),
    /// A trigger.
    Trigger(Trigger),
}

/// What an object beside tables is found by.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ObjectRef {
    /// A schema in SQL's sense.
    Namespace(String),
    /// An extension.
    Extension(String),
    /// An enum type.
    EnumType(QualifiedName),
    /// A sequence.
    Sequence(QualifiedName),
    /// A function.
    Function {
        /// The name.
        name: QualifiedName,
        /// The arguments, as it was created with.
        arguments: String,
    },
    /// A view.
    View(QualifiedName),
    /// A materialized view.
    MaterializedView(QualifiedName),
    /// A trigger.
    Trigger {
        /// The table or view that it watches.
        table: QualifiedName,
        /// The name.
        name: String,
    },
}

impl Object {
    /// What the object is found by.
    pub fn reference(&self) -> ObjectRef {
        match self {
            Self::Namespace(name) => ObjectRef::Namespace(name.clone()),
            Self::Extension(name) => ObjectRef::Extension(name.clone()),
            Self::EnumType(kind) => ObjectRef::EnumType(kind.name.clone()),
            Self::Sequence(sequence) => ObjectRef::Sequence(sequence.name.clone()),
            Self::Function(Function { name, arguments, .. }) => {
                ObjectRef::Function { name: name.clone(), arguments: arguments.clone() }
            }
            Self::View(view) => ObjectRef::View(view.name.clone()),
            Self::MaterializedView(view) => ObjectRef::MaterializedView(view.name.clone()),
            Self::Trigger(Trigger { table, name, .. }) => {
                ObjectRef::Trigger { table: table.clone(), name: name.clone() }
            }
        }
    }

    /// The table or view that a trigger watches.
    pub const fn table(&self) -> Option<&QualifiedName> {
        match self {
            Self::Trigger(trigger) => Some(&trigger.table),
            Self::Namespace(_)
            | Self::Extension(_)
            | Self::EnumType(_)
            | Self::Sequence(_)
            | Self::Function(_)
            | Self::View(_)
            | Self::MaterializedView(_) => None,
        }
    }
}

impl Object {
    /// The same object on a table or view of another name, when it is on one.
    #[must_use]
    pub fn moved_to(self, table: QualifiedName) -> Self {
        match self {
            Self::Trigger(trigger) => Self::Trigger(Trigger { table, ..trigger }),
            Self::Namespace(_)
            | Self::Extension(_)
            | Self::EnumType(_)
            | Self::Sequence(_)
            | Self::Function(_)
            | Self::View(_)
            | Self::MaterializedView(_) => self,
        }
    }
}

impl ObjectRef {
    /// The table or view that a trigger watches.
    pub const fn table(&self) -> Option<&QualifiedName> {
        match self {
            Self::Trigger { table, .. } => Some(table),
            Self::Namespace(_)
            | Self::Extension(_)
            | Self::EnumType(_)
            | Self::Sequence(_)
            | Self::Function { .. }
            | Self::View(_)
            | Self::MaterializedView(_) => None,
        }
    }

    /// The kind, as messages name it.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Namespace(_) => "schema",
            Self::Extension(_) => "extension",
            Self::EnumType(_) => "enum type",
            Self::Sequence(_) => "sequence",
            Self::Function { .. } => "function",
            Self::View(_) => "view",
            Self::MaterializedView(_) => "materialized view",
            Self::Trigger { .. } => "trigger",
        }
    }

    /// The name, as messages give it: a function with its arguments.
    pub fn name(&self) -> String {
        match self {
            Self::Namespace(name) | Self::Extension(name) | Self::Trigger { name, .. } => {
                name.clone()
            }
            Self::EnumType(name)
            | Self::Sequence(name)
            | Self::View(name)
            | Self::MaterializedView(name) => name.to_string(),
            Self::Function { name, arguments } => format!("{name}({arguments})"),
        }
    }

    /// The schema (namespace) that has the object, when it is named.
    pub fn namespace(&self) -> Option<&str> {
        match self {
            Self::Namespace(_) | Self::Extension(_) => None,
            Self::EnumType(name)
            | Self::Sequence(name)
            | Self::Function { name, .. }
            | Self::View(name)
            | Self::MaterializedView(name)
            | Self::Trigger { table: name, .. } => name.schema.as_deref(),
        }
    }
}

/// As `create ..` names it.
impl fmt::Display for Object {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Trigger(trigger) => write!(f, "trigger {} on {}", trigger.name, trigger.table),
            Self::Namespace(_)
            | Self::Extension(_)
            | Self::EnumType(_)
            | Self::Sequence(_)
            | Self::Function(_)
            | Self::View(_)
            | Self::MaterializedView(_) => self.reference().fmt(f),
        }
    }
}

/// As `drop ..` names it.
impl fmt::Display for ObjectRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::EnumType(name) => write!(f, "enum {name}"),
            Self::Trigger { table, name } => write!(f, "trigger {name} of {table}"),
            Self::Namespace(_)
            | Self::Extension(_)
            | Self::Sequence(_)
            | Self::Function { .. }
            | Self::View(_)
            | Self::MaterializedView(_) => write!(f, "{} {}", self.kind(), self.name()),
        }
    }
}

impl Schema {
    /// Every object beside tables, by kind and name.
    pub fn objects(&self) -> Vec<ObjectRef> {
        let Self {
            tables: _,
            enums,
            views,
            materialized_views,
            functions,
            sequences,
            triggers,
            extensions,
            namespaces,
            syntax: _,
            stale: _,
            outgrown: _,
        } = self;
        let mut objects = Vec::new();
        objects.extend(namespaces.iter().cloned().map(ObjectRef::Namespace));
        objects.extend(extensions.iter().cloned().map(ObjectRef::Extension));
        objects.extend(enums.keys().cloned().map(ObjectRef::EnumType));
        objects.extend(sequences.keys().cloned().map(ObjectRef::Sequence));
        for (name, arguments) in functions.keys().cloned() {
            objects.push(ObjectRef::Function { name, arguments });
        }
        objects.extend(views.keys().cloned().map(ObjectRef::View));
        objects.extend(materialized_views.keys().cloned().map(ObjectRef::MaterializedView));
        for (table, name) in triggers.keys().cloned() {
            objects.push(ObjectRef::Trigger { table, name });
        }
        objects
    }

    /// The object beside tables that is found by `reference`.
    pub fn object(&self, reference: &ObjectRef) -> Option<Object> {
        match reference {
            ObjectRef::Namespace(name) => self.namespaces.get(name).cloned().map(Object::Namespace),
            ObjectRef::Extension(name) => self.extensions.get(name).cloned().map(Object::Extension),
            ObjectRef::EnumType(name) => self.enums.get(name).cloned().map(Object::EnumType),
            ObjectRef::Sequence(name) => self.sequences.get(name).cloned().map(Object::Sequence),
            ObjectRef::Function { name, arguments } => {
                let key = (name.clone(), arguments.clone());
                self.functions.get(&key).cloned().map(Object::Function)
            }
            ObjectRef::View(name) => self.views.get(name).cloned().map(Object::View),
            ObjectRef::MaterializedView(name) => {
                self.materialized_views.get(name).cloned().map(Object::MaterializedView)
            }
            ObjectRef::Trigger { table, name } => {
                let key = (table.clone(), name.clone());
                self.triggers.get(&key).cloned().map(Object::Trigger)
            }
        }
    }

    /// Adds an object beside tables, in place of the one that has its name.
    pub fn insert(&mut self, object: Object) {
        self.stale.remove(&object.reference());
        self.outgrown.remove(&object.reference());
        match object {
            Object::Namespace(name) => {
                self.namespaces.insert(name);
            }
            Object::Extension(name) => {
                self.extensions.insert(name);
            }
            Object::EnumType(kind) => {
                self.enums.insert(kind.name.clone(), kind);
            }
            Object::Sequence(sequence) => {
                self.sequences.insert(sequence.name.clone(), sequence);
            }
            Object::Function(function) => {
                let key = (function.name.clone(), function.arguments.clone());
                self.functions.insert(key, function);
            }
            Object::View(view) => {
                self.views.insert(view.name.clone(), view);
            }
            Object::MaterializedView(view) => {
                self.materialized_views.insert(view.name.clone(), view);
            }
            Object::Trigger(trigger) => {
                self.triggers.insert((trigger.table.clone(), trigger.name.clone()), trigger);
            }
        }
    }

    /// The objects on a table or a view, which databases rename and drop with it.
    pub fn objects_on(&self, holder: &QualifiedName) -> Vec<Object> {
        // No other kind of object has a table (`ObjectRef::table`).
        self.triggers_of(holder).into_iter().cloned().map(Object::Trigger).collect()
    }

    /// The sequences that go with a table, or with one of its columns.
    pub(crate) fn sequences_of(
        &self,
        table: &QualifiedName,
        column: Option<&str>,
    ) -> Vec<Sequence> {
        let owned = self.sequences.values().filter(|sequence| {
            sequence.owner.as_ref().is_some_and(|owner| {
                owner.table == *table && column.is_none_or(|column| owner.column == column)
            })
        });
        owned.cloned().collect()
    }

    /// Removes the objects on a table or a view.
    pub fn remove_objects_on(&mut self, holder: &QualifiedName) {
        for object in self.objects_on(holder) {
            self.remove(&object.reference());
        }
    }

    /// Removes an object beside tables, and those on it; whether it was there.
    pub fn remove(&mut self, reference: &ObjectRef) -> bool {
        self.stale.remove(reference);
        self.outgrown.remove(reference);
        match reference {
            ObjectRef::Namespace(name) => self.namespaces.remove(name),
            ObjectRef::Extension(name) => self.extensions.remove(name),
            ObjectRef::EnumType(name) => self.enums.remove(name).is_some(),
            ObjectRef::Sequence(name) => self.sequences.remove(name).is_some(),
            ObjectRef::Function { name, arguments } => {
                self.functions.remove(&(name.clone(), arguments.clone())).is_some()
            }
            ObjectRef::View(name) => {
                self.remove_objects_on(name);
                self.views.remove(name).is_some()
            }
            ObjectRef::MaterializedView(name) => self.materialized_views.remove(name).is_some(),
            ObjectRef::Trigger { table, name } => {
                self.triggers.remove(&(table.clone(), name.clone())).is_some()
            }
        }
    }
}
