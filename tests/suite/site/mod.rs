//! The reference site: its pages, and the secrets that they do not store.

mod pages;
mod secrets;
