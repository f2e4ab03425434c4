//! `versions!(..)`: [`expand`] makes modules of a directory's files, and a list of their revisions.
//!
//! A file that does not scan still becomes a module: compiling it reports what is wrong with it,
//! better than a macro can.

use std::path::{Component, Path, PathBuf};
use std::str::FromStr;
use std::{env, fs};

use migrate_syntax::fields::{Errors, Key, error_with_help, next_span, read_fields, read_string};
use migrate_syntax::limits::{LOCK_RETRIES, LOCK_TIMEOUT, Limits, STATEMENT_TIMEOUT};
use migrate_syntax::{Scanned, modules, scan_text, source_files};
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use syn::parse::{Parse, ParseStream};
use syn::{LitStr, Token};

use crate::enclosing::module_around;
use crate::migration::timeouts;
use crate::private::private;

/// The arguments of the macro.
struct Versions {
    directory: LitStr,
    version_table: Option<LitStr>,
    version_schema: Option<LitStr>,
    limits: Limits,
}

/// A source file of the directory.
#[derive(Debug, PartialEq, Eq)]
struct Source {
    /// Where it is.
    path: PathBuf,
    /// Its path below the directory, with `/`.
    name: String,
}

const VERSION_TABLE: Key = Key {
    name: "version_table",
    form: "`version_table = \"alembic_version\"`",
    aliases: &["table", "version_table_name"],
};
const VERSION_SCHEMA: Key = Key {
    name: "version_schema",
    form: "`version_schema = \"public\"`",
    aliases: &["schema", "version_table_schema"],
};

pub(crate) fn expand(input: TokenStream) -> TokenStream {
    let expanded = syn::parse2::<Versions>(input).and_then(|versions| {
        refuse_inside_module(&versions.directory)?;
        let root = package_root(&versions.directory)?;
        let sources = list_sources(&root, &versions.directory)?;
        Ok(modules_and_static(&root, &versions, &sources))
    });
    expanded.unwrap_or_else(fall_back)
}

impl Parse for Versions {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let Ok(directory) = input.parse::<LitStr>() else {
            return Err(error_with_help(
                next_span(input),
                "`versions!` takes a directory",
                "write `versions!(\"src/versions\")`",
            ));
        };
        if !input.is_empty() {
            input.parse::<Token![,]>()?;
        }
        let mut errors = Errors::default();
        let mut version_table = None;
        let mut version_schema = None;
        let mut limits = Limits::default();
        let keys = [VERSION_TABLE, VERSION_SCHEMA, LOCK_TIMEOUT, STATEMENT_TIMEOUT, LOCK_RETRIES];
        read_fields(input, &keys, &mut errors, |key, input, _| {
            if limits.read(key, input)? {
                return Ok(());
            }
            match key {
                "version_table" => version_table = Some(read_name(input, VERSION_TABLE)?),
                _ => version_schema = Some(read_name(input, VERSION_SCHEMA)?),
            }
            Ok(())
        });
        errors.finish().map(|()| Self { directory, version_table, version_schema, limits })
    }
}

fn read_name(input: ParseStream<'_>, key: Key) -> syn::Result<LitStr> {
    let name = read_string(input, key)?;
    if name.value().is_empty() {
        return Err(error_with_help(
            name.span(),
            format_args!("`{}` cannot be empty", key.name),
            format_args!("write {}, or leave it out", key.form),
        ));
    }
    Ok(name)
}

fn package_root(directory: &LitStr) -> syn::Result<PathBuf> {
    env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from).ok_or_else(|| {
        error_with_help(
            directory.span(),
            "the directory of the package is not known",
            "build with cargo, or set `CARGO_MANIFEST_DIR`",
        )
    })
}

/// The compiler looks for the modules of a `mod db { .. }` in a directory `db`, which no relative path
/// leaves where it does not exist.
fn refuse_inside_module(directory: &LitStr) -> syn::Result<()> {
    let file = Span::call_site().local_file();
    let text = file.and_then(|file| fs::read_to_string(file).ok()).unwrap_or_default();
    let Some(module) = TokenStream::from_str(&text).ok().and_then(module_around) else {
        return Ok(());
    };
    Err(error_with_help(
        directory.span(),
        format_args!("`versions!` is inside of `mod {module} {{ .. }}`"),
        format_args!("write it at the top of a file, such as `{module}.rs`, with `mod {module};`"),
    ))
}

fn list_sources(root: &Path, literal: &LitStr) -> syn::Result<Vec<Source>> {
    if Path::new(&literal.value()).is_absolute() {
        return Err(error_with_help(
            literal.span(),
            format_args!("`{}` is an absolute path", literal.value()),
            "name the directory from where `Cargo.toml` is, such as `src/versions`",
        ));
    }
    let directory = root.join(literal.value());
    if !directory.is_dir() {
        return Err(error_with_help(
            literal.span(),
            format_args!("there is no directory `{}` in the package", literal.value()),
            format_args!("`mkdir -p {}` beside `Cargo.toml`; it may be empty", literal.value()),
        ));
    }
    let files = source_files(&directory).map_err(|error| syn::Error::new(literal.span(), error))?;
    files
        .into_iter()
        .map(|path| {
            let name = modules::name_below(&directory, &path).ok_or_else(|| {
                let message = format!("the file name `{}` is not UTF-8", path.display());
                syn::Error::new(literal.span(), message)
            })?;
            Ok(Source { path, name })
        })
        .collect()
}

fn modules_and_static(root: &Path, versions: &Versions, sources: &[Source]) -> TokenStream {
    let directory = versions.directory.value();
    let invoked_in = directory_of_invocation();
    let listing = listing(&directory);
    // An editor has them from the list instead, which it reads again when a file is added.
    let compiled = listing.as_ref().map(|_| quote!(#[cfg(not(rust_analyzer))]));
    let names = modules::module_names(sources.iter().map(|source| source.name.as_str()));
    let (mut modules, mut expected) = (TokenStream::new(), Vec::new());
    for (source, name) in sources.iter().zip(names) {
        let path = module_path(invoked_in.as_deref(), &root.join(&directory), source);
        let file = format!("{}/{}", directory.trim_end_matches('/'), source.name);
        let name = Ident::new(&name, Span::call_site());
        let revisions = revisions_of(source);
        // What is not filled in yet has no use for its argument.
        let unfilled = revisions.iter().any(|revision| revision.empty);
        let allowed = unfilled.then(|| quote!(#[allow(unused_variables)]));
        modules.extend(quote! {
            #compiled
            #allowed
            #[deny(unused_must_use)]
            #[path = #path]
            mod #name;
        });
        expected.extend(revisions.iter().map(|revision| expected_revision(revision, &file)));
    }
    let migrations = migrations(&expected, Some(versions));
    quote! {
        #modules
        #listing
        #migrations
    }
}

/// Includes what the build script wrote for editors; nothing where it wrote nothing.
fn listing(directory: &str) -> Option<TokenStream> {
    let name = modules::listing_name(directory);
    let is_written = PathBuf::from(env::var_os("OUT_DIR")?).join(&name).is_file();
    let name = format!("/{name}");
    is_written.then(|| {
        quote! {
            #[cfg(rust_analyzer)]
            include!(concat!(env!("OUT_DIR"), #name));
        }
    })
}

fn revisions_of(source: &Source) -> Vec<Scanned> {
    let text = fs::read_to_string(&source.path).unwrap_or_default();
    scan_text(&source.path, &text).unwrap_or_default()
}

/// The entry of a revision, which says if the conditions under which it is compiled do not hold.
fn expected_revision(revision: &Scanned, file: &str) -> TokenStream {
    let Scanned { rev, doc, conditions, .. } = revision;
    let conditions: Vec<_> =
        conditions.iter().filter_map(|text| TokenStream::from_str(text).ok()).collect();
    let private = private();
    let entry = |switched_off: TokenStream| {
        quote! {
            #private::ExpectedRevision { rev: #rev, file: #file, doc: #doc, switched_off: #switched_off }
        }
    };
    let compiled = entry(quote!(::core::option::Option::None));
    let text = match &conditions[..] {
        [] => return compiled,
        [only] => only.to_string(),
        several => {
            let texts: Vec<_> = several.iter().map(TokenStream::to_string).collect();
            format!("all({})", texts.join(", "))
        }
    };
    let left_out = entry(quote!(::core::option::Option::Some(#text)));
    quote! {
        #[cfg(all(#(#conditions),*))]
        #compiled,
        #[cfg(not(all(#(#conditions),*)))]
        #left_out
    }
}

fn migrations(expected: &[TokenStream], versions: Option<&Versions>) -> TokenStream {
    let table = versions.and_then(|versions| versions.version_table.as_ref());
    let schema = versions.and_then(|versions| versions.version_schema.as_ref());
    let timeouts = timeouts(versions.map(|versions| versions.limits).unwrap_or_default());
    let version_table = table
        .map_or_else(|| quote!(::migrate_runtime::Settings::VERSION_TABLE), |name| quote!(#name));
    let version_schema = schema.map_or_else(
        || quote!(::core::option::Option::None),
        |name| quote!(::core::option::Option::Some(#name)),
    );
    quote! {
        /// The revisions of this package.
        pub static MIGRATIONS: ::migrate_runtime::Migrations = ::migrate_runtime::Migrations::declare(
            ::core::env!("CARGO_PKG_NAME"),
            ::core::env!("CARGO_PKG_VERSION"),
            &[#(#expected),*],
            ::migrate_runtime::Settings::declare_all(#version_table, #version_schema, #timeouts),
        );
    }
}

/// Keeps `MIGRATIONS` in existence, so that whoever uses it does not report a second error.
fn fall_back(error: syn::Error) -> TokenStream {
    let errors = error.into_compile_error();
    let migrations = migrations(&[], None);
    quote! {
        #errors
        #migrations
    }
}

/// Where the compiler looks for the modules of the file that invokes the macro.
fn directory_of_invocation() -> Option<PathBuf> {
    let file = Span::call_site().local_file()?;
    env::current_dir().ok()?.join(file).parent()?.canonicalize().ok()
}

/// The `#[path]` of a module: relative where it can be, so that `file!()` in a revision does not
/// depend on where the package was checked out.
fn module_path(invoked_in: Option<&Path>, directory: &Path, source: &Source) -> String {
    let relative = || {
        let target = directory.canonicalize().ok()?.join(&source.name);
        relative_path(invoked_in?, &target)
    };
    relative().unwrap_or_else(|| source.path.to_string_lossy().into_owned())
}

/// The way from one absolute directory to a file, with `/`; none between two drives.
fn relative_path(from: &Path, to: &Path) -> Option<String> {
    let shared = from.components().zip(to.components()).take_while(|(a, b)| a == b).count();
    if shared == 0 {
        return None;
    }
    let up = from.components().skip(shared).map(|_| Component::ParentDir);
    slashed(&up.chain(to.components().skip(shared)).collect::<PathBuf>())
}

fn slashed(path: &Path) -> Option<String> {
    let parts: Option<Vec<&str>> =
        path.components().map(|part| part.as_os_str().to_str()).collect();
    parts.map(|parts| parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(source: &str) -> String {
        let error = syn::parse_str::<Versions>(source).err().unwrap();
        error
            .into_iter()
            .map(|e| e.to_string().replace("\nhelp: ", " / "))
            .collect::<Vec<_>>()
            .join("; ")
    }

    #[test]
    fn arguments() {
        let versions: Versions =
            syn::parse_str(r#""src/versions", version_schema = "s", version_table = "t","#)
                .unwrap();
        assert_eq!(versions.directory.value(), "src/versions");
        assert_eq!(versions.version_table.unwrap().value(), "t");
        assert_eq!(versions.version_schema.unwrap().value(), "s");
        assert_eq!(versions.limits, Limits::default());
        let versions: Versions =
            syn::parse_str(r#""src/versions", lock_timeout = "5s", lock_retries = 0"#).unwrap();
        let limits = Limits { lock: Some(5_000), statement: None, retries: Some(0) };
        assert_eq!((versions.limits, versions.version_table.is_none()), (limits, true));
    }

    #[test]
    fn wrong_arguments() {
        let table = "write `version_table = \"alembic_version\"`";
        for (source, expected) in [
            ("", "`versions!` takes a directory / write `versions!(\"src/versions\")`".to_owned()),
            (
                "src",
                "`versions!` takes a directory / write `versions!(\"src/versions\")`".to_owned(),
            ),
            ("\"src\" version_table = \"a\"", "expected `,`".to_owned()),
            ("\"src\", table = \"a\"", format!("unknown key `table` / {table}")),
            (
                "\"src\", version_table = a",
                format!("the value of `version_table` is a string / {table}"),
            ),
            (
                "\"src\", version_table = \"\"",
                format!("`version_table` cannot be empty / {table}, or leave it out"),
            ),
            (
                "\"src\", single = true, version_tabel = \"a\"",
                format!(
                    "unknown key `single` / the keys are `version_table`, `version_schema`, `lock_timeout`, `statement_timeout` and `lock_retries`; unknown key `version_tabel` / {table}"
                ),
            ),
        ] {
            assert_eq!(error(source), expected, "{source}");
        }
    }

    #[test]
    fn ways_between_paths() {
        for (from, to, expected) in [
            ("/p/src", "/p/src/versions/a.rs", "versions/a.rs"),
            ("/p/src/bin", "/p/src/versions/a.rs", "../versions/a.rs"),
            ("/p/src", "/p/migrations/a.rs", "../migrations/a.rs"),
            ("/p", "/q/a.rs", "../q/a.rs"),
        ] {
            assert_eq!(relative_path(Path::new(from), Path::new(to)).as_deref(), Some(expected));
        }
        assert_eq!(relative_path(Path::new("a"), Path::new("b/c.rs")), None);
    }

    #[test]
    fn a_missing_directory_is_named_where_it_is_written() {
        let error = |name: &str| {
            let directory = LitStr::new(name, Span::call_site());
            list_sources(Path::new("/package"), &directory).unwrap_err().to_string()
        };
        assert_eq!(
            error("/etc"),
            "`/etc` is an absolute path\nhelp: name the directory from where `Cargo.toml` is, such as `src/versions`"
        );
        let error = error("no/such");
        assert_eq!(
            error,
            "there is no directory `no/such` in the package\nhelp: `mkdir -p no/such` beside `Cargo.toml`; it may be empty"
        );
    }
}
