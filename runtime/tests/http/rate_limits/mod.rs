//! Tests of rate limits: waiting, scopes and pacing.

mod real_time;
mod scopes;
mod waiting;
