//! Defines all settings once. Each setting is a flag, an environment variable and a configuration key, in this order of
//! precedence.

use std::ffi::OsString;
use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, FromArgMatches as _, ValueEnum};

use super::file;
use super::limits::Limits;
use super::listen::Listen;
use crate::refused::{Refused, Result};

/// The operator's settings, not yet validated against each other.
#[derive(Args, Clone, Debug)]
pub struct Settings {
    /// Read settings from this TOML file. Its keys are the flag names without dashes, such as `allow-writes = true`
    #[arg(
        long,
        value_name = "FILE",
        env = "TAGSMITH_GATEWAY_CONFIG",
        hide_env_values = true,
        global = true
    )]
    pub config: Option<PathBuf>,

    /// Listen on this address: HOST:PORT, `unix:PATH`, or `systemd` for the socket of a socket unit. An address beyond
    /// loopback requires --caller-tokens, --allow-host, and --tls-cert or --behind-tls-proxy
    #[arg(
        long,
        value_name = "ADDRESS",
        default_value = "127.0.0.1:8787",
        env = "TAGSMITH_GATEWAY_LISTEN",
        hide_env_values = true,
        global = true,
        help_heading = "Where"
    )]
    pub listen: Listen,
    /// Forward requests to this https URL, or http URL of this machine
    #[arg(
        long,
        value_name = "URL",
        default_value = "https://api.github.com",
        env = "TAGSMITH_GATEWAY_UPSTREAM",
        hide_env_values = true,
        global = true,
        help_heading = "Where"
    )]
    pub upstream: String,
    /// Trust only the certificates in this PEM file for the upstream [default: the system's root certificates]
    #[arg(
        long,
        value_name = "FILE",
        env = "TAGSMITH_GATEWAY_UPSTREAM_CA",
        hide_env_values = true,
        global = true,
        help_heading = "Where"
    )]
    pub upstream_ca: Option<PathBuf>,
    /// Serve /healthz, /readyz and /metrics on this address [default: not served]
    #[arg(
        long,
        value_name = "ADDRESS",
        env = "TAGSMITH_GATEWAY_ADMIN",
        hide_env_values = true,
        global = true,
        help_heading = "Where"
    )]
    pub admin: Option<SocketAddr>,
    /// Serve the reference site under /reference/, from the files in DIR. Without DIR, the site is generated from the
    /// description
    #[arg(long, value_name = "DIR", num_args = 0..=1, require_equals = true, default_missing_value = "", env = "TAGSMITH_GATEWAY_SITE", hide_env_values = true, global = true, help_heading = "Where")]
    pub site: Option<String>,
    /// Number of threads [default: one per processor]
    #[arg(
        long,
        value_name = "N",
        env = "TAGSMITH_GATEWAY_THREADS",
        hide_env_values = true,
        global = true,
        help_heading = "Where"
    )]
    pub threads: Option<usize>,

    /// Read the operations from this description, in JSON or YAML [default: the built-in pinned description]
    #[arg(
        long,
        value_name = "FILE",
        env = "TAGSMITH_GATEWAY_DESCRIPTION",
        hide_env_values = true,
        global = true,
        help_heading = "Operations"
    )]
    pub description: Option<PathBuf>,
    /// Send this API version, and read the operations of this version [default: the pinned description's version]
    #[arg(
        long,
        value_name = "DATE",
        env = "TAGSMITH_GATEWAY_API_VERSION",
        hide_env_values = true,
        global = true,
        help_heading = "Operations"
    )]
    pub api_version: Option<String>,
    /// Allow read operations of this tag [default: the pinned tags, or all tags of --description]
    #[arg(
        long = "tag",
        value_name = "TAG",
        value_delimiter = ',',
        env = "TAGSMITH_GATEWAY_TAG",
        hide_env_values = true,
        global = true,
        help_heading = "Operations"
    )]
    pub tag: Vec<String>,
    /// Allow this operation, even if it writes or has a tag that is not selected
    #[arg(
        long,
        value_name = "OPERATION_ID",
        value_delimiter = ',',
        env = "TAGSMITH_GATEWAY_ALLOW",
        hide_env_values = true,
        global = true,
        help_heading = "Operations"
    )]
    pub allow: Vec<String>,
    /// Deny this operation. Takes precedence over --allow
    #[arg(
        long,
        value_name = "OPERATION_ID",
        value_delimiter = ',',
        env = "TAGSMITH_GATEWAY_DENY",
        hide_env_values = true,
        global = true,
        help_heading = "Operations"
    )]
    pub deny: Vec<String>,
    /// Also allow operations that write
    #[arg(
        long,
        env = "TAGSMITH_GATEWAY_ALLOW_WRITES",
        hide_env_values = true,
        global = true,
        help_heading = "Operations"
    )]
    pub allow_writes: bool,
    /// Allow only the operations that --allow names
    #[arg(
        long,
        env = "TAGSMITH_GATEWAY_ONLY_NAMED",
        hide_env_values = true,
        global = true,
        help_heading = "Operations"
    )]
    pub only_named: bool,

    /// Send the credential from this source: env:NAME, file:PATH, gh, or app:ID@KEYFILE (app:ID/INSTALLATION@KEYFILE
    /// for one installation). The prefix OWNER= restricts the credential to paths of that user or organization. The
    /// prefix enterprises/SLUG= restricts it to paths of that enterprise. May be repeated [default: env:GITHUB_TOKEN,
    /// if the upstream is api.github.com or on ghe.com]
    #[arg(
        long,
        value_name = "[OWNER=]SOURCE",
        value_delimiter = ',',
        env = "TAGSMITH_GATEWAY_CREDENTIAL",
        hide_env_values = true,
        global = true,
        help_heading = "Credentials"
    )]
    pub credential: Vec<String>,
    /// Do not start if the upstream rejects a credential
    #[arg(
        long,
        env = "TAGSMITH_GATEWAY_REQUIRE_CREDENTIAL",
        hide_env_values = true,
        global = true,
        help_heading = "Credentials"
    )]
    pub require_credential: bool,
    /// Skip the startup check of the credentials
    #[arg(
        long,
        env = "TAGSMITH_GATEWAY_NO_CREDENTIAL_CHECK",
        hide_env_values = true,
        global = true,
        help_heading = "Credentials"
    )]
    pub no_credential_check: bool,

    /// Accept only callers that send a token in X-Tagsmith-Token whose hash is in this file. `hash-token` generates the
    /// lines
    #[arg(
        long,
        value_name = "FILE",
        env = "TAGSMITH_GATEWAY_CALLER_TOKENS",
        hide_env_values = true,
        global = true,
        help_heading = "Callers"
    )]
    pub caller_tokens: Option<PathBuf>,
    /// Allow requests from pages of this origin (CORS), such as https://docs.example.org. The gateway's own pages are
    /// always allowed
    #[allow(rustdoc::bare_urls, reason = "the help shows it as it is")]
    #[arg(
        long,
        value_name = "ORIGIN",
        value_delimiter = ',',
        env = "TAGSMITH_GATEWAY_ALLOW_ORIGIN",
        hide_env_values = true,
        global = true,
        help_heading = "Callers"
    )]
    pub allow_origin: Vec<String>,
    /// Accept this host name in the Host header [default: localhost and the address of --listen]
    #[arg(
        long,
        value_name = "HOST",
        value_delimiter = ',',
        env = "TAGSMITH_GATEWAY_ALLOW_HOST",
        hide_env_values = true,
        global = true,
        help_heading = "Callers"
    )]
    pub allow_host: Vec<String>,
    /// Serve TLS with the certificate chain in this PEM file
    #[arg(
        long,
        value_name = "FILE",
        env = "TAGSMITH_GATEWAY_TLS_CERT",
        hide_env_values = true,
        global = true,
        help_heading = "Callers"
    )]
    pub tls_cert: Option<PathBuf>,
    /// Private key of the certificate, in PEM
    #[arg(
        long,
        value_name = "FILE",
        env = "TAGSMITH_GATEWAY_TLS_KEY",
        hide_env_values = true,
        global = true,
        help_heading = "Callers"
    )]
    pub tls_key: Option<PathBuf>,
    /// State that a proxy terminates TLS. The caller's address is then the last one in X-Forwarded-For, which the proxy
    /// must set
    #[arg(
        long,
        env = "TAGSMITH_GATEWAY_BEHIND_TLS_PROXY",
        hide_env_values = true,
        global = true,
        help_heading = "Callers"
    )]
    pub behind_tls_proxy: bool,

    /// Format of the audit log: one line per request on standard output
    #[arg(long, value_name = "FORM", value_enum, default_value_t = LogForm::Text, env = "TAGSMITH_GATEWAY_LOG", hide_env_values = true, global = true, help_heading = "Log")]
    pub log: LogForm,

    /// Limits of sizes, times and counts.
    #[command(flatten)]
    pub limits: Limits,
}

/// The format of the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LogForm {
    /// One JSON object per line.
    Json,
    /// Space-separated words.
    Text,
}

/// Parses a command line into settings, for programs that embed the gateway.
///
/// # Errors
///
/// Fails for a command line that the program would reject, with the same message.
pub fn settings(arguments: &[&str]) -> Result<Settings> {
    let arguments: Vec<OsString> = std::iter::once("tagsmith-gateway")
        .chain(arguments.iter().copied())
        .map(OsString::from)
        .collect();
    let command = Settings::augment_args(clap::Command::new("tagsmith-gateway"));
    let matches =
        file::parse(&command, &arguments)?.map_err(|error| Refused::verbatim(error.to_string()))?;
    Settings::from_arg_matches(&matches).map_err(|error| Refused::verbatim(error.to_string()))
}
