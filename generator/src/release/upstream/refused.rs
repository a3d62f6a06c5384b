//! What a build without the feature `update` says of an address.

use super::limits::Limits;
use crate::report::{Diagnostic, Result};

pub(super) fn fetch(place: &str, _limits: &Limits) -> Result<Vec<u8>> {
    Err(Diagnostic::new(
        "this program was built without downloads",
        "build it with `--features update`, or download the file and give its path",
    )
    .at(place)
    .into())
}
