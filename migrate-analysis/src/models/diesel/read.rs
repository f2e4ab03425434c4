//! `schema.rs` as text, read into what it declares.

use migrate_core::schema::QualifiedName;
use proc_macro2::Span;
use syn::ext::IdentExt as _;
use syn::parse::{Parse, ParseStream, Parser as _};
use syn::punctuated::Punctuated;
use syn::{Attribute, Expr, ExprLit, Ident, Item, Lit, Meta, Token};

use super::{
    DeclaredColumn, Joinable, Place, ReadError, Relation, RelationKind, SchemaRs, SqlType,
    TypeDefinition,
};

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
    let mut schema = SchemaRs::default();
    reader.items(&parsed.items, &mut schema)?;
    Ok(schema)
}

impl SchemaRs {
    /// Adds what another file declares. A relation that both declare counts once, with the columns of both.
    ///
    /// # Errors
    ///
    /// Both declare a column, with other types.
    pub fn join(&mut self, other: Self) -> Result<(), ReadError> {
        for relation in other.relations {
            self.add(relation)?;
        }
        self.joinables.extend(other.joinables);
        self.types.extend(other.types);
        Ok(())
    }

    /// Adds a relation. A program may declare one several times, under different names in Rust, to join it with
    /// itself or to read some of its columns.
    fn add(&mut self, relation: Relation) -> Result<(), ReadError> {
        let Some(known) = self.relations.iter_mut().find(|it| it.name == relation.name) else {
            self.relations.push(relation);
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

    fn items(&self, items: &[Item], schema: &mut SchemaRs) -> Result<(), ReadError> {
        for item in items {
            match item {
                Item::Macro(item) => self.invocation(&item.mac, schema)?,
                Item::Mod(module) if !is_of_tests(&module.attrs) => {
                    if let Some((_, items)) = &module.content {
                        self.items(items, schema)?;
                    }
                }
                Item::Struct(item) => {
                    let definition = type_definition(&item.ident, &item.attrs);
                    schema.types.extend(definition.map_err(|error| self.error(&error))?);
                }
                // Code beside the tables, such as the structs of rows.
                _ => {}
            }
        }
        Ok(())
    }

    fn invocation(&self, invocation: &syn::Macro, schema: &mut SchemaRs) -> Result<(), ReadError> {
        let Some(name) = invocation.path.segments.last() else { return Ok(()) };
        let kind = match name.ident.to_string().as_str() {
            "table" => RelationKind::Table,
            "view" => RelationKind::View,
            "joinable" => {
                let parsed = syn::parse2::<Join>(invocation.tokens.clone());
                let join = parsed.map_err(|error| self.error(&error))?;
                schema.joinables.push(Joinable {
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
        schema.add(relation)
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

/// What is between the braces of `table!` and `view!`.
struct Body {
    attributes: Vec<Attribute>,
    schema: Option<Ident>,
    name: Ident,
    key: Option<Punctuated<Ident, Token![,]>>,
    columns: Punctuated<ColumnBody, Token![,]>,
}

struct ColumnBody {
    attributes: Vec<Attribute>,
    name: Ident,
    sql_type: syn::TypePath,
}

struct Join {
    child: Ident,
    parent: Ident,
    column: Ident,
}

impl Body {
    fn parse(input: ParseStream<'_>, kind: RelationKind) -> syn::Result<Self> {
        while input.peek(Token![use]) {
            input.parse::<syn::ItemUse>()?;
        }
        let attributes = input.call(Attribute::parse_outer)?;
        let first = input.call(Ident::parse_any)?;
        let (schema, name) = match input.parse::<Option<Token![.]>>()? {
            Some(_) => (Some(first), input.call(Ident::parse_any)?),
            None => (None, first),
        };
        let key = if kind == RelationKind::Table && input.peek(syn::token::Paren) {
            let content;
            syn::parenthesized!(content in input);
            Some(content.parse_terminated(Ident::parse_any, Token![,])?)
        } else {
            None
        };
        let content;
        syn::braced!(content in input);
        let columns = content.parse_terminated(ColumnBody::parse, Token![,])?;
        Ok(Self { attributes, schema, name, key, columns })
    }
}

impl Parse for ColumnBody {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let attributes = input.call(Attribute::parse_outer)?;
        let name = input.call(Ident::parse_any)?;
        input.parse::<Token![->]>()?;
        Ok(Self { attributes, name, sql_type: input.parse()? })
    }
}

impl Parse for Join {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let child = input.call(Ident::parse_any)?;
        input.parse::<Token![->]>()?;
        let parent = input.call(Ident::parse_any)?;
        let content;
        syn::parenthesized!(content in input);
        let column = content.call(Ident::parse_any)?;
        Ok(Self { child, parent, column })
    }
}

fn sql_type(path: &syn::TypePath) -> syn::Result<SqlType> {
    use syn::{GenericArgument, PathArguments, Type, spanned::Spanned as _};
    let unknown = |span: Span| {
        syn::Error::new(
            span,
            "this is no SQL type: write one of `diesel::sql_types`, such as `Text`",
        )
    };
    let segment = path.path.segments.last().ok_or_else(|| unknown(path.span()))?;
    let mut read = SqlType::named(segment.ident.unraw().to_string());
    let argument = |kind: &Type| match kind {
        Type::Path(path) => sql_type(path).map(|read| vec![read]),
        Type::Tuple(tuple) => {
            let element = |kind: &Type| match kind {
                Type::Path(path) => sql_type(path),
                other => Err(unknown(other.span())),
            };
            tuple.elems.iter().map(element).collect()
        }
        other => Err(unknown(other.span())),
    };
    match &segment.arguments {
        PathArguments::None => {}
        PathArguments::AngleBracketed(arguments) => {
            for one in &arguments.args {
                match one {
                    GenericArgument::Type(kind) => read.arguments.extend(argument(kind)?),
                    other => return Err(unknown(other.span())),
                }
            }
        }
        PathArguments::Parenthesized(arguments) => return Err(unknown(arguments.span())),
    }
    Ok(read)
}

/// What `#[diesel(postgres_type(..))]`, `#[diesel(mysql_type(..))]` or diesel 1's `#[postgres(..)]` says of a
/// struct; none when it is no SQL type with a name.
fn type_definition(name: &Ident, attributes: &[Attribute]) -> syn::Result<Option<TypeDefinition>> {
    let mut definition =
        TypeDefinition { rust_name: name.unraw().to_string(), postgres: None, mysql: None };
    for attribute in attributes {
        let path = attribute.path();
        if path.is_ident("diesel") {
            let Meta::List(list) = &attribute.meta else { continue };
            let all = Punctuated::<Meta, Token![,]>::parse_terminated;
            let Ok(all) = list.parse_args_with(all) else { continue };
            for meta in all {
                let Meta::List(inner) = &meta else { continue };
                if inner.path.is_ident("postgres_type") {
                    definition.postgres = postgres_name(inner)?;
                } else if inner.path.is_ident("mysql_type") {
                    definition.mysql = text_of(inner, &["name"])?;
                }
            }
        } else if let (true, Meta::List(list)) = (path.is_ident("postgres"), &attribute.meta) {
            definition.postgres = postgres_name(list)?;
        }
    }
    let is_named = definition.postgres.is_some() || definition.mysql.is_some();
    Ok(is_named.then_some(definition))
}

fn postgres_name(list: &syn::MetaList) -> syn::Result<Option<QualifiedName>> {
    let schema = text_of(list, &["schema", "type_schema"])?;
    let name = text_of(list, &["name", "type_name"])?;
    Ok(name.map(|name| QualifiedName { schema, name }))
}

/// The text of `key = ".."` in the parentheses of an attribute.
fn text_of(list: &syn::MetaList, keys: &[&str]) -> syn::Result<Option<String>> {
    let all = list.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated)?;
    Ok(all.iter().find_map(|meta| match meta {
        Meta::NameValue(pair) if keys.iter().any(|key| pair.path.is_ident(key)) => {
            match &pair.value {
                Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Some(text.value()),
                _ => None,
            }
        }
        _ => None,
    }))
}

/// The name in SQL: that of `#[sql_name = ".."]`, or that in Rust.
fn sql_name(attributes: &[Attribute], rust_name: &Ident) -> syn::Result<String> {
    let Some(attribute) = attributes.iter().find(|it| it.path().is_ident("sql_name")) else {
        return Ok(rust_name.unraw().to_string());
    };
    match literal(attribute) {
        Some(Lit::Str(text)) => {
            let text = text.value();
            // diesel takes a raw identifier for the word.
            Ok(text.strip_prefix("r#").map(str::to_owned).unwrap_or(text))
        }
        _ => Err(form(attribute, "#[sql_name = \"name\"]")),
    }
}

/// The literal of `#[key = literal]`.
fn literal(attribute: &Attribute) -> Option<&Lit> {
    match &attribute.meta {
        Meta::NameValue(pair) => match &pair.value {
            Expr::Lit(ExprLit { lit, .. }) => Some(lit),
            _ => None,
        },
        Meta::Path(_) | Meta::List(_) => None,
    }
}

fn form(attribute: &Attribute, example: &str) -> syn::Error {
    use syn::spanned::Spanned as _;
    syn::Error::new(attribute.span(), format!("this attribute has another form: write `{example}`"))
}

/// The lines of the doc comments.
fn docs(attributes: &[Attribute]) -> Vec<String> {
    let docs = attributes.iter().filter(|it| it.path().is_ident("doc"));
    let texts = docs.filter_map(|it| match literal(it) {
        Some(Lit::Str(text)) => Some(text.value()),
        _ => None,
    });
    texts.map(|text| text.trim().to_owned()).collect()
}

/// Whether only tests compile it.
fn is_of_tests(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|it| match &it.meta {
        Meta::List(list) => it.path().is_ident("cfg") && list.tokens.to_string() == "test",
        Meta::Path(_) | Meta::NameValue(_) => false,
    })
}
