//! SIGINT and SIGTERM while a run lasts: the first stops it in order, a second one ends the program.
//!
//! A program that only ends leaves a server at work: on PostgreSQL a statement that waits for a lock
//! stays in the queue, blocks all who come after it, and is carried out later.

use crate::executor::CancelToken;

use super::printer::Printer;

/// The exit code of a program that a signal ended, as shells give it.
#[cfg(unix)]
const BY_SIGNAL: u8 = 128;

/// What has become of the signals since [`listen`].
pub(super) struct Signals {
    pub(super) token: CancelToken,
    #[cfg(unix)]
    received: std::sync::Arc<std::sync::atomic::AtomicUsize>,
}

impl Signals {
    /// The exit code to end with, if a signal came.
    pub(super) fn exit_code(&self) -> Option<u8> {
        #[cfg(unix)]
        {
            let received = self.received.load(std::sync::atomic::Ordering::SeqCst);
            exit_code(received)
        }
        #[cfg(not(unix))]
        None
    }
}

#[cfg(unix)]
fn exit_code(received: usize) -> Option<u8> {
    u8::try_from(received).ok().filter(|signal| *signal > 0).map(|signal| BY_SIGNAL + signal)
}

/// Without signals a run is ended by what ends its program.
#[cfg(not(unix))]
pub(super) fn listen(_: &Printer) -> Signals {
    Signals { token: CancelToken::default() }
}

/// Listens until the program ends. Where that cannot be done, signals end it as they come.
#[cfg(unix)]
pub(super) fn listen(printer: &Printer) -> Signals {
    let signals = Signals { token: CancelToken::default(), received: std::sync::Arc::default() };
    let received = std::sync::Arc::clone(&signals.received);
    if let Ok(pipe) = unix::register(&received) {
        let (token, printer) = (signals.token.clone(), printer.clone());
        std::thread::spawn(move || unix::obey(pipe, &token, &received, printer));
    }
    signals
}

/// Lets signals pass: the program ends when the one that listens to it does.
pub(super) fn outlive() {
    #[cfg(unix)]
    for signal in [signal_hook::consts::SIGINT, signal_hook::consts::SIGTERM] {
        // Where that cannot be done, signals end it as they come.
        drop(signal_hook::flag::register(signal, std::sync::Arc::default()));
    }
}

#[cfg(unix)]
mod unix {
    use std::io::Read as _;
    use std::os::unix::net::UnixStream;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::{Duration, Instant};

    use signal_hook::consts::{SIGINT, SIGTERM};
    use signal_hook::{flag, low_level};

    use super::{CancelToken, Printer, exit_code};

    /// How long a run that nothing cancels from outside may take to find out by itself: SQLite has no
    /// other session that could interrupt this one.
    const GRACE: Duration = Duration::from_secs(2);

    /// A stream with a byte for each signal; its number is written down first.
    pub(super) fn register(received: &Arc<AtomicUsize>) -> std::io::Result<UnixStream> {
        let (read, write) = UnixStream::pair()?;
        for (signal, number) in [(SIGINT, 2), (SIGTERM, 15)] {
            flag::register_usize(signal, Arc::clone(received), number)?;
            low_level::pipe::register(signal, write.try_clone()?)?;
        }
        Ok(read)
    }

    pub(super) fn obey(
        mut pipe: UnixStream,
        token: &CancelToken,
        received: &AtomicUsize,
        mut printer: Printer,
    ) {
        let mut byte = [0];
        if pipe.read_exact(&mut byte).is_err() {
            return;
        }
        printer.status("Stopping", "the run; a second signal ends the program at once");
        let code = exit_code(received.load(Ordering::SeqCst));
        token.cancel();
        let (canceled, mut last_words) = (token.clone(), printer.clone());
        std::thread::spawn(move || {
            if stays_at_work(&canceled) {
                end(&mut last_words, &canceled, code);
            }
        });
        if pipe.read_exact(&mut byte).is_ok() {
            end(&mut printer, token, exit_code(received.load(Ordering::SeqCst)));
        }
    }

    /// Whether a run that cannot be canceled from outside goes on for longer than it may.
    fn stays_at_work(token: &CancelToken) -> bool {
        let start = Instant::now();
        while token.running().is_some_and(|running| !running.can_be_canceled()) {
            if start.elapsed() > GRACE {
                return true;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        false
    }

    /// Ends the program in the midst of a run, and says what is known of it.
    #[allow(clippy::exit, reason = "the thread that runs cannot be told to")]
    fn end(printer: &mut Printer, token: &CancelToken, code: Option<u8>) {
        if let Some(running) = token.running() {
            let revision = running.revision.as_deref().map_or_else(
                || "the run was ended".to_owned(),
                |revision| format!("the run was ended within revision `{revision}`"),
            );
            let kept = match running.kept {
                None | Some(0) => String::new(),
                Some(1) => "one statement of it ran and stays; ".to_owned(),
                Some(count) => format!("{count} statements of it ran and stay; "),
            };
            let when =
                if running.can_be_canceled() { "" } else { ", when the database is next opened" };
            let state = format!("{kept}what was not committed is rolled back{when}");
            let hint = "`cargo migrate current` says which revisions are applied";
            super::super::report::stopped(printer, &revision, &state, hint);
        }
        std::process::exit(code.map_or(1, i32::from));
    }
}
