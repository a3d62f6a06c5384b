//! Downloads: response bodies that are streamed and not decoded.

use std::fmt;
#[cfg(not(target_family = "wasm"))]
use std::path::Path;
use std::pin::pin;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http::{HeaderMap, StatusCode};
use url::Url;

use crate::base::attempt_count::AttemptCount;
use crate::base::descriptor::Descriptor;
use crate::base::drift::Drift;
use crate::base::timer::timeout;
#[cfg(not(target_family = "wasm"))]
use crate::body::partial::Partial;
use crate::body::progress::{Listener, Progress};
use crate::body::receive::receive;
use crate::call::arguments::Call;
use crate::call::body_stream::BodyStream;
use crate::call::decode;
use crate::call::operation::Operation;
use crate::call::resume::{Request, Source};
use crate::call::send::send;
use crate::call::success::{is_undeclared, status_drift};
use crate::core::client::Core;
use crate::core::execution::followed::ResponseHead;
use crate::core::execution::run::CredentialScope;
use crate::core::fetch_url::fetch_url;
use crate::core::options::CallOptions;
use crate::core::watch::{Ended, Watch};
use crate::error::{Error, Refusal, RefusedError};
use crate::http::transport::BoxFuture;
use crate::limits::retry::RetryPolicy;

/// The download of an operation's response body: as a stream, into a file, or as bytes. `K` is the operation's error
/// enum.
///
/// The client's [`max_body`](crate::ClientBuilder::max_body) does not apply. The client's
/// [`timeout`](crate::ClientBuilder::timeout) covers only the time until the response head. After that,
/// [`read_timeout`](crate::ClientBuilder::read_timeout) limits the time without data. All redirects are followed,
/// including those that are the operation's declared result. The token is not sent to another host.
///
/// The body arrives as published: the client sends `accept-encoding: identity`, and does not decompress an archive
/// labelled `content-encoding: gzip`. The client does decompress JSON, XML and text.
///
/// An interrupted download resumes with `Range` and `If-Range`, for an idempotent `GET` only. The response must state
/// its length and have a strong validator. A strong validator is a strong `ETag`, or a `Last-Modified` at least a
/// second older than `Date`. [`RetryPolicy`](crate::RetryPolicy) limits the attempts. The count restarts after each
/// received MiB. If the body has changed or the server does not support ranges, the download fails. If no byte has
/// arrived yet, the whole body is requested again.
#[must_use = "a download does nothing until `stream`, `bytes` or `to_file` is awaited"]
pub struct Download<K> {
    head: BoxFuture<'static, Result<Begun, Error<K>>>,
    max_bytes: Option<u64>,
    listener: Listener,
}

/// A response whose body has not been read yet.
struct Begun {
    operation: &'static str,
    read_timeout: Duration,
    head: Box<ResponseHead>,
    /// How the rest of an interrupted body is requested.
    source: Source,
    drift: Vec<Drift>,
}

/// Sends a call and returns the response as soon as its head has arrived.
async fn begun<O: Operation>(
    call: &Call,
    count: &AttemptCount,
) -> Result<Begun, Error<O::Failure>> {
    let mut head = send(call, true, count)
        .await
        .map_err(Error::into_operation_error)?;
    let status = head.reply.status;
    let drift = match is_response(call.descriptor(), status) {
        true => Vec::new(),
        false => undeclared(call.descriptor(), status),
    };
    decode::report(call, status.as_u16(), &drift);
    let is_refused = drift.is_empty() || call.core().settings().strict;
    if is_refused && !is_response(call.descriptor(), status) {
        if let Some(mut body) = head.rest.take() {
            // The error contains the part of the body that was received in time.
            let limit = call.core().settings().max_body;
            let time = call.options().timeout(call.core());
            let received = timeout(time, receive(&mut body, limit)).await;
            head.reply.bytes = received.ok().and_then(Result::ok).unwrap_or_default();
        }
        return Err(decode::failure::<O>(call, head.reply));
    }
    Ok(Begun {
        operation: call.descriptor().id,
        read_timeout: call.options().read_timeout(call.core()),
        head,
        source: source_of(call),
        drift,
    })
}

/// Returns how to resume the body, for an idempotent `GET` only: other methods do not support ranges.
fn source_of(call: &Call) -> Source {
    let once_more = call.clone();
    let request = move |headers: HeaderMap| -> BoxFuture<'static, Option<Box<ResponseHead>>> {
        let mut call = once_more.clone();
        for (name, value) in &headers {
            call.put_header(name.clone(), value.clone());
        }
        Box::pin(async move {
            let watch = Watch::begin(call.subject());
            let sent = watch.over(pin!(send(&call, true, watch.count()))).await;
            watch.end(sent, |it| Ended::success(&it.reply, &[])).ok()
        })
    };
    let idempotent = call.options().idempotent;
    let idempotent = idempotent.unwrap_or(call.descriptor().idempotent);
    let may_repeat = idempotent && call.descriptor().method == "GET";
    source(call.core(), call.options(), may_repeat, Box::new(request))
}

fn source(core: &Core, options: &CallOptions, may_repeat: bool, request: Box<Request>) -> Source {
    let retry = match may_repeat {
        true => options.retry.as_ref().unwrap_or(&core.settings().retry),
        false => &RetryPolicy::never(),
    };
    let budget = core.clone();
    Source {
        request,
        retry: retry.clone(),
        budget: Box::new(move || budget.settings().budget.take_out()),
    }
}

impl Begun {
    fn ended(&self) -> Ended<'_> {
        Ended::success(&self.head.reply, &self.drift)
    }
}

impl<K: Send + 'static> Download<K> {
    /// Creates a download from a call.
    pub(crate) fn of<O: Operation<Failure = K>>(operation: O) -> Self {
        let call = operation.into_call();
        Self::begin(async move {
            let watch = Watch::begin(call.subject());
            let outcome = watch.over(pin!(begun::<O>(&call, watch.count()))).await;
            watch.end(outcome, Begun::ended)
        })
    }

    fn begin(head: impl Future<Output = Result<Begun, Error<K>>> + Send + 'static) -> Self {
        Self {
            head: Box::pin(head),
            max_bytes: None,
            listener: Listener::default(),
        }
    }

    /// Sets the maximum size of the body in bytes, after decompression.
    ///
    /// Default: unlimited.
    pub fn max_bytes(mut self, bytes: u64) -> Self {
        self.max_bytes = Some(bytes);
        self
    }

    /// Sets a progress callback. The callback runs at the beginning of the body and after each chunk. The total is
    /// `None` if the server does not state a length, or if the body is compressed.
    pub fn on_progress(mut self, callback: impl FnMut(Progress) + Send + 'static) -> Self {
        self.listener = Listener::new(callback);
        self
    }

    /// Sends the call, and returns the response as soon as its head was received.
    ///
    /// # Errors
    ///
    /// Fails if the call fails, or if the stated length of the body is too large.
    pub async fn stream(self) -> Result<BodyStream<K>, Error<K>> {
        let Begun {
            operation,
            read_timeout,
            head,
            source,
            ..
        } = self.head.await?;
        let stream = BodyStream::new(
            operation,
            read_timeout,
            head,
            self.max_bytes,
            self.listener,
            source,
        );
        match (stream.length(), self.max_bytes) {
            (Some(length), Some(limit)) if length > limit => {
                let reason = Refusal::DownloadTooLarge { limit };
                let error = RefusedError::new(operation, reason);
                Err(Error::Refused(error.after(stream.attempts())))
            }
            _ => Ok(stream),
        }
    }

    /// Sends the call, and returns the whole body.
    ///
    /// # Errors
    ///
    /// Fails if the call fails, or if the body is too large or incomplete.
    pub async fn bytes(self) -> Result<Bytes, Error<K>> {
        let mut stream = self.stream().await?;
        let mut bytes = BytesMut::new();
        while let Some(piece) = stream.try_next().await? {
            bytes.extend_from_slice(&piece);
        }
        Ok(bytes.freeze())
    }

    /// Sends the call, writes the body to a file, and returns the number of bytes. The body is written to a temporary
    /// file in the same folder. When the body is complete and synced to disk, the temporary file replaces an existing
    /// file. If the download fails or its future is dropped, the temporary file is removed and an existing file stays
    /// unchanged.
    ///
    /// # Errors
    ///
    /// Fails if the call fails, if the body is too large or incomplete, or if the file cannot be written. The folder
    /// must exist.
    #[cfg(not(target_family = "wasm"))]
    pub async fn to_file(self, path: impl AsRef<Path>) -> Result<u64, Error<K>> {
        let path = path.as_ref();
        let mut stream = self.stream().await?;
        let operation = stream.operation();
        let attempts = stream.attempts();
        let failed = |error| {
            Error::File(crate::error::FileError::new(operation, path, error).after(attempts))
        };
        let mut file = Partial::beside(path).await.map_err(failed)?;
        let mut written = 0_u64;
        while let Some(piece) = stream.try_next().await? {
            file.write(&piece).await.map_err(failed)?;
            written = written.saturating_add(piece.len() as u64);
        }
        file.complete().await.map_err(failed)?;
        Ok(written)
    }
}

impl Download<()> {
    /// Downloads from the URL that the operation's response redirects to.
    pub(crate) fn from_url(
        core: &Core,
        operation: &'static str,
        url: Url,
        scope: CredentialScope,
        options: CallOptions,
    ) -> Self {
        let core = core.clone();
        Self::begin(async move {
            let headers = HeaderMap::new();
            let to = scope.clone();
            let head = fetch_url(&core, operation, &url, to, headers, &options, true).await?;
            let read_timeout = options.read_timeout(&core);
            let may_repeat = options.idempotent.unwrap_or(true);
            let (again, set) = (core.clone(), options.clone());
            let request =
                move |headers: HeaderMap| -> BoxFuture<'static, Option<Box<ResponseHead>>> {
                    let (core, options) = (again.clone(), set.clone());
                    let (url, to) = (url.clone(), scope.clone());
                    Box::pin(async move {
                        let fetched =
                            fetch_url(&core, operation, &url, to, headers, &options, true);
                        fetched.await.ok()
                    })
                };
            Ok(Begun {
                operation,
                read_timeout,
                source: source(&core, &options, may_repeat, Box::new(request)),
                head,
                drift: Vec::new(),
            })
        })
    }
}

/// Returns whether a status is one of the operation's successes, or a success of the redirect target.
fn is_response(descriptor: &Descriptor, status: StatusCode) -> bool {
    let declared = descriptor.success;
    let leads = declared.iter().any(|it| (300..400).contains(it));
    status.is_success()
        && (declared.contains(&status.as_u16()) || leads && status == StatusCode::OK)
}

/// Returns the drift of an undeclared 2xx status, whose body is downloaded nevertheless. Returns `None` for 202, whose
/// body is not ready, and for 206, whose body is only a part. A download could not detect either.
fn undeclared(descriptor: &Descriptor, status: StatusCode) -> Vec<Drift> {
    let status = status.as_u16();
    let is_taken = !matches!(status, 202 | 206) && is_undeclared(descriptor, status);
    let drift = is_taken.then(|| status_drift(descriptor, status));
    drift.into_iter().collect()
}

impl<K> fmt::Debug for Download<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Download")
            .field("max_bytes", &self.max_bytes)
            .finish_non_exhaustive()
    }
}
