//! The fetch of one report.

use std::io;
use std::pin::Pin;
use std::sync::Arc;

use async_compression::tokio::bufread::GzipDecoder;
use tokio::io::{AsyncBufRead, AsyncBufReadExt, AsyncWriteExt, BufReader, duplex, empty};
use url::Url;

use crate::base::runtime;
use crate::base::task::{Handle, Task};
use crate::call::download::Download;
use crate::core::client::Core;
use crate::core::execution::run::CredentialScope;
use crate::core::options::CallOptions;
use crate::error::{ArgumentError, Error};

/// The maximum number of fetched bytes that wait to be read.
const AHEAD: usize = 256 * 1024;

/// The first byte of every gzip file. JSON never begins with this byte.
const GZIP: u8 = 0x1f;

/// The fetch of one report. A separate task fetches up to [`AHEAD`] bytes ahead of the reader.
pub(super) struct Fetch {
    task: Task<Result<(), Error<()>>>,
    reader: Pin<Box<dyn AsyncBufRead + Send>>,
    /// Whether no byte was read yet.
    is_new: bool,
}

/// The reason to stop reading a report.
pub(super) enum Broken {
    Fetch(Error<()>),
    Read(io::Error),
}

impl Fetch {
    /// Starts to fetch a URL.
    ///
    /// # Errors
    ///
    /// Fails outside of a tokio runtime.
    pub(super) fn begin(
        core: &Core,
        operation: &'static str,
        options: &CallOptions,
        url: Url,
    ) -> Result<Self, Error<()>> {
        let on = Handle::try_current().map_err(|_| {
            let problem = format!("the fetch of a report {}", runtime::MISSING);
            Error::Argument(ArgumentError::call(operation, problem))
        })?;
        let (mut into, from) = duplex(AHEAD);
        let scope = CredentialScope {
            endpoint: Arc::new(url.clone()),
            // The link is a signed URL, so no token is sent.
            left: true,
        };
        let download = Download::from_url(core, operation, url, scope, options.clone());
        let task = Task::spawn(&on, async move {
            let mut stream = download.stream().await?;
            while let Some(piece) = stream.try_next().await? {
                // Writing fails if the reader was dropped.
                if into.write_all(&piece).await.is_err() {
                    break;
                }
            }
            Ok(())
        });
        Ok(Self {
            task,
            reader: Box::pin(BufReader::new(from)),
            is_new: true,
        })
    }

    /// Decompresses the next chunk and passes it to `take`. Returns `None` at the end of the report; do not call this
    /// method after that.
    ///
    /// # Errors
    ///
    /// Fails if the report is incomplete or cannot be decompressed.
    pub(super) async fn piece<T>(
        &mut self,
        take: impl FnOnce(&[u8]) -> T,
    ) -> Result<Option<T>, Broken> {
        let end = match self.read(take).await {
            Ok(Some(taken)) => return Ok(Some(taken)),
            Ok(None) => Ok(None),
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Err(Broken::Read(error)),
            // The decompressor needs more bytes.
            Err(error) => return Err(Broken::Read(error)),
        };
        // If the fetch failed, its error is the cause of all other errors.
        match (&mut self.task).await {
            Ok(Ok(())) => end,
            Ok(Err(error)) => Err(Broken::Fetch(error)),
            Err(error) => Err(Broken::Read(error)),
        }
    }

    async fn read<T>(&mut self, take: impl FnOnce(&[u8]) -> T) -> io::Result<Option<T>> {
        if self.is_new {
            let first = self.reader.fill_buf().await?.first().copied();
            if first == Some(GZIP) {
                let compressed = std::mem::replace(&mut self.reader, Box::pin(empty()));
                let mut gzip = GzipDecoder::new(compressed);
                gzip.multiple_members(true);
                self.reader = Box::pin(BufReader::new(gzip));
            }
            self.is_new = false;
        }
        let piece = self.reader.fill_buf().await?;
        if piece.is_empty() {
            return Ok(None);
        }
        let length = piece.len();
        let taken = take(piece);
        self.reader.consume(length);
        Ok(Some(taken))
    }
}
