//! The listening socket: a TCP address, a Unix socket, or a socket from systemd socket activation.

use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::str::FromStr;
use std::sync::{Arc, Mutex};

use crate::refused::{Refused, Result, reason};

/// The value of `--listen`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Listen {
    /// A TCP address.
    Tcp(SocketAddr),
    /// The path of a Unix socket that the gateway creates.
    Unix(PathBuf),
    /// The only socket in `LISTEN_FDS`.
    Systemd,
}

/// The resolved listening socket. systemd has already opened its socket.
#[derive(Clone, Debug)]
pub enum Place {
    /// A TCP address.
    Tcp(SocketAddr),
    /// The path of a Unix socket.
    Unix(PathBuf),
    /// An open socket with its address. A Unix socket has no address.
    Inherited(Option<SocketAddr>, Arc<Mutex<Option<Inherited>>>),
}

/// A socket from systemd socket activation.
#[derive(Debug)]
pub enum Inherited {
    /// A TCP socket.
    Tcp(std::net::TcpListener),
    /// A Unix socket.
    #[cfg(unix)]
    Unix(std::os::unix::net::UnixListener),
}

impl FromStr for Listen {
    type Err = String;

    fn from_str(text: &str) -> std::result::Result<Self, String> {
        match text.strip_prefix("unix:") {
            _ if text == "systemd" => Ok(Self::Systemd),
            Some("") => Err("the path after `unix:` is missing".to_owned()),
            Some(path) if cfg!(unix) => Ok(Self::Unix(path.into())),
            Some(_) => Err("this system does not support Unix sockets".to_owned()),
            None => text.parse().map(Self::Tcp).map_err(|_| {
                "give an address with a port, `unix:` with a path, or `systemd`".to_owned()
            }),
        }
    }
}

impl Listen {
    /// Resolves the value of `--listen`. The socket from systemd can be resolved only once.
    ///
    /// # Errors
    ///
    /// Fails unless systemd passed exactly one listening socket.
    pub fn place(self) -> Result<Place> {
        match self {
            Self::Tcp(address) => Ok(Place::Tcp(address)),
            Self::Unix(path) => Ok(Place::Unix(path)),
            Self::Systemd => inherited(),
        }
    }
}

impl Place {
    /// Returns the address, or `None` for a Unix socket, which only this machine can reach.
    pub fn address(&self) -> Option<SocketAddr> {
        match self {
            Self::Tcp(address) => Some(*address),
            Self::Unix(_) => None,
            Self::Inherited(address, _) => *address,
        }
    }

    /// Returns whether other machines can reach the socket.
    pub fn is_exposed(&self) -> bool {
        self.address().is_some_and(|it| !is_loopback(it.ip()))
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tcp(address) | Self::Inherited(Some(address), _) => address.fmt(f),
            Self::Unix(path) => write!(f, "unix:{}", path.display()),
            Self::Inherited(None, _) => f.write_str("a Unix socket from systemd"),
        }
    }
}

fn is_loopback(address: IpAddr) -> bool {
    address.to_canonical().is_loopback()
}

#[cfg(unix)]
fn inherited() -> Result<Place> {
    let refused = |what: &str| {
        Refused::new(
            format!("--listen systemd: {what}"),
            "use a socket unit with one ListenStream=, or a different --listen",
        )
    };
    let mut all = listenfd::ListenFd::from_env();
    match all.len() {
        0 => return Err(refused("systemd passed no socket")),
        1 => {}
        _ => return Err(refused("systemd passed several sockets")),
    }
    // The copy is closed on exec, so child processes such as `gh` do not inherit the socket.
    let (address, socket) = if let Ok(Some(listener)) = all.take_tcp_listener(0) {
        let copy = listener.try_clone();
        (listener.local_addr().ok(), copy.map(Inherited::Tcp))
    } else if let Ok(Some(listener)) = all.take_unix_listener(0) {
        (None, listener.try_clone().map(Inherited::Unix))
    } else {
        return Err(refused(
            "the socket is neither a TCP socket nor a Unix stream socket",
        ));
    };
    let socket = socket.map_err(|error| refused(&reason(&error)))?;
    Ok(Place::Inherited(
        address,
        Arc::new(Mutex::new(Some(socket))),
    ))
}

#[cfg(not(unix))]
fn inherited() -> Result<Place> {
    Err(Refused::new(
        "--listen systemd: this system does not support socket activation",
        "give an address",
    ))
}

#[cfg(test)]
mod tests {
    use super::Listen;

    #[test]
    fn parses_listen_addresses() {
        let read = |text: &str| text.parse::<Listen>();
        let address = "127.0.0.1:8787".parse().unwrap();
        assert_eq!(read("127.0.0.1:8787"), Ok(Listen::Tcp(address)));
        assert_eq!(read("unix:/run/a"), Ok(Listen::Unix("/run/a".into())));
        assert_eq!(read("systemd"), Ok(Listen::Systemd));
        for text in ["", "unix:", "8787", "localhost:8787", "/run/a", "fd:3"] {
            assert!(read(text).is_err(), "{text}");
        }
        assert!(Listen::Systemd.place().is_err());
    }
}
