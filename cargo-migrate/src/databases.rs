//! The databases that the revisions of a package are for: [`of_package`].
//!
//! They are those that its `Cargo.toml` names, else those that the package compiles: the features of its
//! dependency on `migrate-runtime`, with those that features of its own turn on.

use std::collections::BTreeSet;

use cargo_metadata::DependencyKind;
use migrate_core::dialect::Dialect;
use migrate_runtime::cli::named_dialect;

use crate::cli::CargoOptions;
use crate::error::Error;
use crate::manifest::Package;
use crate::{cargo, manifest};

/// The crate whose features are databases.
const RUNTIME: &str = "migrate-runtime";

/// The databases of a package, or those that were typed instead of them.
pub(crate) fn of_package(
    package: &Package,
    options: &CargoOptions,
    typed: &[String],
) -> Result<Vec<Dialect>, Error> {
    let manifest = package.directory.join("Cargo.toml");
    let names = if typed.is_empty() {
        manifest::databases(&manifest)?.map_or_else(|| compiled(package, options), Ok)?
    } else {
        typed.to_vec()
    };
    let databases = names.iter().map(|name| named_dialect(name));
    Ok(databases.collect::<Result<_, _>>()?)
}

/// The databases of a feature of `migrate-runtime`, each in its oldest version.
pub(crate) fn of_feature(feature: &str) -> Result<Vec<Dialect>, Error> {
    let names = databases(&BTreeSet::from([feature.to_owned()]));
    let databases = names.iter().map(|name| named_dialect(name));
    Ok(databases.collect::<Result<_, _>>()?)
}

/// The databases that the package compiles.
fn compiled(package: &Package, options: &CargoOptions) -> Result<Vec<String>, Error> {
    let manifest = package.directory.join("Cargo.toml");
    let metadata = cargo::metadata(&manifest, options.target_dir.as_deref())?;
    let own = metadata.packages.iter().find(|member| member.manifest_path == manifest);
    let mut features = own.map(|own| own_features(own, options)).unwrap_or_default();
    let dependencies = own.into_iter().flat_map(|own| &own.dependencies);
    for dependency in
        dependencies.filter(|it| it.name == RUNTIME && it.kind == DependencyKind::Normal)
    {
        features.extend(dependency.features.iter().cloned());
        features.extend(dependency.uses_default_features.then(|| "sqlite".to_owned()));
    }
    Ok(databases(&features))
}

/// The features of `migrate-runtime` that the package's own features turn on.
fn own_features(package: &cargo_metadata::Package, options: &CargoOptions) -> BTreeSet<String> {
    let mut open: Vec<&str> =
        options.features.iter().flat_map(|list| list.split([',', ' '])).collect();
    if options.all_features {
        open.extend(package.features.keys().map(String::as_str));
    } else if !options.no_default_features {
        open.push("default");
    }
    let (mut seen, mut found) = (BTreeSet::new(), BTreeSet::new());
    while let Some(feature) = open.pop() {
        if !seen.insert(feature) {
            continue;
        }
        for turned_on in package.features.get(feature).into_iter().flatten() {
            match turned_on.split_once('/') {
                Some((dependency, feature)) if dependency.trim_end_matches('?') == RUNTIME => {
                    found.insert(feature.to_owned());
                }
                Some(_) => {}
                None => open.push(turned_on),
            }
        }
    }
    found
}

/// The databases of features of `migrate-runtime`; the feature of MySQL is for two servers.
fn databases(features: &BTreeSet<String>) -> Vec<String> {
    let known = [
        ("sqlite", &["sqlite"][..]),
        ("postgres", &["postgres"]),
        ("postgres-bundled", &["postgres"]),
        ("mysql", &["mariadb", "mysql"]),
    ];
    let wanted = known.iter().filter(|(feature, _)| features.contains(*feature));
    let mut names: Vec<_> =
        wanted.flat_map(|(_, databases)| databases.iter().map(|name| (*name).to_owned())).collect();
    names.dedup();
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(features: &[&str]) -> Vec<String> {
        databases(&features.iter().map(|feature| (*feature).to_owned()).collect())
    }

    #[test]
    fn features_are_databases() {
        assert_eq!(of(&["cli"]), [""; 0]);
        assert_eq!(of(&["cli", "sqlite"]), ["sqlite"]);
        assert_eq!(of(&["postgres", "postgres-bundled"]), ["postgres"]);
        assert_eq!(of(&["mysql", "sqlite"]), ["sqlite", "mariadb", "mysql"]);
    }
}
