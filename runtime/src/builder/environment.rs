//! What the environment says of a client.

use std::ffi::OsString;

use super::ClientBuilder;
use super::defaults::{is_github, is_hosted_by_github};
use crate::build_error::BuildError;
use crate::client::Core;

impl<C: From<Core>> ClientBuilder<C> {
    pub(super) fn with_variables(mut self, variable: impl Fn(&str) -> Option<OsString>) -> Self {
        let is_for_github = self.is_for_github();
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
        } else if !is_for_github {
            // What the variables hold is no business of another API's server.
            return self;
        }
        match text("GITHUB_TOKEN").or_else(|| text("GH_TOKEN")) {
            Some(token) => self.token(token),
            None => self,
        }
    }

    /// Returns whether it is GitHub by the crate's own word, or by that of who builds the client: any API may
    /// have a path as GitHub Enterprise Server has it.
    fn is_for_github(&self) -> bool {
        let is_given = self.base_url != self.default_url;
        is_hosted_by_github(self.default_url) || is_given && is_github(&self.base_url)
    }
}
