//! The execution of one call: redirects, retries and attempts.

mod attempt;
pub(crate) mod followed;
pub(crate) mod redirect;
mod retry_loop;
pub(crate) mod run;
