//! Answers of JSON, and answers without a body.

use std::marker::PhantomData;

use super::Success;
use crate::payload::Payload;
use crate::value::{self, ReadError, Value, View};

/// An answer whose body is JSON.
#[derive(Debug)]
pub struct Json<T>(PhantomData<fn() -> T>);

/// An answer without a body; one that comes all the same is not read.
#[derive(Debug)]
pub struct Empty;

/// An answer whose body is JSON, or that has the status 204 or 205 and no body.
#[derive(Debug)]
pub struct JsonOrEmpty<T>(PhantomData<fn() -> T>);

impl<T: Value> Success for Json<T> {
    type Body = T;

    fn read(_status: u16, payload: &mut Payload<'_>) -> Result<T, ReadError> {
        payload.json()
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
    fn prepare(_body: (), statuses: &[u16]) -> crate::mock::Prepared {
        crate::mock::Prepared::empty(crate::mock::status(statuses, |_| true, 204))
    }
}

impl<T: Value> Success for JsonOrEmpty<T> {
    type Body = Option<T>;

    fn read(status: u16, payload: &mut Payload<'_>) -> Result<Option<T>, ReadError> {
        if matches!(status, 204 | 205) {
            return Ok(None);
        }
        payload.json().map(Some)
    }

    fn view(body: &Option<T>) -> View<'_> {
        body.view()
    }

    fn show(body: &Option<T>) -> Option<serde_json::Value> {
        body.as_ref().and_then(|body| value::to_value(body).ok())
    }

    #[cfg(feature = "mock")]
    fn prepare(body: Option<T>, statuses: &[u16]) -> crate::mock::Prepared {
        match body {
            Some(body) => Json::prepare(body, statuses),
            None => {
                let is_empty = |it| matches!(it, 204 | 205);
                crate::mock::Prepared::empty(crate::mock::status(statuses, is_empty, 204))
            }
        }
    }
}
