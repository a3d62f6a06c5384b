//! Success types for responses that are not JSON: text and bytes.

use bytes::Bytes;
use serde_json::Value as Json;

use super::kind::Success;
use crate::call::payload::Payload;
#[cfg(feature = "mock")]
use crate::call::prepared::{self, Prepared};
use crate::value::ReadError;

/// A text response.
#[derive(Debug)]
pub struct Text;

/// A response of raw bytes.
#[derive(Debug)]
pub struct Binary;

impl Success for Text {
    type Body = String;

    const IS_RAW: bool = true;

    fn read(_status: u16, payload: &mut Payload<'_>) -> Result<String, ReadError> {
        payload.text()
    }

    fn read_undeclared(status: u16, payload: &mut Payload<'_>) -> Result<String, ReadError> {
        refuse_part(status)?;
        payload.text()
    }

    fn show(body: &String) -> Option<Json> {
        Some(Json::from(body.as_str()))
    }

    #[cfg(feature = "mock")]
    fn prepare(body: String, statuses: &[u16]) -> Prepared {
        let status = prepared::with_body(statuses);
        Prepared::raw(status, "text/plain; charset=utf-8", body)
    }
}

impl Success for Binary {
    type Body = Bytes;

    const IS_RAW: bool = true;

    const IS_BYTES: bool = true;

    fn read(_status: u16, payload: &mut Payload<'_>) -> Result<Bytes, ReadError> {
        Ok(payload.bytes())
    }

    fn read_undeclared(status: u16, payload: &mut Payload<'_>) -> Result<Bytes, ReadError> {
        refuse_part(status)?;
        Ok(payload.bytes())
    }

    /// Prints the bytes as text, if they are UTF-8.
    fn show(body: &Bytes) -> Option<Json> {
        std::str::from_utf8(body).ok().map(Json::from)
    }

    #[cfg(feature = "mock")]
    fn prepare(body: Bytes, statuses: &[u16]) -> Prepared {
        let status = prepared::with_body(statuses);
        Prepared::raw(status, "application/octet-stream", body)
    }
}

/// Refuses partial content (206) that was not requested: neither text nor bytes show that a part is missing.
fn refuse_part(status: u16) -> Result<(), ReadError> {
    match status {
        206 => Err(ReadError::Partial),
        _ => Ok(()),
    }
}
