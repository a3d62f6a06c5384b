//! An upstream that fails in every way. The organization in the path selects the failure.

use std::convert::Infallible;
use std::io::{self, Write as _};
use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use bytes::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;
use futures_util::stream::{self, Stream, StreamExt as _};
use http::{Request, Response};
use http_body_util::combinators::BoxBody;
use http_body_util::{BodyExt, Full, StreamBody};
use hyper::body::{Frame, Incoming};
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;

use crate::Result;
use crate::program::CREDENTIAL;

/// The length of a long response.
pub const LONG: usize = 2_000_000;

type Body = BoxBody<Bytes, io::Error>;

/// Starts the upstream on the current runtime.
pub async fn start() -> Result<SocketAddr> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await;
    let listener = listener.map_err(|error| error.to_string())?;
    let address = listener.local_addr().map_err(|error| error.to_string())?;
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let connection = hyper::server::conn::http1::Builder::new()
                .serve_connection(TokioIo::new(stream), service_fn(response));
            tokio::spawn(connection);
        }
    });
    Ok(address)
}

async fn response(request: Request<Incoming>) -> io::Result<Response<Body>> {
    let mut segments = request.uri().path().split('/').skip(2);
    let response = Response::builder().header("content-type", "application/json");
    let built = match segments.next().unwrap_or_default() {
        "long" => response.body(pieces(LONG)),
        "zipped" => response
            .header("content-encoding", "gzip")
            .body(whole(zipped()?)),
        "missing" => response
            .status(404)
            .body(whole(r#"{"message":"Not Found"}"#)),
        "broken" => response.status(500).body(whole("{}")),
        "elsewhere" => response
            .status(302)
            .header("location", "https://elsewhere.example/report")
            .body(whole("")),
        "leaking" => response.body(whole(leak())),
        "leaking-late" => response.body(late(Ok(Bytes::from(leak())))),
        "closing" => return Err(io::Error::other("closed without a response")),
        "hanging" => std::future::pending().await,
        "cut" => response.header("content-length", "1000").body(cut()),
        "cut-late" => response.body(late(Err(io::Error::other("cut")))),
        "stalling" => response.body(stalling()),
        "slow" => {
            tokio::time::sleep(Duration::from_millis(200)).await;
            response.body(whole("{}"))
        }
        _ => response.body(whole("{}")),
    };
    built.map_err(io::Error::other)
}

fn whole(text: impl Into<Bytes>) -> Body {
    Full::new(text.into()).map_err(never).boxed()
}

fn pieces(bytes: usize) -> Body {
    let piece = Bytes::from(vec![b'0'; 10_000]);
    let pieces = vec![piece; bytes / 10_000];
    streamed(stream::iter(pieces.into_iter().map(Ok)))
}

/// Sends a part of a response, then closes the connection.
fn cut() -> Body {
    let part = Ok(Bytes::from_static(b"{\"half\":"));
    let end = Err(io::Error::other("cut"));
    streamed(stream::iter([part, end]))
}

/// Sends more of a response than the gateway buffers, then something else.
fn late(end: io::Result<Bytes>) -> Body {
    let begin = Ok(Bytes::from(vec![b'0'; LONG / 2]));
    streamed(stream::iter([begin, end]))
}

fn leak() -> String {
    format!(r#"{{"token":"{CREDENTIAL}"}}"#)
}

/// Sends a part of a response, then stalls.
fn stalling() -> Body {
    let part = Ok(Bytes::from_static(b"{\"half\":"));
    streamed(stream::iter([part]).chain(stream::pending()))
}

fn streamed(pieces: impl Stream<Item = io::Result<Bytes>> + Send + Sync + 'static) -> Body {
    BodyExt::boxed(StreamBody::new(pieces.map(|piece| piece.map(Frame::data))))
}

fn zipped() -> io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(&[b' '; 5_000])?;
    encoder.write_all(b"{}")?;
    encoder.finish()
}

fn never(error: Infallible) -> io::Error {
    match error {}
}
