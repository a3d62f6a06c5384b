//! Accepts and serves connections, and drains them during a graceful shutdown.

use std::io;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use hyper::server::conn::{http1, http2};
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::sync::Notify;
use tokio::time::{sleep, timeout};

use crate::connection::guard::Guard;
use crate::connection::refused_streams::{self, TooLarge};
use crate::connection::state::Connection;
use crate::connection::watched::{Times, Watched};
use crate::exchange::gateway::Gateway;
use crate::exchange::handle::handle;
use crate::exchange::record::Record;
use crate::limits::places::{Place, Places};
use crate::observability::log::Level;
use crate::problem::Kind;
use crate::server::listener::{Socket, Stream};
use crate::server::tls::Tls;
use crate::settings::limits::Limits;

/// The maximum number of concurrent streams of an HTTP/2 connection.
const STREAMS: u32 = 100;

/// The HTTP/2 parser itself refuses heads that are larger than this multiple of `--max-head`, without a response body.
/// The gateway refuses smaller heads with a problem.
const LARGER: u64 = 4;

/// Accepts connections until `stop` is notified. Then waits for the requests in flight, at most until the drain
/// timeout. Returns whether all requests ended in time.
pub async fn serve(
    listener: Socket,
    gateway: Arc<Gateway>,
    tls: Option<Arc<Tls>>,
    stop: Arc<Notify>,
) -> bool {
    let limits = &gateway.config.limits;
    let most_of_one =
        (!gateway.config.behind_tls_proxy).then_some(limits.max_connections_per_address);
    let places = Arc::new(Places::new(limits.max_connections, most_of_one));
    let graceful = GracefulShutdown::new();
    let take = |stream: Stream, address: Option<IpAddr>| {
        let Some(place) = places.take(address) else {
            gateway.metrics.refused_connections.inc();
            return;
        };
        let (gateway, tls, watcher) = (gateway.clone(), tls.clone(), graceful.watcher());
        tokio::spawn(connection(stream, address, gateway, tls, watcher, place));
    };
    loop {
        let accepted = tokio::select! {
            biased;
            () = stop.notified() => break,
            accepted = listener.accept() => accepted,
        };
        match accepted {
            Ok((stream, address)) => take(stream, address),
            Err(error) if is_of_connection(&error) => {}
            Err(error) => {
                // For example, file descriptors may be exhausted until other connections are closed.
                gateway.log.event(
                    Level::Error,
                    "a connection cannot be accepted",
                    "",
                    Some(&error),
                );
                sleep(Duration::from_millis(100)).await;
            }
        }
    }
    // Connections that are already in the backlog are still served.
    while let Ok(Ok((stream, address))) = timeout(Duration::ZERO, listener.accept()).await {
        take(stream, address);
    }
    drop(listener);
    timeout(gateway.config.limits.drain_timeout, graceful.shutdown())
        .await
        .is_ok()
}

fn is_of_connection(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::ConnectionAborted
            | io::ErrorKind::ConnectionReset
            | io::ErrorKind::ConnectionRefused
    )
}

async fn connection(
    stream: Stream,
    address: Option<IpAddr>,
    gateway: Arc<Gateway>,
    tls: Option<Arc<Tls>>,
    watcher: Watcher,
    place: Place,
) {
    gateway.metrics.connections.inc();
    match tls {
        None => http_1(stream, address, &gateway, watcher).await,
        Some(tls) => {
            let patience = gateway.config.limits.head_timeout;
            if let Ok(Ok(stream)) = timeout(patience, tls.acceptor().accept(stream)).await {
                // Boxed, so that a connection without TLS reserves no memory for TLS.
                match stream.get_ref().1.alpn_protocol() {
                    Some(b"h2") => Box::pin(http_2(stream, address, &gateway, watcher)).await,
                    _ => Box::pin(http_1(stream, address, &gateway, watcher)).await,
                }
            }
        }
    }
    gateway.metrics.connections.dec();
    drop(place);
}

async fn http_1(
    stream: impl AsyncRead + AsyncWrite + Send + Unpin + 'static,
    address: Option<IpAddr>,
    gateway: &Arc<Gateway>,
    watcher: Watcher,
) {
    let limits = &gateway.config.limits;
    let connection = Arc::new(Connection::new(address));
    let largest = usize::try_from(limits.max_head.as_u64()).unwrap_or(usize::MAX);
    let watched = Watched::new(
        stream,
        connection.clone(),
        Some(Guard::new(largest)),
        times(limits),
    );
    let service = service_fn(|request| {
        // Boxed, so that an idle connection reserves no memory for a request.
        let response = Box::pin(handle(gateway.clone(), connection.clone(), request));
        async { Ok::<_, std::convert::Infallible>(response.await) }
    });
    let mut builder = http1::Builder::new();
    // `Watched` enforces the timeouts.
    builder
        .timer(TokioTimer::new())
        .header_read_timeout(None)
        .max_buf_size(largest)
        .half_close(false);
    // The audit record of a request contains its error. The only error without a record is a head that hyper refused.
    let served = builder.serve_connection(TokioIo::new(watched), service);
    if let Err(error) = watcher.watch(served).await
        && error.is_parse()
    {
        let kind = match error.is_parse_too_large() {
            true => Kind::HeadTooLarge,
            false => Kind::Head,
        };
        Record::unread(gateway.clone(), connection, kind, true);
    }
}

async fn http_2(
    stream: impl AsyncRead + AsyncWrite + Send + Unpin + 'static,
    address: Option<IpAddr>,
    gateway: &Arc<Gateway>,
    watcher: Watcher,
) {
    let limits = &gateway.config.limits;
    let connection = Arc::new(Connection::new(address));
    let watched = Watched::new(stream, connection.clone(), None, times(limits));
    let gateway = gateway.clone();
    let (own, peer) = (gateway.clone(), connection.clone());
    let largest = limits.max_head.as_u64() * LARGER;
    let service = service_fn(move |request| {
        let response = handle(gateway.clone(), connection.clone(), request);
        async { Ok::<_, std::convert::Infallible>(response.await) }
    });
    let mut builder = http2::Builder::new(TokioExecutor::new());
    builder
        .timer(TokioTimer::new())
        .max_concurrent_streams(STREAMS)
        .max_header_list_size(u32::try_from(largest).unwrap_or(u32::MAX))
        .max_send_buf_size(64 << 10)
        .initial_stream_window_size(64 << 10)
        .initial_connection_window_size(1 << 20)
        .keep_alive_interval(limits.idle_timeout)
        .keep_alive_timeout(limits.stall_timeout);
    let served = watcher.watch(builder.serve_connection(TokioIo::new(watched), service));
    let _ = refused_streams::watch(served, |refused| {
        let is_responded = refused == TooLarge::Responded;
        Record::unread(own.clone(), peer.clone(), Kind::HeadTooLarge, is_responded);
    })
    .await;
}

fn times(limits: &Limits) -> Times {
    Times {
        head: limits.head_timeout,
        idle: limits.idle_timeout,
        stall: limits.stall_timeout,
        total: limits.total_timeout,
    }
}
