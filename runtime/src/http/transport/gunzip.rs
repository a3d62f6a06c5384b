//! Decompresses responses that were gzip-encoded for transfer, but not files that were published compressed.

use std::fmt;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use async_compression::tokio::bufread::GzipDecoder;
use bytes::Bytes;
use futures_core::Stream;
use http::header::{ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE};
use http::{HeaderMap, HeaderValue, Method, StatusCode};
use tokio_util::io::{ReaderStream, StreamReader};

use super::body::{Body, PIECE};
use super::fault::{Fault, Stage};

/// Whether a response is decompressed.
pub(super) enum Decompression {
    /// Always.
    Always,
    /// Only text. For an archive, servers often send a `content-encoding` that describes the archive itself.
    OfText,
    /// Never: the response has no body.
    Never,
}

impl Decompression {
    /// Adds `accept-encoding`, unless the request already sets that header.
    pub(super) fn ask(method: &Method, headers: &mut HeaderMap) -> Self {
        let asked = headers.entry(ACCEPT_ENCODING);
        let asked = asked.or_insert(HeaderValue::from_static("gzip"));
        match *method == Method::HEAD {
            true => Self::Never,
            false if asked == "identity" => Self::OfText,
            false => Self::Always,
        }
    }

    /// Decompresses a response body, and removes the headers of the compressed body.
    pub(super) fn apply(self, status: StatusCode, headers: &mut HeaderMap, body: Body) -> Body {
        let has_body = !matches!(
            status,
            StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED | StatusCode::RESET_CONTENT
        );
        let applies = match self {
            Self::Always => true,
            Self::OfText => is_text(headers),
            Self::Never => false,
        };
        if !applies || !has_body || !is_compressed(headers) || body.length() == Some(0) {
            return body;
        }
        headers.remove(CONTENT_ENCODING);
        headers.remove(CONTENT_LENGTH);
        let mut gzip = GzipDecoder::new(StreamReader::new(Compressed { body, is_new: true }));
        gzip.multiple_members(true);
        let pieces = ReaderStream::with_capacity(gzip, PIECE);
        Body::of_faults(Decompressed(Box::pin(pieces)), None)
    }
}

fn is_compressed(headers: &HeaderMap) -> bool {
    let coding = headers.get(CONTENT_ENCODING);
    coding.is_some_and(|it| {
        let it = it.as_bytes().trim_ascii();
        it.eq_ignore_ascii_case(b"gzip") || it.eq_ignore_ascii_case(b"x-gzip")
    })
}

fn is_text(headers: &HeaderMap) -> bool {
    let media_type = headers.get(CONTENT_TYPE).and_then(|it| it.to_str().ok());
    let media_type = media_type.and_then(|it| it.split(';').next());
    let media_type = media_type.unwrap_or_default().trim().to_ascii_lowercase();
    media_type.starts_with("text/")
        || media_type.ends_with("/json")
        || media_type.ends_with("+json")
        || media_type.ends_with("/xml")
        || media_type.ends_with("+xml")
}

/// A compressed body, as a reader.
struct Compressed {
    body: Body,
    is_new: bool,
}

impl Stream for Compressed {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let piece = ready!(Pin::new(&mut self.body).poll_next(context));
        if piece.is_none() && self.is_new {
            // An empty body is valid, but the decoder would report a missing gzip header.
            return Poll::Ready(Some(Err(io::Error::other(Nothing))));
        }
        self.is_new = false;
        Poll::Ready(piece.map(|it| it.map_err(io::Error::other)))
    }
}

/// The body is empty.
#[derive(Debug)]
struct Nothing;

impl fmt::Display for Nothing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the body is empty")
    }
}

impl std::error::Error for Nothing {}

/// A decompressed body, as a transport's stream.
struct Decompressed(Pin<Box<ReaderStream<Decoder>>>);

type Decoder = GzipDecoder<StreamReader<Compressed, Bytes>>;

impl Stream for Decompressed {
    type Item = Result<Bytes, Fault>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let piece = ready!(self.0.as_mut().poll_next(context));
        let error = match piece {
            Some(Err(error)) => error,
            Some(Ok(piece)) => return Poll::Ready(Some(Ok(piece))),
            None => return Poll::Ready(None),
        };
        if error.get_ref().is_some_and(|it| it.is::<Nothing>()) {
            return Poll::Ready(None);
        }
        let fault = error.downcast::<Fault>();
        let fault = fault.unwrap_or_else(|error| Fault::new(Stage::Receive, error));
        Poll::Ready(Some(Err(fault)))
    }
}
