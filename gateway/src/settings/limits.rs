//! Limits of sizes, times and numbers, as flags.

use std::time::Duration;

use bytesize::ByteSize;
use clap::Args;

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
