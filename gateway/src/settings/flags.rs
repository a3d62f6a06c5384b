//! The one definition of all settings: each is a flag, a variable of the environment, and a key of the
//! configuration file, in this order of precedence.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use bytesize::ByteSize;
use clap::{Args, ValueEnum};

use crate::settings::listen::Listen;

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

/// All that is bounded.
#[derive(Args, Clone, Debug)]
pub struct Limits {
    /// The largest head of a request
    #[arg(
        long,
        value_name = "SIZE",
        default_value = "16KiB",
        env = "TAGSMITH_GATEWAY_MAX_HEAD",
        hide_env_values = true,
        global = true,
        help_heading = "Limits"
    )]
    pub max_head: ByteSize,
    /// The largest body of a request
    #[arg(
        long,
        value_name = "SIZE",
        default_value = "10MiB",
        env = "TAGSMITH_GATEWAY_MAX_REQUEST_BODY",
        hide_env_values = true,
        global = true,
        help_heading = "Limits"
    )]
    pub max_request_body: ByteSize,
    /// The largest head of an answer
    #[arg(
        long,
        value_name = "SIZE",
        default_value = "64KiB",
        env = "TAGSMITH_GATEWAY_MAX_ANSWER_HEAD",
        hide_env_values = true,
        global = true,
        help_heading = "Limits"
    )]
    pub max_answer_head: ByteSize,
    /// The largest body of an answer
    #[arg(
        long,
        value_name = "SIZE",
        default_value = "1GiB",
        env = "TAGSMITH_GATEWAY_MAX_ANSWER_BODY",
        hide_env_values = true,
        global = true,
        help_heading = "Limits"
    )]
    pub max_answer_body: ByteSize,
    /// How long a request's head may take, and a TLS handshake
    #[arg(long, value_name = "TIME", default_value = "10s", value_parser = duration, env = "TAGSMITH_GATEWAY_HEAD_TIMEOUT", hide_env_values = true, global = true, help_heading = "Limits")]
    pub head_timeout: Duration,
    /// How long a connection may have no request
    #[arg(long, value_name = "TIME", default_value = "60s", value_parser = duration, env = "TAGSMITH_GATEWAY_IDLE_TIMEOUT", hide_env_values = true, global = true, help_heading = "Limits")]
    pub idle_timeout: Duration,
    /// How long either side may be silent in the midst of a body
    #[arg(long, value_name = "TIME", default_value = "30s", value_parser = duration, env = "TAGSMITH_GATEWAY_STALL_TIMEOUT", hide_env_values = true, global = true, help_heading = "Limits")]
    pub stall_timeout: Duration,
    /// How long connecting to the upstream may take
    #[arg(long, value_name = "TIME", default_value = "5s", value_parser = duration, env = "TAGSMITH_GATEWAY_CONNECT_TIMEOUT", hide_env_values = true, global = true, help_heading = "Limits")]
    pub connect_timeout: Duration,
    /// How long the upstream may take until its answer begins, after the last piece of the request's body
    #[arg(long, value_name = "TIME", default_value = "30s", value_parser = duration, env = "TAGSMITH_GATEWAY_UPSTREAM_TIMEOUT", hide_env_values = true, global = true, help_heading = "Limits")]
    pub upstream_timeout: Duration,
    /// How long a request may take in all
    #[arg(long, value_name = "TIME", default_value = "5m", value_parser = duration, env = "TAGSMITH_GATEWAY_TOTAL_TIMEOUT", hide_env_values = true, global = true, help_heading = "Limits")]
    pub total_timeout: Duration,
    /// How long requests may take after the signal to stop
    #[arg(long, value_name = "TIME", default_value = "30s", value_parser = duration, env = "TAGSMITH_GATEWAY_DRAIN_TIMEOUT", hide_env_values = true, global = true, help_heading = "Limits")]
    pub drain_timeout: Duration,
    /// The most connections; further ones are closed
    #[arg(
        long,
        value_name = "N",
        default_value_t = 4096,
        env = "TAGSMITH_GATEWAY_MAX_CONNECTIONS",
        hide_env_values = true,
        global = true,
        help_heading = "Limits"
    )]
    pub max_connections: usize,
    /// The most connections of one address; of one /64 network for IPv6. Not counted with --behind-tls-proxy
    #[arg(
        long,
        value_name = "N",
        default_value_t = 256,
        env = "TAGSMITH_GATEWAY_MAX_CONNECTIONS_PER_ADDRESS",
        hide_env_values = true,
        global = true,
        help_heading = "Limits"
    )]
    pub max_connections_per_address: usize,
    /// How many requests a caller may send a second, on average; 0 is any number
    #[arg(
        long,
        value_name = "N",
        default_value_t = 20,
        env = "TAGSMITH_GATEWAY_REQUESTS_PER_SECOND",
        hide_env_values = true,
        global = true,
        help_heading = "Limits"
    )]
    pub requests_per_second: u32,
    /// How many requests a caller may send at once before that
    #[arg(
        long,
        value_name = "N",
        default_value_t = 100,
        env = "TAGSMITH_GATEWAY_BURST",
        hide_env_values = true,
        global = true,
        help_heading = "Limits"
    )]
    pub burst: u32,
    /// How much of each of the upstream's rate limits is left to others
    #[arg(
        long,
        value_name = "N",
        default_value_t = 100,
        env = "TAGSMITH_GATEWAY_RESERVE",
        hide_env_values = true,
        global = true,
        help_heading = "Limits"
    )]
    pub reserve: u64,
}

/// Reads a time such as `500ms`, `10s` or `5m`.
fn duration(text: &str) -> Result<Duration, String> {
    let duration: jiff::SignedDuration = text
        .parse()
        .map_err(|_| "write it as `500ms`, `10s` or `5m`".to_owned())?;
    match Duration::try_from(duration) {
        Ok(duration) if !duration.is_zero() && duration <= Duration::from_secs(24 * 60 * 60) => {
            Ok(duration)
        }
        _ => Err("give more than nothing, and at most a day".to_owned()),
    }
}
