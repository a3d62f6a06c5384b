//! Responses: headers, media types, undeclared statuses, drift.

mod drift;
mod headers;
mod other_media_types;
mod undeclared_statuses;
mod yes_or_no;
