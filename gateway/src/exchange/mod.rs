//! The handling of one request, from its head to the end of its response.

mod forward;
pub mod gateway;
pub mod handle;
pub mod headers;
pub mod info;
mod links;
pub mod record;
pub mod redirect;
pub mod response_body;
