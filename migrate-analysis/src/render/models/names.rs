//! Names of Rust items for names of a database: each is one that Rust takes, and no two are alike.

use std::collections::BTreeSet;

use heck::{ToSnakeCase as _, ToUpperCamelCase as _};
use proc_macro2::{Ident, Span};

/// Names of structs and enums that would hide what the file uses by these names.
const TAKEN: &[&str] = &[
    "Box",
    "Cascade",
    "Clone",
    "Debug",
    "Default",
    "Err",
    "Identity",
    "Model",
    "ModelEnum",
    "NoAction",
    "NoTx",
    "None",
    "Ok",
    "Op",
    "Option",
    "ReplicaIdentity",
    "Restrict",
    "Result",
    "RunError",
    "RunFunction",
    "RunOtherwise",
    "Self",
    "SetDefault",
    "SetNull",
    "Some",
    "String",
    "Tx",
    "Vec",
];

/// The names of the structs and enums of a file, as far as it is written.
#[derive(Debug, Default)]
pub(super) struct Names(BTreeSet<String>);

impl Names {
    /// A name for a struct or an enum that is no other's: that of the schema (namespace) is before it where it is taken.
    pub(super) fn of_item(&mut self, schema: Option<&str>, name: &str) -> Ident {
        let mut name = match schema {
            Some(schema) if self.0.contains(&of_type(name)) => of_type(&format!("{schema}_{name}")),
            Some(_) | None => of_type(name),
        };
        if TAKEN.contains(&name.as_str()) {
            name.push_str("Row");
        }
        Ident::new(&unique(&name, "", &mut self.0), Span::call_site())
    }
}

/// The names of the fields for these columns.
pub(super) fn of_fields<'c>(columns: impl Iterator<Item = &'c str>) -> Vec<Ident> {
    // Names that are right as they are come first, whatever else would become one of them.
    let columns: Vec<_> = columns.collect();
    let wanted: Vec<_> = columns.iter().map(|column| snake(column)).collect();
    let mut known: BTreeSet<String> = columns
        .iter()
        .zip(&wanted)
        .filter(|(column, name)| column == name)
        .map(|(_, name)| name.clone())
        .collect();
    let names = columns.iter().zip(wanted).map(|(column, name)| {
        let separator = if name.ends_with('_') { "" } else { "_" };
        let name = if *column == name { name } else { unique(&name, separator, &mut known) };
        field(&name)
    });
    names.collect()
}

/// A keyword is written as `r#type`; those that cannot be are others.
fn field(name: &str) -> Ident {
    match syn::parse_str::<Ident>(name) {
        Ok(name) => name,
        Err(_) => Ident::new_raw(name, Span::call_site()),
    }
}

/// A name in the case of fields. The last words of keywords that no field may have get a sign more.
fn snake(name: &str) -> String {
    let name = identifier(&words(name).to_snake_case(), "column");
    match name.as_str() {
        "self" | "super" | "crate" | "_" => format!("{name}_"),
        _ => name,
    }
}

/// The variants of an enum for these labels.
pub(super) fn of_variants<'l>(labels: impl Iterator<Item = &'l str>) -> Vec<Ident> {
    let mut known = BTreeSet::new();
    let names = labels.map(|label| {
        // The one keyword in the case of types.
        let name = match of_type(label).as_str() {
            "Self" => "SelfValue".to_owned(),
            other => other.to_owned(),
        };
        // `V12` would be read as the label `v12`.
        let separator = if name.ends_with(|end: char| end.is_ascii_digit()) { "_" } else { "" };
        Ident::new(&unique(&name, separator, &mut known), Span::call_site())
    });
    names.collect()
}

/// A name in the case of types.
fn of_type(name: &str) -> String {
    identifier(&words(name).to_upper_camel_case(), "Value")
}

/// A name as words of what Rust takes in names, which is more than ASCII.
fn words(name: &str) -> String {
    let is_taken = |letter: char| {
        letter.is_ascii_alphanumeric()
            || !letter.is_ascii() && syn::parse_str::<Ident>(&format!("a{letter}")).is_ok()
    };
    name.chars().map(|letter| if is_taken(letter) { letter } else { ' ' }).collect()
}

/// A name that begins with a letter, or the other one before it.
fn identifier(name: &str, otherwise: &str) -> String {
    match name.chars().next() {
        None => otherwise.to_owned(),
        Some(first) if syn::parse_str::<Ident>(&format!("{first}a")).is_err() => {
            format!("{otherwise}{name}")
        }
        Some(_) => name.to_owned(),
    }
}

/// The name, with a number where another has it.
fn unique(name: &str, before_number: &str, known: &mut BTreeSet<String>) -> String {
    let mut numbers = 2_u32..;
    let mut free = name.to_owned();
    while known.contains(&free) {
        let Some(number) = numbers.next() else { break };
        free = format!("{name}{before_number}{number}");
    }
    known.insert(free.clone());
    free
}

/// The singular of a table's name, which a struct is called by; the name itself where its end does not tell.
pub(super) fn singular(table: &str) -> String {
    const LONGER: [(&str, &str); 5] =
        [("ies", "y"), ("sses", "ss"), ("xes", "x"), ("ches", "ch"), ("shes", "sh")];
    for (plural, one) in LONGER {
        if let Some(stem) = table.strip_suffix(plural).filter(|stem| !stem.is_empty()) {
            return format!("{stem}{one}");
        }
    }
    match table.strip_suffix('s') {
        Some(one) if !one.is_empty() && !one.ends_with(['s', 'u', 'i']) => one.to_owned(),
        Some(_) | None => table.to_owned(),
    }
}

/// The table of a struct that names none, by the rule of the derive.
pub(super) fn usual_table(item: &Ident) -> String {
    let mut table = String::new();
    for letter in item.to_string().chars() {
        if letter.is_uppercase() && !table.is_empty() && !table.ends_with('_') {
            table.push('_');
        }
        table.extend(letter.to_lowercase());
    }
    table + "s"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields() {
        let columns = ["id", "userId", "user_id", "type", "self", "2fa", "größe", "", "a b", "_"];
        let names: Vec<_> =
            of_fields(columns.into_iter()).iter().map(ToString::to_string).collect();
        assert_eq!(
            names,
            [
                "id",
                "user_id_2",
                "user_id",
                "r#type",
                "self_",
                "column2fa",
                "größe",
                "column",
                "a_b",
                "column_2"
            ]
        );
    }

    #[test]
    fn variants() {
        let labels =
            ["a", "A", "b-c", "B c", "self", "", "-", "1", "v1", "V1", "very happy", "ünï", "it's"];
        let names = of_variants(labels.into_iter());
        let names: Vec<_> = names.iter().map(ToString::to_string).collect();
        assert_eq!(
            names,
            [
                "A",
                "A2",
                "BC",
                "BC2",
                "SelfValue",
                "Value",
                "Value2",
                "Value1",
                "V1",
                "V1_2",
                "VeryHappy",
                "Ünï",
                "ItS"
            ]
        );
    }

    #[test]
    fn items() {
        let mut names = Names::default();
        let tables = [
            "users",
            "user",
            "options",
            "address",
            "s",
            "order_items",
            "2",
            "__x",
            "entries",
            "boxes",
            "status",
        ];
        let items: Vec<_> =
            tables.iter().map(|it| names.of_item(None, &singular(it)).to_string()).collect();
        assert_eq!(
            items,
            [
                "User",
                "User2",
                "OptionRow",
                "Address",
                "S",
                "OrderItem",
                "Value2",
                "X",
                "Entry",
                "BoxRow",
                "Status"
            ]
        );
        assert_eq!(names.of_item(Some("app"), "user"), "AppUser");
        assert_eq!(names.of_item(Some("app"), "account"), "Account");
    }
}
