//! Chains of revisions as applications meet them, with rows between them: on each database up one by
//! one, down, up again, all in one run, and by script in the database's own shell.

#![cfg(feature = "sqlite")]
#![expect(clippy::expect_used, clippy::panic, reason = "a test stops at the first surprise")]
#![expect(clippy::too_many_lines, reason = "a theme is as long as its situations")]
#![expect(clippy::needless_raw_string_hashes, reason = "snapbox writes its snapshots so")]

#[path = "../support/settled.rs"]
mod settled;
#[path = "../support/shell.rs"]
mod shell;
#[path = "../support/mod.rs"]
mod support;

mod chain;
mod passes;
mod situation;
mod source;

mod columns;
mod defaults;
mod dependents;
mod enums;
mod failures;
mod indexes;
mod keys;
mod mariadb;
mod names;
mod numbering;
mod raw;
mod rows;
mod tables;

use situation::{SQLITE, Server, Situation};
use source::Source;
use support::check_all;

fn check(situations: &[Situation], server: Server, source: &mut dyn Source) {
    let mut names: Vec<_> = situations.iter().map(|situation| situation.name).collect();
    names.sort_unstable();
    assert!(names.windows(2).all(|two| two[0] != two[1]), "one name twice: {names:?}");
    let situations: Vec<_> = situations.iter().filter(|it| it.is_on(server)).collect();
    check_all(&situations, |it| it.name, |it| passes::check(it, server, source));
}

macro_rules! themes {
    ($($theme:ident),* $(,)?) => {
        mod on_sqlite {$(
            #[test]
            fn $theme() {
                let mut file = crate::source::File::new();
                crate::check(&crate::$theme::situations(), crate::SQLITE, &mut file);
            }
        )*}

        #[cfg(feature = "postgres")]
        mod on_postgres {$(
            #[test]
            fn $theme() {
                use crate::support::servers::Scratch;
                let mut scratch = Scratch::<diesel::PgConnection>::new(stringify!($theme));
                let server = crate::situation::POSTGRES;
                crate::check(&crate::$theme::situations(), server, &mut scratch);
            }
        )*}

        #[cfg(feature = "mysql")]
        mod on_mariadb {$(
            #[test]
            fn $theme() {
                use crate::support::servers::Scratch;
                let mut scratch = Scratch::<diesel::MysqlConnection>::new(stringify!($theme));
                let server = crate::situation::MARIADB;
                crate::check(&crate::$theme::situations(), server, &mut scratch);
            }
        )*}
    };
}

themes!(
    columns, defaults, dependents, enums, failures, indexes, keys, mariadb, names, numbering, raw,
    rows, tables,
);
