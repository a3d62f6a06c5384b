//! Where GitHub is that is not github.com.

use super::ClientBuilder;
use crate::base::build_error::BuildError;
use crate::core::client::Core;
use crate::http::host::host_url;

impl<C: From<Core>> ClientBuilder<C> {
    /// Sets that GitHub is GitHub Enterprise Server on this host, such as `github.example.com`: its
    /// API is at `https://HOST/api/v3`, and takes uploads at `https://HOST/api/uploads`.
    ///
    /// A server knows the API versions that its release has: [`api_version`](Self::api_version)
    /// asks for another one than this crate's.
    pub fn enterprise_server(mut self, host: &str) -> Self {
        match host_url(host) {
            Some(url) => self.set_home(format!("{url}api/v3")),
            None => self.refuse_host(),
        }
        self
    }

    /// Sets that GitHub is GitHub Enterprise Cloud with data residency, by the enterprise's own
    /// subdomain, such as `octocorp` of `octocorp.ghe.com`: its API is at
    /// `https://api.SUBDOMAIN.ghe.com`, and takes uploads at `https://uploads.SUBDOMAIN.ghe.com`.
    pub fn data_residency(mut self, subdomain: &str) -> Self {
        let is_one = !subdomain.is_empty() && !subdomain.contains('.');
        match host_url(&format!("api.{subdomain}.ghe.com")) {
            Some(url) if is_one => self.set_home(url),
            _ => self.refuse_host(),
        }
        self
    }

    /// Sets the base URL, of which the one for uploads follows.
    fn set_home(&mut self, url: String) {
        self.base_url = Some(url);
        self.uploads_url = None;
    }

    fn refuse_host(&mut self) {
        // Not the host itself: someone may have put a secret there.
        let error = "the host of the enterprise is no host's name, such as `github.example.com`";
        self.problem = Some(BuildError::new(error));
    }
}
