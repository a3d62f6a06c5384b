//! Responses whose status means true or false.

use serde_json::Value as Json;

use super::kind::Success;
use crate::call::payload::Payload;
#[cfg(feature = "mock")]
use crate::call::prepared::{self, Prepared};
use crate::value::ReadError;

/// A success type that decodes 404 as `false`, and any other declared status as `true`. The body is ignored.
#[derive(Debug)]
pub struct YesOrNo;

impl Success for YesOrNo {
    type Body = bool;

    fn read(status: u16, _payload: &mut Payload<'_>) -> Result<bool, ReadError> {
        Ok(status != 404)
    }

    fn show(_body: &bool) -> Option<Json> {
        None
    }

    #[cfg(feature = "mock")]
    fn prepare(body: bool, statuses: &[u16]) -> Prepared {
        let default = if body { 204 } else { 404 };
        let status = prepared::status(statuses, |it| (it != 404) == body, default);
        Prepared::empty(status)
    }
}
