//! Texts through the server: whether two spellings of an expression or a query are one.
//!
//! A server keeps no text of what it was told, or another one, and prints it in its own words; what it prints of two
//! texts is the same if they are. Each text is printed twice, because what is printed of a print may differ from
//! it: PostgreSQL's casts settle in the second.
//!
//! * `place`: where a schema has such texts;
//! * `request`: the statements that have a text printed.
//!
//! SQLite keeps texts as they are. There two expressions are one if SQLite compiles them to the same program; others
//! may be one all the same, so that it never says that they differ.

mod place;
mod request;

use std::collections::{BTreeMap, BTreeSet};

use migrate_core::dialect::Dialect;
use migrate_core::schema::{ObjectRef, Schema, SqlText};
use migrate_core::sql_text::{Tokens, identifiers};

use crate::compare::{Difference, Object, Verdict, compare};
use crate::introspect::Rows;
use crate::normalize::postgres::has_sql_body;

use place::{Place, places};
use request::Request;

/// A function that runs statements up to the first that fails, takes back what they did, and gives the rows of each,
/// or why one of them failed.
pub type Scratch<'s> = dyn FnMut(&[String]) -> Result<Vec<Rows>, String> + 's;

/// How many texts are printed at once: what is read is locked for as long.
const fn at_once(dialect: Dialect) -> usize {
    match dialect {
        Dialect::Postgres(_) | Dialect::Mysql(_) => 24,
        // A program has the place of its table in it, which is the same for the first of a transaction.
        Dialect::Sqlite(_) => 1,
    }
}

/// What a server says of the texts in which two schemas differ.
#[derive(Clone, Debug, Default)]
pub struct Spellings {
    /// Where both texts are one.
    same: Vec<Place>,
    /// The objects with texts that are not.
    different: BTreeSet<Object>,
    /// The objects with texts of which the server does not say it, and why.
    unknown: BTreeMap<Object, String>,
}

/// What a server says of two texts.
enum Answer {
    Same,
    Different,
    Unknown(String),
}

/// Two texts of one place.
struct Pair {
    object: Object,
    place: Place,
    texts: [String; 2],
}

impl Spellings {
    /// The schema with the words of the other one wherever both texts are one.
    #[must_use]
    pub fn reworded(&self, schema: &Schema, words: &Schema) -> Schema {
        let mut schema = schema.clone();
        for place in &self.same {
            if let Some(text) = place.text(words) {
                place.set(&mut schema, text.clone());
            }
        }
        schema
    }

    /// The objects with texts that are known to differ.
    pub const fn different(&self) -> &BTreeSet<Object> {
        &self.different
    }

    /// What is known of a difference that is left between schemas which are [reworded](Self::reworded).
    #[must_use]
    pub fn judged(&self, difference: Difference) -> Difference {
        let Difference { object, verdict } = difference;
        let verdict = match verdict {
            Verdict::Unknown(_) if self.different.contains(&object) => Verdict::Different,
            Verdict::Unknown(why) => match self.unknown.get(&object) {
                Some(reason) => Verdict::Unknown(reason.clone()),
                None => Verdict::Unknown(why),
            },
            verdict @ (Verdict::Equal | Verdict::Different) => verdict,
        };
        Difference { object, verdict }
    }
}

/// Asks a database of every text in which two schemas differ. `live` is what the database has: texts are read over its
/// columns.
///
/// Nothing is asked where both have the same texts, and nothing of what two schemas are known to have otherwise beside.
///
/// ```
/// use migrate_analysis::introspect::Rows;
/// use migrate_analysis::spelling::ask;
/// use migrate_core::dialect::{Dialect, Family};
/// use migrate_core::schema::{Schema, View};
///
/// let schema = |query: &str| {
///     let mut schema = Schema::new();
///     schema.views.insert("v".into(), View { name: "v".into(), query: query.into() });
///     schema
/// };
/// // A server that prints no names of tables before those of columns.
/// let mut scratch = |statements: &[String]| -> Result<Vec<Rows>, String> {
///     let print = |statement: &String| {
///         let query = statement.split_once(" AS ").unwrap_or_default().1.trim();
///         vec![vec![Some(query.replace("t.", ""))]]
///     };
///     Ok(statements.chunks(2).flat_map(|pair| [Vec::new(), print(&pair[0])]).collect())
/// };
/// let (declared, live) = (schema("SELECT a FROM t"), schema("SELECT t.a FROM t"));
/// let postgres = Dialect::parse(Family::Postgres, "150004").unwrap();
/// let spellings = ask(postgres, &live, (&declared, &live), &mut scratch);
/// assert_eq!(spellings.reworded(&declared, &live), live);
/// ```
pub fn ask(
    dialect: Dialect,
    live: &Schema,
    (one, other): (&Schema, &Schema),
    scratch: &mut Scratch<'_>,
) -> Spellings {
    let differences = compare(dialect, one, other);
    let pairs = pairs(dialect, &differences, one, other);
    let answers = answers(dialect, live, &pairs, scratch);
    let mut spellings = Spellings::default();
    for (pair, answer) in pairs.into_iter().zip(answers) {
        let Pair { object, place, texts } = pair;
        match answer {
            Answer::Same => spellings.same.push(place),
            Answer::Different => {
                match columns_of_star(dialect, &texts, &differences, [one, other]) {
                    None => drop(spellings.different.insert(object)),
                    Some(why) => drop(spellings.unknown.insert(object, unknown(&texts, why))),
                }
            }
            Answer::Unknown(why) => drop(spellings.unknown.insert(object, unknown(&texts, &why))),
        }
    }
    spellings
}

fn unknown([one, other]: &[String; 2], why: &str) -> String {
    let one_line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let (one, other, why) = (one_line(one), one_line(other), one_line(why));
    format!("`{one}` and `{other}` may be the same, and the database does not tell: {why}")
}

/// The texts in which objects differ.
fn pairs(dialect: Dialect, differences: &[Difference], one: &Schema, other: &Schema) -> Vec<Pair> {
    let mut pairs = Vec::new();
    for Difference { object, verdict: _ } in differences {
        if is_printed_elsewhere(dialect, object) || is_stale(object, [one, other]) {
            continue;
        }
        for place in places(object, one) {
            let text = |schema: &Schema| {
                let text: Option<&SqlText> = place.text(schema);
                text.and_then(|text| dialect.text(text)).map(|text| text.trim().to_owned())
            };
            match (text(one), text(other)) {
                (Some(one), Some(other)) if one != other && is_read(&place, [&one, &other]) => {
                    let (object, texts) = (object.clone(), [one, other]);
                    pairs.push(Pair { object, place, texts });
                }
                _ => {}
            }
        }
    }
    pairs
}

/// Whether the normal form alone decides: MariaDB and MySQL have no temporary views and functions, and SQLite keeps a
/// query as it is.
const fn is_printed_elsewhere(dialect: Dialect, object: &Object) -> bool {
    match (dialect, object) {
        (Dialect::Postgres(_), _) => false,
        (Dialect::Sqlite(_) | Dialect::Mysql(_), object) => {
            matches!(object, Object::View(_) | Object::Function(..))
        }
    }
}

/// Whether the server reads the texts: bodies of functions only where they are in SQL. A string it keeps as it is, and
/// hands it to the language, which may run it.
fn is_read(place: &Place, texts: [&String; 2]) -> bool {
    !matches!(place, Place::Function(..)) || texts.into_iter().all(|it| has_sql_body(it))
}

/// Whether the text of a view does not tell all of it in one of the schemas.
fn is_stale(object: &Object, schemas: [&Schema; 2]) -> bool {
    let reference = match object {
        Object::View(name) => ObjectRef::View(name.clone()),
        Object::MaterializedView(name) => ObjectRef::MaterializedView(name.clone()),
        Object::Function(name, arguments) => {
            ObjectRef::Function { name: name.clone(), arguments: arguments.clone() }
        }
        _ => return false,
    };
    let is_in = |schema: &Schema| {
        schema.stale.contains(&reference) || schema.outgrown.contains_key(&reference)
    };
    schemas.into_iter().any(is_in)
}

/// Why texts that were printed differently may be the same: the `*` of one stands for other columns than it did.
fn columns_of_star(
    dialect: Dialect,
    texts: &[String; 2],
    differences: &[Difference],
    [one, other]: [&Schema; 2],
) -> Option<&'static str> {
    let has_star = |text: &String| {
        let mut tokens = Tokens::code(text, dialect.syntax());
        tokens.any(|token| token.is_symbol("*") || token.is_keyword("NATURAL"))
    };
    if !texts.iter().any(has_star) {
        return None;
    }
    let named: BTreeSet<_> = texts
        .iter()
        .flat_map(|text| identifiers(text, dialect.syntax()))
        .map(|identifier| identifier.name.to_lowercase())
        .collect();
    let is_named = |name: &str| named.contains(&name.to_lowercase());
    let columns = |schema: &Schema| {
        let tables = schema.tables.values().filter(|table| is_named(&table.name.name));
        let columns = tables.map(|table| {
            let columns = table.columns.iter().map(|column| column.name.clone());
            (table.name.clone(), columns.collect::<Vec<_>>())
        });
        columns.collect::<BTreeMap<_, _>>()
    };
    let is_other_view = differences.iter().any(|difference| match &difference.object {
        Object::View(name) | Object::MaterializedView(name) => is_named(&name.name),
        _ => false,
    });
    (is_other_view || columns(one) != columns(other))
        .then_some("its `*` stands for other columns there")
}

/// What the server says of each pair.
fn answers(
    dialect: Dialect,
    live: &Schema,
    pairs: &[Pair],
    scratch: &mut Scratch<'_>,
) -> Vec<Answer> {
    let requests = pairs.iter().flat_map(|pair| {
        pair.texts.each_ref().map(|text| Request::new(dialect, live, &pair.place, text))
    });
    let first = printed(dialect, requests.collect(), scratch);
    let again = first.into_iter().map(|print| {
        let (request, printed) = print?;
        Ok(request.again(printed.clone()).unwrap_or(request))
    });
    let twice = printed(dialect, again.collect(), scratch);
    let prints: Vec<_> = twice.into_iter().map(|print| print.map(|(_, printed)| printed)).collect();
    let answer = |(pair, prints): (&Pair, &[Result<String, String>])| match prints {
        [Ok(one), Ok(other)] => judge(dialect, &pair.texts, one == other),
        [Err(why), _] | [_, Err(why)] => Answer::Unknown(why.clone()),
        _ => Answer::Unknown("it was not asked".to_owned()),
    };
    pairs.iter().zip(prints.chunks(2)).map(answer).collect()
}

fn judge(dialect: Dialect, [one, other]: &[String; 2], are_alike: bool) -> Answer {
    match dialect {
        Dialect::Postgres(_) | Dialect::Mysql(_) if are_alike => Answer::Same,
        Dialect::Postgres(_) | Dialect::Mysql(_) => Answer::Different,
        Dialect::Sqlite(_) if are_alike && request::have_same_literals(dialect, one, other) => {
            Answer::Same
        }
        Dialect::Sqlite(_) => Answer::Unknown("SQLite compiles them to other programs".to_owned()),
    }
}

/// What is printed of each request, with the request.
fn printed(
    dialect: Dialect,
    requests: Vec<Result<Request, String>>,
    scratch: &mut Scratch<'_>,
) -> Vec<Print> {
    let blank = |request: Result<Request, String>| Ok((request?, String::new()));
    let mut all: Vec<Print> = requests.into_iter().map(blank).collect();
    let mut asked: Vec<&mut Print> = all.iter_mut().filter(|print| print.is_ok()).collect();
    for group in asked.chunks_mut(at_once(dialect)) {
        if print_together(group, scratch).is_ok() {
            continue;
        }
        // One of them failed, and the others were not asked.
        for print in group {
            if let Err(why) = print_together(std::slice::from_mut(print), scratch) {
                **print = Err(why);
            }
        }
    }
    all
}

/// A request and what was printed of it, or why nothing was.
type Print = Result<(Request, String), String>;

fn print_together(group: &mut [&mut Print], scratch: &mut Scratch<'_>) -> Result<(), String> {
    let statements: Vec<Vec<String>> = group
        .iter()
        .enumerate()
        .filter_map(|(number, print)| Some(print.as_ref().ok()?.0.statements(number)))
        .collect();
    let mut rows = scratch(&statements.concat())?.into_iter();
    for (print, statements) in group.iter_mut().zip(&statements) {
        let Ok((request, printed)) = &mut **print else { continue };
        let own: Vec<Rows> = rows.by_ref().take(statements.len()).collect();
        *printed = request.printed(&own).ok_or("it printed nothing")?;
    }
    Ok(())
}
