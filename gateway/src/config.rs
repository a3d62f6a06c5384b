//! The settings, checked against each other: what comes of it can be run.

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

/// What the gateway runs with.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where it listens.
    pub listen: Place,
    /// Where the admin listener is, if there is one.
    pub admin: Option<SocketAddr>,
    /// Where requests go.
    pub upstream: Upstream,
    /// What is allowed.
    pub choice: Choice,
    /// What is sent, and for which accounts.
    pub credentials: Vec<Rule>,
    /// Whether it starts only with credentials that the upstream accepts.
    pub require_credential: bool,
    /// Whether it asks at start if they are.
    pub check_credential: bool,
    /// The hashes of callers' tokens.
    pub caller_tokens: Option<PathBuf>,
    /// The names that it answers to.
    pub hosts: Hosts,
    /// The origins whose pages may send requests.
    pub origins: Origins,
    /// Certificate and key, if it serves TLS.
    pub tls: Option<(PathBuf, PathBuf)>,
    /// Whether a proxy before it does.
    pub behind_tls_proxy: bool,
    /// What is served of the reference site.
    pub site: Option<Pages>,
    /// The form of the log.
    pub log: LogForm,
    /// The number of threads.
    pub threads: Option<usize>,
    /// All that is bounded.
    pub limits: Limits,
}

impl Config {
    /// Checks settings against each other.
    ///
    /// # Errors
    ///
    /// Fails for what is wrong, unsafe, or contradicts itself.
    pub fn new(settings: Settings) -> Result<Self> {
        let upstream = Upstream::new(&settings.upstream, settings.upstream_ca)?;
        let tls = match (settings.tls_cert, settings.tls_key) {
            (Some(cert), Some(key)) => Some((cert, key)),
            (None, None) => None,
            _ => {
                return Err(Refused::new(
                    "a certificate needs its key, and a key its certificate",
                    "give both --tls-cert and --tls-key",
                ));
            }
        };
        if tls.is_some() && settings.behind_tls_proxy {
            return Err(Refused::new(
                "TLS is served either here or by a proxy",
                "remove --tls-cert and --tls-key, or --behind-tls-proxy",
            ));
        }
        let is_secure = tls.is_some() || settings.behind_tls_proxy;
        // A proxy makes a gateway on loopback one that others reach.
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
                "the admin listener has the address of the gateway itself",
                "give another port to --admin",
            ));
        }
        if settings.require_credential && settings.no_credential_check {
            return Err(Refused::new(
                "a credential cannot be required without asking whether it is accepted",
                "remove --require-credential or --no-credential-check",
            ));
        }
        if settings.threads == Some(0) || settings.limits.max_connections == 0 {
            return Err(Refused::new(
                "without threads or connections, nothing can be served",
                "give at least 1 to --threads and --max-connections",
            ));
        }
        let limits = settings.limits;
        if limits.max_head.as_u64() < 8192 || limits.max_head.as_u64() > 1 << 20 {
            return Err(Refused::new(
                "the largest head of a request is out of bounds",
                "give --max-head between 8KiB and 1MiB",
            ));
        }
        if limits.max_answer_head.as_u64() < 8192 || limits.max_answer_head.as_u64() > 1 << 24 {
            return Err(Refused::new(
                "the largest head of an answer is out of bounds",
                "give --max-answer-head between 8KiB and 16MiB",
            ));
        }
        if limits.burst == 0 && limits.requests_per_second > 0 {
            return Err(Refused::new(
                "with a burst of 0, no caller could send a request",
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
                        "give the folder that the site was written to",
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
                    "two credentials are for the same account",
                    "give one --credential for each account, and one without OWNER= for all others",
                ));
            }
            rules.push(rule);
        }
        if rules.is_empty() {
            if !upstream.is_github() {
                return Err(Refused::new(
                    "no credential is given for this upstream: the default, `GITHUB_TOKEN`, is for api.github.com and ghe.com only",
                    "give --credential, such as --credential env:GITHUB_TOKEN to send that token there",
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

    /// Returns the URL of the gateway that listens at `address`; for a Unix socket, the one to use with it.
    pub fn url(&self, address: Option<SocketAddr>) -> String {
        let scheme = if self.tls.is_some() { "https" } else { "http" };
        match address {
            Some(address) => format!("{scheme}://{address}"),
            None => format!("{scheme}://localhost"),
        }
    }

    /// Returns the URL of the gateway that listens at `address`, by a name if others than this machine reach it.
    pub fn named_url(&self, address: Option<SocketAddr>) -> String {
        let exposed = address.filter(|it| !it.ip().is_loopback());
        match (self.hosts.first(), exposed) {
            (Some(name), Some(_)) if self.behind_tls_proxy => format!("https://{name}"),
            (Some(name), Some(exposed)) => self.url_for(&format!("{name}:{}", exposed.port())),
            _ => self.url(address),
        }
    }

    /// Returns the URL of the gateway for a caller that reaches it as `host`, which may have a port.
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
            format!("whoever reaches {place} could use the credential"),
            "give --caller-tokens FILE, or listen on 127.0.0.1 with no proxy before it",
        ));
    }
    if !is_secure {
        return Err(Refused::new(
            format!("callers' tokens could be read on their way to {place}"),
            "give --tls-cert and --tls-key, or --behind-tls-proxy if a proxy on this network serves TLS",
        ));
    }
    if hosts.is_empty() {
        return Err(Refused::new(
            "it is not known by which names callers reach it",
            "give each with --allow-host, such as --allow-host gateway.example.org",
        ));
    }
    Ok(())
}
