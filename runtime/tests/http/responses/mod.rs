//! Tests of responses: headers, media types, undeclared statuses and drift.

mod drift;
mod headers;
mod other_media_types;
mod undeclared_statuses;
mod yes_or_no;
