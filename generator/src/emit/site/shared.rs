//! The state that all pages share.

use std::collections::BTreeSet;

use super::assets::Assets;
use super::places::Places;
use super::scripts::Scripts;
use crate::crate_ir::Crate;

/// The state that all pages share.
pub(super) struct Site<'a> {
    pub(super) api: &'a Crate<'a>,
    pub(super) places: Places<'a>,
    /// The scripts that define types.
    pub(super) scripts: Scripts<'a>,
    pub(super) assets: Assets,
    /// The Content Security Policy.
    pub(super) policy: String,
    /// The names of all secret properties in requests.
    pub(super) secret_names: BTreeSet<&'a str>,
    pub(super) base_url: Option<&'a str>,
    pub(super) root: Option<&'a str>,
}
