//! Where the macros find what they write: [`private`].

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::{format_ident, quote};

/// The path of what `migrate-runtime` keeps for these macros alone.
///
/// The version is in the module's name, so that macros and runtime of different releases do not
/// compile together and no program comes to rely on it.
pub(crate) fn private() -> TokenStream {
    let (major, minor) = (env!("CARGO_PKG_VERSION_MAJOR"), env!("CARGO_PKG_VERSION_MINOR"));
    let module = format_ident!("__private_{major}_{minor}");
    quote!(::migrate_runtime::#module)
}

/// The same path with the span of what it is written for: an error of the expression is shown there.
pub(crate) fn private_at(span: Span) -> TokenStream {
    let at_span = |mut token: TokenTree| {
        token.set_span(span);
        token
    };
    private().into_iter().map(at_span).collect()
}
