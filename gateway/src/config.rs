//! The validated configuration: settings that are consistent with each other and safe to run.

use std::net::SocketAddr;
use std::path::PathBuf;

use crate::callers::browser::{Hosts, Origins};
use crate::credentials::rule::Rule;
use crate::operations::allow::Choice;
use crate::refused::{Refused, Result, quoted};
use crate::settings::flags::{LogForm, Settings};
use crate::settings::limits::Limits;
use crate::settings::listen::Place;
use crate::site::Pages;
use crate::upstream::url::Upstream;

/// The validated configuration of a gateway.
#[derive(Clone, Debug)]
pub struct Config {
    /// The listening socket.
    pub listen: Place,
    /// The address of the admin listener, if there is an admin listener.
    pub admin: Option<SocketAddr>,
    /// The upstream.
    pub upstream: Upstream,
    /// The operator's choice of operations.
    pub choice: Choice,
    /// The credentials, each with the account that it is for.
    pub credentials: Vec<Rule>,
    /// Whether the gateway starts only if the upstream accepts all credentials.
    pub require_credential: bool,
    /// Whether the gateway checks the credentials at startup.
    pub check_credential: bool,
    /// The file with the hashes of callers' tokens.
    pub caller_tokens: Option<PathBuf>,
    /// The accepted values of `Host`.
    pub hosts: Hosts,
    /// The origins whose pages may send requests.
    pub origins: Origins,
    /// Certificate and key, if the gateway serves TLS.
    pub tls: Option<(PathBuf, PathBuf)>,
    /// Whether a proxy terminates TLS.
    pub behind_tls_proxy: bool,
    /// The source of the reference site, if it is served.
    pub site: Option<Pages>,
    /// The format of the log.
    pub log: LogForm,
    /// The number of threads.
    pub threads: Option<usize>,
    /// Limits of sizes, times and counts.
    pub limits: Limits,
}

impl Config {
    /// Validates the settings.
    ///
    /// # Errors
    ///
    /// Fails for invalid, unsafe or contradictory settings.
    pub fn new(settings: Settings) -> Result<Self> {
        let upstream = Upstream::new(&settings.upstream, settings.upstream_ca)?;
        let tls = match (settings.tls_cert, settings.tls_key) {
            (Some(cert), Some(key)) => Some((cert, key)),
            (None, None) => None,
            _ => {
                return Err(Refused::new(
                    "--tls-cert and --tls-key require each other",
                    "give both, or neither",
                ));
            }
        };
        if tls.is_some() && settings.behind_tls_proxy {
            return Err(Refused::new(
                "--behind-tls-proxy conflicts with --tls-cert and --tls-key: only one side can serve TLS",
                "remove --tls-cert and --tls-key, or --behind-tls-proxy",
            ));
        }
        let is_secure = tls.is_some() || settings.behind_tls_proxy;
        // Behind a proxy, other machines can reach a loopback gateway too.
        let listen = settings.listen.place()?;
        if settings.behind_tls_proxy || listen.is_exposed() {
            let has_callers = settings.caller_tokens.is_some();
            check_exposed(&listen, is_secure, has_callers, &settings.allow_host)?;
        }
        if let Some(admin) = settings.admin
            && Some(admin) == listen.address()
            && admin.port() != 0
        {
            return Err(Refused::new(
                "--admin and --listen have the same address",
                "set --admin to a different port",
            ));
        }
        if settings.require_credential && settings.no_credential_check {
            return Err(Refused::new(
                "--require-credential conflicts with --no-credential-check",
                "remove one of them",
            ));
        }
        if settings.threads == Some(0) || settings.limits.max_connections == 0 {
            return Err(Refused::new(
                "--threads and --max-connections must not be 0",
                "give at least 1 to each",
            ));
        }
        let limits = settings.limits;
        if limits.max_head.as_u64() < 8192 || limits.max_head.as_u64() > 1 << 20 {
            return Err(Refused::new(
                "--max-head is out of range",
                "give --max-head between 8KiB and 1MiB",
            ));
        }
        if limits.max_response_head.as_u64() < 8192 || limits.max_response_head.as_u64() > 1 << 24 {
            return Err(Refused::new(
                "--max-response-head is out of range",
                "give --max-response-head between 8KiB and 16MiB",
            ));
        }
        if limits.burst == 0 && limits.requests_per_second > 0 {
            return Err(Refused::new(
                "--burst is 0, so no caller could send a request",
                "give at least 1 to --burst",
            ));
        }
        let site = match settings.site.as_deref() {
            None => None,
            Some("") => Some(Pages::Built),
            Some(folder) => {
                let folder = PathBuf::from(folder);
                if !folder.join("index.html").is_file() {
                    return Err(Refused::new(
                        format!(
                            "the site's folder {} has no index.html",
                            quoted(&folder.display().to_string())
                        ),
                        "give the output folder of `tagsmith site`",
                    ));
                }
                Some(Pages::Folder(folder))
            }
        };
        let mut rules = Vec::new();
        for text in &settings.credential {
            let rule = Rule::parse(text)?;
            if rules.iter().any(|it: &Rule| it.account == rule.account) {
                return Err(Refused::new(
                    "two credentials have the same account",
                    "give one --credential for each account, and one without OWNER= for all others",
                ));
            }
            rules.push(rule);
        }
        if rules.is_empty() {
            if !upstream.is_github() {
                return Err(Refused::new(
                    "this upstream has no credential: the default, `GITHUB_TOKEN`, is sent only to api.github.com and ghe.com",
                    "set --credential; `--credential env:GITHUB_TOKEN` sends that token to this upstream",
                ));
            }
            rules.push(Rule::parse("env:GITHUB_TOKEN")?);
        }
        Ok(Self {
            hosts: Hosts::new(&settings.allow_host, listen.address())?,
            origins: Origins::new(&settings.allow_origin, is_secure)?,
            listen,
            admin: settings.admin,
            upstream,
            choice: Choice {
                description: settings.description,
                tags: settings.tag,
                allow: settings.allow,
                deny: settings.deny,
                writes: settings.allow_writes,
                only_named: settings.only_named,
                api_version: settings.api_version,
            },
            credentials: rules,
            require_credential: settings.require_credential,
            check_credential: !settings.no_credential_check,
            caller_tokens: settings.caller_tokens,
            tls,
            behind_tls_proxy: settings.behind_tls_proxy,
            site,
            log: settings.log,
            threads: settings.threads,
            limits,
        })
    }

    /// Returns the base URL of a gateway that listens at `address`. For a Unix socket, returns a URL to use with the
    /// socket.
    pub fn url(&self, address: Option<SocketAddr>) -> String {
        let scheme = if self.tls.is_some() { "https" } else { "http" };
        match address {
            Some(address) => format!("{scheme}://{address}"),
            None => format!("{scheme}://localhost"),
        }
    }

    /// Returns the base URL of a gateway that listens at `address`. If other machines can reach the gateway, the URL
    /// contains a host name.
    pub fn named_url(&self, address: Option<SocketAddr>) -> String {
        let exposed = address.filter(|it| !it.ip().is_loopback());
        match (self.hosts.first(), exposed) {
            (Some(name), Some(_)) if self.behind_tls_proxy => format!("https://{name}"),
            (Some(name), Some(exposed)) => self.url_for(&format!("{name}:{}", exposed.port())),
            _ => self.url(address),
        }
    }

    /// Returns the base URL of the gateway for a caller that uses the host `host`, which may include a port.
    pub fn url_for(&self, host: &str) -> String {
        let is_secure = self.tls.is_some() || self.behind_tls_proxy;
        let scheme = if is_secure { "https" } else { "http" };
        format!("{scheme}://{host}")
    }
}

fn check_exposed(
    listen: &Place,
    is_secure: bool,
    has_callers: bool,
    hosts: &[String],
) -> Result<()> {
    let address = listen.address().map(|it| it.ip().to_string());
    let place = address.unwrap_or_else(|| listen.to_string());
    if !has_callers {
        return Err(Refused::new(
            format!("anyone who reaches {place} could use the credential"),
            "give --caller-tokens FILE, or listen on 127.0.0.1 without a proxy",
        ));
    }
    if !is_secure {
        return Err(Refused::new(
            format!("caller tokens would be sent unencrypted to {place}"),
            "give --tls-cert and --tls-key, or --behind-tls-proxy if a proxy terminates TLS",
        ));
    }
    if hosts.is_empty() {
        return Err(Refused::new(
            "the host names of the gateway are unknown",
            "name each with --allow-host, such as --allow-host gateway.example.org",
        ));
    }
    Ok(())
}
