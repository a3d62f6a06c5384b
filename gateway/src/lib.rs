//! A gateway to the GitHub API that adds a credential which callers never see.
//!
//! At startup, the modules run in this order: [`settings`], [`config`], [`start`](server::start).
//! [`allow`](operations::allow) builds the [`table`](operations::table) of operations. [`serve`](server::serve) accepts
//! connections. [`exchange`] applies the rules to each request and returns its response.
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
