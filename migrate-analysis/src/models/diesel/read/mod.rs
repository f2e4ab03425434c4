//! `schema.rs` as text, read into what it declares.

mod attributes;
mod body;

use std::collections::BTreeMap;

use migrate_core::schema::QualifiedName;
use proc_macro2::Span;
use syn::ext::IdentExt as _;
use syn::parse::{ParseStream, Parser as _};
use syn::{Ident, Item, Lit, Meta};

use super::{DeclaredColumn, Joinable, Place, ReadError, Relation, RelationKind, SchemaRs};
use attributes::{docs, form, is_of_tests, literal, sql_name, type_definition};
use body::{Body, ColumnBody, Join, sql_type};

/// The key of a `table!` that names none.
const DEFAULT_KEY: &str = "id";

/// Reads the text of a `schema.rs`: every `table!`, `view!` and `joinable!` in it and in its modules, and the
/// SQL types defined beside them. Other code may be around them; what only tests compile is left out.
///
/// # Errors
///
/// The text is not Rust, or one of the macros has another form than diesel's.
///
/// ```
/// use migrate_analysis::models::diesel::read;
///
/// let text = "diesel::table! {
///     users (id) {
///         id -> Int4,
///         #[sql_name = \"type\"]
///         type_ -> Nullable<Text>,
///     }
/// }";
/// let schema = read("src/schema.rs", text)?;
/// let users = schema.relation(&"users".into()).unwrap();
/// assert_eq!(users.primary_key, ["id"]);
/// assert_eq!(users.column("type").unwrap().sql_type.to_string(), "Nullable<Text>");
///
/// let error = read("src/schema.rs", "table! {\n users {\n id: Int4 } }").unwrap_err();
/// assert_eq!(error.to_string(), "cannot read `src/schema.rs:3`: expected `->`");
/// # Ok::<(), migrate_analysis::models::diesel::ReadError>(())
/// ```
pub fn read(file: &str, text: &str) -> Result<SchemaRs, ReadError> {
    let reader = Reader { file };
    let parsed = syn::parse_file(text).map_err(|error| reader.error(&error))?;
    let mut found = Found::default();
    reader.items(&parsed.items, &mut found)?;
    Ok(found.schema)
}

impl SchemaRs {
    /// Adds what another file declares. A relation that both declare counts once, with the columns of both.
    ///
    /// # Errors
    ///
    /// Both declare a column, with other types.
    pub fn join(&mut self, other: Self) -> Result<(), ReadError> {
        let schema = std::mem::take(self);
        let relations = schema.relations.iter().enumerate();
        let places = relations.map(|(at, relation)| (relation.name.clone(), at)).collect();
        let mut found = Found { schema, places };
        let joined = other.relations.into_iter().try_for_each(|relation| found.add(relation));
        *self = found.schema;
        joined?;
        self.joinables.extend(other.joinables);
        self.types.extend(other.types);
        Ok(())
    }
}

/// What was read so far.
#[derive(Default)]
struct Found {
    schema: SchemaRs,
    /// Where each relation is among those of the schema.
    places: BTreeMap<QualifiedName, usize>,
}

impl Found {
    /// Adds a relation. A program may declare one several times, under different names in Rust, to join it with
    /// itself or to read some of its columns.
    fn add(&mut self, relation: Relation) -> Result<(), ReadError> {
        let place = self.places.get(&relation.name);
        let Some(known) = place.and_then(|at| self.schema.relations.get_mut(*at)) else {
            self.places.insert(relation.name.clone(), self.schema.relations.len());
            self.schema.relations.push(relation);
            return Ok(());
        };
        for column in relation.columns {
            match known.column(&column.name) {
                None => known.columns.push(column),
                Some(same)
                    if same.sql_type.bare().canonical() == column.sql_type.bare().canonical() => {}
                Some(other) => {
                    return Err(ReadError::Twice {
                        name: format!("{}.{}", relation.name, column.name),
                        first: other.place.clone(),
                        second: column.place,
                    });
                }
            }
        }
        Ok(())
    }
}

struct Reader<'a> {
    file: &'a str,
}

impl Reader<'_> {
    fn place(&self, span: Span) -> Place {
        Place { file: self.file.to_owned(), line: span.start().line }
    }

    fn error(&self, error: &syn::Error) -> ReadError {
        ReadError::Syntax { place: self.place(error.span()), reason: error.to_string() }
    }

    fn items(&self, items: &[Item], found: &mut Found) -> Result<(), ReadError> {
        for item in items {
            match item {
                Item::Macro(item) => self.invocation(&item.mac, found)?,
                Item::Mod(module) if !is_of_tests(&module.attrs) => {
                    if let Some((_, items)) = &module.content {
                        self.items(items, found)?;
                    }
                }
                Item::Struct(item) => {
                    let definition = type_definition(&item.ident, &item.attrs);
                    found.schema.types.extend(definition.map_err(|error| self.error(&error))?);
                }
                // Code beside the tables, such as the structs of rows.
                _ => {}
            }
        }
        Ok(())
    }

    fn invocation(&self, invocation: &syn::Macro, found: &mut Found) -> Result<(), ReadError> {
        let Some(name) = invocation.path.segments.last() else { return Ok(()) };
        let kind = match name.ident.to_string().as_str() {
            "table" => RelationKind::Table,
            "view" => RelationKind::View,
            "joinable" => {
                let parsed = syn::parse2::<Join>(invocation.tokens.clone());
                let join = parsed.map_err(|error| self.error(&error))?;
                found.schema.joinables.push(Joinable {
                    place: self.place(join.child.span()),
                    child: join.child.unraw().to_string(),
                    parent: join.parent.unraw().to_string(),
                    column: join.column.unraw().to_string(),
                });
                return Ok(());
            }
            // Which tables a query may join says nothing of the tables.
            _ => return Ok(()),
        };
        let parser = |input: ParseStream<'_>| Body::parse(input, kind);
        let parsed = parser.parse2(invocation.tokens.clone());
        let relation = parsed
            .and_then(|body| self.relation(body, kind))
            .map_err(|error| self.error(&error))?;
        found.add(relation)
    }

    fn relation(&self, body: Body, kind: RelationKind) -> syn::Result<Relation> {
        let rust_name = body.name.unraw().to_string();
        let schema = body.schema.map(|schema| schema.unraw().to_string());
        let written = sql_name(&body.attributes, &body.name)?;
        // `diesel print-schema` writes the schema before a name that is not one of Rust.
        let own = schema.as_ref().and_then(|it| written.strip_prefix(it)?.strip_prefix('.'));
        let name = own.unwrap_or(&written).to_owned();
        let columns: Vec<_> =
            body.columns.iter().map(|it| self.column(it)).collect::<syn::Result<_>>()?;
        let sql_name_of = |key: &Ident| {
            let key_name = key.unraw().to_string();
            let column = columns.iter().find(|column| column.rust_name == key_name);
            column.map(|column| column.name.clone()).ok_or_else(|| {
                let reason = format!("the key's column `{key_name}` is none of `{rust_name}`");
                syn::Error::new(key.span(), reason)
            })
        };
        let has_default_key = || columns.iter().any(|column| column.rust_name == DEFAULT_KEY);
        let primary_key = match (&body.key, kind) {
            (Some(key), _) => key.iter().map(sql_name_of).collect::<syn::Result<_>>()?,
            (None, RelationKind::View) => Vec::new(),
            (None, RelationKind::Table) if has_default_key() => vec![DEFAULT_KEY.to_owned()],
            (None, RelationKind::Table) => {
                let reason = format!(
                    "`{rust_name}` has neither a key nor a column `id`: write `{rust_name} (column) {{`"
                );
                return Err(syn::Error::new(body.name.span(), reason));
            }
        };
        Ok(Relation {
            kind,
            name: QualifiedName { schema, name },
            primary_key,
            columns,
            docs: docs(&body.attributes),
            place: self.place(body.name.span()),
            rust_name,
        })
    }

    fn column(&self, column: &ColumnBody) -> syn::Result<DeclaredColumn> {
        let mut max_length = None;
        let mut auto_increment = false;
        for attribute in &column.attributes {
            if attribute.path().is_ident("max_length") {
                max_length = Some(match literal(attribute) {
                    Some(Lit::Int(number)) => number.base10_parse()?,
                    _ => return Err(form(attribute, "#[max_length = 50]")),
                });
            } else if attribute.path().is_ident("auto_increment") {
                auto_increment = match attribute.meta {
                    Meta::Path(_) => true,
                    Meta::List(_) | Meta::NameValue(_) => {
                        return Err(form(attribute, "#[auto_increment]"));
                    }
                };
            }
        }
        Ok(DeclaredColumn {
            name: sql_name(&column.attributes, &column.name)?,
            rust_name: column.name.unraw().to_string(),
            sql_type: sql_type(&column.sql_type)?,
            max_length,
            auto_increment,
            docs: docs(&column.attributes),
            place: self.place(column.name.span()),
        })
    }
}
