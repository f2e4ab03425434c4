//! The Rust type of a field, and whether that says the type of its column; enum types as enums.

use std::collections::BTreeMap;

use migrate_core::schema::{Column, ColumnType, EnumType, Schema};
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use super::names::{Names, of_variants};
use crate::render::literal::{name, text};

/// The enum types of columns, each with the name of the enum whose variants are its labels.
#[derive(Debug, Default)]
pub(super) struct Enums<'s>(Vec<(&'s EnumType, String)>);

impl<'s> Enums<'s> {
    /// Those that the columns of a schema have. One without labels, as PostgreSQL may have, is no enum of Rust.
    pub(super) fn of(schema: &'s Schema) -> Self {
        let mut types = BTreeMap::new();
        for table in schema.tables.values() {
            for kind in table.columns.iter().filter_map(|it| it.column_type.enumeration()) {
                types.entry(&kind.name).or_insert(kind);
            }
        }
        let types = types.into_values().filter(|kind| !kind.values.is_empty());
        Self(types.map(|kind| (kind, String::new())).collect())
    }

    /// Whether an enum is the type: it says all of it.
    pub(super) fn says(&self, kind: &EnumType) -> bool {
        self.0.iter().any(|(known, _)| *known == kind)
    }

    /// The enums, of which each has a name from now on.
    pub(super) fn items(mut self, names: &mut Names) -> (Self, Vec<TokenStream>) {
        let mut items = Vec::new();
        for (kind, own) in &mut self.0 {
            let ident = names.of_item(kind.name.schema.as_deref(), &kind.name.name);
            *own = ident.to_string();
            let known = name(&kind.name);
            let variants = of_variants(kind.values.iter().map(String::as_str));
            let variants = variants.iter().zip(&kind.values).map(|(variant, label)| {
                let label = text(label);
                quote!(#[model(rename = #label)] #variant)
            });
            items.push(quote! {
                #[derive(Clone, Copy, Debug, PartialEq, Eq, ModelEnum)]
                #[model(name = #known)]
                pub enum #ident { #(#variants),* }
            });
        }
        (self, items)
    }

    /// The name of the enum of a type.
    fn name_of(&self, kind: &EnumType) -> Option<Ident> {
        let (_, name) = self.0.iter().find(|(known, _)| *known == kind)?;
        Some(Ident::new(name, Span::call_site()))
    }
}

/// The type of a column's field, without `Option`, and whether it says the type of the column.
pub(super) fn of_column(column: &Column, enums: &Enums<'_>) -> (TokenStream, bool) {
    implied(&column.column_type, enums).map_or_else(|| (quote!(String), false), |rust| (rust, true))
}

/// The type whose column is of this type; none where no type of Rust itself says it.
fn implied(column_type: &ColumnType, enums: &Enums<'_>) -> Option<TokenStream> {
    Some(match column_type {
        ColumnType::SmallInt => quote!(i16),
        ColumnType::Integer => quote!(i32),
        ColumnType::BigInt => quote!(i64),
        ColumnType::Unsigned(whole) => match **whole {
            ColumnType::SmallInt => quote!(u16),
            ColumnType::Integer => quote!(u32),
            ColumnType::BigInt => quote!(u64),
            _ => return None,
        },
        ColumnType::Boolean => quote!(bool),
        ColumnType::Real => quote!(f32),
        ColumnType::Double => quote!(f64),
        ColumnType::Text => quote!(String),
        ColumnType::Binary => quote!(Vec<u8>),
        ColumnType::Array(element) => {
            let element = implied(element, enums)?;
            quote!(Vec<#element>)
        }
        ColumnType::Enumeration(kind) => {
            let own = enums.name_of(kind)?;
            quote!(#own)
        }
        ColumnType::Varchar(_)
        | ColumnType::UnboundedVarchar
        | ColumnType::Char(_)
        | ColumnType::Numeric { .. }
        | ColumnType::Date
        | ColumnType::Time
        | ColumnType::Timestamp
        | ColumnType::TimestampTz
        | ColumnType::Interval
        | ColumnType::Uuid
        | ColumnType::Json
        | ColumnType::Jsonb
        | ColumnType::Custom(_) => return None,
    })
}
