//! The command line: arguments, subcommands, signals and exit codes.

pub mod commands;
pub mod health;
