//! Fuzzes the generator with mutated descriptions: `mutate [--runs N] [--seed S] [--show S] [--compile DIR [--crates
//! N]]`.

use std::process::ExitCode;

use conformance::mutation::{Mutation, Sample, check};

fn main() -> ExitCode {
    match run(std::env::args().skip(1)) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(error) => {
            eprintln!(
                "error: {error}\n  help: mutate [--runs N] [--seed S] [--show S] [--compile DIR [--crates N]]"
            );
            ExitCode::from(2)
        }
    }
}

fn run(mut arguments: impl Iterator<Item = String>) -> Result<bool, String> {
    let (mut runs, mut seed, mut crates, mut folder) = (20_000, 0, 20, None);
    while let Some(flag) = arguments.next() {
        let value = arguments.next();
        let value = value.ok_or_else(|| format!("`{flag}` needs a value"))?;
        match flag.as_str() {
            "--runs" => runs = number(&value)?,
            "--seed" => seed = number(&value)?,
            "--show" => return show(number(&value)?),
            "--crates" => crates = number(&value)?,
            "--compile" => folder = Some(value.into()),
            _ => return Err(format!("unknown option `{flag}`")),
        }
    }
    let mutation = Mutation::of_golden()?;
    if let Some(folder) = folder {
        let crates = usize::try_from(crates).map_err(|error| error.to_string())?;
        check(
            &mutation,
            &Sample {
                folder,
                crates,
                seed,
            },
        )?;
        println!("{crates} passed, 0 failed");
        return Ok(true);
    }
    let report = mutation.run(runs, seed);
    for failure in &report.failures {
        println!("{failure}\n");
    }
    let failed = report.failures.len();
    println!(
        "{} crates generated, {} descriptions refused\n{} passed, {failed} failed",
        report.generated,
        report.refused,
        report.generated + report.refused - failed.min(report.generated),
    );
    Ok(failed == 0)
}

/// Prints the mutated description of a seed.
fn show(seed: u64) -> Result<bool, String> {
    let mutant = Mutation::of_golden()?.mutant(seed);
    println!("{}", mutant.ok_or("there is none")?.0);
    Ok(true)
}

fn number(text: &str) -> Result<u64, String> {
    text.parse()
        .map_err(|_| format!("`{text}` is not a number"))
}
