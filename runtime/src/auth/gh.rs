//! A credential source that runs the `gh` command.

use std::ffi::OsString;
use std::fmt;
use std::process::{Output, Stdio};
use std::time::Duration;

use jiff::Timestamp;
use tokio::process::Command;

use super::token_cache::{Lease, TokenCache};
use crate::base::timer::timeout;
use crate::credentials::api::Api;
use crate::credentials::credential::Credential;
use crate::credentials::source::CredentialSource;
use crate::error::CredentialError;
use crate::http::transport::BoxFuture;

/// A source of the token that [`gh auth login`](https://cli.github.com/manual/gh_auth_login) stored. The source runs
/// [`gh auth token`](https://cli.github.com/manual/gh_auth_token) for the host of the client's base URL.
///
/// `gh` runs once, without a shell, when the first call needs the token, and again after the server rejected the token.
/// The tokio runtime must have I/O enabled.
///
/// ```
/// use tagsmith_runtime::auth::GhCli;
///
/// let source = GhCli::new();
/// // Client::builder().credentials(source).build()?
/// ```
pub struct GhCli {
    program: OsString,
    time_limit: Duration,
    token: TokenCache,
}

impl Default for GhCli {
    fn default() -> Self {
        Self::new()
    }
}

impl GhCli {
    /// Creates a source that runs the `gh` in `PATH`.
    pub fn new() -> Self {
        Self {
            program: "gh".into(),
            time_limit: Duration::from_secs(30),
            token: TokenCache::default(),
        }
    }

    /// Sets the program to run instead of `gh`.
    ///
    /// Default: `gh`, as found in `PATH`.
    #[must_use]
    pub fn program(mut self, program: impl Into<OsString>) -> Self {
        self.program = program.into();
        self
    }

    /// Sets the time limit of `gh`, which may wait for the user to unlock a keyring. After this time, the process is
    /// killed.
    ///
    /// Default: 30 seconds.
    #[must_use]
    pub fn time_limit(mut self, limit: Duration) -> Self {
        self.time_limit = limit;
        self
    }

    async fn ask(&self, api: &Api<'_>) -> Result<Lease, CredentialError> {
        let host = host(api.base_url())?;
        let output = self.run(&host).await?;
        if !output.status.success() {
            // The standard output is omitted, because it may contain a token.
            let message = String::from_utf8_lossy(&output.stderr);
            let message = message.lines().next().unwrap_or("nothing").trim();
            return Err(CredentialError::new(format!(
                "`gh auth token` reports: {message}; log in with `gh auth login --hostname {host}`"
            )));
        }
        let token = std::str::from_utf8(&output.stdout).unwrap_or_default();
        Ok(Lease {
            credential: Credential::bearer(token.trim())?,
            renew: Timestamp::MAX,
            end: Timestamp::MAX,
        })
    }

    async fn run(&self, host: &str) -> Result<Output, CredentialError> {
        let output = Command::new(&self.program)
            .args(["auth", "token", "--hostname", host])
            .env("GH_PROMPT_DISABLED", "1")
            .env("GH_NO_UPDATE_NOTIFIER", "1")
            .stdin(Stdio::null())
            .kill_on_drop(true)
            .output();
        match timeout(self.time_limit, output).await {
            Ok(Ok(output)) => Ok(output),
            Ok(Err(error)) => Err(CredentialError::new(
                "`gh` cannot be run: install it from https://cli.github.com, or configure a token",
            )
            .because(error)),
            Err(_) => Err(CredentialError::new(format!(
                "`gh auth token` took longer than {:?}",
                self.time_limit
            ))),
        }
    }
}

/// Returns the name of the API's server, as `gh` stores it.
fn host(base_url: &str) -> Result<String, CredentialError> {
    let url = url::Url::parse(base_url).ok();
    let host = url.as_ref().and_then(url::Url::host_str);
    let host = host.ok_or_else(|| CredentialError::new("the base URL has no host"))?;
    let of_api = |it: &&str| *it == "github.com" || it.ends_with(".ghe.com");
    let own = host.strip_prefix("api.").filter(of_api);
    Ok(own.unwrap_or(host).to_owned())
}

impl CredentialSource for GhCli {
    fn credential<'a>(
        &'a self,
        api: &'a Api<'a>,
    ) -> BoxFuture<'a, Result<Credential, CredentialError>> {
        Box::pin(self.token.get(api, self.ask(api)))
    }

    fn rejected(&self, credential: &Credential) -> bool {
        self.token.remove(credential);
        true
    }
}

impl fmt::Debug for GhCli {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GhCli")
            .field("program", &self.program)
            .field("time_limit", &self.time_limit)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::host;

    #[test]
    fn the_host_for_gh_is_derived_from_the_base_url() {
        for (base_url, expected) in [
            ("https://api.github.com", "github.com"),
            ("https://api.octo.ghe.com", "octo.ghe.com"),
            ("https://github.example/api/v3", "github.example"),
            ("https://api.example.org", "api.example.org"),
            ("https://github.example:8443/api/v3", "github.example"),
            ("http://127.0.0.1:1", "127.0.0.1"),
        ] {
            assert_eq!(host(base_url).unwrap(), expected);
        }
    }
}
