//! Bodies of requests that are not JSON: bytes, files and readers.

use std::borrow::Cow;
use std::fmt;
use std::io::{self, Cursor};
use std::path::Path;
#[cfg(not(target_family = "wasm"))]
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::{Arc, Mutex};

use bytes::Bytes;
#[cfg(not(target_family = "wasm"))]
use tokio::fs::{self, File};
use tokio::io::AsyncRead;

#[cfg(not(target_family = "wasm"))]
use crate::base::runtime;
use crate::body::exact::Exact;
use crate::body::progress::{Listener, Progress, SendProgress, Watched};
use crate::http::transport::{Body, PIECE};

/// A body to be sent as it is: bytes, a file or a reader. Files and readers are sent piece by piece,
/// and never held in memory as a whole. More than 64 KiB of bytes are sent piece by piece too.
///
/// The client's [`timeout`](crate::ClientBuilder::timeout) applies to calls with large bodies too: it has to be long enough
/// for all of it to be sent. [`read_timeout`](crate::ClientBuilder::read_timeout) starts anew with each byte that the
/// connection accepts. An error meanwhile says how far it was sent:
/// [`TimeoutError::sending`](crate::TimeoutError::sending) and
/// [`TransportError::sending`](crate::TransportError::sending).
#[derive(Clone)]
pub struct Upload {
    source: Source,
    length: u64,
    content_type: Option<Cow<'static, str>>,
    /// The media type that the file's name suggests.
    guess: Option<&'static str>,
    listener: Listener,
}

#[derive(Clone)]
enum Source {
    Bytes(Bytes),
    /// Bytes that are never sent piece by piece.
    Whole(Bytes),
    #[cfg(not(target_family = "wasm"))]
    File(PathBuf),
    /// A reader, until it is sent.
    Reader(Arc<Mutex<Option<Reader>>>),
}

type Reader = Pin<Box<dyn AsyncRead + Send>>;

impl Upload {
    /// Sends a file. It is opened anew each time that it is sent, and has to stay as long as it is
    /// now.
    ///
    /// # Errors
    ///
    /// Fails if there is no such file, or if it cannot be read.
    #[cfg(not(target_family = "wasm"))]
    pub async fn file(path: impl AsRef<Path>) -> io::Result<Self> {
        if runtime::is_missing() {
            let problem = format!("opening a file {}", runtime::MISSING);
            return Err(io::Error::other(problem));
        }
        let path = path.as_ref();
        let metadata = File::open(path).await?.metadata().await?;
        if metadata.is_dir() {
            let error = "it is a folder, and no file";
            return Err(io::Error::new(io::ErrorKind::IsADirectory, error));
        }
        Ok(Self {
            // The program may go elsewhere before it is sent.
            source: Source::File(fs::canonicalize(path).await?),
            length: metadata.len(),
            content_type: None,
            guess: guess(path),
            listener: Listener::default(),
        })
    }

    /// Sends what a reader has, which is so many bytes and then ends. It can be sent once only.
    pub fn reader(reader: impl AsyncRead + Send + 'static, length: u64) -> Self {
        let reader: Reader = Box::pin(reader);
        Self {
            source: Source::Reader(Arc::new(Mutex::new(Some(reader)))),
            length,
            content_type: None,
            guess: None,
            listener: Listener::default(),
        }
    }

    /// Sets the media type, instead of the one that the description has, or that the file's name suggests where the
    /// description allows any.
    #[must_use]
    pub fn content_type(mut self, media_type: impl Into<Cow<'static, str>>) -> Self {
        self.content_type = Some(media_type.into());
        self
    }

    /// Sets a file name, for bytes and readers: where the description allows any media type, such as for an asset of a
    /// release, its extension says which one is sent. Without a known extension, that is `application/octet-stream`.
    ///
    /// Default: the name of the file, for [`file`](Self::file).
    #[must_use]
    pub fn file_name(mut self, name: impl AsRef<str>) -> Self {
        self.guess = guess(name.as_ref());
        self
    }

    /// Sets who is told how far the body came: when it begins to be sent, and whenever the connection
    /// has taken a piece, of 64 KiB at most. If the call is tried again, it begins again at 0.
    #[must_use]
    pub fn on_progress(mut self, callback: impl FnMut(Progress) + Send + 'static) -> Self {
        self.listener = Listener::new(callback);
        self
    }

    /// Sends bytes as a whole, of which no progress is known.
    pub(crate) fn whole(bytes: Vec<u8>) -> Self {
        let bytes = Bytes::from(bytes);
        Self {
            source: Source::Whole(bytes.clone()),
            ..bytes.into()
        }
    }

    /// Returns the media type to send where the description has this one, or a range of them such as `*/*`.
    pub(crate) fn content_type_for<'a>(&'a self, described: &'a str) -> &'a str {
        let guess = || self.guess.unwrap_or("application/octet-stream");
        match &self.content_type {
            Some(own) => own,
            None if described.contains('*') => guess(),
            None => described,
        }
    }

    pub(crate) fn length(&self) -> u64 {
        self.length
    }

    /// Returns whether it can be sent once more.
    pub(crate) fn can_repeat(&self) -> bool {
        !matches!(self.source, Source::Reader(_))
    }

    /// Returns the body to send, and how far it is sent unless that is not known.
    ///
    /// # Errors
    ///
    /// Fails if the file cannot be read any more, or if the reader was sent before.
    pub(crate) async fn open(&self) -> io::Result<(Body, Option<SendProgress>)> {
        let mut body = match &self.source {
            Source::Whole(bytes) => return Ok((bytes.clone().into(), None)),
            Source::Bytes(bytes) if bytes.len() <= PIECE && self.listener.is_nobody() => {
                return Ok((bytes.clone().into(), None));
            }
            Source::Bytes(bytes) => Exact::new(Cursor::new(bytes.clone()), self.length),
            #[cfg(not(target_family = "wasm"))]
            Source::File(path) => Exact::new(File::open(path).await?, self.length),
            Source::Reader(reader) => Exact::new(take(reader)?, self.length),
        };
        if self.length == 0 {
            // Nobody would ask for it, and so see whether there is more.
            body.end().await?;
        }
        let (watched, progress) = Watched::new(body, self.listener.clone(), self.length);
        Ok((Body::stream(watched, Some(self.length)), Some(progress)))
    }
}

/// Returns the media type of a file's extension, if that is a known one.
fn guess(name: impl AsRef<Path>) -> Option<&'static str> {
    mime_guess::from_path(name).first_raw()
}

fn take(reader: &Mutex<Option<Reader>>) -> io::Result<Reader> {
    // Nothing can fail while it is locked, so that it is never poisoned.
    let mut reader = reader.lock().unwrap_or_else(|it| it.into_inner());
    let error = "its reader was sent before, and can be sent once only";
    reader.take().ok_or_else(|| io::Error::other(error))
}

impl From<Bytes> for Upload {
    fn from(bytes: Bytes) -> Self {
        Self {
            length: bytes.len() as u64,
            source: Source::Bytes(bytes),
            content_type: None,
            guess: None,
            listener: Listener::default(),
        }
    }
}

impl From<Vec<u8>> for Upload {
    fn from(bytes: Vec<u8>) -> Self {
        Bytes::from(bytes).into()
    }
}

impl From<String> for Upload {
    fn from(text: String) -> Self {
        Bytes::from(text).into()
    }
}

impl From<&'static str> for Upload {
    fn from(text: &'static str) -> Self {
        Bytes::from(text).into()
    }
}

/// Shows how long it is, and not what it is.
impl fmt::Debug for Upload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Upload")
            .field("length", &self.length)
            .field("content_type", &self.content_type)
            .finish_non_exhaustive()
    }
}
