//! Refuses URLs if tagsmith was built without the feature `update`.

use super::limits::Limits;
use crate::report::{Diagnostic, Result};

pub(super) fn fetch(place: &str, _limits: &Limits) -> Result<Vec<u8>> {
    Err(Diagnostic::new(
        "this build of tagsmith cannot download URLs",
        "build tagsmith with `--features update`, or download the file and give its path",
    )
    .at(place)
    .into())
}
