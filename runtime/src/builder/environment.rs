//! What the environment says of a client.

use std::ffi::OsString;

use super::ClientBuilder;
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
        let token = text("GITHUB_TOKEN").or_else(|| text("GH_TOKEN"));
        let base_url = text("GITHUB_API_URL");
        if let Some(token) = token {
            self = self.token(token);
        }
        if let Some(url) = base_url {
            self.base_url = url;
        }
        self
    }
}
