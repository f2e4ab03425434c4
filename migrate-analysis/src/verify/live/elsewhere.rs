//! Databases beside the one that revisions of MariaDB and MySQL run in: what they do there would stay.

use migrate_core::op::{ObjectChange, Operation};
use migrate_core::schema::{Family, Object, ObjectRef, SqlText};
use migrate_core::sql_text::{SqlSyntax, Tokens};

use crate::history::{Downgrade, History};

/// A database that revisions reach on MariaDB and MySQL beside the one they run in: one that they name, or that raw SQL,
/// a trigger or a function changes. `own` is the one that they are written for.
pub fn other_databases(history: &History, own: Option<&str>) -> Option<String> {
    let settings = history.settings.version_schema.clone();
    settings.or_else(|| {
        let scripts = history.revisions().flat_map(|(_, recording)| {
            let way_back = match &recording.downgrade {
                Downgrade::Function(script) | Downgrade::Auto(script) => Some(script),
                Downgrade::Refused { .. } | Downgrade::Irreversible(_) => None,
            };
            std::iter::once(&recording.upgrade).chain(way_back)
        });
        let mut operations = scripts.flat_map(|script| &script.operations);
        operations.find_map(|recorded| database_of(&recorded.operation, own))
    })
}

/// The database that an operation of MariaDB and MySQL reaches.
fn database_of(operation: &Operation, own: Option<&str>) -> Option<String> {
    let of = |reference: &ObjectRef| match reference {
        ObjectRef::Namespace(name) => Some(name.clone()),
        other => other.namespace().map(str::to_owned),
    };
    let in_text = |sql: &SqlText| reached(sql.on(Family::Mysql)?, own);
    match operation {
        Operation::CreateObject(object) => {
            of(&object.reference()).or_else(|| body(object).and_then(in_text))
        }
        Operation::DropObject(reference) => of(reference),
        Operation::AlterObject(ObjectChange::ReplaceFunction(function)) => {
            function.name.schema.clone().or_else(|| in_text(&function.definition))
        }
        Operation::IfNeeded(operation) => database_of(operation, own),
        Operation::Execute { sql, .. } => in_text(sql),
        // What is changed otherwise was created before, but for tables of others.
        operation => operation.table()?.schema.clone(),
    }
}

/// What an object does when rows are put into its table.
const fn body(object: &Object) -> Option<&SqlText> {
    match object {
        Object::Trigger(trigger) => Some(&trigger.body),
        Object::Function(function) => Some(&function.definition),
        // A view reads, and the others do nothing.
        Object::Namespace(_)
        | Object::EnumType(_)
        | Object::View(_)
        | Object::MaterializedView(_)
        | Object::Sequence(_)
        | Object::Extension(_) => None,
    }
}

/// The database that a text changes: `own` wherever it is said to be one, another before the name of a table that is
/// written to.
fn reached(text: &str, own: Option<&str>) -> Option<String> {
    let tokens: Vec<_> = Tokens::code(text, SqlSyntax::MYSQL).collect();
    let is_keyword =
        |at: Option<usize>, words: &[&str]| at.is_some_and(|at| tokens[at].is_any_keyword(words));
    let is_written_to = |at: usize| {
        let (before, earlier) = (at.checked_sub(1), at.checked_sub(2));
        let is_of_rows = is_keyword(before, &["UPDATE"]) && !is_keyword(earlier, &["KEY"])
            || is_keyword(before, &["FROM"]) && is_keyword(earlier, &["DELETE"]);
        is_of_rows || is_keyword(before, &["INTO", "TABLE", "EXISTS", "CALL"])
    };
    let is_chosen = |at: usize| {
        // Otherwise it is a hint.
        is_keyword(at.checked_sub(1), &["USE"]) && !is_keyword(Some(at), &["INDEX", "KEY"])
    };
    let names_one = tokens.iter().any(|it| it.is_any_keyword(&["DATABASE", "SCHEMA"]));
    (0..tokens.len()).find_map(|at| {
        let name = tokens[at].identifier()?;
        let is_own = own.is_some_and(|own| own.eq_ignore_ascii_case(&name));
        let is_qualifier = tokens.get(at + 1).is_some_and(|next| next.is_symbol("."));
        let is_reached =
            is_qualifier && (is_own || is_written_to(at)) || is_chosen(at) || names_one && is_own;
        is_reached.then_some(name)
    })
}

#[cfg(test)]
mod tests {
    use migrate_core::op::{Op, Script};
    use migrate_core::revision::Revision;

    use super::*;
    use crate::history::Recording;

    #[test]
    fn other_databases_of_a_server_are_found() {
        let reached = |write: fn(&mut Op), own: Option<&str>| {
            let mut op: Op = Op::new();
            write(&mut op);
            let upgrade = Script { operations: op.into_operations(), transactional: true };
            let downgrade = Downgrade::Irreversible("the first".to_owned());
            let recording = Recording { upgrade, downgrade };
            let history = History::new("app", [(Revision::new("a"), recording)]).unwrap();
            other_databases(&history, own)
        };
        let raw = |op: &mut Op| {
            op.execute("DELETE FROM shop.users");
        };
        let string = |op: &mut Op| {
            op.execute("DELETE FROM users WHERE name = 'shop'");
        };
        let trigger = |op: &mut Op| {
            let body = "FOR EACH ROW INSERT INTO shop.log VALUES (NEW.id)";
            op.create_trigger("tr", "users", "AFTER INSERT", body);
        };
        let view = |op: &mut Op| op.create_view(("audit", "recent"), "SELECT 1");
        let own = Some("shop");
        assert_eq!(reached(|op| op.create_schema("audit"), own).as_deref(), Some("audit"));
        assert_eq!(reached(|op| op.drop_table(("audit", "log")), own).as_deref(), Some("audit"));
        assert_eq!(reached(view, own).as_deref(), Some("audit"));
        assert_eq!(reached(raw, own).as_deref(), own);
        assert_eq!(reached(trigger, own).as_deref(), own);
        assert_eq!(reached(raw, None).as_deref(), own);
        assert_eq!(reached(string, own), None);
        assert_eq!(reached(|op| op.drop_table("log"), own), None);
    }

    #[test]
    fn what_a_text_changes() {
        for (text, expected) in [
            ("DELETE FROM shop", None),
            ("DELETE FROM users WHERE shop = 1", None),
            ("UPDATE users SET a = 1", None),
            ("UPDATE Shop.users SET a = 1", Some("Shop")),
            ("SELECT 1 FROM `shop`.`users`", Some("shop")),
            ("FOR EACH ROW INSERT INTO shop . log VALUES (NEW.id)", Some("shop")),
            ("FOR EACH ROW INSERT INTO audit.log VALUES (NEW.id)", Some("audit")),
            ("FOR EACH ROW DELETE FROM audit.log", Some("audit")),
            ("FOR EACH ROW CALL audit.note(NEW.id)", Some("audit")),
            ("BEGIN IF NEW.a THEN UPDATE audit.log SET a = OLD.a; END IF; END", Some("audit")),
            ("INSERT INTO log SELECT a.b FROM a ON DUPLICATE KEY UPDATE log.a = 1", None),
            ("SELECT EXTRACT(YEAR FROM t.at) FROM information_schema.tables t USE INDEX (a)", None),
            ("DROP TABLE IF EXISTS audit.log", Some("audit")),
            ("USE audit", Some("audit")),
            ("ALTER DATABASE shop CHARACTER SET utf8mb4", Some("shop")),
        ] {
            assert_eq!(reached(text, Some("shop")).as_deref(), expected, "{text}");
        }
    }
}
