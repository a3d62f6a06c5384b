//! Tests of uploads: request bodies that are not JSON, and interrupted uploads.

mod bodies;
mod interrupted;
