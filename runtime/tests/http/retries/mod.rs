//! Retries: the policy, and writes that are repeated.

mod policy;
mod repeated_writes;
