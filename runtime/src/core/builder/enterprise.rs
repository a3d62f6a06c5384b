//! Base URLs of GitHub Enterprise Server and of GitHub Enterprise Cloud with data residency.

use super::ClientBuilder;
use crate::base::build_error::BuildError;
use crate::core::client::Core;
use crate::http::host::host_url;

impl<C: From<Core>> ClientBuilder<C> {
    /// Sets the base URL for GitHub Enterprise Server on a host such as `github.example.com`. The API is at
    /// `https://HOST/api/v3`, and uploads go to `https://HOST/api/uploads`.
    ///
    /// If the server does not support this crate's default API version, select an older one by
    /// [`api_version`](Self::api_version).
    pub fn enterprise_server(mut self, host: &str) -> Self {
        match host_url(host) {
            Some(url) => self.set_home(format!("{url}api/v3")),
            None => self.refuse_host(),
        }
        self
    }

    /// Sets the base URL for GitHub Enterprise Cloud with data residency. The argument is the enterprise's subdomain,
    /// such as `octocorp` for `octocorp.ghe.com`. The API is at `https://api.SUBDOMAIN.ghe.com`, and uploads go to
    /// `https://uploads.SUBDOMAIN.ghe.com`.
    pub fn data_residency(mut self, subdomain: &str) -> Self {
        let is_one = !subdomain.is_empty() && !subdomain.contains('.');
        match host_url(&format!("api.{subdomain}.ghe.com")) {
            Some(url) if is_one => self.set_home(url),
            _ => self.refuse_host(),
        }
        self
    }

    /// Sets the base URL, and derives the uploads URL from it.
    fn set_home(&mut self, url: String) {
        self.base_url = Some(url);
        self.uploads_url = None;
    }

    fn refuse_host(&mut self) {
        // The message omits the value, which may be a secret in the wrong setting.
        let error = "the enterprise host is not a host name such as `github.example.com`";
        self.problem = Some(BuildError::new(error));
    }
}
