//! A gateway to the GitHub API that keeps the credential to itself.
//!
//! [`settings`] → [`config`] → [`start`](server::start): [`allow`](operations::allow) makes the
//! [`table`](operations::table) of operations, [`serve`](server::serve) takes connections, and
//! [`exchange`] takes each request through all rules to its answer.
//!
#![doc = include_str!("../README.md")]

mod accept;
pub mod callers;
pub mod cli;
pub mod config;
pub mod connection;
pub mod credentials;
pub mod exchange;
pub mod limits;
pub mod observability;
pub mod operations;
pub mod problem;
pub mod refused;
mod secret_file;
pub mod server;
pub mod settings;
pub mod site;
pub mod upstream;
