//! A situation: a chain of revisions with rows and queries between them, and what comes of it on each
//! database.

use migrate_runtime::op::{Mode, Op, Recorded, Script};
use snapbox::data::Inline;

use crate::support::record;

/// A database server, or SQLite.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Server {
    Sqlite,
    Postgres,
    Mariadb,
}

pub(crate) const SQLITE: Server = Server::Sqlite;
pub(crate) const POSTGRES: Server = Server::Postgres;
pub(crate) const MARIADB: Server = Server::Mariadb;

/// All of them.
pub(crate) const ALL: [Server; 3] = [SQLITE, POSTGRES, MARIADB];

/// What is done with a situation beside going up one by one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pass {
    /// The live schema is compared with the simulated one.
    Compare,
    /// Down one by one as far as there is a way back, and up again.
    Back,
    /// The last answers after that are those from before.
    Again,
    /// All revisions in one run from an empty database.
    OneRun,
    /// Scripts in the database's own shell.
    Script,
}

/// How a revision is taken back.
pub(crate) enum Down {
    /// By the derived way.
    Auto,
    /// By its own operations.
    Written(Script),
    /// Not at all, for this reason.
    Never,
}

/// What comes of a revision that does not run.
#[derive(Clone)]
pub(crate) enum Outcome {
    /// It is refused when it is planned.
    Refused(Inline),
    /// It fails when it runs.
    Fails(Inline),
}

/// A revision of the chain.
pub(crate) struct Change {
    pub(crate) id: &'static str,
    pub(crate) up: Script,
    pub(crate) down: Down,
    outcomes: Vec<(Server, Outcome)>,
    notes: Vec<(Server, Inline)>,
}

impl Change {
    /// What comes of it where it does not run.
    pub(crate) fn outcome(&self, server: Server) -> Option<&Outcome> {
        self.outcomes.iter().find(|(on, _)| *on == server).map(|(_, outcome)| outcome)
    }

    /// What must be said while it runs, where that is told.
    pub(crate) fn notes(&self, server: Server) -> Option<&Inline> {
        self.notes.iter().find(|(on, _)| *on == server).map(|(_, notes)| notes)
    }
}

/// A step of the way up.
pub(crate) enum Step {
    /// A revision.
    Revision(Box<Change>),
    /// SQL that an application runs, on these databases.
    Rows(Vec<Server>, &'static str),
    /// What an application then finds, on these databases.
    Query(Vec<Server>, &'static str, Inline),
}

/// A chain of revisions, and what comes of it on each database.
pub(crate) struct Situation {
    pub(crate) name: &'static str,
    on: Vec<Server>,
    pub(crate) steps: Vec<Step>,
    left_out: Vec<(Vec<Server>, Pass)>,
    unsettled: Vec<&'static str>,
}

/// A situation on all databases, unless [`Situation::on`] says otherwise.
pub(crate) fn situation(name: &'static str) -> Situation {
    Situation {
        name,
        on: ALL.into(),
        steps: Vec::new(),
        left_out: Vec::new(),
        unsettled: Vec::new(),
    }
}

/// Building one.
impl Situation {
    /// On these databases only.
    pub(crate) fn on<const N: usize>(mut self, servers: [Server; N]) -> Self {
        self.on = servers.into();
        self
    }

    /// The next revision, which is taken back by the derived way.
    pub(crate) fn revision<M: Mode>(
        mut self,
        id: &'static str,
        up: impl FnOnce(&mut Op<M>),
    ) -> Self {
        let change = Change {
            id,
            up: script(up),
            down: Down::Auto,
            outcomes: Vec::new(),
            notes: Vec::new(),
        };
        self.steps.push(Step::Revision(Box::new(change)));
        self
    }

    /// How the last revision is taken back.
    pub(crate) fn downgrade<M: Mode>(mut self, down: impl FnOnce(&mut Op<M>)) -> Self {
        self.last().down = Down::Written(script(down));
        self
    }

    /// The last revision is not taken back, for a reason that the source tells.
    pub(crate) fn irreversible(mut self, _why: &'static str) -> Self {
        self.last().down = Down::Never;
        self
    }

    /// The last revision is refused when it is planned, and with it all after it.
    pub(crate) fn refused(mut self, server: Server, story: Inline) -> Self {
        self.last().outcomes.push((server, Outcome::Refused(story)));
        self
    }

    /// The last revision fails when it runs, and none after it runs.
    pub(crate) fn fails(mut self, server: Server, story: Inline) -> Self {
        self.last().outcomes.push((server, Outcome::Fails(story)));
        self
    }

    /// What is said while the last revision runs: its notes, a line each.
    pub(crate) fn notes(mut self, server: Server, notes: Inline) -> Self {
        self.last().notes.push((server, notes));
        self
    }

    /// An application runs SQL.
    pub(crate) fn rows(self, sql: &'static str) -> Self {
        self.rows_on(ALL, sql)
    }

    /// An application runs SQL on these databases.
    pub(crate) fn rows_on<const N: usize>(mut self, on: [Server; N], sql: &'static str) -> Self {
        self.steps.push(Step::Rows(on.into(), sql));
        self
    }

    /// An application finds these rows: values with `|` between them, a row to a line.
    pub(crate) fn query(self, sql: &'static str, rows: Inline) -> Self {
        self.query_on(ALL, sql, rows)
    }

    /// An application finds these rows on these databases.
    pub(crate) fn query_on<const N: usize>(
        mut self,
        on: [Server; N],
        sql: &'static str,
        rows: Inline,
    ) -> Self {
        self.steps.push(Step::Query(on.into(), sql, rows));
        self
    }

    /// Without a pass, for a reason that the source tells.
    pub(crate) fn without(self, pass: Pass, why: &'static str) -> Self {
        self.without_on(ALL, pass, why)
    }

    /// Without a pass on these databases, for a reason that the source tells.
    pub(crate) fn without_on<const N: usize>(
        mut self,
        on: [Server; N],
        pass: Pass,
        _why: &'static str,
    ) -> Self {
        self.left_out.push((on.into(), pass));
        self
    }

    /// The comparison cannot know whether this object is as declared, for a reason that the source
    /// tells.
    pub(crate) fn unsettled(mut self, object: &'static str, _why: &'static str) -> Self {
        self.unsettled.push(object);
        self
    }

    fn last(&mut self) -> &mut Change {
        let changes = self.steps.iter_mut().rev().filter_map(|step| match step {
            Step::Revision(change) => Some(change),
            Step::Rows(..) | Step::Query(..) => None,
        });
        { changes }.next().expect("a revision before it")
    }
}

fn script<M: Mode>(function: impl FnOnce(&mut Op<M>)) -> Script {
    Script { operations: record(function), transactional: M::TRANSACTIONAL }
}

/// Reading one.
impl Situation {
    pub(crate) fn is_on(&self, server: Server) -> bool {
        self.on.contains(&server)
    }

    pub(crate) fn has(&self, server: Server, pass: Pass) -> bool {
        !self.left_out.iter().any(|(on, left_out)| *left_out == pass && on.contains(&server))
    }

    pub(crate) fn is_unsettled(&self, object: &str) -> bool {
        self.unsettled.contains(&object)
    }

    /// The revisions that run on a database, and the one after them that does not.
    pub(crate) fn changes(&self, server: Server) -> (Vec<&Change>, Option<(&Change, &Outcome)>) {
        let mut run = Vec::new();
        for step in &self.steps {
            if let Step::Revision(change) = step {
                if let Some(outcome) = change.outcome(server) {
                    return (run, Some((change, outcome)));
                }
                run.push(&**change);
            }
        }
        (run, None)
    }

    /// The steps up to the revision after the last one that is carried out or tried.
    pub(crate) fn steps_on(&self, server: Server) -> impl Iterator<Item = &Step> {
        let mut stopped = false;
        self.steps.iter().take_while(move |step| match step {
            Step::Revision(_) if stopped => false,
            Step::Revision(change) => {
                stopped = change.outcome(server).is_some();
                true
            }
            Step::Rows(..) | Step::Query(..) => true,
        })
    }

    /// Whether an application runs SQL on a database.
    pub(crate) fn has_rows(&self, server: Server) -> bool {
        self.steps_on(server).any(|step| matches!(step, Step::Rows(on, _) if on.contains(&server)))
    }

    /// All operations, of ways back too.
    pub(crate) fn operations(&self) -> impl Iterator<Item = &Recorded> {
        self.steps.iter().flat_map(|step| match step {
            Step::Revision(change) => &change.up.operations[..],
            Step::Rows(..) | Step::Query(..) => &[],
        })
    }
}
