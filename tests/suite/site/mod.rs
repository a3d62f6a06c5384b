//! Tests of the reference site: its pages, and the secrets that the pages must not store.

mod pages;
mod secrets;
