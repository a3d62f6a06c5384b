//! Flags for limits of sizes, times and counts.

use std::time::Duration;

use bytesize::ByteSize;
use clap::Args;

/// Limits of sizes, times and counts.
#[derive(Args, Clone, Debug)]
pub struct Limits {
    /// Maximum size of a request head
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
    /// Maximum size of a request body
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
    /// Maximum size of a response head
    #[arg(
        long,
        value_name = "SIZE",
        default_value = "64KiB",
        env = "TAGSMITH_GATEWAY_MAX_ANSWER_HEAD",
        hide_env_values = true,
        global = true,
        help_heading = "Limits"
    )]
    pub max_response_head: ByteSize,
    /// Maximum size of a response body
    #[arg(
        long,
        value_name = "SIZE",
        default_value = "1GiB",
        env = "TAGSMITH_GATEWAY_MAX_ANSWER_BODY",
        hide_env_values = true,
        global = true,
        help_heading = "Limits"
    )]
    pub max_response_body: ByteSize,
    /// Timeout for receiving a request head, and for a TLS handshake
    #[arg(long, value_name = "TIME", default_value = "10s", value_parser = duration, env = "TAGSMITH_GATEWAY_HEAD_TIMEOUT", hide_env_values = true, global = true, help_heading = "Limits")]
    pub head_timeout: Duration,
    /// Timeout for an idle connection
    #[arg(long, value_name = "TIME", default_value = "60s", value_parser = duration, env = "TAGSMITH_GATEWAY_IDLE_TIMEOUT", hide_env_values = true, global = true, help_heading = "Limits")]
    pub idle_timeout: Duration,
    /// Timeout for the next bytes of a body, in both directions
    #[arg(long, value_name = "TIME", default_value = "30s", value_parser = duration, env = "TAGSMITH_GATEWAY_STALL_TIMEOUT", hide_env_values = true, global = true, help_heading = "Limits")]
    pub stall_timeout: Duration,
    /// Timeout for connecting to the upstream
    #[arg(long, value_name = "TIME", default_value = "5s", value_parser = duration, env = "TAGSMITH_GATEWAY_CONNECT_TIMEOUT", hide_env_values = true, global = true, help_heading = "Limits")]
    pub connect_timeout: Duration,
    /// Timeout for the start of the upstream's response, after the last bytes of the request body
    #[arg(long, value_name = "TIME", default_value = "30s", value_parser = duration, env = "TAGSMITH_GATEWAY_UPSTREAM_TIMEOUT", hide_env_values = true, global = true, help_heading = "Limits")]
    pub upstream_timeout: Duration,
    /// Timeout for a whole request
    #[arg(long, value_name = "TIME", default_value = "5m", value_parser = duration, env = "TAGSMITH_GATEWAY_TOTAL_TIMEOUT", hide_env_values = true, global = true, help_heading = "Limits")]
    pub total_timeout: Duration,
    /// Time for requests in flight to finish during a graceful shutdown
    #[arg(long, value_name = "TIME", default_value = "30s", value_parser = duration, env = "TAGSMITH_GATEWAY_DRAIN_TIMEOUT", hide_env_values = true, global = true, help_heading = "Limits")]
    pub drain_timeout: Duration,
    /// Maximum number of connections; further connections are closed
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
    /// Maximum number of connections per address (per /64 network for IPv6). Ignored with --behind-tls-proxy
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
    /// Requests per second that a caller may send on average; 0 disables the limit
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
    /// Requests that a caller may send in a burst
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
    /// Requests of each upstream rate limit that the gateway leaves unused
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

/// Parses a duration such as `500ms`, `10s` or `5m`.
fn duration(text: &str) -> Result<Duration, String> {
    let duration: jiff::SignedDuration = text
        .parse()
        .map_err(|_| "write it as `500ms`, `10s` or `5m`".to_owned())?;
    match Duration::try_from(duration) {
        Ok(duration) if !duration.is_zero() && duration <= Duration::from_secs(24 * 60 * 60) => {
            Ok(duration)
        }
        _ => Err("give a duration above zero and at most one day".to_owned()),
    }
}
