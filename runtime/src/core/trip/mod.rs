//! The execution of one call: redirects, retries and attempts.

mod attempt;
mod deliver;
pub(crate) mod landed;
pub(crate) mod redirect;
pub(crate) mod run;
