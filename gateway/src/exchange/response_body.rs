//! Forwards the response body. Searches the body for credentials, and enforces the size limit and the timeouts.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use async_compression::tokio::bufread::{GzipDecoder, ZlibDecoder};
use bytes::{Bytes, BytesMut};
use http::HeaderMap;
use http::header::CONTENT_ENCODING;
use http_body::{Body, Frame, SizeHint};
use http_body_util::{BodyDataStream, BodyExt as _};
use hyper::body::Incoming;
use smallvec::SmallVec;
use tokio::time::{Instant, Sleep, sleep_until, timeout_at};
use tokio_util::io::{ReaderStream, StreamReader};

use crate::credentials::leak::Scanner;
use crate::exchange::record::Record;
use crate::problem::{Kind, Problem};
use crate::site::SiteBody;

/// The maximum size of a response that is read completely before its head is forwarded. If such a response is invalid,
/// the caller gets a problem instead of a truncated body.
const WHOLE: usize = 64 << 10;

/// The limits of a response body.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// The maximum size in bytes.
    pub most: u64,
    /// The timeout for the next bytes, in both directions.
    pub stall: Duration,
    /// The deadline of the request.
    pub end: Instant,
}

/// The upstream's body, decompressed.
pub struct Source {
    from: From,
    /// The length in bytes, if it is known.
    length: Option<u64>,
}

enum From {
    Plain(Incoming),
    /// A compressed body, and whether any of its bytes was received. A body that ends before its first byte is empty,
    /// whatever its encoding. A connection that breaks before the first byte makes the body invalid.
    Decoded(
        Pin<Box<dyn futures_core::Stream<Item = io::Result<Bytes>> + Send>>,
        Arc<AtomicBool>,
    ),
}

/// The response body with its audit record.
pub struct Reply {
    body: Content,
    record: Option<Box<Record>>,
}

enum Content {
    Whole(Bytes),
    Passing(Box<Passing>),
    Site(Box<SiteBody>),
}

/// A body that is streamed.
struct Passing {
    source: Source,
    scanner: Scanner,
    /// The chunks that were read before the head was forwarded.
    first: SmallVec<[Bytes; 4]>,
    left: u64,
    bounds: Bounds,
    silence: Pin<Box<Sleep>>,
    is_done: bool,
}

impl Source {
    /// Creates the source of a body, which the headers describe.
    ///
    /// # Errors
    ///
    /// Fails for a content encoding that cannot be searched.
    pub fn new(body: Incoming, headers: &HeaderMap) -> Result<Self, Problem> {
        let mut encodings = headers.get_all(CONTENT_ENCODING).iter();
        let encoding = encodings
            .next()
            .map_or(&b"identity"[..], |it| it.as_bytes());
        let encoding = encoding.trim_ascii().to_ascii_lowercase();
        let length = body.size_hint().exact();
        let is_touched = Arc::new(AtomicBool::new(false));
        let reader = |body: Incoming| {
            let (by_data, by_error) = (is_touched.clone(), is_touched.clone());
            let body = body
                .map_err(move |error| {
                    by_error.store(true, Ordering::Relaxed);
                    io::Error::other(error)
                })
                .map_frame(move |frame: Frame<Bytes>| {
                    if frame.data_ref().is_some_and(|it| !it.is_empty()) {
                        by_data.store(true, Ordering::Relaxed);
                    }
                    frame
                });
            StreamReader::new(BodyDataStream::new(body))
        };
        let from = match encoding.as_slice() {
            _ if encodings.next().is_some() => return Err(unknown_encoding()),
            _ if length == Some(0) || body.is_end_stream() => From::Plain(body),
            b"identity" => From::Plain(body),
            b"gzip" | b"x-gzip" => {
                let mut decoder = GzipDecoder::new(reader(body));
                decoder.multiple_members(true);
                From::Decoded(Box::pin(ReaderStream::new(decoder)), is_touched)
            }
            b"deflate" => {
                let decoder = ZlibDecoder::new(reader(body));
                From::Decoded(Box::pin(ReaderStream::new(decoder)), is_touched)
            }
            _ => return Err(unknown_encoding()),
        };
        let length = length.filter(|_| matches!(from, From::Plain(_)));
        Ok(Self { from, length })
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, Broken>>> {
        loop {
            return Poll::Ready(match &mut self.from {
                From::Plain(body) => match ready!(Pin::new(body).poll_frame(context)) {
                    Some(Ok(frame)) => match frame.into_data() {
                        Ok(data) => Some(Ok(data)),
                        // Trailers are not forwarded.
                        Err(_) => continue,
                    },
                    Some(Err(_)) => Some(Err(Broken)),
                    None => None,
                },
                From::Decoded(stream, is_touched) => {
                    match ready!(stream.as_mut().poll_next(context)) {
                        Some(Err(_)) if !is_touched.load(Ordering::Relaxed) => None,
                        piece => piece.map(|it| it.map_err(|_| Broken)),
                    }
                }
            });
        }
    }

    async fn next(&mut self) -> Option<Result<Bytes, Broken>> {
        std::future::poll_fn(|context| self.poll(context)).await
    }

    fn is_ended(&self) -> bool {
        matches!(&self.from, From::Plain(body) if body.is_end_stream())
    }
}

/// The upstream's body was incomplete.
struct Broken;

fn unknown_encoding() -> Problem {
    Problem::new(
        Kind::Broken,
        "the upstream's response has a content encoding that cannot be searched for credentials",
    )
}

impl Reply {
    /// Creates a body from complete bytes.
    pub fn whole(body: Bytes, record: Box<Record>) -> Self {
        Self {
            body: Content::Whole(body),
            record: Some(record),
        }
    }

    /// Creates a body of the reference site.
    pub fn site(body: SiteBody, record: Box<Record>) -> Self {
        Self {
            body: Content::Site(Box::new(body)),
            record: Some(record),
        }
    }

    /// Creates a body of the upstream. Reads a small body completely first.
    ///
    /// # Errors
    ///
    /// Fails if the part that is read before the head is invalid, too slow or too large, or contains a secret. The
    /// error includes the record.
    pub async fn passing(
        mut source: Source,
        scanner: Scanner,
        bounds: Bounds,
        mut record: Box<Record>,
    ) -> Result<Self, (Problem, Box<Record>)> {
        let too_large = || {
            Problem::new(
                Kind::ResponseTooLarge,
                "the upstream's response is larger than --max-response-body",
            )
        };
        if source.length.is_some_and(|it| it > bounds.most) {
            return Err((too_large(), record));
        }
        let mut first: SmallVec<[Bytes; 4]> = SmallVec::new();
        let mut size = 0;
        let mut is_done = source.is_ended();
        while !is_done && size <= WHOLE && source.length.is_none_or(|it| it <= WHOLE as u64) {
            let end = bounds.end.min(Instant::now() + bounds.stall);
            match timeout_at(end, source.next()).await {
                Ok(Some(Ok(piece))) => {
                    size += piece.len();
                    first.push(piece);
                    is_done = source.is_ended();
                }
                Ok(Some(Err(Broken))) => {
                    return Err((
                        Problem::new(
                            Kind::Broken,
                            "the upstream closed the connection before the response was complete",
                        ),
                        record,
                    ));
                }
                Ok(None) => is_done = true,
                Err(_) => {
                    return Err((
                        Problem::new(
                            Kind::UpstreamTimeout,
                            "the upstream stalled before the response was complete",
                        ),
                        record,
                    ));
                }
            }
        }
        if size as u64 > bounds.most {
            return Err((too_large(), record));
        }
        if !is_done {
            let silence = Box::pin(sleep_until(Instant::now() + bounds.stall));
            let passing = Passing {
                source,
                scanner,
                first,
                left: bounds.most,
                bounds,
                silence,
                is_done: false,
            };
            return Ok(Self {
                body: Content::Passing(Box::new(passing)),
                record: Some(record),
            });
        }
        let mut pieces = first.into_iter();
        let body = match (pieces.next(), pieces.len()) {
            (None, _) => Bytes::new(),
            (Some(only), 0) => only,
            (Some(one), _) => {
                let mut body = BytesMut::with_capacity(size);
                body.extend_from_slice(&one);
                pieces.for_each(|piece| body.extend_from_slice(&piece));
                body.freeze()
            }
        };
        if scanner.finds(&body) {
            return Err((leak(&mut record), record));
        }
        Ok(Self {
            body: Content::Whole(body),
            record: Some(record),
        })
    }

    fn cut(&mut self, why: &'static str) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        if let Some(record) = &mut self.record {
            record.cut = Some(why);
        }
        self.record = None;
        Poll::Ready(Some(Err(io::Error::other(why))))
    }

    fn ended(&mut self) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        if let Some(mut record) = self.record.take() {
            record.is_whole = true;
        }
        Poll::Ready(None)
    }

    fn piece(&mut self, piece: Bytes) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        if let Some(record) = &mut self.record {
            record.bytes += piece.len() as u64;
        }
        Poll::Ready(Some(Ok(Frame::data(piece))))
    }
}

/// Returns the problem of a response that contains a secret, and logs it.
pub fn leak(record: &mut Record) -> Problem {
    record.tell_leak();
    record.cut = Some("leak");
    Problem::new(
        Kind::Leak,
        "the upstream's response contained a credential of the gateway and was withheld",
    )
}

impl Passing {
    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, &'static str>>> {
        loop {
            if self.is_done {
                return Poll::Ready(None);
            }
            let piece = match self.first.is_empty() {
                false => Some(Ok(self.first.remove(0))),
                true => match self.source.poll(context) {
                    Poll::Ready(piece) => piece,
                    Poll::Pending => {
                        ready!(self.silence.as_mut().poll(context));
                        return Poll::Ready(Some(Err("timeout")));
                    }
                },
            };
            let next = (Instant::now() + self.bounds.stall).min(self.bounds.end);
            if next == self.bounds.end && Instant::now() >= next {
                return Poll::Ready(Some(Err("timeout")));
            }
            self.silence.as_mut().reset(next);
            let passed = match piece {
                None => {
                    self.is_done = true;
                    self.scanner.finish()
                }
                Some(Err(Broken)) => return Poll::Ready(Some(Err("upstream-broken"))),
                Some(Ok(piece)) => {
                    let Some(left) = self.left.checked_sub(piece.len() as u64) else {
                        return Poll::Ready(Some(Err("response-too-large")));
                    };
                    self.left = left;
                    match self.scanner.pass(piece) {
                        Ok(passed) => passed,
                        Err(_) => return Poll::Ready(Some(Err("leak"))),
                    }
                }
            };
            if !passed.is_empty() {
                return Poll::Ready(Some(Ok(passed)));
            }
        }
    }
}

impl Body for Reply {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        match &mut self.body {
            Content::Whole(bytes) if bytes.is_empty() => self.ended(),
            Content::Whole(bytes) => {
                let bytes = std::mem::take(bytes);
                self.piece(bytes)
            }
            Content::Passing(passing) => match ready!(passing.poll(context)) {
                Some(Ok(piece)) => self.piece(piece),
                Some(Err(why)) => {
                    if let Some(record) = self.record.as_mut().filter(|_| why == "leak") {
                        leak(record);
                    }
                    self.cut(why)
                }
                None => self.ended(),
            },
            Content::Site(body) => match ready!(Pin::new(body).poll_frame(context)) {
                Some(Ok(frame)) => match frame.into_data() {
                    Ok(data) => self.piece(data),
                    Err(_) => self.ended(),
                },
                Some(Err(_)) => self.cut("site-broken"),
                None => self.ended(),
            },
        }
    }

    fn is_end_stream(&self) -> bool {
        matches!(&self.body, Content::Whole(bytes) if bytes.is_empty())
    }

    fn size_hint(&self) -> SizeHint {
        match &self.body {
            Content::Whole(bytes) => SizeHint::with_exact(bytes.len() as u64),
            Content::Passing(passing) => passing
                .source
                .length
                .map_or_else(SizeHint::new, SizeHint::with_exact),
            Content::Site(body) => body.size_hint(),
        }
    }
}

impl Drop for Reply {
    fn drop(&mut self) {
        // hyper does not poll a body of known length after its last byte.
        let is_done = match &self.body {
            Content::Whole(bytes) => bytes.is_empty(),
            Content::Passing(passing) => passing.is_done,
            Content::Site(body) => body.is_end_stream(),
        };
        let length = self.size_hint().exact().filter(|_| !is_done);
        if let Some(record) = &mut self.record {
            record.is_whole = is_done || length == Some(record.bytes);
        }
    }
}
