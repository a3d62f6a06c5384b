//! Conditional requests, and the cache of responses.

mod conditional_requests;
mod growing_lists;
