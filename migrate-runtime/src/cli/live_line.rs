//! The last line of a terminal, which says what is being done and grows older by itself while the
//! program waits for the database.

use std::fmt::Write as _;
use std::io::Write as _;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use super::server_progress::{Watched, Watcher};

/// Moves to the start of the terminal's line and erases it (ECMA-48: CR, EL).
const CLEAR: &str = "\r\x1b[K";

/// The widest line that no terminal of 80 columns breaks; a broken line could not be erased.
const WIDEST: usize = 79;

/// What the line says.
pub(super) struct Line {
    /// What is being done, with its colours.
    pub(super) text: String,
    /// The statement in hand.
    pub(super) what: Option<String>,
    /// Since when.
    pub(super) since: Instant,
}

/// How old a line is before a server is asked about it.
const WORTH_ASKING: Duration = Duration::from_secs(3);

/// A line that is redrawn every second until it is dropped.
pub(super) struct LiveLine {
    shared: Arc<(Mutex<State>, Condvar)>,
    color: anstream::ColorChoice,
}

struct State {
    line: Option<Line>,
    is_over: bool,
}

impl LiveLine {
    /// Begins with no line; where there is a server, it is asked how far it is.
    pub(super) fn start(color: anstream::ColorChoice, watched: Option<Watched>) -> Self {
        let shared = Arc::new((Mutex::new(State { line: None, is_over: false }), Condvar::new()));
        let drawers = Arc::clone(&shared);
        // Nobody waits for it to end: it may be waiting for the server.
        thread::spawn(move || draw_every_second(&drawers, color, watched));
        Self { shared, color }
    }

    /// Takes the line away, lets others print, and shows another line below.
    pub(super) fn replace(&self, line: Option<Line>, print: impl FnOnce()) {
        let mut state = lock(&self.shared.0);
        if state.line.is_some() {
            clear();
        }
        print();
        if let Some(line) = &line {
            draw(line, None, self.color);
        }
        state.line = line;
    }
}

impl Drop for LiveLine {
    fn drop(&mut self) {
        self.replace(None, || {});
        lock(&self.shared.0).is_over = true;
        self.shared.1.notify_all();
    }
}

fn draw_every_second(
    (state, over): &(Mutex<State>, Condvar),
    color: anstream::ColorChoice,
    mut watched: Option<Watched>,
) {
    let mut server: Option<Watcher> = None;
    loop {
        let held = lock(state);
        let wait = over.wait_timeout_while(held, Duration::from_secs(1), |state| !state.is_over);
        let held = wait.unwrap_or_else(PoisonError::into_inner).0;
        if held.is_over {
            return;
        }
        let Some(since) = held.line.as_ref().map(|line| line.since) else { continue };
        // The others print while the server is asked.
        drop(held);
        let mut progress = None;
        if since.elapsed() >= WORTH_ASKING {
            server = server.or_else(|| watched.take()?.connect());
            progress = server.as_mut().and_then(Watcher::ask);
        }
        let held = lock(state);
        if let Some(line) = held.line.as_ref().filter(|line| line.since == since) {
            draw(line, progress.as_deref(), color);
        }
    }
}

/// A thread that panicked while it drew leaves the line as it is.
fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

fn draw(line: &Line, progress: Option<&str>, color: anstream::ColorChoice) {
    let shown = shown(line, progress, line.since.elapsed());
    clear();
    let mut out = anstream::AutoStream::new(std::io::stderr(), color).lock();
    let _ = write!(out, "{shown}").and_then(|()| out.flush());
}

/// Past anstream, which would take the sequence for a colour.
fn clear() {
    let mut err = std::io::stderr().lock();
    let _ = write!(err, "{CLEAR}").and_then(|()| err.flush());
}

/// The line with its age, once it has one, and how far it is, cut to what a terminal shows.
fn shown(Line { text, what, since: _ }: &Line, progress: Option<&str>, age: Duration) -> String {
    let mut shown = text.clone();
    if age >= Duration::from_secs(1) {
        // Writing to a string cannot fail.
        let _ =
            write!(shown, ", {}", humantime::format_duration(Duration::from_secs(age.as_secs())));
    }
    if let Some(progress) = progress {
        let _ = write!(shown, ", {progress}");
    }
    if let Some(what) = what {
        let _ = write!(shown, ": {what}");
    }
    cut(&shown)
}

/// The beginning of a text, whose colours take no columns.
fn cut(text: &str) -> String {
    let plain = anstream::adapter::strip_str(text).to_string();
    let length = plain.chars().count();
    if length <= WIDEST {
        return text.to_owned();
    }
    // Colours are at the beginning only, so that all that is cut is plain.
    let left = text.chars().count() - (length - WIDEST) - 2;
    text.chars().take(left).chain("..".chars()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(what: Option<&str>) -> Line {
        let text = "\u{1b}[1mApplying\u{1b}[0m 1f3c".to_owned();
        Line { text, what: what.map(str::to_owned), since: Instant::now() }
    }

    #[test]
    fn a_statement_has_an_age() {
        let seconds =
            |age| shown(&line(Some("CREATE INDEX i ON t (a)")), None, Duration::from_millis(age));
        let begin = "\u{1b}[1mApplying\u{1b}[0m 1f3c";
        assert_eq!(seconds(10), format!("{begin}: CREATE INDEX i ON t (a)"));
        assert_eq!(seconds(62_500), format!("{begin}, 1m 2s: CREATE INDEX i ON t (a)"));
        assert_eq!(shown(&line(None), None, Duration::from_secs(3)), format!("{begin}, 3s"));
        assert_eq!(
            shown(&line(Some("CREATE INDEX")), Some("scanning 40%"), Duration::from_secs(3)),
            format!("{begin}, 3s, scanning 40%: CREATE INDEX")
        );
    }

    #[test]
    fn no_line_is_wider_than_a_terminal() {
        let long = "ö".repeat(200);
        let shown = shown(&line(Some(&long)), None, Duration::ZERO);
        let plain = anstream::adapter::strip_str(&shown).to_string();
        assert_eq!(plain.chars().count(), WIDEST);
        assert!(plain.starts_with("Applying 1f3c: ö") && plain.ends_with("ö.."), "{plain}");
    }
}
