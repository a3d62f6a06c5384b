//! `health`: checks a running gateway, for containers without other programs.

use std::io::{self, Read as _, Write as _};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpStream};
use std::time::Duration;

use crate::refused::{Refused, Result, reason};

/// The timeout, which is shorter than the 30 seconds after which Docker fails a health check.
const PATIENCE: Duration = Duration::from_secs(2);

/// Requests `/healthz` from the admin listener of a running gateway.
///
/// # Errors
///
/// Fails without an address, and unless the listener responds with 200 in time.
pub fn check(admin: Option<SocketAddr>) -> Result<()> {
    let admin = admin.ok_or_else(|| {
        Refused::new(
            "the address of the admin listener is not set",
            "set --admin or TAGSMITH_GATEWAY_ADMIN to the running gateway's value",
        )
    })?;
    let address = reachable(admin);
    let unhealthy = |why: String| {
        Refused::new(
            format!("no healthy gateway at http://{address}/healthz: {why}"),
            "check that a gateway runs with this --admin, and read its log",
        )
    };
    let status = request(address).map_err(|error| unhealthy(reason(&error)))?;
    match status.as_str() {
        "200" => Ok(()),
        _ => Err(unhealthy(format!("it responds with {status}"))),
    }
}

/// Returns a loopback address for a listener on all addresses.
fn reachable(listener: SocketAddr) -> SocketAddr {
    let ip = match listener.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    };
    SocketAddr::new(ip, listener.port())
}

/// Sends the request and returns the response status.
fn request(address: SocketAddr) -> io::Result<String> {
    let mut stream = TcpStream::connect_timeout(&address, PATIENCE)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    let head = format!("GET /healthz HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    stream.write_all(head.as_bytes())?;
    // Reads only the status line, such as `HTTP/1.1 200`.
    let mut start = [0; 12];
    stream
        .read_exact(&mut start)
        .map_err(|error| match error.kind() {
            io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut => {
                io::Error::other("it does not respond in time")
            }
            io::ErrorKind::UnexpectedEof => io::Error::other("it closes the connection"),
            _ => error,
        })?;
    let start = String::from_utf8_lossy(&start);
    match start.strip_prefix("HTTP/1.1 ") {
        Some(status) => Ok(status.to_owned()),
        None => Err(io::Error::other("its response is not HTTP")),
    }
}
