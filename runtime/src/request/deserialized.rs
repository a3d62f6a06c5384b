//! Success types of raw requests, deserialized by serde.

use std::fmt;
use std::marker::PhantomData;

use serde::de::DeserializeOwned;
use serde_json::Value as Json;

use crate::call::payload::Payload;
use crate::call::success::Success;
use crate::value::ReadError;

/// A success type for any JSON response. Without a body, the value is `null`.
#[derive(Debug)]
pub struct AnyJson;

/// A success type that deserializes a JSON response by serde. A missing body is deserialized from `null`.
pub struct Deserialized<T>(PhantomData<fn() -> T>);

impl Success for AnyJson {
    type Body = Json;

    fn read(_status: u16, payload: &mut Payload<'_>) -> Result<Json, ReadError> {
        match payload.is_blank() {
            true => Ok(Json::Null),
            false => payload.json(),
        }
    }

    fn show(body: &Json) -> Option<Json> {
        Some(body.clone())
    }
}

impl<T: DeserializeOwned + Send + Sync + 'static> Success for Deserialized<T> {
    type Body = T;

    fn read(_status: u16, payload: &mut Payload<'_>) -> Result<T, ReadError> {
        payload.deserialize()
    }

    fn show(_body: &T) -> Option<Json> {
        None
    }
}

impl<T> fmt::Debug for Deserialized<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Deserialized")
    }
}
