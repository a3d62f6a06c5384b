//! The listener: binds a socket and accepts connections.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::PoisonError;

use tokio::net::{TcpListener, TcpStream};

use crate::refused::{Refused, Result, reason};
use crate::settings::listen::{Inherited, Place};

/// A listening socket.
pub enum Socket {
    /// A TCP socket.
    Tcp(TcpListener),
    /// A Unix socket.
    #[cfg(unix)]
    Unix(tokio::net::UnixListener),
}

/// A connection to a listening socket.
#[cfg(unix)]
pub type Stream = tokio_util::either::Either<TcpStream, tokio::net::UnixStream>;
/// A connection to a listening socket.
#[cfg(not(unix))]
pub type Stream = TcpStream;

/// Binds a socket and listens.
///
/// # Errors
///
/// Fails if the address or the path cannot be bound.
pub async fn listen(place: &Place) -> Result<Socket> {
    let socket = match place {
        Place::Tcp(address) => TcpListener::bind(address).await.map(Socket::Tcp),
        #[cfg(unix)]
        Place::Unix(path) => unix::bind(path),
        #[cfg(not(unix))]
        Place::Unix(_) => Err(io::ErrorKind::Unsupported.into()),
        Place::Inherited(_, socket) => {
            let taken = socket.lock().unwrap_or_else(PoisonError::into_inner).take();
            taken.map_or(Err(io::ErrorKind::NotConnected.into()), of_systemd)
        }
    };
    socket.map_err(|error| {
        Refused::new(
            format!(
                "cannot listen on the address of --listen: {}",
                reason(&error)
            ),
            "set a different address, or stop the process that uses it",
        )
    })
}

/// Removes the Unix socket file that the gateway created.
pub fn tidy(place: &Place) {
    if let Place::Unix(path) = place {
        // The file may have been removed already.
        let _ = std::fs::remove_file(path);
    }
}

impl Socket {
    /// Returns the address, or `None` for a Unix socket.
    pub fn address(&self) -> Option<SocketAddr> {
        match self {
            Self::Tcp(listener) => listener.local_addr().ok(),
            #[cfg(unix)]
            Self::Unix(_) => None,
        }
    }

    /// Accepts a connection, and returns it with the peer's address.
    ///
    /// # Errors
    ///
    /// Fails if accepting fails.
    #[cfg(unix)]
    pub async fn accept(&self) -> io::Result<(Stream, Option<IpAddr>)> {
        match self {
            Self::Tcp(listener) => {
                let (stream, address) = listener.accept().await?;
                let _ = stream.set_nodelay(true);
                Ok((Stream::Left(stream), Some(address.ip())))
            }
            Self::Unix(listener) => {
                let (stream, _) = listener.accept().await?;
                Ok((Stream::Right(stream), None))
            }
        }
    }

    /// Accepts a connection, and returns it with the peer's address.
    ///
    /// # Errors
    ///
    /// Fails if accepting fails.
    #[cfg(not(unix))]
    pub async fn accept(&self) -> io::Result<(Stream, Option<IpAddr>)> {
        let Self::Tcp(listener) = self;
        let (stream, address) = listener.accept().await?;
        let _ = stream.set_nodelay(true);
        Ok((stream, Some(address.ip())))
    }
}

fn of_systemd(socket: Inherited) -> io::Result<Socket> {
    match socket {
        Inherited::Tcp(listener) => {
            listener.set_nonblocking(true)?;
            TcpListener::from_std(listener).map(Socket::Tcp)
        }
        #[cfg(unix)]
        Inherited::Unix(listener) => {
            listener.set_nonblocking(true)?;
            tokio::net::UnixListener::from_std(listener).map(Socket::Unix)
        }
    }
}

#[cfg(unix)]
mod unix {
    use std::io;
    use std::os::unix::fs::{FileTypeExt as _, PermissionsExt as _};
    use std::path::Path;

    use tokio::net::UnixListener;

    use super::Socket;

    /// Binds a Unix socket at a path. Replaces a stale socket, on which no process listens.
    pub fn bind(path: &Path) -> io::Result<Socket> {
        let is_socket = std::fs::symlink_metadata(path).is_ok_and(|it| it.file_type().is_socket());
        if is_socket {
            match std::os::unix::net::UnixStream::connect(path) {
                Err(error) if error.kind() == io::ErrorKind::ConnectionRefused => {
                    std::fs::remove_file(path)?;
                }
                _ => return Err(io::ErrorKind::AddrInUse.into()),
            }
        }
        let listener = UnixListener::bind(path)?;
        // A process that may write to the socket can send requests. The umask decides whether the group may write.
        let mode = std::fs::metadata(path)?.permissions().mode();
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode & 0o770))?;
        Ok(Socket::Unix(listener))
    }
}
