//! A gateway to the GitHub API that keeps the credential to itself.
//!
//! [`settings`] → [`config`] → [`start`]: [`allow`] makes the [`table`] of operations, [`serve`] takes connections, and
//! [`exchange`] takes each request through all rules to its answer.
//!
#![doc = include_str!("../README.md")]

mod accept;
pub mod admin;
pub mod allow;
pub mod answer;
pub mod browser;
pub mod callers;
mod check;
pub mod commands;
pub mod config;
pub mod connection;
pub mod credentials;
pub mod exchange;
mod forwarded;
pub mod guard;
pub mod headers;
pub mod health;
pub mod info;
pub mod leak;
pub mod limits;
mod links;
pub mod listen;
pub mod log;
pub mod metrics;
pub mod path;
pub mod problem;
pub mod query;
pub mod readings;
pub mod record;
pub mod redirect;
pub mod refused;
pub mod refused_head;
pub mod refused_streams;
pub mod reserve;
mod resolve;
pub mod scopes;
pub mod serve;
pub mod settings;
pub mod site;
pub mod start;
pub mod table;
pub mod target;
pub mod tls;
pub mod upload;
pub mod upstream;
pub mod watched;
