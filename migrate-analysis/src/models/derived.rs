//! Structs with `#[derive(Model)]`, as a migration binary exports them: [`read`] makes one schema of all.

mod error;
mod renamed;

use std::collections::BTreeMap;

use migrate_core::op::{Operation, Recorded, apply};
use migrate_core::schema::{
    Column, ColumnType, Constraint, ConstraintKind, EnumType, Object, Origin, QualifiedName,
    Schema, Table,
};
use serde_json::Value as Json;

use crate::decode::{ExportedModel, decode};

pub use error::ModelsError;
pub use renamed::Renamed;

/// A full model: whatever is not in it is not wanted.
#[derive(Clone, Debug, PartialEq)]
pub struct Models {
    /// What all models say together.
    pub schema: Schema,
    /// Where each table is said.
    pub places: BTreeMap<QualifiedName, Origin>,
    /// The names that tables and columns had before.
    pub renamed: Vec<Renamed>,
}

/// Reads the value of `models` in an exported document; `schema` is an empty one, which says by the rules of
/// which database its texts are read.
///
/// # Errors
///
/// The value is not of the documented form, or the models contradict each other.
///
/// ```
/// use migrate_analysis::models::derived;
/// use migrate_core::schema::Schema;
///
/// let models = serde_json::from_str(
///     r#"[{"crate": "app", "file": "src/models.rs", "line": 3, "operations": [{
///         "operation": {"kind": "create_table", "table": {
///             "name": "users", "columns": [{"name": "id", "type": "big_int", "not_null": true}]
///         }},
///         "origin": {"line": 3, "column": 10}
///     }]}]"#,
/// )?;
/// let models = derived::read(models, Schema::new())?;
/// assert_eq!(models.places[&"users".into()].to_string(), "src/models.rs:3:10");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn read(models: Json, mut schema: Schema) -> Result<Models, ModelsError> {
    let models: Vec<ExportedModel> = decode(models)?;
    let renamed = models.iter().flat_map(renamed::of_model).collect();
    let mut said = Said::default();
    for model in models {
        for Recorded { operation, origin } in model.operations {
            let own = origin.file.as_str().is_empty();
            let place = Origin::new(&model.file, origin.line, origin.column);
            said.add(operation, if own { place } else { origin })?;
        }
    }
    let places = said.tables.iter().map(|(table, origin)| (table.name.clone(), *origin)).collect();
    for Recorded { operation, origin } in said.in_order() {
        apply(&operation, origin, &mut schema)
            .map_err(|source| ModelsError::Apply { origin, source: Box::new(source) })?;
    }
    require_one_list_of_labels(&schema, &places)?;
    Ok(Models { schema, places, renamed })
}

/// What models say, by what must be there first.
#[derive(Default)]
struct Said {
    /// Schemas, extensions and enum types.
    needed: Vec<Recorded>,
    tables: Vec<(Table, Origin)>,
    rest: Vec<Recorded>,
}

impl Said {
    fn add(&mut self, operation: Operation, origin: Origin) -> Result<(), ModelsError> {
        match operation {
            Operation::CreateTable { table, if_not_exists: _ } => {
                self.tables.push((table, origin));
            }
            Operation::CreateObject(
                Object::Namespace(_) | Object::Extension(_) | Object::EnumType(_),
            ) => self.needed.push(Recorded { operation, origin }),
            // What may be there already is wanted all the same.
            Operation::IfNeeded(operation) => self.add(*operation, origin)?,
            Operation::CreateObject(
                Object::Sequence(_)
                | Object::Function(_)
                | Object::View(_)
                | Object::MaterializedView(_)
                | Object::Trigger(_),
            )
            | Operation::SetTableComment { .. }
            | Operation::AlterTable { .. }
            | Operation::AddColumn { .. }
            | Operation::CreateIndex { .. }
            | Operation::AddConstraint { .. }
            | Operation::CreatePartition { .. }
            | Operation::AttachPartition { .. }
            | Operation::Execute { effect: Some(_), .. } => {
                self.rest.push(Recorded { operation, origin });
            }
            // What becomes of something that a model could say at once.
            Operation::DropTable { .. }
            | Operation::RenameTable { .. }
            | Operation::DropColumn { .. }
            | Operation::AlterColumn { .. }
            | Operation::DropIndex { .. }
            | Operation::RenameIndex { .. }
            | Operation::DropConstraint { .. }
            | Operation::RenameConstraint { .. }
            | Operation::DropObject(_)
            | Operation::AlterObject(_)
            | Operation::DropPartition { .. }
            | Operation::DetachPartition { .. }
            // Rows, and what is done at a moment.
            | Operation::Insert { .. }
            | Operation::Update { .. }
            | Operation::Delete { .. }
            | Operation::Execute { effect: None, .. }
            | Operation::ValidateConstraint { .. }
            | Operation::Reindex { .. }
            | Operation::Run(_)
            | Operation::SetTimeout { .. }
            | Operation::LockTable { .. } => {
                return Err(ModelsError::NotOfASchema { operation: operation.to_string(), origin });
            }
        }
        Ok(())
    }

    /// Tables without their foreign keys, which may reference each other in a circle, then the keys.
    fn in_order(self) -> impl Iterator<Item = Recorded> {
        let (mut tables, mut keys) = (Vec::new(), Vec::new());
        for (mut table, origin) in self.tables {
            let is_key =
                |constraint: &mut Constraint| constraint.kind() == ConstraintKind::ForeignKey;
            for constraint in table.constraints.extract_if(.., is_key) {
                let operation = Operation::AddConstraint { table: table.name.clone(), constraint };
                keys.push(Recorded { operation, origin });
            }
            let operation = Operation::CreateTable { table, if_not_exists: false };
            tables.push(Recorded { operation, origin });
        }
        self.needed.into_iter().chain(tables).chain(keys).chain(self.rest)
    }
}

/// Columns of an enum type each have its labels, and all the same.
fn require_one_list_of_labels(
    schema: &Schema,
    places: &BTreeMap<QualifiedName, Origin>,
) -> Result<(), ModelsError> {
    let mut known: BTreeMap<&QualifiedName, (&EnumType, Option<&Table>)> =
        schema.enums.values().map(|kind| (&kind.name, (kind, None))).collect();
    for table in schema.tables.values() {
        let types = table.columns.iter().flat_map(Column::types);
        for kind in types.filter_map(ColumnType::enumeration) {
            let (first, of) = known.entry(&kind.name).or_insert((kind, Some(table)));
            if first.values != kind.values {
                let place = |table: &Table| places.get(&table.name).copied();
                return Err(ModelsError::Labels {
                    name: kind.name.clone(),
                    one: of.and_then(place),
                    other: place(table),
                });
            }
        }
    }
    Ok(())
}
