//! No operation, verb, type or option of the builder is without a case.

use std::collections::BTreeSet;
use std::path::Path;

use migrate_runtime::op::{ObjectChange, Operation};
use migrate_runtime::schema::{Object, ObjectRef};

use crate::cases;

macro_rules! variants {
    ($all:ident, $name:ident($kind:ident): $($variant:ident),* $(,)?) => {
        const $all: &[&str] = &[$(stringify!($variant)),*];

        /// The variant's name; one that is missing here does not compile.
        const fn $name(value: &$kind) -> &'static str {
            match value {
                $($kind::$variant { .. } => stringify!($variant),)*
            }
        }
    };
}

variants! {
    OPERATIONS, operation(Operation):
    CreateTable, DropTable, RenameTable, SetTableComment, AlterTable, AddColumn, DropColumn, AlterColumn,
    CreateIndex, DropIndex, RenameIndex, Reindex, AddConstraint, DropConstraint, RenameConstraint,
    ValidateConstraint, CreateObject, DropObject, AlterObject, CreatePartition, DropPartition,
    AttachPartition, DetachPartition, Insert, Update, Delete, Execute, Run, SetTimeout,
    LockTable, IfNeeded,
}

variants! {
    CREATED, created(Object):
    Namespace, Extension, EnumType, Sequence, Function, View, MaterializedView, Trigger,
}

variants! {
    DROPPED, dropped(ObjectRef):
    Namespace, Extension, EnumType, Sequence, Function, View, MaterializedView, Trigger,
}

variants! {
    ALTERED, altered(ObjectChange):
    AddEnumValue, RenameEnumValue, RenameEnum, SetEnumValues, EnsureExtension, AlterSequence, RefreshMaterializedView, ReplaceFunction,
}

/// What an operation does: its variant, and that of the object it is about.
pub(crate) fn variant(recorded: &Operation) -> (&'static str, &'static str) {
    let of_object = match recorded {
        Operation::CreateObject(object) => created(object),
        Operation::DropObject(object) => dropped(object),
        Operation::AlterObject(change) => altered(change),
        _ => "",
    };
    (operation(recorded), of_object)
}

pub(crate) fn all_variants() -> impl Iterator<Item = (&'static str, &'static str)> {
    OPERATIONS.iter().flat_map(|operation| {
        let of_object = match *operation {
            "CreateObject" => CREATED,
            "DropObject" => DROPPED,
            "AlterObject" => ALTERED,
            _ => &[""],
        };
        of_object.iter().map(|object| (*operation, *object))
    })
}

#[test]
fn every_operation_is_carried_out_somewhere() {
    let seen: BTreeSet<_> = cases()
        .iter()
        .filter(|case| case.is_possible())
        .flat_map(|case| case.operations.iter().map(|recorded| variant(&recorded.operation)))
        .collect();
    let missing: Vec<_> = all_variants().filter(|variant| !seen.contains(variant)).collect();
    assert_eq!(missing, []);
}

#[test]
fn every_case_has_its_own_name() {
    let mut seen = BTreeSet::new();
    let twice: Vec<_> =
        cases().iter().map(|case| case.name).filter(|name| !seen.insert(*name)).collect();
    assert_eq!(twice, [""; 0]);
}

#[test]
fn every_word_of_the_builder_has_a_case() {
    let used = sources("tests/operations");
    let missing: Vec<_> = words().into_iter().filter(|word| !is_used(&used, word)).collect();
    assert_eq!(missing, [""; 0]);
}

fn is_used(source: &str, word: &str) -> bool {
    source.match_indices(word).any(|(at, _)| {
        let before = source[..at].chars().next_back();
        let stands_alone = before.is_none_or(|c| !c.is_alphanumeric() && c != '_');
        stands_alone && source[at + word.len()..].starts_with('(')
    })
}

/// The public functions of the builder, and those that its macros make.
fn words() -> BTreeSet<String> {
    /// What a revision function never calls; `run`, a trait of the runtime, calls `run_step`.
    const INNER: &[&str] = &[
        "new",
        "into_operations",
        "values",
        "columns",
        "texts",
        "texts_mut",
        "on",
        "run_step",
        "or_call",
    ];
    const FILES: &[&str] = &[
        "../migrate-core/src/op/builder",
        "../migrate-core/src/op/column.rs",
        "../migrate-core/src/op/handle",
        "../migrate-core/src/op/spec.rs",
        "../migrate-core/src/op/expression.rs",
        "../migrate-core/src/schema/column.rs",
        "../migrate-core/src/op/condition.rs",
    ];
    let mut words = BTreeSet::new();
    for file in FILES {
        for line in sources(file).lines().map(str::trim) {
            words.extend(public_function(line).or_else(|| generated_function(line)));
        }
    }
    words.insert("run".to_owned());
    words.retain(|word| !INNER.contains(&word.as_str()));
    assert!(words.len() > 160, "the builder's words are not found: {words:?}");
    words
}

fn public_function(line: &str) -> Option<String> {
    let rest = line.strip_prefix("pub fn ").or_else(|| line.strip_prefix("pub const fn "))?;
    let name = rest.split(['(', '<']).next()?;
    (!name.starts_with('$')).then(|| name.to_owned())
}

/// `name: Kind = Type;` of `types!`, and `name(..) = |change| ..` of `column_changes!`.
fn generated_function(line: &str) -> Option<String> {
    let is_name =
        |text: &&str| !text.is_empty() && text.chars().all(|c| c.is_ascii_lowercase() || c == '_');
    let of_type = || {
        let (name, rest) = line.split_once(": ")?;
        let (kind, column_type) = rest.strip_suffix(';')?.split_once(" = ")?;
        let words = [kind, column_type].concat();
        words.chars().all(char::is_alphanumeric).then_some(name)
    };
    let of_change = || line.split_once(") = |change|").and_then(|(head, _)| head.split('(').next());
    of_type().or_else(of_change).filter(is_name).map(str::to_owned)
}

/// The text of a file, or of every file of a directory that has cases.
fn sources(path: &str) -> String {
    const NO_CASES: [&str; 2] = ["completeness.rs", "digests.rs"];
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    if path.is_file() {
        return std::fs::read_to_string(&path).expect("a source file");
    }
    let files = std::fs::read_dir(&path).expect("a directory of sources");
    let files = files.map(|file| file.expect("a source file").path());
    files
        .filter(|file| !NO_CASES.iter().any(|name| file.ends_with(name)))
        .map(|file| std::fs::read_to_string(file).expect("a source file"))
        .collect()
}
