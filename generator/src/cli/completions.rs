//! `tagsmith completions`: prints a shell completion script.

use clap::{Args, Command};
use clap_complete::Shell;

use super::outcome::Outcome;
use super::print;
use crate::report::Result;

/// Prints a shell completion script
#[derive(Args, Debug)]
pub(super) struct Completions {
    /// Shell
    shell: Shell,
}

impl Completions {
    pub(super) fn run(self, command: &mut Command) -> Result<Outcome> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, command, "tagsmith", &mut script);
        print::out(String::from_utf8_lossy(&script))?;
        Ok(Outcome::Fine)
    }
}
