//! The one server that requests go to, by HTTP/1.1: every message is framed anew by hyper.

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

/// What the gateway says that it is.
pub const AGENT: HeaderValue =
    HeaderValue::from_static(concat!("tagsmith-gateway/", env!("CARGO_PKG_VERSION")));

/// Answers come as they are, so that they can be looked through.
pub const AS_IT_IS: HeaderValue = HeaderValue::from_static("identity");

/// Sends requests to the upstream, and nowhere else. It is cheap to clone.
#[derive(Clone)]
pub struct Client(Arc<Inner>);

struct Inner {
    http: legacy::Client<HttpsConnector<HttpConnector<Resolver>>, Upload>,
    upstream: Upstream,
    base_url: String,
    patience: Duration,
}

/// Why there is no answer.
#[derive(Debug)]
pub enum Failure {
    /// There is no connection.
    Connect,
    /// It took too long.
    Time,
    /// The connection broke off.
    Broken,
    /// What came is not HTTP.
    Unreadable,
}

impl Client {
    /// Makes the client of an upstream.
    ///
    /// # Errors
    ///
    /// Fails if there are no certificates to trust.
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
        let tls = tls
            .map_err(|error| Refused::new(format!("TLS cannot be used: {error}"), "report this"))?;
        let tls = tls.with_root_certificates(trusted).with_no_client_auth();
        let builder = HttpsConnectorBuilder::new().with_tls_config(tls);
        let connector = builder
            .https_or_http()
            .enable_http1()
            .wrap_connector(connector);
        let http = legacy::Client::builder(TokioExecutor::new())
            .pool_timer(TokioTimer::new())
            .pool_idle_timeout(Duration::from_secs(30))
            .http1_max_buf_size(usize::try_from(limits.max_answer_head.as_u64()).unwrap_or(1 << 16))
            .build(connector);
        Ok(Self(Arc::new(Inner {
            http,
            upstream: upstream.clone(),
            base_url: upstream.url(),
            patience: limits.upstream_timeout,
        })))
    }

    /// Returns the upstream's URL, without a slash at its end.
    pub fn base_url(&self) -> &str {
        &self.0.base_url
    }

    /// Returns what precedes every path.
    pub fn prefix(&self) -> &str {
        &self.0.upstream.prefix
    }

    /// Returns the URI of a path and a query; the prefix has to be in it.
    pub fn uri(&self, path: String) -> std::result::Result<Uri, http::Error> {
        let path = PathAndQuery::from_maybe_shared(Bytes::from(path))?;
        let parts = Uri::builder().scheme(self.0.upstream.scheme.clone());
        parts
            .authority(self.0.upstream.authority.clone())
            .path_and_query(path)
            .build()
    }

    /// Sends a request, and waits until its answer begins: for so long after the last piece of its body.
    ///
    /// # Errors
    ///
    /// Fails if it does not begin, or not in time.
    pub async fn send(
        &self,
        request: Request<Upload>,
        progress: &Progress,
    ) -> std::result::Result<Response<Incoming>, Failure> {
        let mut answer = pin!(self.0.http.request(request));
        loop {
            let end = progress.last() + self.0.patience;
            match timeout_at(end, &mut answer).await {
                Ok(answer) => return answer.map_err(|error| Failure::of(&error)),
                Err(_) if progress.last() + self.0.patience <= end => return Err(Failure::Time),
                Err(_) => {}
            }
        }
    }

    /// The same, for a body of any type.
    pub(crate) async fn send_boxed(
        &self,
        request: Request<UnsyncBoxBody<Bytes, std::convert::Infallible>>,
    ) -> std::result::Result<Response<Incoming>, Failure> {
        self.send(request.map(Upload::whole), &Progress::begin())
            .await
    }

    /// Asks for something small.
    ///
    /// # Errors
    ///
    /// Says why there is no answer.
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
        /// Bytes: a page of installations has some hundreds of thousands.
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

    /// Returns what the caller is told.
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
            Self::Connect => "there is no connection to the upstream",
            Self::Time => "the upstream did not answer in time",
            Self::Broken => "the upstream broke off before it answered",
            Self::Unreadable => "what the upstream answered is not HTTP, or its head is too large",
        })
    }
}

impl std::error::Error for Failure {}

fn trusted(upstream: &Upstream) -> Result<RootCertStore> {
    let mut store = RootCertStore::empty();
    match &upstream.ca {
        Some(path) => {
            let shown = quoted(&path.display().to_string());
            let refused = |what: &dyn fmt::Display| {
                Refused::new(
                    format!("the certificates of {shown} cannot be used: {what}"),
                    "give a PEM file to --upstream-ca",
                )
            };
            for certificate in
                CertificateDer::pem_file_iter(path).map_err(|error| refused(&error))?
            {
                let certificate = certificate.map_err(|error| refused(&error))?;
                store.add(certificate).map_err(|error| refused(&error))?;
            }
            if store.is_empty() {
                return Err(refused(&"there is none"));
            }
        }
        None => {
            store.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
            if store.is_empty() {
                return Err(Refused::new(
                    "this system has no certificates to verify the upstream with",
                    "install them (Debian: ca-certificates), or give --upstream-ca",
                ));
            }
        }
    }
    Ok(store)
}
