//! Kills `tagsmith update` at each system call that changes the disk, by `strace`. After each kill, checks that every
//! file is either old or new. Then checks that the next update has the same result as an undisturbed one.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use conformance::kill::{Bench, Count};

/// Kills `tagsmith update` at each system call that changes the disk
#[derive(Debug, Parser)]
struct Arguments {
    /// Path of the tagsmith program [default: the program in the folder of this one]
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

/// A number that exceeds the calls of one run.
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
                return Err(format!(
                    "{call}: the update still makes such calls after {MOST} kills"
                ));
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
