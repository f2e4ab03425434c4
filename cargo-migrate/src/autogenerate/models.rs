//! The models of a package: structs that its binary exports, diesel's `schema.rs`, or a live database.

use std::fs;
use std::path::Path;

use migrate_analysis::compare::Object;
use migrate_analysis::diff::{self, Answers, Diff, DiffError};
use migrate_analysis::models::derived::{self, Models as Derived};
use migrate_analysis::models::diesel::{self, DieselToml, SchemaRs, Section};
use migrate_core::dialect::Dialect;
use migrate_core::schema::Schema;
use serde_json::Value;

use crate::cli::CompareArguments;
use crate::diesel_toml;
use crate::error::Error;
use crate::manifest::{Models, Package};
use crate::paths;

use super::{AutogenerateError, empty, families};

/// What the database of a package should be.
#[derive(Debug)]
pub(crate) enum Model {
    /// Structs with `#[derive(Model)]`: all of the schema.
    Structs(Derived),
    /// A live database: all of the schema, in the words of that database.
    Database(Schema),
    /// diesel's `schema.rs`: what it says, and nothing else.
    Diesel(Box<DieselModel>),
}

/// A `schema.rs`, and how it is written.
#[derive(Debug)]
pub(crate) struct DieselModel {
    declared: SchemaRs,
    config: DieselToml,
    /// The text of the patch file of each section.
    patches: Vec<Option<String>>,
}

/// Where the models of a package are, with what is read without its binary.
#[derive(Debug)]
pub(super) enum Source {
    /// In a crate that the package names.
    Crate,
    /// In the binary, if there are any: structs in the package itself need no name.
    Unnamed,
    /// In a live database.
    Database,
    /// In diesel's `schema.rs`.
    Diesel(Box<DieselModel>),
}

impl Source {
    /// Reads what is in files.
    ///
    /// # Errors
    ///
    /// A file cannot be read.
    pub(super) fn read(package: &Package, options: &CompareArguments) -> Result<Self, Error> {
        let models =
            if options.from_database { Some(&Models::Database) } else { package.models.as_ref() };
        Ok(match models {
            Some(Models::Database) => Self::Database,
            Some(Models::Schema(path)) => Self::Diesel(Box::new(read_diesel(path, &package.name)?)),
            Some(Models::Crate(_)) => Self::Crate,
            None => Self::Unnamed,
        })
    }

    /// The models, of which the binary has `linked`.
    ///
    /// # Errors
    ///
    /// The package has none, or they cannot be read.
    pub(super) fn model(
        self,
        package: &Package,
        linked: Option<&Value>,
        dialects: &[Dialect],
        live: Option<&Schema>,
    ) -> Result<Model, Error> {
        let structs = |models: Value| derived::read(models, empty(dialects)).map(Model::Structs);
        Ok(match (self, linked) {
            (Self::Database, _) => {
                Model::Database(live.cloned().unwrap_or_else(|| empty(dialects)))
            }
            (Self::Diesel(model), _) => Model::Diesel(model),
            (Self::Crate, models) => structs(models.cloned().unwrap_or_default())?,
            (Self::Unnamed, Some(models)) => structs(models.clone())?,
            (Self::Unnamed, None) => {
                return Err(AutogenerateError::NoModels(package.name.clone()).into());
            }
        })
    }
}

/// Reads a `schema.rs` with the nearest `diesel.toml` above it and the patch files that are named there.
fn read_diesel(path: &Path, package: &str) -> Result<DieselModel, Error> {
    if !path.exists() {
        let file = paths::from_here(path);
        return Err(AutogenerateError::NoSchemaFile { package: package.to_owned(), file }.into());
    }
    let path = &path.canonicalize().map_err(Error::io("read", path))?;
    let text = fs::read_to_string(path).map_err(Error::io("read", path))?;
    let declared = diesel::read(&paths::from_here(path).to_string_lossy(), &text)?;
    let folder = path.parent().unwrap_or(path);
    let Some(nearest) = diesel_toml::Nearest::read(folder)? else {
        return Ok(DieselModel { declared, config: DieselToml::default(), patches: Vec::new() });
    };
    let sections = nearest.config.sections.values();
    let patches = sections.map(|section| Ok(nearest.patch(section)?.map(|(_, text)| text)));
    let patches = patches.collect::<Result<_, Error>>()?;
    Ok(DieselModel { declared, config: nearest.config, patches })
}

impl Model {
    /// Whether it has an object.
    pub(super) fn objects(&self, dialect: Dialect) -> Box<dyn Fn(&Object) -> bool + '_> {
        match self {
            Self::Structs(models) => Box::new(diff::objects_of(dialect, &models.schema)),
            Self::Database(schema) => Box::new(diff::objects_of(dialect, schema)),
            Self::Diesel(model) => {
                let relations = model.declared.by_name();
                Box::new(move |object| match object {
                    Object::Table(name) => relations.contains_key(name),
                    Object::Column(table, column) => {
                        let relation = relations.get(table);
                        relation.is_some_and(|relation| relation.column(column).is_some())
                    }
                    // `table!` says nothing of anything else.
                    _ => false,
                })
            }
        }
    }

    /// The schema that the model says all of; none where it says a part.
    pub(super) const fn schema_mut(&mut self) -> Option<&mut Schema> {
        match self {
            Self::Structs(models) => Some(&mut models.schema),
            Self::Database(schema) => Some(schema),
            Self::Diesel(_) => None,
        }
    }

    /// What the model itself says was renamed.
    pub(super) fn answers(&self, head: &Schema) -> Answers {
        match self {
            Self::Structs(models) => models.answers(head),
            Self::Database(_) | Self::Diesel(_) => Answers::default(),
        }
    }

    /// The operations that lead to the model, or the questions before them; and what a person should know of it.
    pub(super) fn diff(
        &self,
        before: &Schema,
        form: diff::Comparison,
        dialects: &[Dialect],
        answers: &Answers,
    ) -> Result<(Diff, Vec<String>), DiffError> {
        let families = families(dialects);
        let whole =
            |model: &Schema| Ok((diff::diff(before, model, form, &families, answers)?, Vec::new()));
        match self {
            Self::Structs(models) => whole(&models.schema),
            Self::Database(schema) => whole(schema),
            Self::Diesel(model) => {
                let Some(dialect) = dialects.first() else { return Ok(Default::default()) };
                let sections = model.config.sections.values().zip(&model.patches);
                let sections: Vec<_> = sections
                    .map(|(settings, patch)| Section { settings, patch: patch.as_deref() })
                    .collect();
                let declared = &model.declared;
                let found =
                    diesel::diff(declared, before, *dialect, &sections, &families, answers)?;
                Ok((found.diff, found.notes.iter().map(ToString::to_string).collect()))
            }
        }
    }
}
