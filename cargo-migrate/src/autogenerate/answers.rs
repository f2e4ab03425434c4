//! What was renamed and what was dropped: as it was typed, as the package keeps it, or as a person answers.

use std::fs;
use std::io::{self, BufRead as _, IsTerminal as _};

use migrate_analysis::diff::{Answer, AnswerError, Answers, Candidate, Question, Reason};
use migrate_core::schema::Schema;
use migrate_runtime::cli::json::Json;
use migrate_runtime::cli::printer::Printer;

use crate::cli::CompareArguments;
use crate::error::Error;
use crate::manifest::Package;

use super::models::Model;

/// The file of a package that keeps answers, beside its Cargo.toml: one on a line, as `--rename` takes it.
pub(crate) const FILE: &str = "renames.txt";

/// The answers that are there before anybody is asked: those of the models, of the file, and those that were
/// typed, each over the ones before.
pub(super) fn given(
    options: &CompareArguments,
    model: &Model,
    package: &Package,
    head: &Schema,
) -> Result<Answers, Error> {
    let mut answers = model.answers(head);
    let path = package.directory.join(FILE);
    if path.is_file() {
        let text = fs::read_to_string(&path).map_err(Error::io("read", &path))?;
        let lines = text.lines().map(str::trim).filter(|line| is_answer(line));
        match read(&mut answers, lines.map(str::to_owned).collect(), head) {
            // What is gone from the head was renamed by a revision already.
            Ok(()) | Err(AnswerError::Unknown(_)) => {}
            Err(error) => return Err(Error::AnswersFile { path, error }),
        }
    }
    let dropped = options.drop.iter().map(|name| format!("{name}="));
    let typed = options.rename.iter().cloned().chain(dropped).collect();
    read(&mut answers, typed, head).map_err(Error::Answer)?;
    Ok(answers)
}

/// Reads answers in whatever order they come: the name of a column may be that of a table which another renames.
fn read(answers: &mut Answers, mut lines: Vec<String>, head: &Schema) -> Result<(), AnswerError> {
    loop {
        let (mut unknown, mut first) = (Vec::new(), None);
        let before = lines.len();
        for line in lines {
            match answers.read(&line, head) {
                Ok(()) => {}
                Err(error @ AnswerError::Unknown(_)) => {
                    first.get_or_insert(error);
                    unknown.push(line);
                }
                Err(error) => return Err(error),
            }
        }
        match first {
            None => return Ok(()),
            Some(error) if unknown.len() == before => return Err(error),
            Some(_) => lines = unknown,
        }
    }
}

/// The open questions as a document: each with the key that an answer names, and what it may be now.
pub(crate) fn document(questions: &[Question]) -> Json {
    let candidate = |candidate: &Candidate| Json::from(&*candidate.name);
    let question = |question: &Question| {
        Json::object([
            ("key", Json::from(&*question.subject.key())),
            ("question", Json::from(&*question.to_string())),
            ("candidates", Json::list(question.candidates.iter().map(candidate))),
        ])
    };
    Json::object([("questions", Json::list(questions.iter().map(question)))])
}

fn is_answer(line: &str) -> bool {
    !line.is_empty() && !line.starts_with('#')
}

/// Asks a person; none where nobody is there to answer.
///
/// # Errors
///
/// The answer cannot be read, or its end came first.
pub(super) fn ask(question: &Question, printer: &mut Printer) -> Result<Option<Answer>, Error> {
    if printer.is_json() || !io::stdin().is_terminal() || !io::stderr().is_terminal() {
        return Ok(None);
    }
    printer.error_line("");
    printer.error_line(question);
    for (number, choice) in choices(question).iter().enumerate() {
        printer.error_line(format_args!("  {}  {choice}", number + 1));
    }
    let mut lines = io::stdin().lock().lines();
    loop {
        printer.error_line(format_args!("number (1 to {}):", question.candidates.len() + 1));
        let Some(line) = lines.next() else { return Ok(None) };
        let line = line.map_err(Error::io("read", "standard input".as_ref()))?;
        if let Some(answer) = chosen(question, line.trim()) {
            return Ok(Some(answer));
        }
    }
}

/// What a person may choose, in the order of the numbers.
fn choices(question: &Question) -> Vec<String> {
    let renamed =
        question.candidates.iter().map(|Candidate { name, score: _ }| format!("renamed to {name}"));
    let dropped = match question.reason {
        Reason::Gone => "dropped, with what it holds",
        Reason::Generated => "dropped, with its values",
    };
    renamed.chain([dropped.to_owned()]).collect()
}

fn chosen(question: &Question, typed: &str) -> Option<Answer> {
    let place = typed.parse::<usize>().ok()?.checked_sub(1)?;
    match question.candidates.get(place) {
        Some(candidate) => Some(Answer::Renamed(candidate.name.clone())),
        None => (place == question.candidates.len()).then_some(Answer::Dropped),
    }
}

/// What to type where nobody could be asked.
pub(super) fn hint(question: &Question) -> String {
    let key = question.subject.key();
    let dropped = format!("`--drop {key}`");
    let Some((Candidate { name, score: _ }, others)) = question.candidates.split_first() else {
        return format!(
            "answer with {dropped}, or write `{key}=` in {FILE} beside the package's Cargo.toml"
        );
    };
    let others: String = others.iter().flat_map(|it| [", `", &*it.name, "`"]).collect();
    let others =
        others.strip_prefix(", ").map(|names| format!(" (or {names})")).unwrap_or_default();
    format!(
        "answer with `--rename {key}={name}`{others} or {dropped}, or write `{key}={name}` or `{key}=` in {FILE} beside \
         the package's Cargo.toml"
    )
}

#[cfg(test)]
mod tests {
    use migrate_analysis::diff::Subject;
    use migrate_core::schema::{Column, ColumnType, Table};

    use super::*;

    fn question() -> Question {
        let candidate = |name: &str| Candidate { name: name.to_owned(), score: 0.5 };
        Question {
            subject: Subject::Column("users".into(), "name".to_owned()),
            reason: Reason::Gone,
            candidates: vec![candidate("full_name"), candidate("nick")],
        }
    }

    #[test]
    fn an_answer_is_a_number_of_the_list() {
        assert_eq!(
            choices(&question()),
            ["renamed to full_name", "renamed to nick", "dropped, with what it holds"]
        );
        for (typed, answer) in [
            ("1", Some(Answer::Renamed("full_name".to_owned()))),
            ("2", Some(Answer::Renamed("nick".to_owned()))),
            ("3", Some(Answer::Dropped)),
            ("0", None),
            ("4", None),
            ("", None),
            ("full_name", None),
        ] {
            assert_eq!(chosen(&question(), typed), answer, "{typed}");
        }
    }

    #[test]
    fn answers_are_read_in_any_order() {
        let mut people = Table::new("people");
        people.columns.push(Column::new("name", ColumnType::Text));
        let mut head = Schema::new();
        head.tables.insert("people".into(), people);
        let mut answers = Answers::default();
        let lines = ["users.name=nick", "people=users"].map(str::to_owned).to_vec();
        read(&mut answers, lines, &head).unwrap();
        let name = Subject::Column("users".into(), "name".to_owned());
        assert_eq!(answers.get(&name), Some(&Answer::Renamed("nick".to_owned())));

        let wrong = ["people=users", "users.age="].map(str::to_owned).to_vec();
        let error = read(&mut Answers::default(), wrong, &head).unwrap_err();
        assert_eq!(
            error.to_string(),
            "there is no table, column, enum type or label `users.age` at the head"
        );
    }

    #[test]
    fn a_hint_says_what_to_type() {
        assert_eq!(
            hint(&question()),
            "answer with `--rename users.name=full_name` (or `nick`) or `--drop users.name`, or write \
             `users.name=full_name` or `users.name=` in renames.txt beside the package's Cargo.toml"
        );
    }
}
