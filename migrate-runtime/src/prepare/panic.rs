//! A panic in a revision's code as a value: what it said, and where.

use std::cell::RefCell;
use std::fmt;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;

use migrate_core::schema::Origin;

/// What a panic said, and where it was.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Panic {
    /// Its message.
    pub message: String,
    /// The source line, which a program without the standard panic machinery does not tell.
    pub origin: Option<Origin>,
}

impl fmt::Display for Panic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { message, origin } = self;
        match origin {
            Some(origin) => write!(f, "panicked at {origin}: {message}"),
            None => write!(f, "panicked: {message}"),
        }
    }
}

impl std::error::Error for Panic {}

thread_local! {
    /// Whether this thread runs a revision's code, and what its panic said.
    static WATCHED: RefCell<Option<Watched>> = const { RefCell::new(None) };
}

#[derive(Default)]
struct Watched {
    panic: Option<Panic>,
}

/// Calls a revision's function; its panic is an error, and prints nothing.
///
/// Only the panic hook is told where a panic is
/// (<https://doc.rust-lang.org/std/panic/struct.PanicHookInfo.html>), so one is put before the
/// program's own, to which all other panics go.
pub fn caught<T>(call: impl FnOnce() -> T) -> Result<T, Panic> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let others = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            let is_watched = WATCHED.with(|watched| match &mut *watched.borrow_mut() {
                Some(watched) => {
                    watched.panic = Some(Panic {
                        message: message(info.payload()),
                        origin: info
                            .location()
                            .map(|at| Origin::new(at.file(), at.line(), at.column())),
                    });
                    true
                }
                None => false,
            });
            if !is_watched {
                others(info);
            }
        }));
    });
    let outer = WATCHED.with(|watched| watched.borrow_mut().replace(Watched::default()));
    // What the function recorded or changed is thrown away, so nobody sees it half done.
    let called = panic::catch_unwind(AssertUnwindSafe(call));
    let watched = WATCHED.with(|watched| std::mem::replace(&mut *watched.borrow_mut(), outer));
    called.map_err(|payload| {
        let told = watched.and_then(|watched| watched.panic);
        told.unwrap_or_else(|| Panic { message: message(&*payload), origin: None })
    })
}

fn message(payload: &(dyn std::any::Any + Send)) -> String {
    let text = payload.downcast_ref::<&str>().map(|text| (*text).to_owned());
    let text = text.or_else(|| payload.downcast_ref::<String>().cloned());
    text.unwrap_or_else(|| "without a message".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_what_and_where() {
        let line = line!() + 1;
        let panic = caught(|| panic!("no {}", "way")).map(|(): ()| ()).expect_err("a panic");
        assert_eq!(panic.message, "no way");
        let origin = panic.origin.expect("a line");
        assert!(origin.file.as_str().ends_with("panic.rs"));
        assert_eq!(origin.line, line);
        assert_eq!(caught(|| 1), Ok(1));
    }

    #[test]
    fn one_in_another_is_the_inner_one() {
        let outer = caught(|| {
            let inner = caught(|| panic!("inner")).map(|(): ()| ());
            assert_eq!(inner.expect_err("a panic").message, "inner");
            panic!("outer");
        });
        assert_eq!(outer.map(|(): ()| ()).expect_err("a panic").message, "outer");
    }
}
