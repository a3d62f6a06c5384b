//! Tests of retries: the retry policy, and repeated writes.

mod policy;
mod repeated_writes;
