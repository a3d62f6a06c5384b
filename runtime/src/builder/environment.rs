//! What the environment says of a client.

use std::ffi::OsString;

use super::ClientBuilder;
use super::defaults::is_github;
use crate::build_error::BuildError;
use crate::client::Core;

impl<C: From<Core>> ClientBuilder<C> {
    pub(super) fn with_variables(mut self, variable: impl Fn(&str) -> Option<OsString>) -> Self {
        let mut text = |name: &str| {
            let value = variable(name).filter(|value| !value.is_empty())?;
            let text = value.into_string().ok();
            if text.is_none() {
                self.problem = Some(BuildError::new(format!("`{name}` is not UTF-8")));
            }
            text
        };
        if let Some(url) = text("GITHUB_API_URL") {
            self.base_url = url;
        } else if !is_github(self.default_url) && !is_github(&self.base_url) {
            // The variables are not of this API: what they hold is no business of its server.
            return self;
        }
        match text("GITHUB_TOKEN").or_else(|| text("GH_TOKEN")) {
            Some(token) => self.token(token),
            None => self,
        }
    }
}
