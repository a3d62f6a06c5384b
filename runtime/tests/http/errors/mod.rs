//! Tests of error types, error statuses and error messages.

mod any_error;
mod error_chains;
mod reasons;
mod statuses;
