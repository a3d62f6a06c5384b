//! Error types, error statuses, and what an error says.

mod any_error;
mod error_chains;
mod reasons;
mod statuses;
