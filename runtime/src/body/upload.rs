//! Request bodies that are not JSON: bytes, files and readers.

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

/// A raw request body: bytes, a file or a reader. Files and readers are streamed and never fully loaded into memory.
/// Bytes are sent in chunks if there are more than 64 KiB.
///
/// The client's [`timeout`](crate::ClientBuilder::timeout) includes the upload, so set it long enough.
/// [`read_timeout`](crate::ClientBuilder::read_timeout) restarts with each byte that the connection accepts. If the
/// upload fails, the error contains the progress: [`TimeoutError::sending`](crate::TimeoutError::sending) and
/// [`TransportError::sending`](crate::TransportError::sending).
#[derive(Clone)]
pub struct Upload {
    source: Source,
    length: u64,
    content_type: Option<Cow<'static, str>>,
    /// The media type suggested by the file name.
    guess: Option<&'static str>,
    listener: Listener,
}

#[derive(Clone)]
enum Source {
    Bytes(Bytes),
    /// Bytes that are sent as one chunk.
    Whole(Bytes),
    #[cfg(not(target_family = "wasm"))]
    File(PathBuf),
    /// A reader, until it is sent.
    Reader(Arc<Mutex<Option<Reader>>>),
}

type Reader = Pin<Box<dyn AsyncRead + Send>>;

impl Upload {
    /// Creates an upload of a file. The file is reopened for each attempt, and its length must not change.
    ///
    /// # Errors
    ///
    /// Fails if the file does not exist or cannot be read.
    #[cfg(not(target_family = "wasm"))]
    pub async fn file(path: impl AsRef<Path>) -> io::Result<Self> {
        if runtime::is_missing() {
            let problem = format!("opening a file {}", runtime::MISSING);
            return Err(io::Error::other(problem));
        }
        let path = path.as_ref();
        let metadata = File::open(path).await?.metadata().await?;
        if metadata.is_dir() {
            let error = "is a directory, not a file";
            return Err(io::Error::new(io::ErrorKind::IsADirectory, error));
        }
        Ok(Self {
            // The path is made absolute, because the program may change its working directory before the file is sent.
            source: Source::File(fs::canonicalize(path).await?),
            length: metadata.len(),
            content_type: None,
            guess: guess(path),
            listener: Listener::default(),
        })
    }

    /// Creates an upload of a reader with exactly this many bytes. The upload can be sent only once.
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

    /// Sets the media type.
    ///
    /// Default: the declared media type. If the description allows any media type, the file name determines it.
    #[must_use]
    pub fn content_type(mut self, media_type: impl Into<Cow<'static, str>>) -> Self {
        self.content_type = Some(media_type.into());
        self
    }

    /// Sets the file name of bytes or of a reader. If the description allows any media type, as for a release asset,
    /// the file extension determines the media type. An unknown extension selects `application/octet-stream`. Generated
    /// crates that need extensions enable the feature `media-types`. Without that feature, every extension is unknown.
    ///
    /// Default: the name of the file, for [`file`](Self::file).
    #[must_use]
    pub fn file_name(mut self, name: impl AsRef<str>) -> Self {
        self.guess = guess(name.as_ref());
        self
    }

    /// Sets a progress callback. The callback runs when the upload starts, and after each chunk of up to 64 KiB that
    /// the connection accepted. A retry restarts the count at 0.
    #[must_use]
    pub fn on_progress(mut self, callback: impl FnMut(Progress) + Send + 'static) -> Self {
        self.listener = Listener::new(callback);
        self
    }

    /// Creates an upload that is sent as one chunk, without progress.
    pub(crate) fn whole(bytes: Vec<u8>) -> Self {
        let bytes = Bytes::from(bytes);
        Self {
            source: Source::Whole(bytes.clone()),
            ..bytes.into()
        }
    }

    /// Returns the media type to send, for a declared media type or a range such as `*/*`.
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

    /// Returns whether the upload can be sent more than once.
    pub(crate) fn can_repeat(&self) -> bool {
        !matches!(self.source, Source::Reader(_))
    }

    /// Returns the body to send, and its upload progress if it can be measured.
    ///
    /// # Errors
    ///
    /// Fails if the file cannot be read any more, or if the reader was already sent.
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
            // For an empty body, hyper would not poll the stream, and so would miss excess bytes.
            body.end().await?;
        }
        let (watched, progress) = Watched::new(body, self.listener.clone(), self.length);
        Ok((Body::stream(watched, Some(self.length)), Some(progress)))
    }
}

/// Returns the media type of a known file extension.
#[cfg(feature = "media-types")]
fn guess(name: impl AsRef<Path>) -> Option<&'static str> {
    mime_guess::from_path(name).first_raw()
}

/// Without the feature `media-types`, every extension is unknown.
#[cfg(not(feature = "media-types"))]
fn guess(_: impl AsRef<Path>) -> Option<&'static str> {
    None
}

fn take(reader: &Mutex<Option<Reader>>) -> io::Result<Reader> {
    // No code can panic while the lock is held, so it is never poisoned.
    let mut reader = reader.lock().unwrap_or_else(|it| it.into_inner());
    let error = "the reader was already sent, and can be sent only once";
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

/// Prints the length, and not the content.
impl fmt::Debug for Upload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Upload")
            .field("length", &self.length)
            .field("content_type", &self.content_type)
            .finish_non_exhaustive()
    }
}
