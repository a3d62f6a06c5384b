//! Tests of conditional requests and of the response cache.

mod conditional_requests;
mod growing_lists;
