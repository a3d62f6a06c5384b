//! The HTTP/1.1 client of the single upstream. hyper frames every message anew.

use std::fmt;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::header::{ACCEPT, ACCEPT_ENCODING, AUTHORIZATION, USER_AGENT};
use http::uri::PathAndQuery;
use http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode, Uri};
use http_body_util::combinators::UnsyncBoxBody;
use http_body_util::{BodyExt as _, Limited};
use hyper::body::Incoming;
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::{TokioExecutor, TokioTimer};
use rustls::RootCertStore;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use tokio::time::{timeout, timeout_at};

use crate::problem::{Kind, Problem};
use crate::refused::{Refused, Result, quoted};
use crate::settings::limits::Limits;
use crate::upstream::resolve::Resolver;
use crate::upstream::upload::{Progress, Upload};
use crate::upstream::url::Upstream;

/// The gateway's `User-Agent`.
pub const AGENT: HeaderValue =
    HeaderValue::from_static(concat!("tagsmith-gateway/", env!("CARGO_PKG_VERSION")));

/// The `Accept-Encoding` that requests uncompressed responses, so that the gateway can search them.
pub const AS_IT_IS: HeaderValue = HeaderValue::from_static("identity");

/// Sends requests, to the upstream only. Cheap to clone.
#[derive(Clone)]
pub struct Client(Arc<Inner>);

struct Inner {
    http: legacy::Client<HttpsConnector<HttpConnector<Resolver>>, Upload>,
    upstream: Upstream,
    base_url: String,
    patience: Duration,
}

/// Why a request got no response.
#[derive(Debug)]
pub enum Failure {
    /// The connection failed.
    Connect,
    /// The timeout expired.
    Time,
    /// The connection closed.
    Broken,
    /// The response is not valid HTTP.
    Unreadable,
}

impl Client {
    /// Creates the client of an upstream.
    ///
    /// # Errors
    ///
    /// Fails if there is no trusted root certificate.
    pub fn new(upstream: &Upstream, limits: &Limits) -> Result<Self> {
        let mut connector = HttpConnector::new_with_resolver(Resolver::new());
        connector.set_nodelay(true);
        connector.enforce_http(false);
        connector.set_connect_timeout(Some(limits.connect_timeout));
        let trusted = match upstream.scheme == http::uri::Scheme::HTTPS {
            true => trusted(upstream)?,
            false => RootCertStore::empty(),
        };
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let tls = rustls::ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions();
        let tls = tls.map_err(|error| {
            Refused::new(format!("TLS cannot be set up: {error}"), "report this")
        })?;
        let tls = tls.with_root_certificates(trusted).with_no_client_auth();
        let builder = HttpsConnectorBuilder::new().with_tls_config(tls);
        let connector = builder
            .https_or_http()
            .enable_http1()
            .wrap_connector(connector);
        let http = legacy::Client::builder(TokioExecutor::new())
            .pool_timer(TokioTimer::new())
            .pool_idle_timeout(Duration::from_secs(30))
            .http1_max_buf_size(
                usize::try_from(limits.max_response_head.as_u64()).unwrap_or(1 << 16),
            )
            .build(connector);
        Ok(Self(Arc::new(Inner {
            http,
            upstream: upstream.clone(),
            base_url: upstream.url(),
            patience: limits.upstream_timeout,
        })))
    }

    /// Returns the upstream's base URL without a trailing slash.
    pub fn base_url(&self) -> &str {
        &self.0.base_url
    }

    /// Returns the path prefix of the base URL.
    pub fn prefix(&self) -> &str {
        &self.0.upstream.prefix
    }

    /// Returns the URI of a path and query. The path must begin with the prefix.
    pub fn uri(&self, path: String) -> std::result::Result<Uri, http::Error> {
        let path = PathAndQuery::from_maybe_shared(Bytes::from(path))?;
        let parts = Uri::builder().scheme(self.0.upstream.scheme.clone());
        parts
            .authority(self.0.upstream.authority.clone())
            .path_and_query(path)
            .build()
    }

    /// Sends a request, and waits for the response head. The timeout starts after the last bytes of the request body.
    ///
    /// # Errors
    ///
    /// Fails if no response begins in time.
    pub async fn send(
        &self,
        request: Request<Upload>,
        progress: &Progress,
    ) -> std::result::Result<Response<Incoming>, Failure> {
        let mut response = pin!(self.0.http.request(request));
        loop {
            let end = progress.last() + self.0.patience;
            match timeout_at(end, &mut response).await {
                Ok(response) => return response.map_err(|error| Failure::of(&error)),
                Err(_) if progress.last() + self.0.patience <= end => return Err(Failure::Time),
                Err(_) => {}
            }
        }
    }

    /// Sends a request as `send` does, with a boxed body.
    pub(crate) async fn send_boxed(
        &self,
        request: Request<UnsyncBoxBody<Bytes, std::convert::Infallible>>,
    ) -> std::result::Result<Response<Incoming>, Failure> {
        self.send(request.map(Upload::whole), &Progress::begin())
            .await
    }

    /// Sends a small request that the gateway itself creates, and reads the whole response.
    ///
    /// # Errors
    ///
    /// Returns why there is no response.
    pub(crate) async fn ask(
        &self,
        method: &Method,
        path: &str,
        authorization: &HeaderValue,
    ) -> std::result::Result<(StatusCode, HeaderMap, Bytes), Failure> {
        let mut request = Request::new(Upload::none());
        *request.method_mut() = method.clone();
        *request.uri_mut() = self
            .uri(format!("{}{path}", self.prefix()))
            .map_err(|_| Failure::Unreadable)?;
        let headers = request.headers_mut();
        headers.insert(AUTHORIZATION, authorization.clone());
        headers.insert(USER_AGENT, AGENT);
        headers.insert(ACCEPT_ENCODING, AS_IT_IS);
        headers.insert(
            ACCEPT,
            HeaderValue::from_static("application/vnd.github+json"),
        );
        let (parts, body) = self.send(request, &Progress::begin()).await?.into_parts();
        /// The maximum size of the response in bytes. A page of installations has some hundreds of kilobytes.
        const LARGEST: usize = 4 << 20;
        let body = timeout(self.0.patience, Limited::new(body, LARGEST).collect()).await;
        let body = body
            .map_err(|_| Failure::Time)?
            .map_err(|_| Failure::Broken)?;
        Ok((parts.status, parts.headers, body.to_bytes()))
    }
}

impl Failure {
    fn of(error: &legacy::Error) -> Self {
        if error.is_connect() {
            return Self::Connect;
        }
        let cause =
            std::error::Error::source(error).and_then(|it| it.downcast_ref::<hyper::Error>());
        match cause {
            Some(error) if error.is_parse() || error.is_parse_too_large() => Self::Unreadable,
            _ => Self::Broken,
        }
    }

    /// Returns the problem for the caller.
    pub fn problem(&self) -> Problem {
        let kind = match self {
            Self::Connect | Self::Broken => Kind::Unreachable,
            Self::Time => Kind::UpstreamTimeout,
            Self::Unreadable => Kind::Broken,
        };
        Problem::new(kind, self.to_string())
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Connect => "the connection to the upstream failed",
            Self::Time => "the upstream did not respond in time",
            Self::Broken => "the upstream closed the connection before it responded",
            Self::Unreadable => "the upstream's response is not HTTP, or its head is too large",
        })
    }
}

impl std::error::Error for Failure {}

fn trusted(upstream: &Upstream) -> Result<RootCertStore> {
    let mut store = RootCertStore::empty();
    match &upstream.ca {
        Some(path) => {
            let displayed = quoted(&path.display().to_string());
            let refused = |what: &dyn fmt::Display| {
                Refused::new(
                    format!("the certificates in {displayed} are unusable: {what}"),
                    "set --upstream-ca to a PEM file",
                )
            };
            for certificate in
                CertificateDer::pem_file_iter(path).map_err(|error| refused(&error))?
            {
                let certificate = certificate.map_err(|error| refused(&error))?;
                store.add(certificate).map_err(|error| refused(&error))?;
            }
            if store.is_empty() {
                return Err(refused(&"the file has no certificate"));
            }
        }
        None => {
            store.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
            if store.is_empty() {
                return Err(Refused::new(
                    "this system has no root certificates to verify the upstream",
                    "install them (Debian: ca-certificates), or set --upstream-ca",
                ));
            }
        }
    }
    Ok(store)
}
