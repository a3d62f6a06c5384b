//! The listener: binds its place, and accepts connections.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::PoisonError;

use tokio::net::{TcpListener, TcpStream};

use crate::refused::{Refused, Result, reason};
use crate::settings::listen::{Inherited, Place};

/// A listener.
pub enum Socket {
    /// Of an address.
    Tcp(TcpListener),
    /// Of a path.
    #[cfg(unix)]
    Unix(tokio::net::UnixListener),
}

/// A connection of one.
#[cfg(unix)]
pub type Stream = tokio_util::either::Either<TcpStream, tokio::net::UnixStream>;
/// A connection of one.
#[cfg(not(unix))]
pub type Stream = TcpStream;

/// Listens at a place.
///
/// # Errors
///
/// Fails if the address or the path cannot be used.
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
            format!("the address of --listen cannot be used: {}", reason(&error)),
            "give another address, or end what uses it",
        )
    })
}

/// Removes the file of a Unix socket that the gateway made.
pub fn tidy(place: &Place) {
    if let Place::Unix(path) = place {
        // It may be gone already.
        let _ = std::fs::remove_file(path);
    }
}

impl Socket {
    /// Returns its address; none for a Unix socket.
    pub fn address(&self) -> Option<SocketAddr> {
        match self {
            Self::Tcp(listener) => listener.local_addr().ok(),
            #[cfg(unix)]
            Self::Unix(_) => None,
        }
    }

    /// Takes a connection, with the address at its other end.
    ///
    /// # Errors
    ///
    /// Fails if there is none to take.
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

    /// Takes a connection, with the address at its other end.
    ///
    /// # Errors
    ///
    /// Fails if there is none to take.
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

    /// Binds a path. A socket that nobody listens on any more is replaced.
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
        // Whoever may write to it sends requests: the umask says whether the group may.
        let mode = std::fs::metadata(path)?.permissions().mode();
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode & 0o770))?;
        Ok(Socket::Unix(listener))
    }
}
