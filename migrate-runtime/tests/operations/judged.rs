//! A connection to MariaDB or MySQL that asks of each statement whether it was done, before it is and after.

use std::any::Any;

use diesel::MysqlConnection;
use migrate_runtime::dialect::{Family, Verdict};
use migrate_runtime::executor::{DatabaseError, Driver, Rows, Sealed, interrupted_verdict};

/// What stands between the statements of a message.
const SEPARATOR: &str = "\n;\n";

/// The words of statements that may leave the catalogue's texts as they are: they may run twice. A view reads the same
/// when it is made again, and so does a key that is put in the place of one.
const MAY_CHANGE_NOTHING: [&str; 8] = [
    " FORCE",
    "ALTER SEQUENCE",
    "AUTO_INCREMENT",
    "IF EXISTS",
    "IF NOT EXISTS",
    "MODIFY COLUMN",
    "CREATE OR REPLACE VIEW",
    "DROP PRIMARY KEY,\n    ADD PRIMARY KEY",
];

pub(crate) struct Judged(pub(crate) MysqlConnection);

impl Judged {
    /// What is found out about the statement that was announced last.
    fn verdict(&mut self) -> Option<(String, Verdict)> {
        let query = "SELECT statement, marks FROM migrate_journal WHERE progress = 'running'";
        let rows = self.0.query(query).expect("the journal");
        let mut row = rows.into_iter().next()?.into_iter().map(Option::unwrap_or_default);
        let (statement, marks) = (row.next()?, row.next()?);
        let marks: Vec<_> = marks.split(' ').map(str::to_owned).collect();
        let verdict = interrupted_verdict(&mut self.0, &statement, &marks).expect("the catalogue");
        Some((statement, verdict))
    }
}

impl Sealed for Judged {}

impl Driver for Judged {
    fn family(&self) -> Family {
        self.0.family()
    }

    fn in_transaction(&mut self) -> bool {
        self.0.in_transaction()
    }

    fn execute(&mut self, sql: &str) -> Result<(), DatabaseError> {
        let announced = sql.split_once(SEPARATOR).filter(|(first, _)| first.contains("'running'"));
        let Some((announcement, statement)) = announced else {
            let changes =
                ["ALTER", "CREATE", "DROP", "RENAME"].iter().any(|it| sql.starts_with(it));
            assert!(!changes || sql.contains("migrate_"), "not announced: {sql}");
            return self.0.execute(sql);
        };
        self.0.execute(announcement)?;
        let before = self.verdict().expect("an announcement");
        assert_eq!(before.1, Verdict::NotDone, "before it is done: {}", before.0);
        self.0.execute(statement)?;
        let (announced, after) = self.verdict().expect("an announcement");
        match after {
            Verdict::Done => {}
            Verdict::NotDone if MAY_CHANGE_NOTHING.iter().any(|it| announced.contains(it)) => {}
            Verdict::NotDone | Verdict::Unknown => {
                panic!("{after:?} after it is done: {announced}")
            }
        }
        Ok(())
    }

    fn query(&mut self, sql: &str) -> Result<Rows, DatabaseError> {
        self.0.query(sql)
    }

    fn begin(&mut self) -> Result<(), DatabaseError> {
        Driver::begin(&mut self.0)
    }

    fn commit(&mut self) -> Result<(), DatabaseError> {
        Driver::commit(&mut self.0)
    }

    fn rollback(&mut self) -> Result<(), DatabaseError> {
        Driver::rollback(&mut self.0)
    }

    fn diagnose(&mut self, error: DatabaseError) -> DatabaseError {
        self.0.diagnose(error)
    }

    fn as_any(&mut self) -> &mut dyn Any {
        self.0.as_any()
    }
}
