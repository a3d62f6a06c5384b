//! The one definition of all settings: each is a flag, a variable of the environment, and a key of the
//! configuration file, in this order of precedence.

use std::ffi::OsString;
use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, FromArgMatches as _, ValueEnum};

use super::file;
use super::limits::Limits;
use super::listen::Listen;
use crate::refused::{Refused, Result};

/// What the operator says, not yet checked against each other.
#[derive(Args, Clone, Debug)]
pub struct Settings {
    /// Read settings from this TOML file: its keys are the flags without their dashes, such as `allow-writes = true`
    #[arg(
        long,
        value_name = "FILE",
        env = "TAGSMITH_GATEWAY_CONFIG",
        hide_env_values = true,
        global = true
    )]
    pub config: Option<PathBuf>,

    /// Listen here: an address with its port, `unix:` with the path of a socket, or `systemd` for the socket that it hands over. Beyond loopback, --caller-tokens, --allow-host, and --tls-cert or --behind-tls-proxy are needed
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
    /// Send requests here: an https URL, or an http URL of this machine
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
    /// Trust the certificates of this PEM file for the upstream, and no others [default: those that the system trusts]
    #[arg(
        long,
        value_name = "FILE",
        env = "TAGSMITH_GATEWAY_UPSTREAM_CA",
        hide_env_values = true,
        global = true,
        help_heading = "Where"
    )]
    pub upstream_ca: Option<PathBuf>,
    /// Serve /healthz, /readyz and /metrics here [default: not at all]
    #[arg(
        long,
        value_name = "ADDRESS",
        env = "TAGSMITH_GATEWAY_ADMIN",
        hide_env_values = true,
        global = true,
        help_heading = "Where"
    )]
    pub admin: Option<SocketAddr>,
    /// Serve the reference site under /reference/: that of DIR, or without it one of the description
    #[arg(long, value_name = "DIR", num_args = 0..=1, require_equals = true, default_missing_value = "", env = "TAGSMITH_GATEWAY_SITE", hide_env_values = true, global = true, help_heading = "Where")]
    pub site: Option<String>,
    /// Use so many threads [default: one for each processor]
    #[arg(
        long,
        value_name = "N",
        env = "TAGSMITH_GATEWAY_THREADS",
        hide_env_values = true,
        global = true,
        help_heading = "Where"
    )]
    pub threads: Option<usize>,

    /// Take operations from this description, in JSON or YAML [default: the pin, which is built in]
    #[arg(
        long,
        value_name = "FILE",
        env = "TAGSMITH_GATEWAY_DESCRIPTION",
        hide_env_values = true,
        global = true,
        help_heading = "Operations"
    )]
    pub description: Option<PathBuf>,
    /// The API version that is sent with each request, and that operations are described in [default: that of the pin]
    #[arg(
        long,
        value_name = "DATE",
        env = "TAGSMITH_GATEWAY_API_VERSION",
        hide_env_values = true,
        global = true,
        help_heading = "Operations"
    )]
    pub api_version: Option<String>,
    /// Allow the operations of this tag that read [default: those of the pin, or all of --description]
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
    /// Allow this operation, even if it writes or has another tag
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
    /// Do not allow this operation
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
    /// Allow the operations of the tags that write, too
    #[arg(
        long,
        env = "TAGSMITH_GATEWAY_ALLOW_WRITES",
        hide_env_values = true,
        global = true,
        help_heading = "Operations"
    )]
    pub allow_writes: bool,
    /// Allow the operations of --allow, and no others
    #[arg(
        long,
        env = "TAGSMITH_GATEWAY_ONLY_NAMED",
        hide_env_values = true,
        global = true,
        help_heading = "Operations"
    )]
    pub only_named: bool,

    /// Send this credential: env:NAME, file:PATH, gh, or app:ID@KEYFILE (app:ID/INSTALLATION@KEYFILE for one
    /// installation). With OWNER= before it, for the paths of that user or organisation; with enterprises/SLUG=, for
    /// those of that enterprise. May be given several times [default: env:GITHUB_TOKEN, if the
    /// upstream is api.github.com or on ghe.com]
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
    /// Do not start if the upstream does not accept a credential
    #[arg(
        long,
        env = "TAGSMITH_GATEWAY_REQUIRE_CREDENTIAL",
        hide_env_values = true,
        global = true,
        help_heading = "Credentials"
    )]
    pub require_credential: bool,
    /// Do not ask the upstream at start whether it accepts the credentials
    #[arg(
        long,
        env = "TAGSMITH_GATEWAY_NO_CREDENTIAL_CHECK",
        hide_env_values = true,
        global = true,
        help_heading = "Credentials"
    )]
    pub no_credential_check: bool,

    /// Let only callers in whose X-Tagsmith-Token has its hash in this file; `hash-token` writes its lines
    #[arg(
        long,
        value_name = "FILE",
        env = "TAGSMITH_GATEWAY_CALLER_TOKENS",
        hide_env_values = true,
        global = true,
        help_heading = "Callers"
    )]
    pub caller_tokens: Option<PathBuf>,
    /// Let pages of this origin send requests, such as https://docs.example.org; its own pages always may
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
    /// Answer to this host's name [default: localhost and the address of --listen]
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
    /// Serve TLS with the certificate chain of this PEM file
    #[arg(
        long,
        value_name = "FILE",
        env = "TAGSMITH_GATEWAY_TLS_CERT",
        hide_env_values = true,
        global = true,
        help_heading = "Callers"
    )]
    pub tls_cert: Option<PathBuf>,
    /// The private key of the certificate, in PEM
    #[arg(
        long,
        value_name = "FILE",
        env = "TAGSMITH_GATEWAY_TLS_KEY",
        hide_env_values = true,
        global = true,
        help_heading = "Callers"
    )]
    pub tls_key: Option<PathBuf>,
    /// A proxy before the gateway serves TLS. The address of a caller is then the last one of X-Forwarded-For, which
    /// the proxy has to write
    #[arg(
        long,
        env = "TAGSMITH_GATEWAY_BEHIND_TLS_PROXY",
        hide_env_values = true,
        global = true,
        help_heading = "Callers"
    )]
    pub behind_tls_proxy: bool,

    /// Write one line a request in this form to standard output
    #[arg(long, value_name = "FORM", value_enum, default_value_t = LogForm::Text, env = "TAGSMITH_GATEWAY_LOG", hide_env_values = true, global = true, help_heading = "Log")]
    pub log: LogForm,

    /// All that is bounded.
    #[command(flatten)]
    pub limits: Limits,
}

/// The form of the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LogForm {
    /// JSON, an object a line.
    Json,
    /// Words with spaces between them.
    Text,
}

/// Returns the settings of a command line, for programs that start a gateway of their own.
///
/// # Errors
///
/// Fails for what `run` refuses; what clap refuses is told as it tells it.
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
