//! What one call does on its way: requests, from redirect to redirect, each sent until its answer stands.

mod attempt;
mod deliver;
pub(crate) mod landed;
pub(crate) mod redirect;
pub(crate) mod run;
