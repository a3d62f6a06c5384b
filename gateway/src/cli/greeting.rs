//! The greeting, which is printed to standard error after startup.

use std::fmt::Write as _;

use crate::config::Config;
use crate::server::start::Running;
use crate::settings::listen::Place;

/// The greeting, prepared from the configuration.
pub struct Greeting {
    config: Config,
}

impl Greeting {
    /// Prepares the greeting.
    pub fn new(config: &Config) -> Self {
        Self {
            config: config.clone(),
        }
    }

    /// Returns the greeting's text.
    pub fn text(&self, running: &Running) -> String {
        let url = self.config.url(running.address);
        let table = running.gateway().table();
        let allowed: Vec<_> = table.allowed().collect();
        let writes = allowed
            .iter()
            .filter(|it| it.method != http::Method::GET)
            .count();
        let mut text = format!(
            "listening on {}, forwarding to {}\n",
            match running.address {
                Some(_) => url.clone(),
                None => self.config.listen.to_string(),
            },
            self.config.upstream.url()
        );
        let _ = writeln!(
            text,
            "allowed operations: {} ({writes} write); `check-config` lists them",
            allowed.len()
        );
        if let Some(admin) = running.admin {
            let _ = writeln!(text, "health and metrics: http://{admin}/metrics");
        }
        if self.config.site.is_some() {
            let _ = writeln!(text, "reference: {url}/reference/");
        }
        if let Some(path) = table.example() {
            let token = if self.config.caller_tokens.is_some() {
                " -H \"X-Tagsmith-Token: $TAGSMITH_TOKEN\""
            } else {
                ""
            };
            let socket = match &self.config.listen {
                Place::Unix(path) => format!(" --unix-socket '{}'", path.display()),
                _ => String::new(),
            };
            let url = self.config.named_url(running.address);
            let _ = writeln!(text, "first request: curl{socket}{token} '{url}{path}'");
        }
        text
    }
}
