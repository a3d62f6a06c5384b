//! Success types for JSON responses and for responses without a body.

use std::marker::PhantomData;

use super::kind::Success;
use super::related::related;
use crate::call::payload::Payload;
#[cfg(feature = "mock")]
use crate::call::prepared::{self, Prepared};
use crate::value::{self, ReadError, Value, View};

/// A JSON response. A 202, 204 or 205 without a body decodes as the default of the type, and the missing body is
/// recorded as drift.
#[derive(Debug)]
pub struct Json<T>(PhantomData<fn() -> T>);

/// A response without a body. If the server sends a body nevertheless, it is ignored.
#[derive(Debug)]
pub struct Empty;

/// A JSON response, or a 202, 204 or 205 without a body.
#[derive(Debug)]
pub struct JsonOrEmpty<T>(PhantomData<fn() -> T>);

impl<T: Value> Success for Json<T> {
    type Body = T;

    fn read(status: u16, payload: &mut Payload<'_>) -> Result<T, ReadError> {
        match may_be_empty(status) {
            true => payload.json_or_default(),
            false => payload.json(),
        }
    }

    fn read_undeclared(_status: u16, payload: &mut Payload<'_>) -> Result<T, ReadError> {
        match payload.is_blank() {
            true => payload.json_or_default(),
            false => related(payload),
        }
    }

    fn view(body: &T) -> View<'_> {
        body.view()
    }

    fn show(body: &T) -> Option<serde_json::Value> {
        value::to_value(body).ok()
    }
}

impl Success for Empty {
    type Body = ();

    fn read(_status: u16, _payload: &mut Payload<'_>) -> Result<(), ReadError> {
        Ok(())
    }

    fn show(_body: &()) -> Option<serde_json::Value> {
        None
    }

    #[cfg(feature = "mock")]
    fn prepare(_body: (), statuses: &[u16]) -> Prepared {
        Prepared::empty(prepared::status(statuses, |_| true, 204))
    }
}

impl<T: Value> Success for JsonOrEmpty<T> {
    type Body = Option<T>;

    fn read(status: u16, payload: &mut Payload<'_>) -> Result<Option<T>, ReadError> {
        if matches!(status, 204 | 205) || payload.is_blank() && may_be_empty(status) {
            return Ok(None);
        }
        payload.json().map(Some)
    }

    fn read_undeclared(_status: u16, payload: &mut Payload<'_>) -> Result<Option<T>, ReadError> {
        match payload.is_blank() {
            true => Ok(None),
            false => related(payload).map(Some),
        }
    }

    fn view(body: &Option<T>) -> View<'_> {
        body.view()
    }

    fn show(body: &Option<T>) -> Option<serde_json::Value> {
        body.as_ref().and_then(|body| value::to_value(body).ok())
    }

    #[cfg(feature = "mock")]
    fn prepare(body: Option<T>, statuses: &[u16]) -> Prepared {
        match body {
            Some(body) => Json::prepare(body, statuses),
            None => {
                let is_empty = |it| matches!(it, 204 | 205);
                Prepared::empty(prepared::status(statuses, is_empty, 204))
            }
        }
    }
}

/// Returns whether HTTP allows the status to have no body, whatever the description declares. A 202 may have no content
/// yet; a 204 or 205 never has any.
fn may_be_empty(status: u16) -> bool {
    matches!(status, 202 | 204 | 205)
}
