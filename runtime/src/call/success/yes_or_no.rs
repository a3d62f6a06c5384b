//! Answers whose status says yes or no.

use serde_json::Value as Json;

use super::kind::Success;
use crate::call::payload::Payload;
#[cfg(feature = "mock")]
use crate::call::prepared::{self, Prepared};
use crate::value::ReadError;

/// An answer that is `false` with the status 404, and `true` with any other one that is declared; a body is not read.
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
