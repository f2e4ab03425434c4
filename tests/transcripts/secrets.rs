//! Addresses of databases, rightly and wrongly written: no message shows a password.

use std::fs;

use snapbox::{assert_data_eq, str};

use crate::project::Project;

const CREATE: &str = "op.create_table(table(\"users\").column(\"id\", integer().primary_key()));";
const DROP: &str = "op.drop_table(\"users\");";

#[test]
fn addresses_that_are_none() {
    let project = Project::with_migrations();
    project.revision("aa01", None, CREATE, DROP);
    let session = project.transcript(&[
        "cargo migrate upgrade --database-url '\"postgres://me:secret@127.0.0.1/app\"'",
        "cargo migrate current --database-url '\"postgres://me:secret@127.0.0.1/app\"'",
        "cargo migrate upgrade --database-url postgres//me:secret@127.0.0.1/app",
        "cargo migrate upgrade --database-url 'postgres ://me:secret@127.0.0.1/app'",
        "cargo migrate upgrade --database-url sqlite://me:secret@127.0.0.1/app",
        "cargo migrate upgrade --database-url me:secret@127.0.0.1/app",
        "cargo migrate upgrade --databaseurl postgres://me:secret@127.0.0.1/app",
        "cargo migrate upgrade --databaseurl=postgres://me:secret@127.0.0.1/app",
        "cargo migrate upgrade postgres://me:secret@127.0.0.1/app",
        "cargo migrate upgrade 'host=127.0.0.1 password=secret dbname=app'",
        "cargo migrate postgres://me:secret@127.0.0.1/app",
        "cargo migrate revision --head postgres://me:secret@127.0.0.1/app",
        "cargo migrate upgrade --database-url ' sqlite://padded.db '",
        "cargo migrate current --database-url sqlite://padded.db",
    ]);
    // `$ ` lines show what was typed.
    let shown = session.lines().filter(|line| !line.starts_with("$ "));
    assert!(!shown.collect::<String>().contains("secret"), "{session}");
    assert_data_eq!(
        session,
        str![[r#"
$ cargo migrate upgrade --database-url '"postgres://me:secret@127.0.0.1/app"'
2> error: the database URL cannot be read: it begins with a quote
2>
2> hint: leave the quote out; a SQLite file that has one in its name is `sqlite:NAME`
[exit 4]
$ cargo migrate current --database-url '"postgres://me:secret@127.0.0.1/app"'
2> error: the database URL cannot be read: it begins with a quote
2>
2> hint: leave the quote out; a SQLite file that has one in its name is `sqlite:NAME`
[exit 4]
$ cargo migrate upgrade --database-url postgres//me:secret@127.0.0.1/app
2> error: the database URL cannot be read: it does not begin with a scheme such as `postgres://`
2>
2> hint: write `postgres://user:password@host/database`, `mysql://..`, `mariadb://..` or `sqlite://path/to/file.db`
[exit 4]
$ cargo migrate upgrade --database-url 'postgres ://me:secret@127.0.0.1/app'
2> error: the database URL cannot be read: it does not begin with a scheme such as `postgres://`
2>
2> hint: write `postgres://user:password@host/database`, `mysql://..`, `mariadb://..` or `sqlite://path/to/file.db`
[exit 4]
$ cargo migrate upgrade --database-url sqlite://me:secret@127.0.0.1/app
2> error: the database URL cannot be read: a SQLite URL names a file, and this one a user on a server
2>
2> hint: write `postgres://user:password@host/database`, `mysql://..`, `mariadb://..` or `sqlite://path/to/file.db`
[exit 4]
$ cargo migrate upgrade --database-url me:secret@127.0.0.1/app
2> error: the database URL cannot be read: it names a user on a server, without a scheme such as `postgres://`
2>
2> hint: write `postgres://user:password@host/database`, `mysql://..`, `mariadb://..` or `sqlite://path/to/file.db`
[exit 4]
$ cargo migrate upgrade --databaseurl postgres://me:secret@127.0.0.1/app
2> error: unexpected argument '--databaseurl' found
2>
2>   tip: a similar argument exists: '--database-url'
2>
2> Usage: cargo migrate upgrade --database-url <URL> [TARGET]
2>
2> For more information, try '--help'.
[exit 2]
$ cargo migrate upgrade --databaseurl=postgres://me:secret@127.0.0.1/app
2> error: unexpected argument '--databaseurl' found
2>
2>   tip: a similar argument exists: '--database-url'
2>
2> Usage: cargo migrate upgrade --database-url <URL> [TARGET]
2>
2> For more information, try '--help'.
[exit 2]
$ cargo migrate upgrade postgres://me:secret@127.0.0.1/app
2> error: invalid value 'postgres://***' for '[TARGET]': a target has no `/`; a database is given with `--database-url`
2>
2> For more information, try '--help'.
[exit 2]
$ cargo migrate upgrade 'host=127.0.0.1 password=secret dbname=app'
2> error: `host=127.0.0.1 password=*** dbname=app` is not a target: a name cannot contain white space
[exit 3]
$ cargo migrate postgres://me:secret@127.0.0.1/app
2> error: unrecognized subcommand 'postgres://***'
2>
2> Usage: cargo migrate [OPTIONS] <COMMAND>
2>
2> For more information, try '--help'.
[exit 2]
$ cargo migrate revision --head postgres://me:secret@127.0.0.1/app
2> error: invalid value 'postgres://***' for '--head <REVISION>': a target has no `/`; a database is given with `--database-url`
2>
2> For more information, try '--help'.
[exit 2]
$ cargo migrate upgrade --database-url ' sqlite://padded.db '
2>     Applying aa01 revision aa01
2>      Applied aa01 revision aa01 in [TIME]
2>     Upgraded 1 revision in [TIME]
$ cargo migrate current --database-url sqlite://padded.db
aa01 (head)

"#]]
    );
}

#[test]
fn characters_that_a_terminal_would_act_on() {
    let project = Project::with_migrations();
    for words in ["show 'aa\u{1b}[31m'", "show 'aa\u{202e}'", "heads 'aa\u{7}'", "'\u{1b}c'"] {
        let output = project.migrate(words).output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(!output.status.success());
        assert!(said.contains("\\u{"), "{said}");
        assert!(!said.contains(['\u{1b}', '\u{202e}', '\u{7}']), "{said:?}");
    }
}

#[test]
fn variables_in_a_file() {
    let project = Project::with_migrations();
    project.revision("aa01", None, CREATE, DROP);
    for text in [
        "export DATABASE_URL='sqlite://app.db' # the development database\r\n",
        "\u{feff}OTHER=a b c\nsome words\nDATABASE_URL=\"sqlite://app.db\"\n",
        "KEY=\"one\ntwo\"\n  DATABASE_URL = sqlite://app.db  \n",
    ] {
        project.write(".env", text);
        let session =
            project.transcript(&["cargo migrate upgrade", "cargo migrate downgrade base"]);
        assert_data_eq!(
            session,
            str![[r#"
$ cargo migrate upgrade
2>     Applying aa01 revision aa01
2>      Applied aa01 revision aa01 in [TIME]
2>     Upgraded 1 revision in [TIME]
$ cargo migrate downgrade base
2>    Reverting aa01 revision aa01
2>     Reverted aa01 revision aa01 in [TIME]
2>   Downgraded 1 revision in [TIME]

"#]]
        );
    }
    for (text, expected) in [
        ("A=1\n\nDATABASE_URL='sqlite://secret.db\n", "its quote is never closed"),
        ("A=1\n\nDATABASE_URL: sqlite://secret.db\n", "it is not `DATABASE_URL=value`"),
        ("A=1\n\nDATABASE_URL=mysql://${USER}:secret@h/d\n", "which is not replaced here"),
    ] {
        project.write(".env", text);
        let session = project.transcript(&["cargo migrate current"]);
        assert!(session.contains("2> error: cannot read [PROJECT]/.env:3: "), "{session}");
        assert!(session.contains(expected) && !session.contains("secret"), "{session}");
        assert!(session.contains("[exit 4]"), "{session}");
    }
}

/// What keeps a run from happening is found before a file is made, and before anything is built.
#[test]
fn nothing_is_left_behind() {
    let project = Project::with_migrations();
    project.revision("aa01", None, "op.drop_table(\"users\");", "op.execute(\"\");");
    assert_data_eq!(
        project.transcript(&["cargo migrate upgrade"]),
        str![[r#"
$ cargo migrate upgrade
2> error: revision `aa01` cannot be applied
2>   caused by: cannot drop table users: there is no table `users`
2>  --> migrations/src/versions/aa01.rs:6:8
2>   |
2> 6 |     op.drop_table("users");
2>   |        ^^^^^^^^^^
2>
2> hint: no earlier revision makes `users`; if raw SQL or another tool does, say so with `op.execute(..).effect(|op| op.create_table(table("users")..))`
[exit 5]

"#]]
    );
    assert!(!project.path("app.db").exists());

    fs::remove_file(project.path(".env")).unwrap();
    project.revision("aa01", None, "this is not Rust", DROP);
    assert_data_eq!(
        project.transcript(&["cargo migrate upgrade", "cargo migrate current"]),
        str![[r#"
$ cargo migrate upgrade
2> error: no database: `DATABASE_URL` is not set
2>
2> hint: set it in the environment or in a `.env` file, or give `--database-url`, such as `--database-url sqlite://app.db`
[exit 4]
$ cargo migrate current
2> error: no database: `DATABASE_URL` is not set
2>
2> hint: set it in the environment or in a `.env` file, or give `--database-url`, such as `--database-url sqlite://app.db`
[exit 4]

"#]]
    );
}

/// A script for one kind of database cannot begin where another kind is.
#[test]
fn scripts_for_other_databases() {
    let project = Project::with_migrations();
    project.revision("aa01", None, CREATE, DROP);
    project.revision("aa02", Some("aa01"), "op.drop_table(\"users\");", CREATE);
    let session = project.transcript(&[
        "cargo migrate upgrade aa01",
        "cargo migrate upgrade --sql --dialect postgres",
        "cargo migrate upgrade --sql --dialect oracle",
    ]);
    assert_data_eq!(
        session,
        str![[r#"
$ cargo migrate upgrade aa01
2>     Applying aa01 revision aa01
2>      Applied aa01 revision aa01 in [TIME]
2>     Upgraded 1 revision in [TIME]
$ cargo migrate upgrade --sql --dialect postgres
2> error: the SQL is for postgres, and the database that says which revisions are applied is SQLite 3.53
2>
2> hint: say from where to where instead, such as `base:head`
[exit 2]
$ cargo migrate upgrade --sql --dialect oracle
2> error: there is no database `oracle`
2>
2> hint: write it as `postgres`, `postgres:15`, `mariadb:10.11`, `mysql:8.4`, `sqlite:3.45`
[exit 2]

"#]]
    );
    fs::remove_file(project.path(".env")).unwrap();
    let session = project.transcript(&["cargo migrate upgrade aa01 --sql --dialect sqlite"]);
    assert!(session.contains("2>     Starting at base: no database was asked"), "{session}");
}
