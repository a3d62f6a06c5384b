//! One report on its way.

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
use crate::core::options::CallOptions;
use crate::core::trip::run::Departure;
use crate::error::{ArgumentError, Error};

/// So many bytes may wait to be read.
const AHEAD: usize = 256 * 1024;

/// How a report begins that is compressed by gzip; JSON never does.
const GZIP: u8 = 0x1f;

/// A report on its way: a task of its own fetches it, as far ahead as [`AHEAD`] lets it.
pub(super) struct Fetch {
    task: Task<Result<(), Error<()>>>,
    reader: Pin<Box<dyn AsyncBufRead + Send>>,
    /// Whether its first byte was not seen yet.
    is_new: bool,
}

/// Why a report cannot be read on.
pub(super) enum Broken {
    Fetch(Error<()>),
    Read(io::Error),
}

impl Fetch {
    /// Begins to fetch what is at a URL.
    ///
    /// # Errors
    ///
    /// Fails outside of a runtime.
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
        let departure = Departure {
            home: Arc::new(url.clone()),
            // The URL is signed: no token goes along.
            left: true,
        };
        let download = Download::from_url(core, operation, url, departure, options.clone());
        let task = Task::spawn(&on, async move {
            let mut incoming = download.stream().await?;
            while let Some(piece) = incoming.try_next().await? {
                // It fails if nobody reads any more.
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

    /// Reads a piece, decompressed, and gives it to `take`; none at the end, after which nothing may
    /// be read.
    ///
    /// # Errors
    ///
    /// Fails if the report does not come whole, or if it cannot be decompressed.
    pub(super) async fn piece<T>(
        &mut self,
        take: impl FnOnce(&[u8]) -> T,
    ) -> Result<Option<T>, Broken> {
        let end = match self.read(take).await {
            Ok(Some(taken)) => return Ok(Some(taken)),
            Ok(None) => Ok(None),
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Err(Broken::Read(error)),
            // The rest may still be on its way.
            Err(error) => return Err(Broken::Read(error)),
        };
        // What has ended may have been broken off, which explains all else.
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
