//! Laws of reading, writing and completing, for random schemas.

use migrate_core::dialect::Dialect;
use migrate_core::schema::{Family, Schema};
use proptest::prelude::*;

use crate::diff::tests::schema;
use crate::diff::{Answers, Diff};

use super::{MARIADB, MYSQL, POSTGRES, SQLITE};
use crate::models::diesel::{
    ColumnSorting, Docs, PrintSchema, SchemaRs, Section, SqlType, complete, diff, read, write,
};

const ALL: [Dialect; 4] = [SQLITE, POSTGRES, MARIADB, MYSQL];

fn settings() -> impl Strategy<Value = PrintSchema> {
    (any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>()).prop_map(
        |(by_name, docs, no_types, big)| PrintSchema {
            column_sorting: if by_name { ColumnSorting::Name } else { ColumnSorting::Position },
            with_docs: if docs { Docs::CommentsOrGenerated } else { Docs::None },
            no_type_definitions: no_types,
            sqlite_integer_primary_key_is_bigint: big,
            ..PrintSchema::default()
        },
    )
}

/// The file in other words: of each type the name that all its aliases are.
fn canonical(mut declared: SchemaRs) -> SchemaRs {
    for column in declared.relations.iter_mut().flat_map(|it| &mut it.columns) {
        let bare: SqlType = column.sql_type.bare().canonical();
        column.sql_type = if column.sql_type.is_nullable() { bare.nullable() } else { bare };
        column.max_length = None;
    }
    declared.joinables.clear();
    declared
}

fn unchanged(
    declared: &SchemaRs,
    head: &Schema,
    dialect: Dialect,
    sections: &[Section<'_>],
) -> Result<(), TestCaseError> {
    let answers = Answers::default();
    let completed = complete(declared, head, dialect, sections, &answers).unwrap();
    prop_assert_eq!(&completed.schema, head);
    prop_assert_eq!(completed.gone, []);
    prop_assert_eq!(completed.notes, []);
    let families: [Family; 1] = [dialect.family()];
    let found = diff(declared, head, dialect, sections, &families, &answers).unwrap();
    prop_assert_eq!(found.diff, Diff::default());
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_asks_for_nothing(head in schema(), settings in settings()) {
        for dialect in ALL {
            let text = write(&head, dialect, &settings).text;
            let declared = read("schema.rs", &text).unwrap();
            let section = Section { settings: &settings, patch: None };
            unchanged(&declared, &head, dialect, &[section])?;
            unchanged(&canonical(declared), &head, dialect, &[section])?;
        }
    }

    #[test]
    fn a_file_leads_to_the_schema_it_was_written_of(head in schema(), wanted in schema()) {
        // Not to all of it: but to one of which the same file is written, but for the order of columns.
        let settings = PrintSchema { column_sorting: ColumnSorting::Name, ..PrintSchema::default() };
        let section = Section { settings: &settings, patch: None };
        for dialect in ALL {
            let declared = read("schema.rs", &write(&wanted, dialect, &settings).text).unwrap();
            let completed = complete(&declared, &head, dialect, &[section], &Answers::default()).unwrap();
            let again = complete(&declared, &completed.schema, dialect, &[section], &Answers::default());
            prop_assert_eq!(&again.unwrap().schema, &completed.schema);
        }
    }
}
