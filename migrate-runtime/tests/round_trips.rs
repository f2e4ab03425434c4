//! How often PostgreSQL is asked and waited for: over a network that is the run time.

#![cfg(all(unix, feature = "postgres"))]
#![expect(clippy::expect_used, reason = "a test stops at the first surprise")]

mod live;
#[path = "package/mod.rs"]
#[macro_use]
mod package;

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::os::unix::net::UnixStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use diesel::{Connection as _, PgConnection};
use live::{Live, connect};
use migrate_runtime::__private_0_1::{
    ExpectedRevision, RegisteredDowngrade, RegisteredRevision, inventory, record,
};
use migrate_runtime::executor::{LockOptions, LockSession, Options};
use migrate_runtime::prelude::*;
use migrate_runtime::{Migrations, Settings};
use test_servers::{Address, Kind, postgres_address};

/// A first revision, and on it ten branches of ten revisions, each with one operation.
macro_rules! hundred {
    ($($tens:literal)+) => { hundred!(@ [$($tens)+] $($tens)+); };
    (@ $all:tt $($tens:literal)+) => {
        package!(HUNDRED, "hundred", Settings::DEFAULT, {
            "first" after [] => |op: &mut Op| { create(op, "first"); }, RegisteredDowngrade::Auto;
            $(
                { concat!("a", $tens) } after ["first"] => |op: &mut Op| create(op, concat!("a", $tens)), RegisteredDowngrade::Auto;
                { concat!("b", $tens) } after [concat!("a", $tens)] => |op: &mut Op| create(op, concat!("b", $tens)), RegisteredDowngrade::Auto;
                { concat!("c", $tens) } after [concat!("b", $tens)] => |op: &mut Op| create(op, concat!("c", $tens)), RegisteredDowngrade::Auto;
                { concat!("d", $tens) } after [concat!("c", $tens)] => |op: &mut Op| create(op, concat!("d", $tens)), RegisteredDowngrade::Auto;
                { concat!("e", $tens) } after [concat!("d", $tens)] => |op: &mut Op| create(op, concat!("e", $tens)), RegisteredDowngrade::Auto;
                { concat!("f", $tens) } after [concat!("e", $tens)] => |op: &mut Op| create(op, concat!("f", $tens)), RegisteredDowngrade::Auto;
                { concat!("g", $tens) } after [concat!("f", $tens)] => |op: &mut Op| create(op, concat!("g", $tens)), RegisteredDowngrade::Auto;
                { concat!("h", $tens) } after [concat!("g", $tens)] => |op: &mut Op| create(op, concat!("h", $tens)), RegisteredDowngrade::Auto;
                { concat!("i", $tens) } after [concat!("h", $tens)] => |op: &mut Op| create(op, concat!("i", $tens)), RegisteredDowngrade::Auto;
                { concat!("j", $tens) } after [concat!("i", $tens)] => |op: &mut Op| create(op, concat!("j", $tens)), RegisteredDowngrade::Auto;
            )+
        });
    };
}

hundred!(0 1 2 3 4 5 6 7 8 9);

fn create(op: &mut Op, name: &str) {
    op.create_table(table(name).column("id", integer().primary_key()));
}

package!(LARGE, "large", Settings::DEFAULT, {
    "texts" after [] => |op: &mut Op| {
        op.create_table(table("texts").column("text", text()));
    }, RegisteredDowngrade::Auto;
    "small" after ["texts"] => |op: &mut Op| {
        op.insert("texts").set("text", "");
    }, RegisteredDowngrade::Irreversible("a row");
    "filled" after ["small"] => |op: &mut Op| {
        for letter in ["a", "b", "c", "d", "e"] {
            op.insert("texts").set("text", letter.repeat(2 << 20));
        }
    }, RegisteredDowngrade::Irreversible("rows");
});

/// A connection of either sort.
trait Socket: Read + Write + Send + Sized + 'static {
    fn twin(&self) -> Self;
    fn finish(&self);
}

impl Socket for TcpStream {
    fn twin(&self) -> Self {
        self.try_clone().expect("a socket")
    }

    fn finish(&self) {
        // The other end may have closed first.
        drop(self.shutdown(Shutdown::Write));
    }
}

impl Socket for UnixStream {
    fn twin(&self) -> Self {
        self.try_clone().expect("a socket")
    }

    fn finish(&self) {
        drop(self.shutdown(Shutdown::Write));
    }
}

/// Hands everything on to a server, and counts how often the client speaks after the server did.
struct Proxy {
    url: String,
    turns: Arc<AtomicUsize>,
}

impl Proxy {
    /// A way to the database of a URL, whatever form that has.
    fn before(url: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let turns = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&turns);
        let server = postgres_address(url);
        std::thread::spawn(move || {
            for client in listener.incoming() {
                let client = client.expect("a connection");
                match &server {
                    Address::Tcp(host, port) => {
                        let server = TcpStream::connect((host.as_str(), *port));
                        hand_on(client, server.expect("the server"), &counted);
                    }
                    Address::Socket(path) => {
                        hand_on(client, UnixStream::connect(path).expect("the server"), &counted);
                    }
                }
            }
        });
        // Of a parameter that is said twice, libpq takes the last.
        let joint = if url.contains('?') { '&' } else { '?' };
        let to_here = format!("host=127.0.0.1&hostaddr=127.0.0.1&port={port}");
        let url = format!("{url}{joint}{to_here}&sslmode=disable&gssencmode=disable");
        Self { url, turns }
    }

    /// The turns since the last call.
    fn turns(&self) -> usize {
        self.turns.swap(0, Ordering::SeqCst)
    }

    /// How many revisions are applied on the way to a target, and in how many turns.
    fn upgrade(&self, package: &Migrations, target: &str) -> (usize, usize) {
        let session = self.url.clone();
        let session = LockSession::new(move || Ok(connect(Kind::Postgres, &session)));
        let options = Options::default().with_lock(LockOptions::default().with_session(session));
        let mut connection = PgConnection::establish(&self.url).expect("a connection");
        let report = package.upgrade_with(&mut connection, target, &options, &mut |_| {});
        let report = report.expect("a run");
        assert_eq!(report.resent, [""; 0]);
        (report.revisions.len(), self.turns())
    }
}

fn hand_on(client: TcpStream, server: impl Socket, turns: &Arc<AtomicUsize>) {
    let server_spoke = Arc::new(AtomicBool::new(true));
    let spoke = Arc::clone(&server_spoke);
    let back = (server.twin(), client.twin());
    std::thread::spawn(move || copy(back.0, back.1, |_| spoke.store(true, Ordering::SeqCst)));
    let turns = Arc::clone(turns);
    std::thread::spawn(move || {
        copy(client, server, |bytes| {
            // A client that takes its leave waits for no answer.
            let leaves = bytes == b"X\0\0\0\x04";
            if server_spoke.swap(false, Ordering::SeqCst) && !leaves {
                turns.fetch_add(1, Ordering::SeqCst);
            }
        });
    });
}

fn copy(mut from: impl Socket, mut to: impl Socket, seen: impl Fn(&[u8])) {
    let mut buffer = vec![0; 1 << 16];
    while let Ok(count @ 1..) = from.read(&mut buffer) {
        seen(&buffer[..count]);
        if to.write_all(&buffer[..count]).is_err() {
            break;
        }
    }
    to.finish();
}

#[test]
fn postgres_is_asked_once_for_each_revision() {
    let live = Live::postgres("turns");
    let proxy = Proxy::before(&live.url());
    let (applied, turns) = proxy.upgrade(&HUNDRED, "first");
    println!("a first revision in {turns} round trips");
    assert_eq!(applied, 1);
    // One of them gives back what the working session holds: its lock, and settings; four find out
    // whether both sessions are their own.
    assert!(turns <= 15, "{turns} round trips");
    let (applied, turns) = proxy.upgrade(&HUNDRED, "heads");
    println!("{applied} revisions in {turns} round trips");
    assert_eq!(applied, 100);
    assert!(turns <= 115, "{turns} round trips");
    let (applied, turns) = proxy.upgrade(&HUNDRED, "heads");
    println!("nothing to do in {turns} round trips");
    assert_eq!(applied, 0);
    assert!(turns <= 8, "{turns} round trips");
}

/// A server takes a message whole before it looks at it, so rows by the hundred thousand come in
/// several: of five texts of 2 MiB, no two fit into one.
#[test]
fn large_revisions_come_in_several_messages_on_postgres() {
    let live = Live::postgres("large");
    let proxy = Proxy::before(&live.url());
    proxy.upgrade(&LARGE, "texts");
    let (_, usual) = proxy.upgrade(&LARGE, "small");
    let (applied, turns) = proxy.upgrade(&LARGE, "filled");
    println!("{usual} round trips for a small revision, {turns} for a large one");
    assert_eq!(applied, 1);
    assert_eq!(live.rows("SELECT sum(length(text))::text FROM texts"), [(10 << 20).to_string()]);
    assert_eq!(turns, usual + 4);
}
