//! `#[migration(..)]`: [`expand`] reads and validates a function, and registers it as a revision.
//!
//! What does not validate is left in the source as it was, beside its errors: nothing refers to a
//! revision that is not there, so that one mistake is one error.

use migrate_syntax::docs::doc_text;
use migrate_syntax::fields::Errors;
use migrate_syntax::limits::Limits;
use migrate_syntax::{Attribute, Downgrade};
use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::parse::{Parse, ParseStream};
use syn::{Expr, ExprLit, FnArg, Lit, Meta, ReturnType, Signature, Type, Visibility};

use crate::habits;
use crate::private::private;

/// A function, its body unread: the compiler is the better judge of it, and the faster one.
struct Function {
    attributes: Vec<syn::Attribute>,
    visibility: Visibility,
    signature: Signature,
    body: Group,
}

pub(crate) fn expand(attribute: TokenStream, item: &TokenStream) -> TokenStream {
    match parse(attribute, item.clone()) {
        Ok((attribute, function)) => match habits::errors(function.body.stream()) {
            None => register(&attribute, &function),
            Some(error) => without_body(&error, &function),
        },
        Err(error) => fall_back(error, item),
    }
}

fn parse(attribute: TokenStream, item: TokenStream) -> syn::Result<(Attribute, Function)> {
    let attribute = Attribute::parse(attribute);
    let function = syn::parse2::<Function>(item).and_then(validate);
    match (attribute, function) {
        (Ok(attribute), Ok(function)) => Ok((attribute, function)),
        (Err(mut errors), Err(more)) => {
            errors.combine(more);
            Err(errors)
        }
        (Err(errors), Ok(_)) | (Ok(_), Err(errors)) => Err(errors),
    }
}

impl Parse for Function {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let attributes = input.call(syn::Attribute::parse_outer)?;
        let next = input.fork().parse::<TokenTree>().ok();
        let visibility = input.parse()?;
        let Ok(signature) = input.parse::<Signature>() else {
            return Err(misshapen(next, "`#[migration]` stands on a function"));
        };
        match input.parse::<Group>() {
            Ok(body) if body.delimiter() == Delimiter::Brace => {
                Ok(Self { attributes, visibility, signature, body })
            }
            _ => Err(misshapen(&signature.ident, "a revision function has a body")),
        }
    }
}

fn validate(function: Function) -> syn::Result<Function> {
    let signature = &function.signature;
    let mut errors = Errors::default();
    let mut refuse = |part: &dyn ToTokens, message| errors.push(misshapen(part, message));
    let again = function.attributes.iter().find(|attribute| is_migration(attribute.path()));
    if let Some(again) = again {
        refuse(again, "a function is one revision, and this is a second `#[migration]` on it");
    }
    if let Some(constness) = &signature.constness {
        refuse(constness, "a revision function cannot be `const`");
    }
    if let Some(asyncness) = &signature.asyncness {
        refuse(
            asyncness,
            "a revision function cannot be `async`: it records operations, and runs none of them",
        );
    }
    if let Some(unsafety) = &signature.unsafety {
        refuse(unsafety, "a revision function cannot be `unsafe`");
    }
    if let Some(abi) = &signature.abi {
        refuse(abi, "a revision function cannot be `extern`");
    }
    if signature.ident == "downgrade" {
        refuse(
            &signature.ident,
            "the revision function cannot be named `downgrade`: that is the function which undoes it",
        );
    }
    if !signature.generics.params.is_empty() {
        refuse(&signature.generics, "a revision function has no generic parameters");
    } else if let Some(clause) = &signature.generics.where_clause {
        refuse(clause, "a revision function has no `where` clause");
    }
    if let Some((part, message)) = wrong_argument(signature) {
        refuse(part, message);
    }
    if let ReturnType::Type(..) = &signature.output {
        refuse(
            &signature.output,
            "a revision function returns nothing: it records operations, and cannot fail",
        );
    }
    errors.finish().map(|()| function)
}

fn is_migration(path: &syn::Path) -> bool {
    path.segments.last().is_some_and(|segment| segment.ident == "migration")
}

fn wrong_argument(signature: &Signature) -> Option<(&dyn ToTokens, &'static str)> {
    let one = "a revision function takes one argument";
    let mut arguments = signature.inputs.iter();
    match (arguments.next(), arguments.next(), &signature.variadic) {
        (Some(receiver @ FnArg::Receiver(_)), _, _) => {
            Some((receiver, "a revision function is a free function, without `self`"))
        }
        (None, _, _) => Some((&signature.ident, one)),
        (_, Some(second), _) => Some((second, one)),
        (_, _, Some(variadic)) => Some((variadic, one)),
        (Some(FnArg::Typed(argument)), None, None) => (!is_mutable_reference(&argument.ty))
            .then_some((&argument.ty, "a revision function takes `&mut Op`")),
    }
}

fn is_mutable_reference(argument: &Type) -> bool {
    match argument {
        Type::Group(group) => is_mutable_reference(&group.elem),
        Type::Reference(reference) => reference.mutability.is_some(),
        _ => false,
    }
}

fn misshapen(part: impl ToTokens, message: &str) -> syn::Error {
    let help = "write `fn upgrade(op: &mut Op) { .. }`";
    syn::Error::new_spanned(part, format_args!("{message}\nhelp: {help}"))
}

fn register(attribute: &Attribute, function: &Function) -> TokenStream {
    let Function { attributes, visibility, signature, body } = function;
    let Attribute { rev, down_revs, depends_on, labels, downgrade, limits } = attribute;
    let cfgs: Vec<_> = attributes.iter().filter(|a| a.path().is_ident("cfg")).collect();
    let name = &signature.ident;
    let doc = doc_of(attributes);
    let private = private();
    let downgrade_import = matches!(downgrade, Downgrade::Function).then(|| {
        quote! {
            #(#cfgs)*
            #[allow(unused_imports)]
            use #private::missing::*;
        }
    });
    let timeouts = timeouts(*limits);
    let upgrade = recording(&quote!(#private::record(#name)));
    let downgrade = registered_downgrade(downgrade, name.span());
    quote! {
        #(#attributes)*
        #[deny(unused_must_use)]
        #visibility #signature #body

        #downgrade_import

        #(#cfgs)*
        #private::inventory::submit! {
            #private::RegisteredRevision {
                rev: #rev,
                down_revs: &[#(#down_revs),*],
                depends_on: &[#(#depends_on),*],
                labels: &[#(#labels),*],
                doc: #doc,
                file: ::core::file!(),
                line: ::core::line!(),
                package: ::core::env!("CARGO_PKG_NAME"),
                timeouts: #timeouts,
                upgrade: #upgrade,
                downgrade: #downgrade,
            }
        }
    }
}

/// The expression for limits of time.
pub(crate) fn timeouts(limits: Limits) -> TokenStream {
    let private = private();
    if limits == Limits::default() {
        return quote!(#private::Timeouts::UNSAID);
    }
    let none = || quote!(::core::option::Option::None);
    let some = |limit: &dyn ToTokens| quote!(::core::option::Option::Some(#limit));
    let said = |limit: Option<&dyn ToTokens>| limit.map_or_else(none, some);
    let Limits { lock, statement, retries } = limits;
    let lock = said(lock.as_ref().map(|it| it as &dyn ToTokens));
    let statement = said(statement.as_ref().map(|it| it as &dyn ToTokens));
    let retries = said(retries.as_ref().map(|it| it as &dyn ToTokens));
    quote!(#private::Timeouts::declare(#lock, #statement, #retries))
}

/// A function that records a script. A closure would be one function more to compile for each
/// revision: the one that calls it through a pointer.
fn recording(script: &TokenStream) -> TokenStream {
    let private = private();
    quote!({
        fn recording() -> #private::Script {
            #script
        }
        recording
    })
}

/// The expression for the downgrade. Where there is none, the compiler points at `function`.
fn registered_downgrade(downgrade: &Downgrade, function: Span) -> TokenStream {
    let private = private();
    let variant = match downgrade {
        Downgrade::Function => {
            let downgrade = Ident::new("downgrade", function);
            let record = quote!(#private::record_downgrade(#downgrade));
            let record = recording(&record);
            quote!(Function(#record))
        }
        Downgrade::Auto => quote!(Auto),
        Downgrade::Irreversible(reason) => quote!(Irreversible(#reason)),
    };
    quote!(#private::RegisteredDowngrade::#variant)
}

fn doc_of(attributes: &[syn::Attribute]) -> String {
    let values: Vec<String> = attributes
        .iter()
        .filter_map(|attribute| match &attribute.meta {
            Meta::NameValue(pair) if pair.path.is_ident("doc") => match &pair.value {
                Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Some(text.value()),
                _ => None,
            },
            _ => None,
        })
        .collect();
    doc_text(&values)
}

/// The errors, and the function without what the compiler would say more of.
fn without_body(error: &syn::Error, function: &Function) -> TokenStream {
    let Function { attributes, visibility, signature, body: _ } = function;
    let errors = error.to_compile_error();
    quote! {
        #errors
        #(#attributes)*
        #[allow(dead_code, unused_variables)]
        #visibility #signature {}
    }
}

fn fall_back(error: syn::Error, item: &TokenStream) -> TokenStream {
    let errors = error.into_compile_error();
    quote! {
        #errors
        #[allow(dead_code)]
        #item
    }
}

#[cfg(test)]
mod tests {
    use std::str::FromStr;

    use super::*;

    fn tokens(source: &str) -> TokenStream {
        TokenStream::from_str(source).unwrap()
    }

    /// The errors of a function below a good attribute: the source under each, and its message.
    fn errors(function: &str) -> Vec<(String, String)> {
        let Err(errors) = parse(tokens("rev = \"a\""), tokens(function)) else { return Vec::new() };
        let help = "\nhelp: write `fn upgrade(op: &mut Op) { .. }`";
        errors
            .into_iter()
            .map(|error| {
                let message = error.to_string();
                let message = message.strip_suffix(help).expect("every error shows the right form");
                (error.span().source_text().unwrap_or_default(), message.to_owned())
            })
            .collect()
    }

    #[test]
    fn good_functions() {
        for function in [
            "fn upgrade(op: &mut Op) {}",
            "pub(crate) fn anything(_: &mut migrate_runtime::Op<NoTx>) { let half = ; }",
            "/// Doc.\n#[inline] fn upgrade(mut op: &mut Op) {}",
        ] {
            assert_eq!(errors(function), [], "{function}");
        }
    }

    #[test]
    fn misshapen_functions() {
        for (function, spot, message) in [
            ("struct A;", "struct", "`#[migration]` stands on a function"),
            ("/// Doc.\npub mod a {}", "pub", "`#[migration]` stands on a function"),
            ("fn a(op: &mut Op);", "a", "a revision function has a body"),
            ("const fn a(op: &mut Op) {}", "const", "a revision function cannot be `const`"),
            (
                "async fn a(op: &mut Op) {}",
                "async",
                "a revision function cannot be `async`: it records operations, and runs none of them",
            ),
            ("unsafe fn a(op: &mut Op) {}", "unsafe", "a revision function cannot be `unsafe`"),
            (
                "extern \"C\" fn a(op: &mut Op) {}",
                "extern \"C\"",
                "a revision function cannot be `extern`",
            ),
            (
                "fn downgrade(op: &mut Op) {}",
                "downgrade",
                "the revision function cannot be named `downgrade`: that is the function which undoes it",
            ),
            ("fn a<T>(op: &mut Op<T>) {}", "<T>", "a revision function has no generic parameters"),
            (
                "fn a(op: &mut Op) where (): Sized {}",
                "where (): Sized",
                "a revision function has no `where` clause",
            ),
            (
                "#[doc = \"x\"] #[migration(rev = \"b\")] fn a(op: &mut Op) {}",
                "#[migration(rev = \"b\")]",
                "a function is one revision, and this is a second `#[migration]` on it",
            ),
            ("fn a() {}", "a", "a revision function takes one argument"),
            ("fn a(op: &mut Op, n: u8) {}", "n: u8", "a revision function takes one argument"),
            ("fn a(op: Op<NoTx>) {}", "Op<NoTx>", "a revision function takes `&mut Op`"),
            ("fn a(op: &Op) {}", "&Op", "a revision function takes `&mut Op`"),
            ("fn a(&self) {}", "&self", "a revision function is a free function, without `self`"),
            (
                "fn a(op: &mut Op) -> Result<(), Error> {}",
                "-> Result<(), Error>",
                "a revision function returns nothing: it records operations, and cannot fail",
            ),
        ] {
            assert_eq!(errors(function), [(spot.to_owned(), message.to_owned())], "{function}");
        }
    }

    #[test]
    fn attribute_and_function_are_reported_together() {
        let Err(errors) = parse(tokens("revision = \"a\""), tokens("async fn a() {}")) else {
            panic!("three mistakes were accepted");
        };
        assert_eq!(errors.into_iter().count(), 3);
    }

    #[test]
    fn a_mistake_leaves_the_function_alone() {
        let function = tokens("fn upgrade(op: &mut Op) {}");
        let expansion = expand(tokens("rev = 1"), &function).to_string();
        assert!(expansion.contains("compile_error"), "{expansion}");
        assert!(expansion.ends_with(&function.to_string()), "{expansion}");
        assert!(!expansion.contains("migrate_runtime"), "{expansion}");
    }

    #[test]
    fn only_a_downgrade_function_is_referred_to() {
        let function = "#[cfg(unix)] fn upgrade(op: &mut Op) {}";
        let refers = |attribute: &str| {
            let expansion = expand(tokens(attribute), &tokens(function)).to_string();
            assert!(!expansion.contains("compile_error"), "{expansion}");
            expansion.contains("missing")
        };
        assert!(refers("rev = \"a\""));
        assert!(!refers("rev = \"a\", downgrade = auto"));
        assert!(!refers("rev = \"a\", downgrade = irreversible(\"gone\")"));
    }

    #[test]
    fn the_doc_comment_is_text() {
        let function = syn::parse2::<Function>(tokens(
            "/// Add users.\n///\n/// More.\n#[doc(hidden)] fn upgrade(op: &mut Op) {}",
        ));
        assert_eq!(doc_of(&function.unwrap().attributes), "Add users.\n\nMore.");
    }
}
