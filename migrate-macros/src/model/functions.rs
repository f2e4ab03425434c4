//! `#[models]`: [`expand`] registers a function that records what no struct can say.

use migrate_syntax::fields::error_with_help;
use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::ItemFn;

use crate::private::private;

pub(crate) fn expand(attribute: &TokenStream, item: &TokenStream) -> TokenStream {
    match parse(attribute, item.clone()) {
        Ok(function) => register(&function),
        Err(error) => {
            let error = error.into_compile_error();
            quote!(#error #[allow(dead_code)] #item)
        }
    }
}

fn parse(attribute: &TokenStream, item: TokenStream) -> syn::Result<ItemFn> {
    let help = "write `#[models] fn views(op: &mut Op) { .. }`";
    if !attribute.is_empty() {
        return Err(error_with_help(Span::call_site(), "`#[models]` has no arguments", help));
    }
    let function: ItemFn = syn::parse2(item)
        .map_err(|error| error_with_help(error.span(), "`#[models]` is for a function", help))?;
    if function.sig.inputs.len() != 1 || !function.sig.generics.params.is_empty() {
        let span = function.sig.ident.span();
        return Err(error_with_help(span, "the function takes one `&mut Op`", help));
    }
    Ok(function)
}

fn register(function: &ItemFn) -> TokenStream {
    let private = private();
    let name = &function.sig.ident;
    let cfgs = function.attrs.iter().filter(|attribute| attribute.path().is_ident("cfg"));
    let record = quote_spanned!(name.span()=> #name);
    let submitted = super::submit(&record, None, &[]);
    quote! {
        #[deny(unused_must_use)]
        #function

        #(#cfgs)*
        const _: () = {
            // A function that takes something else is refused here, in the compiler's words.
            const _: fn(&mut #private::Op) = #record;
            #submitted
        };
    }
}
