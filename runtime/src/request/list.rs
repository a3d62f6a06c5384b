//! Lists returned by raw requests.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, DeserializeOwned, Deserializer, Error, IgnoredAny, MapAccess};
use serde::de::{Unexpected, Visitor};
use serde_json::Value as Json;
use serde_json::value::RawValue;

use super::Request;
use crate::call::payload::Payload;
use crate::call::success::Success;
use crate::paging::items::Items;
use crate::paging::pages::{Pages, Paginated};
use crate::paging::pagination::Pagination;
use crate::value::ReadError;

/// A response that is a list, or an object with exactly one list.
pub struct ListOf<T>(PhantomData<fn() -> T>);

impl<T: DeserializeOwned + Send + Sync + 'static> Success for ListOf<T> {
    type Body = Vec<T>;

    fn read(_status: u16, payload: &mut Payload<'_>) -> Result<Vec<T>, ReadError> {
        if payload.is_list() {
            return payload.deserialize();
        }
        let TheList(list) = payload.deserialize()?;
        serde_json::from_str(list.get()).map_err(ReadError::Type)
    }

    fn show(_body: &Vec<T>) -> Option<Json> {
        None
    }
}

impl<T: DeserializeOwned + Send + Sync + 'static> Paginated for Request<ListOf<T>> {
    type Item = T;
    const PAGINATION: Pagination = Pagination::new();

    fn items(body: Vec<T>) -> Vec<T> {
        body
    }

    fn count(body: &Vec<T>) -> Option<usize> {
        Some(body.len())
    }
}

impl<T: DeserializeOwned + Send + Sync + 'static> Request<ListOf<T>> {
    /// Returns all pages, by the link to the next page in each `Link` header.
    pub fn pages(self) -> Pages<Self> {
        Pages::new(self)
    }

    /// Returns the items of all pages.
    pub fn items(self) -> Items<Self> {
        Items::new(self)
    }
}

impl<T> fmt::Debug for ListOf<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ListOf")
    }
}

/// Returns the list property of an object, if there is exactly one.
struct TheList(Box<RawValue>);

impl<'de> Deserialize<'de> for TheList {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(TheListVisitor)
    }
}

struct TheListVisitor;

impl<'de> Visitor<'de> for TheListVisitor {
    type Value = TheList;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list, or an object with exactly one list")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut object: M) -> Result<TheList, M::Error> {
        let mut found = None;
        let mut is_only = true;
        while let Some((IgnoredAny, value)) = object.next_entry::<_, Box<RawValue>>()? {
            if value.get().starts_with('[') {
                is_only &= found.is_none();
                found = Some(value);
            }
        }
        let list = found.filter(|_| is_only);
        let list = list.ok_or_else(|| M::Error::invalid_type(Unexpected::Map, &self))?;
        Ok(TheList(list))
    }
}
