//! How often PostgreSQL is asked and waited for: over a network that is the run time.

#![cfg(feature = "postgres")]
#![expect(clippy::expect_used, reason = "a test stops at the first surprise")]

mod live;
#[path = "package/mod.rs"]
#[macro_use]
mod package;

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
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
use test_servers::Kind;

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

/// Hands everything on to a server, and counts how often the client speaks after the server did.
struct Proxy {
    address: String,
    turns: Arc<AtomicUsize>,
}

impl Proxy {
    fn before(server: String) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address").to_string();
        let turns = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&turns);
        std::thread::spawn(move || {
            for client in listener.incoming() {
                let client = client.expect("a connection");
                let server = TcpStream::connect(&server).expect("the server");
                hand_on(client, server, &counted);
            }
        });
        Self { address, turns }
    }

    /// The turns since the last call.
    fn turns(&self) -> usize {
        self.turns.swap(0, Ordering::SeqCst)
    }
}

fn hand_on(client: TcpStream, server: TcpStream, turns: &Arc<AtomicUsize>) {
    let server_spoke = Arc::new(AtomicBool::new(true));
    let spoke = Arc::clone(&server_spoke);
    let back = (server.try_clone().expect("a socket"), client.try_clone().expect("a socket"));
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

fn copy(mut from: TcpStream, mut to: TcpStream, seen: impl Fn(&[u8])) {
    let mut buffer = vec![0; 1 << 16];
    while let Ok(count @ 1..) = from.read(&mut buffer) {
        seen(&buffer[..count]);
        if to.write_all(&buffer[..count]).is_err() {
            break;
        }
    }
    // The other end may have closed first.
    drop(to.shutdown(Shutdown::Write));
}

#[test]
fn postgres_is_asked_once_for_each_revision() {
    let live = Live::postgres("turns");
    let url = live.url();
    let (user, place) = url.split_once('@').expect("a user");
    let (server, database) = place.split_once('/').expect("a database");
    let proxy = Proxy::before(server.to_owned());
    let url = format!("{user}@{}/{database}?sslmode=disable&gssencmode=disable", proxy.address);
    let upgrade = |target: &str| {
        let session = url.clone();
        let session = LockSession::new(move || Ok(connect(Kind::Postgres, &session)));
        let options = Options::default().with_lock(LockOptions::default().with_session(session));
        let mut connection = PgConnection::establish(&url).expect("a connection");
        let report = HUNDRED.upgrade_with(&mut connection, target, &options, &mut |_| {});
        (report.expect("a run").revisions.len(), proxy.turns())
    };
    upgrade("first");
    let (applied, turns) = upgrade("heads");
    println!("{applied} revisions in {turns} round trips");
    assert_eq!(applied, 100);
    assert!(turns <= 115, "{turns} round trips");
    let (applied, turns) = upgrade("heads");
    println!("nothing to do in {turns} round trips");
    assert_eq!(applied, 0);
    assert!(turns <= 8, "{turns} round trips");
}
