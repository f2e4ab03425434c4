//! The arguments as they were typed: [`split`] parts what only `cargo migrate` knows from what the
//! migration binary is to see.

use std::collections::HashMap;
use std::ffi::{OsStr, OsString};

use clap::{Args as _, CommandFactory as _};
use clap_lex::{ParsedArg, RawArgs, ShortFlags};

use crate::cli::{Arguments, CargoOptions};

/// The arguments behind the program's name, and behind the `migrate` that cargo puts there.
pub(crate) fn typed(arguments: impl Iterator<Item = OsString>) -> Vec<OsString> {
    let mut arguments: Vec<_> = arguments.skip(1).collect();
    if arguments.first().is_some_and(|word| word == "migrate") {
        arguments.remove(0);
    }
    arguments
}

/// Arguments in two parts, each in the order it was typed in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Split {
    /// Cargo's options and their values.
    pub(crate) for_cargo: Vec<OsString>,
    /// All else.
    pub(crate) for_binary: Vec<OsString>,
}

impl Split {
    /// All arguments, cargo's options first.
    ///
    /// There no command can take `-pname` for a target, as it takes `-1` for one.
    pub(crate) fn all(&self) -> impl Iterator<Item = &OsString> {
        self.for_cargo.iter().chain(&self.for_binary)
    }

    fn of(&mut self, owner: Owner) -> &mut Vec<OsString> {
        match owner {
            Owner::Cargo => &mut self.for_cargo,
            Owner::Binary => &mut self.for_binary,
        }
    }
}

/// Parts cargo's options from all other arguments, which stay as they were typed.
///
/// An option without the value it needs is left to the others, so that clap can say so.
pub(crate) fn split(typed: &[OsString]) -> Split {
    let mut options = Options::known();
    let raw = RawArgs::new(typed);
    let mut cursor = raw.cursor();
    let mut split = Split::default();
    while let Some(argument) = raw.next(&mut cursor) {
        if argument.is_escape() {
            split.for_binary.push(argument.to_value_os().to_owned());
            split.for_binary.extend(raw.remaining(&mut cursor).map(OsStr::to_owned));
            break;
        }
        let is_last = raw.peek_os(&cursor).is_none();
        match options.read(&argument) {
            Some(option) if !(is_last && option.awaits == Some(Owner::Cargo)) => {
                for (owner, text) in option.parts {
                    split.of(owner).push(text);
                }
                if let Some(owner) = option.awaits {
                    split.of(owner).extend(raw.next_os(&mut cursor).map(OsStr::to_owned));
                }
            }
            _ => {
                options.enter(argument.to_value_os());
                split.for_binary.push(argument.to_value_os().to_owned());
            }
        }
    }
    split
}

/// Who reads an option.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Owner {
    Cargo,
    Binary,
}

/// An argument that is an option, or a cluster of short ones.
#[derive(Clone, Debug)]
struct TypedOption {
    parts: Vec<(Owner, OsString)>,
    /// Whose value the next argument is.
    awaits: Option<Owner>,
}

/// The options of the program, and those of the command once it is known.
#[derive(Debug)]
struct Options {
    program: clap::Command,
    in_command: bool,
    long: HashMap<String, Kind>,
    short: HashMap<char, Kind>,
}

/// What must be known of an option to get past it.
#[derive(Clone, Copy, Debug)]
struct Kind {
    owner: Owner,
    takes_value: bool,
}

impl Options {
    fn known() -> Self {
        let program = Arguments::command();
        let (long, short) = (HashMap::new(), HashMap::new());
        let mut options = Self { program: program.clone(), in_command: false, long, short };
        options.add(&program, Owner::Binary);
        options.add(&CargoOptions::augment_args(clap::Command::new("cargo")), Owner::Cargo);
        options
    }

    /// Adds the options of the command, if this is its name.
    fn enter(&mut self, word: &OsStr) {
        let command = word.to_str().and_then(|word| self.program.find_subcommand(word));
        if let (Some(command), false) = (command.cloned(), self.in_command) {
            self.in_command = true;
            self.add(&command, Owner::Binary);
        }
    }

    fn add(&mut self, command: &clap::Command, owner: Owner) {
        for argument in command.get_arguments() {
            let kind = Kind { owner, takes_value: argument.get_action().takes_values() };
            self.long.extend(argument.get_long().map(|name| (name.to_owned(), kind)));
            self.short.extend(argument.get_short().map(|name| (name, kind)));
        }
    }

    /// Reads an argument; none if it is no option, as `-1` and `upgrade` are not.
    fn read(&self, argument: &ParsedArg<'_>) -> Option<TypedOption> {
        if let Some(flags) = argument.to_short() {
            return self.read_short(flags);
        }
        let (name, value) = argument.to_long()?;
        let Kind { owner, takes_value } = *self.long.get(name.ok()?)?;
        Some(TypedOption {
            parts: vec![(owner, argument.to_value_os().to_owned())],
            awaits: (takes_value && value.is_none()).then_some(owner),
        })
    }

    /// Reads `-a`, `-abc`, `-avalue` or `-a=value`.
    fn read_short(&self, mut flags: ShortFlags<'_>) -> Option<TypedOption> {
        let mut parts = [(Owner::Cargo, OsString::from("-")), (Owner::Binary, "-".into())];
        let mut awaits = None;
        while let Some(flag) = flags.next_flag() {
            let flag = flag.ok()?;
            let Kind { owner, takes_value } = *self.short.get(&flag)?;
            let text = &mut parts[usize::from(owner == Owner::Binary)].1;
            text.push(flag.to_string());
            if takes_value {
                match flags.next_value_os() {
                    Some(value) => text.push(value),
                    None => awaits = Some(owner),
                }
            }
        }
        let parts = parts.into_iter().filter(|(_, text)| text != "-").collect();
        Some(TypedOption { parts, awaits })
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser as _;
    use migrate_runtime::cli::args::Arguments as BinaryArguments;
    use proptest::prelude::*;

    use super::*;
    use crate::cli::Command;

    fn words(text: &str) -> Vec<OsString> {
        text.split_whitespace().map(OsString::from).collect()
    }

    #[test]
    fn the_word_of_cargo_goes() {
        for (words_typed, expected) in [
            ("cargo-migrate migrate upgrade", "upgrade"),
            ("cargo-migrate upgrade", "upgrade"),
            ("cargo-migrate show migrate", "show migrate"),
            ("cargo-migrate", ""),
            ("", ""),
        ] {
            assert_eq!(typed(words(words_typed).into_iter()), words(expected), "{words_typed}");
        }
    }

    #[test]
    fn only_cargos_options_are_cut() {
        for (typed, kept) in [
            ("", ""),
            ("upgrade", "upgrade"),
            ("-p a upgrade head", "upgrade head"),
            ("upgrade -p a head", "upgrade head"),
            ("upgrade -pa head", "upgrade head"),
            ("upgrade -p=a head", "upgrade head"),
            ("upgrade --package a head", "upgrade head"),
            ("upgrade --package=a head", "upgrade head"),
            ("upgrade --release head", "upgrade head"),
            ("--locked --offline --frozen --no-build --all-features current", "current"),
            ("--no-default-features -F a,b --features c current", "current"),
            ("--profile dist --target-dir=t --manifest-path m/Cargo.toml current", "current"),
            // Values of the binary's options are no options.
            ("upgrade --database-url --release", "upgrade --database-url --release"),
            ("upgrade --database-url=-p a", "upgrade --database-url=-p a"),
            ("history -r -p", "history -r -p"),
            ("history -r-p -v", "history -r-p -v"),
            ("history --rev-range --locked", "history --rev-range --locked"),
            ("--format json -p a heads", "--format json heads"),
            // Clusters.
            ("history -vp a", "history -v"),
            ("history -vpa", "history -v"),
            ("history -vqi", "history -vqi"),
            ("history -vr a:b -p c", "history -vr a:b"),
            ("history -vra:b -p c", "history -vra:b"),
            // Targets are no options.
            ("downgrade -1 --release", "downgrade -1"),
            ("downgrade -1p", "downgrade -1p"),
            ("upgrade +1", "upgrade +1"),
            ("show heads -p a", "show heads"),
            // `-r` takes a value in `history` alone.
            ("upgrade -r --release", "upgrade -r"),
            ("upgrade -", "upgrade -"),
            // Nothing is cut behind `--`.
            ("upgrade -p a -- -p b --release", "upgrade -- -p b --release"),
            // What clap will refuse, or the binary knows and we do not.
            ("upgrade --packages a --releas", "upgrade --packages a --releas"),
            ("upgrade -p", "upgrade -p"),
            ("upgrade -qp", "upgrade -qp"),
            ("upgrade --package", "upgrade --package"),
        ] {
            assert_eq!(split(&words(typed)).for_binary, words(kept), "{typed}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn what_is_not_unicode_is_kept() {
        use std::os::unix::ffi::OsStringExt as _;
        let odd = |text: &[u8]| OsString::from_vec(text.to_vec());
        let typed = [odd(b"-p\xff"), odd(b"--package=\xff"), odd(b"--\xff"), odd(b"-v\xff")];
        let split = split(&typed);
        assert_eq!((&split.for_cargo[..], &split.for_binary[..]), typed.split_at(2));
    }

    proptest! {
        /// Cutting takes away what was put in, and nothing else.
        #[test]
        fn what_is_put_in_is_cut(
            kept in prop::collection::vec(prop::sample::select(vec![
                "upgrade", "--sql", "--plan", "-q", "-v", "-vi", "--database-url x", "-1", "+1",
                "-r a:b", "-ra:b", "--format=json", "head", "-",
            ]), 0..6),
            cut in prop::collection::vec((prop::sample::select(vec![
                "-p a", "-pa", "-p=a", "--package a", "--package=a", "--release", "-F f", "-Ff",
                "--features f", "--no-build", "--target-dir -", "--manifest-path=m",
            ]), 0..6_usize), 0..6),
        ) {
            let mut typed = kept.clone();
            for (option, place) in &cut {
                typed.insert((*place).min(typed.len()), option);
            }
            let split = split(&words(&typed.join(" ")));
            prop_assert_eq!(split.for_binary, words(&kept.join(" ")));
            let cut: Vec<_> = cut.into_iter().map(|(option, _)| option).collect();
            let sorted = |mut words: Vec<_>| { words.sort(); words };
            prop_assert_eq!(sorted(split.for_cargo), sorted(words(&cut.join(" "))));
        }

        /// What we understood is what the binary will understand.
        #[test]
        fn the_binary_understands_the_same(
            typed in prop::collection::vec(prop::sample::select(vec![
                "upgrade", "downgrade", "history", "current", "-p", "-pa", "a", "--release", "-q",
                "-v", "-vp", "-i", "-r", "--rev-range", "--format", "json", "--database-url",
                "--database-url=-p", "--sql", "--plan", "-1", "+1", "a:b", "--", "-F", "--offline",
            ]), 0..8),
        ) {
            let typed: Vec<_> = typed.into_iter().map(OsString::from).collect();
            let split = split(&typed);
            let Ok(ours) = Arguments::try_parse_from(split.all()) else { return Ok(()) };
            let program = OsString::from("migrations");
            let for_binary = std::iter::once(&program).chain(&split.for_binary);
            let for_binary = BinaryArguments::try_parse_from(for_binary)
                .map_err(|error| TestCaseError::fail(format!("{split:?} {error}")))?;
            let command = match &ours.command {
                Command::Source(_) | Command::Analysis(_) => return Ok(()),
                Command::Database(command) => format!("Database({command:?})"),
                Command::Graph(command) => format!("Graph({command:?})"),
                Command::Tool(command) => format!("Tool({command:?})"),
            };
            prop_assert_eq!(command, format!("{:?}", for_binary.command));
            prop_assert_eq!(format!("{:?}", ours.output), format!("{:?}", for_binary.output));
            prop_assert_eq!(format!("{:?}", ours.database), format!("{:?}", for_binary.database));
        }
    }
}
