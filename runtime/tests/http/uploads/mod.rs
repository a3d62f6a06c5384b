//! Uploads: request bodies that are not JSON, and uploads that fail early.

mod bodies;
mod interrupted;
