//! The default transport: `reqwest`, with connection pools and proxies.

use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::sync::OnceLock;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;
use reqwest::redirect::Policy;
use tokio::runtime::{Handle, Id};

use super::body::Body;
use super::body::PIECE;
use super::connections::Connections;
use super::cryptography::install_crypto_provider;
use super::fault::{Fault, Stage};
use super::gunzip::Decompression;
use super::idle::Idle;
use super::request::{BoxFuture, HttpRequest, HttpResponse, Transport};
use crate::base::driver::driver;
use crate::base::timer::LONGEST;

/// The default transport.
///
/// A pooled connection is driven by the tokio runtime that opened it, and closes when that runtime shuts down. So there
/// are two pools. The runtime that sends first has its own pool. All other runtimes share a pool on a background
/// thread, which lives as long as the process.
pub(crate) struct HttpClient {
    connections: Connections,
    own: reqwest::Client,
    /// The runtime that uses the pool `own`.
    endpoint: OnceLock<Id>,
    lasting: OnceLock<Pool>,
}

/// A connection pool, and the runtime that drives it.
#[derive(Clone)]
struct Pool {
    client: reqwest::Client,
    runtime: Handle,
}

impl HttpClient {
    pub(crate) fn new(connections: Connections) -> reqwest::Result<Self> {
        Ok(Self {
            own: client(&connections)?,
            connections,
            endpoint: OnceLock::new(),
            lasting: OnceLock::new(),
        })
    }

    /// Returns the pool of the current runtime.
    fn pool(&self) -> Result<Pool, Fault> {
        let current = Handle::try_current().map_err(|_| {
            Fault::new(
                Stage::Connect,
                format!("sending {}", crate::base::runtime::MISSING),
            )
        })?;
        if *self.endpoint.get_or_init(|| current.id()) == current.id() {
            return Ok(Pool {
                client: self.own.clone(),
                runtime: current,
            });
        }
        if let Some(pool) = self.lasting.get() {
            return Ok(pool.clone());
        }
        let pool = Pool {
            client: client(&self.connections).map_err(|error| Fault::new(Stage::Connect, error))?,
            runtime: driver().map_err(|error| Fault::new(Stage::Connect, error))?,
        };
        Ok(self.lasting.get_or_init(|| pool).clone())
    }
}

fn client(connections: &Connections) -> reqwest::Result<reqwest::Client> {
    let builder = connections.configured();
    let builder = connections
        .network
        .apply(builder, connections.avoids_proxies)
        .redirect(Policy::none())
        .referer(false)
        // Otherwise, `reqwest` would decompress files that were published compressed, if another crate enables its gzip
        // feature.
        .no_gzip()
        .no_brotli()
        .no_zstd()
        .no_deflate()
        .connect_timeout(connections.connect_timeout);
    let builder = match &connections.configure {
        // This transport has its own idle timeout, so the `read_timeout` of the caller's settings is disabled.
        Some(_) => builder.read_timeout(LONGEST),
        None => builder,
    };
    install_crypto_provider();
    builder.build()
}

impl Transport for HttpClient {
    fn send(&self, mut request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, Fault>> {
        let Pool { client, runtime } = match self.pool() {
            Ok(pool) => pool,
            Err(fault) => return Box::pin(std::future::ready(Err(fault))),
        };
        let decompression = Decompression::ask(&request.method, &mut request.headers);
        let mut sent = reqwest::Request::new(request.method, request.url);
        *sent.headers_mut() = request.headers;
        let read_timeout = request.read_timeout;
        let read_timeout = read_timeout.unwrap_or(self.connections.read_timeout);
        let pieces = match request.body.try_into_bytes() {
            Ok(bytes) if bytes.is_empty() => None,
            Ok(bytes) if bytes.len() <= PIECE => {
                *sent.body_mut() = Some(bytes.into());
                None
            }
            Ok(bytes) => Some(Body::from(bytes)),
            Err(pieces) => Some(pieces),
        };
        let has_timers = self.connections.configure.is_some();
        let (mut idle, pending) = {
            let _entered = runtime.enter();
            let mut idle = Idle::new(read_timeout);
            if let Some(pieces) = pieces {
                *sent.body_mut() = Some(reqwest::Body::wrap_stream(idle.count(pieces)));
            }
            (idle, client.execute(sent))
        };
        Box::pin(async move {
            let mut pending = pin!(pending);
            let response = poll_fn(|context| {
                let _entered = runtime.enter();
                match pending.as_mut().poll(context) {
                    Poll::Ready(response) => Poll::Ready(response.map_err(Fault::from)),
                    Poll::Pending => idle.poll(Stage::Send, context).map(Err),
                }
            });
            let mut response = response.await?;
            let status = response.status();
            let mut headers = std::mem::take(response.headers_mut());
            let length = response.content_length();
            let pieces = Pieces {
                response,
                timers: has_timers.then_some(runtime),
                idle,
                is_waiting: false,
            };
            let body = Body::of_faults(pieces, length);
            let body = decompression.apply(status, &mut headers, body);
            let mut response = HttpResponse::new(body);
            *response.status_mut() = status;
            *response.headers_mut() = headers;
            Ok(response)
        })
    }
}

/// The chunks of a response body.
struct Pieces {
    response: reqwest::Response,
    /// The runtime that drives the connection. The caller may read the body in another runtime, or outside of any
    /// runtime.
    timers: Option<Handle>,
    idle: Idle,
    /// Whether a requested chunk has not been received yet. If not, the caller is slow, and not the server.
    is_waiting: bool,
}

impl Stream for Pieces {
    type Item = Result<Bytes, Fault>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        let _entered = this.timers.as_ref().map(Handle::enter);
        // A new future for each poll loses nothing, because the response stores the progress.
        let piece = pin!(this.response.chunk()).poll(context);
        if piece.is_pending() && !this.is_waiting {
            this.idle.touch();
        }
        this.is_waiting = piece.is_pending();
        match piece {
            Poll::Ready(piece) => Poll::Ready(piece.map_err(Fault::from).transpose()),
            Poll::Pending => {
                let fault = this.idle.poll(Stage::Receive, context);
                fault.map(|it| Some(Err(it)))
            }
        }
    }
}
