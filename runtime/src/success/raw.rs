//! Answers that are not JSON: a text, or any bytes.

use bytes::Bytes;
use serde_json::Value as Json;

use super::Success;
use crate::payload::Payload;
use crate::value::ReadError;

/// An answer whose body is a text.
#[derive(Debug)]
pub struct Text;

/// An answer whose body is any bytes.
#[derive(Debug)]
pub struct Binary;

impl Success for Text {
    type Body = String;

    fn read(_status: u16, payload: &mut Payload<'_>) -> Result<String, ReadError> {
        payload.text()
    }

    fn show(body: &String) -> Option<Json> {
        Some(Json::from(body.as_str()))
    }

    #[cfg(feature = "mock")]
    fn prepare(body: String, statuses: &[u16]) -> crate::mock::Prepared {
        let status = crate::mock::with_body(statuses);
        crate::mock::Prepared::raw(status, "text/plain; charset=utf-8", body)
    }
}

impl Success for Binary {
    type Body = Bytes;

    fn read(_status: u16, payload: &mut Payload<'_>) -> Result<Bytes, ReadError> {
        Ok(payload.bytes())
    }

    /// Shows it if it happens to be a text.
    fn show(body: &Bytes) -> Option<Json> {
        std::str::from_utf8(body).ok().map(Json::from)
    }

    #[cfg(feature = "mock")]
    fn prepare(body: Bytes, statuses: &[u16]) -> crate::mock::Prepared {
        let status = crate::mock::with_body(statuses);
        crate::mock::Prepared::raw(status, "application/octet-stream", body)
    }
}
