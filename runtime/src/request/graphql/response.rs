//! GraphQL responses.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeOwned, IgnoredAny, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::Value as Json;

use super::error::GraphQlError;
use crate::call::payload::Payload;
use crate::call::success::Success;
use crate::value::ReadError;

/// A GraphQL response with data.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct GraphQlResponse<T> {
    /// The data. If there are errors, parts of it may be missing.
    pub data: T,
    /// The errors; empty if the data is complete.
    pub errors: Vec<GraphQlError>,
    /// Additional information from the server, unchanged; null if there is none.
    pub extensions: Json,
}

/// A GraphQL response whose data is deserialized.
pub struct GraphQlData<T>(PhantomData<fn() -> T>);

struct Wire<T> {
    data: Option<T>,
    errors: Json,
    extensions: Json,
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Wire<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_map(WireVisitor(PhantomData))
    }
}

struct WireVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for WireVisitor<T> {
    type Value = Wire<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a GraphQL response")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Wire<T>, A::Error> {
        let mut wire = Wire {
            data: None,
            errors: Json::Null,
            extensions: Json::Null,
        };
        while let Some(name) = map.next_key::<String>()? {
            match name.as_str() {
                "data" => wire.data = map.next_value()?,
                "errors" => wire.errors = map.next_value()?,
                "extensions" => wire.extensions = map.next_value()?,
                _ => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(wire)
    }
}

impl<T: DeserializeOwned + Send + Sync + 'static> Success for GraphQlData<T> {
    type Body = GraphQlResponse<T>;

    fn read(_status: u16, payload: &mut Payload<'_>) -> Result<Self::Body, ReadError> {
        read(payload)?.ok_or(ReadError::Empty)
    }

    fn read_unless_failed(
        _status: u16,
        payload: &mut Payload<'_>,
    ) -> Result<Option<Self::Body>, ReadError> {
        let error = match read(payload) {
            Ok(Some(body)) => return Ok(Some(body)),
            Ok(None) => ReadError::Empty,
            Err(error) => error,
        };
        let body = payload.deserialize::<Wire<Json>>();
        match body.is_ok_and(|it| !GraphQlError::read_all(&it.errors).is_empty()) {
            true => Ok(None),
            false => Err(error),
        }
    }

    fn show(_body: &Self::Body) -> Option<Json> {
        None
    }
}

/// Decodes a response. Returns `None` if the response has no data.
fn read<T: DeserializeOwned>(
    payload: &mut Payload<'_>,
) -> Result<Option<GraphQlResponse<T>>, ReadError> {
    let Wire {
        data,
        errors,
        extensions,
    } = payload.deserialize()?;
    Ok(data.map(|data| GraphQlResponse {
        data,
        errors: GraphQlError::read_all(&errors),
        extensions,
    }))
}

impl<T> fmt::Debug for GraphQlData<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("GraphQlData")
    }
}
