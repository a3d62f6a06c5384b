//! `tagsmith completions`.

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use super::{Arguments, Outcome, print};
use crate::report::Result;

/// Prints a completion script for a shell
#[derive(Args, Debug)]
pub(super) struct Completions {
    /// The shell
    shell: Shell,
}

impl Completions {
    pub(super) fn run(self) -> Result<Outcome> {
        let mut script = Vec::new();
        clap_complete::generate(
            self.shell,
            &mut Arguments::command(),
            "tagsmith",
            &mut script,
        );
        print::out(String::from_utf8_lossy(&script))?;
        Ok(Outcome::Fine)
    }
}
