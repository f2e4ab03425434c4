//! Sources with revisions, and with what is none.

use super::*;
use crate::files::source_files;

fn scan(text: &str) -> Vec<Scanned> {
    scan_text("versions/a.rs", text).unwrap()
}

fn errors(text: &str) -> Vec<String> {
    scan_text("a.rs", text).unwrap_err().iter().map(ScanError::to_string).collect()
}

#[test]
fn whole_revision() {
    let text = r#"//! Add the user role column.
//! It defaults to `member`.
//!
//! Needed by billing.

use migrate_runtime::prelude::*;

#[migration(rev = "1f3c", down_rev = ["ae10", "27c6"], depends_on = "d", labels = ["users"])]
fn upgrade(op: &mut Op) {
    op.add_column("users", "role", varchar(100));
}

fn downgrade(op: &mut Op) {
    op.drop_column("users", "role");
}
"#;
    let expected = Scanned {
        rev: "1f3c".to_owned(),
        down_revs: vec!["ae10".to_owned(), "27c6".to_owned()],
        depends_on: vec!["d".to_owned()],
        labels: vec!["users".to_owned()],
        downgrade: ScannedDowngrade::Function,
        message: "Add the user role column. It defaults to `member`.".to_owned(),
        doc: "Add the user role column.\nIt defaults to `member`.\n\nNeeded by billing.".to_owned(),
        file: PathBuf::from("versions/a.rs"),
        line: 8,
        cfg: false,
        conditions: Vec::new(),
        imported: true,
        empty: false,
    };
    assert_eq!(scan(text), std::slice::from_ref(&expected));
    let windows = format!("\u{feff}{}", text.replace('\n', "\r\n"));
    assert_eq!(scan(&windows), [expected]);
}

#[test]
fn downgrades() {
    let found = scan(
        r#"
            #[migration(rev = "a", downgrade = auto)] fn a(op: &mut Op) {}
            #[migration(rev = "b", downgrade = irreversible("gone"))] fn b(op: &mut Op) {}
            "#,
    );
    assert_eq!(found[0].downgrade, ScannedDowngrade::Auto);
    assert_eq!(found[1].downgrade, ScannedDowngrade::Irreversible("gone".to_owned()));
    assert_eq!((found[0].line, found[1].line), (2, 3));
}

#[test]
fn nearest_documentation_wins() {
    let found = scan(
        r#"
            //! The file.
            #[migration(rev = "a")] fn upgrade(op: &mut Op) {}
            /// The function.
            #[migration(rev = "b")]
            #[doc(hidden)]
            fn b(op: &mut Op) {}
            /** The module. */
            pub(crate) mod inside {
                //! More of it.
                #[::migrate_runtime::migration(rev = "c")] fn c(op: &mut Op) {}
                mod deeper { #[doc = "Deep."] #[migration(rev = "d")] fn d(op: &mut Op) {} }
            }
            mod elsewhere;
            mod plain { #[migration(rev = "e")] fn e(op: &mut Op) {} }
            "#,
    );
    let messages: Vec<_> = found.iter().map(|r| (r.rev.as_str(), r.message.as_str())).collect();
    assert_eq!(
        messages,
        [
            ("a", "The file."),
            ("b", "The function."),
            ("c", "The module. More of it."),
            ("d", "Deep."),
            ("e", "The file."),
        ]
    );
}

#[test]
fn what_brings_the_attribute_into_scope() {
    let revision = "#[migration(rev = \"a\")] fn up(op: &mut Op) {}";
    for (text, imported) in [
        (format!("use migrate_runtime::prelude::*; {revision}"), true),
        (format!("{revision} use migrate_runtime::prelude::*;"), true),
        (format!("pub use a::{{b, c::{{migration, Op}}}};\n{revision}"), true),
        (format!("use a::migration; {revision}"), true),
        (format!("use a::b as migration; {revision}"), true),
        (format!("include!(\"imports.rs\"); {revision}"), true),
        (revision.replace("migration", "migrate_runtime::prelude::migration"), true),
        (format!("use std::time::Duration; {revision}"), false),
        (revision.to_owned(), false),
        (format!("use a::*; mod b {{ {revision} }}"), false),
        (format!("mod b {{ use super::*; {revision} }}"), true),
        (format!("mod b {{ use a::*; }} {revision}"), false),
    ] {
        let found = scan_text("a.rs", &text).unwrap();
        assert_eq!(found[0].imported, imported, "{text}");
    }
}

#[test]
fn conditions_around_a_revision() {
    let found = scan(
        r#"
            #![cfg(unix)]
            #[cfg(feature = "x")]
            mod inside {
                #![cfg(not(test))]
                #[migration(rev = "a")] #[cfg(debug_assertions)] fn a(op: &mut Op) {}
            }
            #[cfg_attr(test, allow(dead_code))] #[migration(rev = "b")] fn b(op: &mut Op) {}
            "#,
    );
    assert!(found[0].cfg && found[1].cfg);
    let conditions: Vec<String> = found[0].conditions.iter().map(|c| c.replace(' ', "")).collect();
    assert_eq!(conditions, ["debug_assertions", "feature=\"x\"", "not(test)", "unix"]);
    assert_eq!(found[1].conditions, ["unix"]);
    assert!(!scan(r#"#[migration(rev = "a")] fn a(op: &mut Op) {}"#)[0].cfg);
}

#[test]
fn attributes_belong_to_their_own_item() {
    let found = scan(
        r#"
            #[cfg(test)] use a::b;
            #[cfg(test)] const C: u8 = { 1 };
            /// Not this. #[migration(rev = "x")]
            struct D;
            #[migration(rev = "a")] pub fn a(op: &mut Op) {}
            "#,
    );
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].cfg, found[0].doc.as_str()), (false, ""));
}

#[test]
fn an_attribute_on_no_function_is_an_error() {
    for (text, place) in [
        ("#[migration(rev = \"a\")] use x;", "1:1"),
        ("fn f() {}\n#[migration(rev = \"a\")]\nstruct A { b: u8 }\nfn g() {}", "2:1"),
        ("mod m { #[migration(rev = \"a\")] mod n { fn f() {} } }", "1:9"),
        ("fn f() {}\n#[migration(rev = \"a\")]", "2:1"),
    ] {
        let message = "`#[migration]` belongs on a function, and this item is none";
        let help = "write `fn upgrade(op: &mut Op) { .. }` after it";
        assert_eq!(errors(text), [format!("a.rs:{place}: {message}\n  help: {help}")], "{text}");
    }
}

#[test]
fn nesting_has_an_end() {
    let modules = |depth: usize| {
        let inside = "#[migration(rev = \"a\")] fn f(op: &mut Op) {}";
        format!("{}{inside}{}", "mod m { ".repeat(depth), "}".repeat(depth))
    };
    assert_eq!(scan(&modules(DEEPEST)).len(), 1);
    for depth in [DEEPEST + 1, 20_000] {
        let found = errors(&modules(depth));
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].ends_with(": modules are nested too deep"), "{found:?}");
    }
    for name in ["migration", "cfg", "doc"] {
        let attribute = |depth: usize| {
            let (open, close) = ("(".repeat(depth), ")".repeat(depth));
            format!("#[{name}{open}rev{close}] fn f(op: &mut Op) {{}}")
        };
        let message = "a.rs:1:1: brackets are nested too deep in this attribute";
        assert_eq!(errors(&attribute(20_000)), [message]);
    }
    let body = format!("fn f() {{ {}{} }}", "(".repeat(20_000), ")".repeat(20_000));
    assert_eq!(scan(&body), []);
}

/// Twice the source takes about twice the time; a second is far above it, and far below what
/// comparing each with each would take.
#[test]
fn long_sources_are_read_at_once() {
    let start = std::time::Instant::now();
    let parents: Vec<String> = (0..16_000).map(|n| format!("\"p{n}\"")).collect();
    let one = format!("#[migration(rev = \"a\", down_rev = [{}])] fn f() {{}}", parents.join(", "));
    assert_eq!(scan(&one)[0].down_revs.len(), 16_000);
    let many = (0..16_000)
        .map(|n| format!("mod m{n} {{ #[migration(rev = \"r{n}\")] fn f() {{}} }}"))
        .collect::<Vec<_>>();
    assert_eq!(scan(&many.join("\n")).len(), 16_000);
    assert!(start.elapsed().as_secs() < 5, "{:?}", start.elapsed());
}

#[test]
fn text_that_only_looks_like_a_revision() {
    let found = scan(
        r###"
        // #[migration(rev = "a")] fn a(op: &mut Op) {}
        /* #[migration(rev = "a")] /* nested */ fn a(op: &mut Op) {} */
        const A: &str = "#[migration(rev = \"a\")] fn a() {}";
        const B: &str = r##"" #[migration(rev = "a")] fn a() {} "# "##;
        const C: (char, u8) = ('"', b'"');
        fn helper<'a>(x: &'a str) { let migration = 1; }
        macro_rules! revision { () => { #[migration(rev = "a")] fn a(op: &mut Op) {} } }
        "###,
    );
    assert_eq!(found, []);
}

#[test]
fn attribute_errors_have_places() {
    assert_eq!(
        errors(
            "//! Doc.\n\n#[migration(rev = \"é é\",\n    down_revision = \"a\")]\nfn upgrade(op: &mut Op) {}\n"
        ),
        [
            "a.rs:4:5: unknown key `down_revision`\n  help: write `down_rev = \"ae10\"` or `down_rev = [\"ae10\", \"27c6\"]`",
            "a.rs:3:19: revision id `é é` contains `é`\n  help: use the letters A-Z and a-z, digits, `_` and `.`",
        ]
    );
    let missing = "a.rs:2:1: `rev` is missing\n  help: write `rev = \"27c6\"`";
    assert_eq!(errors("\n#[migration] fn upgrade(op: &mut Op) {}"), [missing]);
    assert_eq!(errors("\n#[migration()] fn upgrade(op: &mut Op) {}"), [missing]);
}

#[test]
fn lexer_errors_have_places() {
    for (text, expected) in [
        ("fn a() {\n    b(;\n}\n", "a.rs:3:1: this `}` closes nothing that is open"),
        ("fn a() {\n", "a.rs:1:8: this `{` is never closed"),
        ("\u{feff}é }", "a.rs:1:3: this `}` closes nothing that is open"),
        ("fn a() {}\nconst B: &str = \"b;\n", "a.rs:2:17: this string never ends, or is not Rust"),
        ("const B: &str = r#\"b\";", "a.rs:1:17: this string never ends, or is not Rust"),
        ("fn a() {} /* b", "a.rs:1:11: this comment never ends"),
        ("const B: char = '", "a.rs:1:17: this character or lifetime is not Rust"),
        ("fn a() {\r\n  \\\r\n}", "a.rs:2:3: unexpected `\\\\`"),
    ] {
        assert_eq!(errors(text), [expected], "{text}");
    }
}

#[test]
fn mutated_sources_never_panic() {
    let source = "//! Doc.\n#[cfg(x)] mod a { #[migration(rev = \"a\", down_rev = [\"b\"])] fn f(op: &mut Op) {} }\n";
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut random = move |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % u64::try_from(below).unwrap()).unwrap()
    };
    for _ in 0..5_000 {
        let mut bytes = source.as_bytes().to_vec();
        for _ in 0..=random(6) {
            let place = random(bytes.len() + 1);
            match random(3) {
                0 => bytes.insert(place, u8::try_from(random(256)).unwrap()),
                1 => drop(bytes.drain(place..bytes.len().min(place + 1))),
                _ => bytes.truncate(place),
            }
        }
        drop(scan_text("a.rs", &String::from_utf8_lossy(&bytes)));
    }
}

#[test]
fn directory() {
    let dir = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &[u8]| {
        let path = dir.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    let revision = |rev: &str| format!("#[migration(rev = \"{rev}\")] fn f(op: &mut Op) {{}}");
    write("b.rs", revision("b").as_bytes());
    write("a.rs", revision("a").as_bytes());
    write("archive/c.rs", revision("c").as_bytes());
    write("helpers.rs", b"pub fn help() {}");
    for skipped in [".hidden.rs", ".hidden/d.rs", "e.txt", "f.rs.bak"] {
        write(skipped, revision("skipped").as_bytes());
    }
    let found = scan_directory(dir.path()).unwrap();
    let revs: Vec<&str> = found.iter().map(|revision| revision.rev.as_str()).collect();
    assert_eq!(revs, ["a", "c", "b"]);
    assert_eq!(found[1].file, dir.path().join("archive/c.rs"));
    assert_eq!(source_files(dir.path()).unwrap().len(), 4);

    write("a.rs", b"fn broken(");
    write("b.rs", b"\xff");
    let errors = scan_directory(dir.path()).unwrap_err();
    let messages: Vec<&str> = errors.iter().map(|error| error.message.as_str()).collect();
    assert_eq!(
        messages,
        ["this `(` is never closed", "cannot be read: stream did not contain valid UTF-8"]
    );
}

#[test]
fn missing_directory() {
    let dir = Path::new("no/such/versions");
    let error = scan_directory(dir).unwrap_err().remove(0).to_string();
    assert!(error.starts_with("no/such/versions: cannot be read: "), "{error}");
    let error = source_files(dir).unwrap_err();
    assert_eq!(error.kind(), std::io::ErrorKind::NotFound);
    assert!(error.to_string().starts_with("no/such/versions cannot be read: "), "{error}");
}
