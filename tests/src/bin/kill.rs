//! Kills `tagsmith update` at each system call that changes the disk, by `strace`. After each kill, it checks that
//! every file is old or new, and that the next update ends like an undisturbed one.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use conformance::kill::{Bench, Count};

/// Kills `tagsmith update` at each call that changes the disk
#[derive(Debug, Parser)]
struct Arguments {
    /// Path of the tagsmith program [default: the one beside this program]
    #[arg(long, value_name = "FILE")]
    program: Option<PathBuf>,
}

/// The system calls that change the disk, and those that open the changed files.
const CALLS: &[&str] = &[
    "write",
    "pwrite64",
    "openat",
    "rename",
    "renameat",
    "renameat2",
    "link",
    "linkat",
    "unlink",
    "unlinkat",
    "mkdir",
    "mkdirat",
    "rmdir",
    "flock",
    "ftruncate",
];

/// More calls than one run makes.
const MOST: usize = 2_000;

type Result<T> = std::result::Result<T, String>;

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(reported) => {
            println!("{reported}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &Arguments) -> Result<String> {
    let program = match &arguments.program {
        Some(program) => std::fs::canonicalize(program).map_err(|it| it.to_string())?,
        None => std::env::current_exe()
            .map_err(|it| it.to_string())?
            .with_file_name("tagsmith"),
    };
    let work = tempfile::tempdir().map_err(|it| it.to_string())?;
    let bench = Bench::make(program, work.path())?;
    let mut count = Count::default();
    let mut reported = String::new();
    for call in CALLS {
        let before = count;
        let mut at = 1;
        while bench.kill_at(call, at, &mut count)? {
            at += 1;
            if at > MOST {
                return Err(format!("{call}: there is no end"));
            }
        }
        let kills = count.kills() - before.kills();
        if kills > 0 {
            reported += &format!("{call}: {kills}\n");
        }
    }
    if count.begun == 0 || count.untouched == 0 || count.done == 0 {
        return Err(format!("too few kills: {count:?}"));
    }
    Ok(format!(
        "{reported}killed {} times: {} before any change, {} during changes, {} after all changes",
        count.kills(),
        count.untouched,
        count.begun,
        count.done
    ))
}
