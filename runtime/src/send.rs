//! Sends a call, follows redirects, and takes the answer in.

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use bytes::{Bytes, BytesMut};
use http::header::ACCEPT;
use http::{HeaderMap, Method};
use reqwest::{Request, Response};
use url::Url;

use crate::call::Call;
use crate::client::Core;
use crate::content::Content;
use crate::decode::decode;
use crate::error::{
    ArgumentError, Error, Limit, Refusal, RefusedError, TimeoutError, TransportError,
};
use crate::operation::{Operation, Outcome};
use crate::reply::Reply;
use crate::{origin, redirect};

/// A call on its way. It needs to be polled within a `tokio` runtime.
#[must_use = "a call is sent when it is awaited"]
pub struct Sending<O: Operation>(Pin<Box<dyn Future<Output = Outcome<O>> + Send>>);

impl<O: Operation> Sending<O> {
    /// Sends a call, once it is polled.
    pub fn new(operation: O) -> Self {
        Self::of(operation.into_call())
    }

    /// Sends a call of the operation, once it is polled.
    pub(crate) fn of(call: Call) -> Self {
        Self(Box::pin(async move {
            let reply = send(&call)
                .await
                .map_err(|error| error.map_kind(|never| match never {}))?;
            decode::<O>(call.core(), reply)
        }))
    }
}

impl<O: Operation> Future for Sending<O> {
    type Output = Outcome<O>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        self.0.as_mut().poll(context)
    }
}

impl<O: Operation> std::fmt::Debug for Sending<O> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Sending").field(&O::DESCRIPTOR.id).finish()
    }
}

/// Sends a call and returns the answer that is not a redirect to follow.
async fn send(call: &Call) -> Result<Reply, Error<Infallible>> {
    let descriptor = call.descriptor();
    let method = Method::from_bytes(descriptor.method.as_bytes())
        .map_err(|error| Error::Argument(ArgumentError::call(descriptor.id, error.to_string())))?;
    let url = call.url().map_err(Error::Argument)?;
    let headers = call.headers().map_err(Error::Argument)?;
    let home = call.home().map_err(Error::Argument)?;
    let departure = Departure {
        home: home.into_owned().url,
        left: false,
    };
    let trip = Trip {
        kept: descriptor.success,
        ..Trip::new(call.core(), descriptor.id, method)
    };
    trip.run(url, departure, &headers, call.content()).await
}

/// What is the same in all exchanges that one call needs.
pub(crate) struct Trip<'a> {
    core: &'a Core,
    operation: &'static str,
    method: Method,
    /// The statuses of redirects that are answers, and not followed.
    kept: &'static [u16],
    begin: Instant,
}

/// Where a token may go, and whether it was left behind.
#[derive(Clone)]
pub(crate) struct Departure {
    pub(crate) home: Url,
    pub(crate) left: bool,
}

impl<'a> Trip<'a> {
    pub(crate) fn new(core: &'a Core, operation: &'static str, method: Method) -> Self {
        Self {
            core,
            operation,
            method,
            kept: &[],
            begin: Instant::now(),
        }
    }

    /// Goes from redirect to redirect, and returns the answer that is none.
    pub(crate) async fn run(
        &self,
        mut url: Url,
        mut departure: Departure,
        own_headers: &HeaderMap,
        mut content: Option<&Content>,
    ) -> Result<Reply, Error<Infallible>> {
        for _ in 0..=redirect::MOST {
            departure.left |= !origin::same(&url, &departure.home);
            let exposed = departure.left || origin::is_exposed(&departure.home);
            let (mut headers, credentials) = self.core.headers(exposed);
            for (name, value) in own_headers {
                // Parameters are for the API only.
                if !departure.left || name == ACCEPT {
                    headers.insert(name, value.clone());
                }
            }
            let mut response = self.exchange(&url, headers, content.take()).await?;
            match self.next(&response, &url)? {
                Some(next) => url = next,
                None => {
                    return Ok(Reply {
                        bytes: self.receive(&mut response, &url).await?,
                        status: response.status(),
                        headers: std::mem::take(response.headers_mut()),
                        url,
                        credentials,
                        home: departure.home,
                    });
                }
            }
        }
        Err(self.refused(Refusal::TooManyRedirects {
            followed: redirect::MOST,
        }))
    }

    /// Returns where an answer leads, if it is to be followed.
    fn next(&self, response: &Response, url: &Url) -> Result<Option<Url>, Error<Infallible>> {
        let status = response.status();
        if self.kept.contains(&status.as_u16()) {
            return Ok(None);
        }
        redirect::target(&self.method, status, response.headers(), url)
            .map_err(|reason| self.refused(reason))
    }

    /// Sends one request and returns its answer, of which the body is still to come.
    async fn exchange(
        &self,
        url: &Url,
        headers: HeaderMap,
        content: Option<&Content>,
    ) -> Result<Response, Error<Infallible>> {
        let mut request = Request::new(self.method.clone(), url.clone());
        *request.headers_mut() = headers;
        *request.timeout_mut() = Some(self.time_left());
        if let Some(content) = content {
            content.put(&mut request).await.map_err(|error| {
                let problem = format!("the body cannot be sent: {error}");
                Error::Argument(ArgumentError::call(self.operation, problem))
            })?;
        }
        let sent = self.core.settings().http.execute(request).await;
        sent.map_err(|error| self.failed(url, error))
    }

    /// Takes the body in, up to the limit.
    async fn receive(&self, from: &mut Response, url: &Url) -> Result<Bytes, Error<Infallible>> {
        let limit = self.core.settings().max_body;
        let too_large = || self.refused(Refusal::TooLarge { limit });
        let stated = from.content_length().unwrap_or_default();
        if stated > limit {
            return Err(too_large());
        }
        let mut whole = Whole::default();
        while let Some(chunk) = from
            .chunk()
            .await
            .map_err(|error| self.failed(url, error))?
        {
            if whole.length().saturating_add(chunk.len()) as u64 > limit {
                return Err(too_large());
            }
            whole.push(chunk, stated);
        }
        Ok(whole.into_bytes())
    }

    fn time_left(&self) -> Duration {
        let timeout = self.core.settings().timeout;
        timeout.saturating_sub(self.begin.elapsed())
    }

    fn failed(&self, url: &Url, error: reqwest::Error) -> Error<Infallible> {
        let host = url.host_str().unwrap_or_default();
        if !error.is_timeout() {
            return Error::Transport(TransportError::new(self.operation, host, error));
        }
        let settings = self.core.settings();
        let limit = if self.time_left().is_zero() {
            Limit::Call(settings.timeout)
        } else if error.is_connect() {
            Limit::Connect(settings.connect_timeout)
        } else {
            Limit::Read(settings.read_timeout)
        };
        Error::Timeout(TimeoutError::new(self.operation, host, limit, error))
    }

    fn refused(&self, reason: Refusal) -> Error<Infallible> {
        Error::Refused(RefusedError::new(self.operation, reason))
    }
}

/// A body as it comes in: mostly one chunk, which is not copied.
#[derive(Default)]
struct Whole {
    first: Bytes,
    all: Option<BytesMut>,
}

impl Whole {
    fn push(&mut self, chunk: Bytes, stated: u64) {
        if let Some(all) = &mut self.all {
            all.extend_from_slice(&chunk);
        } else if self.first.is_empty() {
            self.first = chunk;
        } else {
            let so_far = self.first.len() + chunk.len();
            /// What a server states is believed up to here.
            const BELIEVED: u64 = 1 << 20;
            let stated = usize::try_from(stated.min(BELIEVED)).unwrap_or_default();
            let mut all = BytesMut::with_capacity(stated.max(2 * so_far));
            all.extend_from_slice(&self.first);
            all.extend_from_slice(&chunk);
            self.all = Some(all);
        }
    }

    fn length(&self) -> usize {
        self.all.as_ref().map_or(self.first.len(), BytesMut::len)
    }

    fn into_bytes(self) -> Bytes {
        self.all.map_or(self.first, BytesMut::freeze)
    }
}
