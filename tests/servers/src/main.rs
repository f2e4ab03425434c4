//! `test-servers start` prints the servers' URLs for a shell to take over; `test-servers stop` stops
//! them.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a program for people")]

use std::process::ExitCode;

use test_servers::Kind;

fn main() -> ExitCode {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    let result = match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["start"] => start(),
        ["stop"] => stop(),
        _ => Err("write `test-servers start` or `test-servers stop`".to_owned()),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::FAILURE
        }
    }
}

fn start() -> Result<(), String> {
    for kind in Kind::ALL {
        println!("export {}='{}'", kind.variable(), test_servers::start(kind)?.url());
    }
    Ok(())
}

fn stop() -> Result<(), String> {
    for busy in test_servers::stop()? {
        eprintln!("still used: {busy}");
    }
    Ok(())
}
