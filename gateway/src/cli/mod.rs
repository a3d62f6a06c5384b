//! The command line: arguments, subcommands, signals and exit codes.

pub mod commands;
mod greeting;
mod hash_token;
pub mod health;
mod operations_table;
mod signals;
