//! Property-tests the change report on mutated descriptions, and prints the violated properties.

use std::process::ExitCode;

use clap::Parser;
use conformance::laws::{self, Moves};
use conformance::mutation::Mutation;

/// Property-tests the change report on mutated descriptions
#[derive(Debug, Parser)]
struct Arguments {
    /// Number of mutated descriptions
    #[arg(long, default_value_t = 20_000)]
    runs: u64,
    /// First seed
    #[arg(long, default_value_t = 0)]
    first: u64,
}

fn main() -> ExitCode {
    let Arguments { runs, first } = Arguments::parse();
    let mutation = match Mutation::of_golden() {
        Ok(mutation) => mutation,
        Err(why) => {
            eprintln!("error: {why}");
            return ExitCode::from(2);
        }
    };
    let tally = laws::run(&mutation, first..first.saturating_add(runs));
    let mut moves = Moves::default();
    moves.of_seeds(&mutation, first..first.saturating_add(runs));
    for failure in tally.failures.iter().chain(&moves.failures).take(20) {
        println!("{failure}");
    }
    println!(
        "{} differed, {} of them breaking, by {} kinds of changes; {} failed",
        tally.differed,
        tally.breaking,
        tally.kinds.len(),
        tally.failures.len()
    );
    println!(
        "{} references were inlined, {} schemas became components; {} failed",
        moves.inlined,
        moves.moved,
        moves.failures.len()
    );
    let is_held = tally.failures.is_empty() && moves.failures.is_empty();
    ExitCode::from(u8::from(!is_held))
}
