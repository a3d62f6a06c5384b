//! A request from its head to its answer: every rule is asked here, in order.

use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use bytes::Bytes;
use http::header::{CONNECTION, CONTENT_TYPE, LINK, TRANSFER_ENCODING, WWW_AUTHENTICATE};
use http::request::Parts;
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request, Response, StatusCode, Version};
use http_body::Body as _;
use hyper::body::Incoming;
use tokio::time::Instant;

use super::{headers, info, redirect};
use crate::callers::browser::{self, Origin};
use crate::callers::forwarded;
use crate::callers::tokens::Callers;
use crate::config::Config;
use crate::connection::refused_head;
use crate::connection::state::Connection;
use crate::credentials::leak::{Scanner, Secrets};
use crate::credentials::store::{Credentials, Sent};
use crate::exchange::links::Links;
use crate::exchange::record::Record;
use crate::exchange::response_body::{Bounds, Reply, Source, leak};
use crate::limits::attempts::Attempts;
use crate::limits::rate::{Rate, Who, network};
use crate::observability::log::{Level, Log};
use crate::observability::metrics::Metrics;
use crate::operations::table::{Body, Route, Table};
use crate::operations::target::Target;
use crate::problem::{Kind, Problem};
use crate::refused::quoted;
use crate::site::Site;
use crate::upstream::client::{Client, Failure};
use crate::upstream::upload::{Cut, Progress, Upload};

/// The gateway: what all its requests share.
pub struct Gateway {
    pub(crate) config: Config,
    pub(crate) table: Table,
    pub(crate) api_version: Option<HeaderValue>,
    pub(crate) client: Client,
    pub(crate) credentials: Credentials,
    pub(crate) secrets: Arc<Secrets>,
    pub(crate) callers: Callers,
    pub(crate) requests: Rate,
    pub(crate) attempts: Attempts,
    pub(crate) metrics: Metrics,
    pub(crate) log: Log,
    /// The headers that pages may send.
    pub(crate) sendable: HeaderValue,
    pub(crate) site: Option<Site>,
    /// Whether a request came without the address of its caller.
    pub(crate) is_unforwarded: AtomicBool,
}

const REQUEST_ID: HeaderName = HeaderName::from_static("x-github-request-id");

impl Gateway {
    /// Returns all operations.
    pub fn table(&self) -> &Table {
        &self.table
    }

    /// Returns the log.
    pub fn log(&self) -> &Log {
        &self.log
    }

    /// Returns the counts.
    pub fn metrics(&self) -> &Metrics {
        &self.metrics
    }

    /// Answers a request.
    pub async fn answer(
        self: Arc<Self>,
        connection: Arc<Connection>,
        request: Request<Incoming>,
    ) -> Response<Reply> {
        let (parts, body) = request.into_parts();
        let address = self.address(&parts, connection.peer);
        let mut record = Box::new(Record::new(
            self.clone(),
            connection,
            parts.method.clone(),
            address,
        ));
        let mut origin = None;
        let outcome = self.pass(&parts, body, &mut origin, record.as_mut()).await;
        let mut answer = match outcome {
            Ok(Outcome::Own(mut answer)) => {
                record.status = Some(answer.status());
                headers::protect(answer.headers_mut());
                answer.map(|bytes| Reply::whole(bytes, record))
            }
            Ok(Outcome::Site(answer)) => {
                record.status = Some(answer.status());
                answer.map(|body| Reply::site(body, record))
            }
            Ok(Outcome::Upstream(head, source, bounds)) => {
                let scanner = Scanner::new(self.secrets.patterns());
                record.status = Some(head.status());
                match Reply::passing(source, scanner, bounds, record).await {
                    Ok(reply) => {
                        let mut answer = head.map(|()| reply);
                        headers::protect(answer.headers_mut());
                        answer
                    }
                    Err((problem, record)) => refuse(&problem, &parts, record),
                }
            }
            Err(problem) => refuse(&problem, &parts, record),
        };
        let headers = answer.headers_mut();
        browser::allow_reading(origin.as_ref(), headers);
        // Behind chunks, the guard does not know where the next head would begin.
        if parts.version < Version::HTTP_2 && parts.headers.contains_key(TRANSFER_ENCODING) {
            headers.insert(CONNECTION, HeaderValue::from_static("close"));
        }
        answer
    }

    async fn pass(
        &self,
        parts: &Parts,
        body: Incoming,
        allowed: &mut Option<Origin>,
        record: &mut Record,
    ) -> Result<Outcome, Problem> {
        if self.log.is_behind() {
            return Err(Problem::new(
                Kind::Log,
                "whoever reads the gateway's log has to take its lines first",
            )
            .retry_after(1));
        }
        let largest = self.config.limits.max_head.as_u64();
        if let Some(kind) = refused_head::refusal(parts, largest) {
            let detail = match kind {
                Kind::HeadTooLarge => {
                    "the head is larger than --max-head, or has more than 100 headers"
                }
                _ => {
                    "send the head as RFC 9112 has it: lines end by CR LF, and one of them gives a length"
                }
            };
            return Err(Problem::new(kind, detail));
        }
        let has_authority = parts.uri.scheme().is_some() || parts.uri.authority().is_some();
        if parts.method == Method::CONNECT || (parts.version < Version::HTTP_2 && has_authority) {
            return Err(Problem::new(
                Kind::Target,
                "give a path that begins with `/`: the gateway has one upstream, and is no proxy",
            ));
        }
        let host = browser::host(parts, &self.config.hosts)?;
        if let Some(site) = self.site.as_ref().filter(|_| Site::is_meant(parts)) {
            return site.answer(parts).await.map(Outcome::Site);
        }
        let origin = browser::origin(parts, host, &self.config.origins)?;
        let is_page = origin.is_some();
        *allowed = origin;
        if is_page && browser::is_preflight(parts) {
            let mut answer = Response::new(Bytes::new());
            *answer.status_mut() = StatusCode::NO_CONTENT;
            browser::allow_sending(&parts.headers, &self.sendable, answer.headers_mut());
            return Ok(Outcome::Own(answer));
        }
        if is_page {
            browser::mark(parts)?;
        }
        record.caller = self.caller(parts, record.address)?;
        if parts.uri.path() == info::PATH {
            return info::answer(self, parts).map(Outcome::Own);
        }
        let target = Target::read(
            &self.table,
            &parts.method,
            parts.uri.path(),
            parts.uri.query(),
            self.client.prefix(),
        )?;
        record.route = Some(target.index);
        self.forward(parts, body, target, record)
            .await
            .map_err(|(problem, id)| problem.of(id))
    }

    async fn forward<'a>(
        &'a self,
        parts: &Parts,
        body: Incoming,
        target: Target<'a>,
        record: &mut Record,
    ) -> Result<Outcome, (Problem, &'a str)> {
        let route = target.route;
        let of = |problem: Problem| (problem, route.id.as_str());
        let has_body = !body.is_end_stream();
        if has_body && route.body == Body::None {
            return Err(of(Problem::new(
                Kind::UndeclaredBody,
                "the description has no body for this operation",
            )));
        }
        let most = self.config.limits.max_request_body.as_u64();
        if body.size_hint().lower() > most {
            return Err(of(request_too_large()));
        }
        let account = target
            .account
            .as_ref()
            .map(|(kind, name)| (*kind, name.as_str()));
        let bounds = Bounds {
            most: self.config.limits.max_answer_body.as_u64(),
            stall: self.config.limits.stall_timeout,
            end: Instant::now() + self.config.limits.total_timeout,
        };
        let mut body = Some(body);
        let mut is_renewed = false;
        loop {
            let sent = self.credentials.of(account).await.map_err(of)?;
            let spent = sent
                .reserve
                .spend(&route.id, self.config.limits.reserve)
                .map_err(|seconds| {
                    of(Problem::new(
                        Kind::Reserve,
                        "the gateway keeps the rest of the upstream's rate limit for others",
                    )
                    .retry_after(seconds))
                })?;
            let progress = Progress::begin();
            let upload = match body.take().filter(|_| has_body) {
                Some(body) => Upload::passing(body, most, progress.clone()),
                None => Upload::none(),
            };
            let request = self
                .request(parts, route, &target.path, &sent, upload, has_body)
                .map_err(of)?;
            let answer = tokio::time::timeout_at(bounds.end, self.client.send(request, &progress))
                .await
                .unwrap_or(Err(Failure::Time));
            let answer = answer.map_err(|failure| {
                of(match progress.cut() {
                    Some(Cut::TooLarge) => request_too_large(),
                    Some(Cut::Broken) => Problem::new(
                        Kind::RequestTimeout,
                        "the request's body did not come whole",
                    ),
                    None => failure.problem(),
                })
            })?;
            spent.learn(&route.id, answer.headers());
            let is_rejected =
                answer.status() == StatusCode::UNAUTHORIZED && self.credentials.rejected(&sent);
            if is_rejected && !has_body && !is_renewed {
                is_renewed = true;
                continue;
            }
            return self
                .take_back(answer, parts, &target, bounds, record)
                .map_err(of);
        }
    }

    fn request(
        &self,
        parts: &Parts,
        route: &Route,
        path: &str,
        sent: &Sent,
        upload: Upload,
        has_body: bool,
    ) -> Result<Request<Upload>, Problem> {
        let body = has_body.then_some(&route.body);
        let headers = headers::sent(
            &parts.headers,
            sent.authorization.clone(),
            self.api_version.as_ref(),
            &route.headers,
            body,
        )?;
        let mut request = Request::new(upload);
        *request.uri_mut() = self
            .client
            .uri(path.to_owned())
            .map_err(|_| Problem::new(Kind::Path, "the path cannot be sent"))?;
        *request.method_mut() = route.method.clone();
        *request.headers_mut() = headers;
        Ok(request)
    }

    /// Takes what of an answer may pass.
    fn take_back(
        &self,
        answer: Response<Incoming>,
        parts: &Parts,
        target: &Target<'_>,
        bounds: Bounds,
        record: &mut Record,
    ) -> Result<Outcome, Problem> {
        let (head, body) = answer.into_parts();
        record.upstream_id = head.headers.get(&REQUEST_ID).cloned();
        let patterns = self.secrets.patterns();
        if head.headers.iter().any(|(name, value)| {
            patterns.is_in(value.as_bytes()) || patterns.is_in(name.as_str().as_bytes())
        }) {
            // It may be in the id, too.
            record.upstream_id = None;
            return Err(leak(record));
        }
        let size = head
            .headers
            .iter()
            .map(|(name, value)| name.as_str().len() + value.len() + 4);
        if size.sum::<usize>() as u64 > self.config.limits.max_answer_head.as_u64() {
            let detail = "the head of the upstream's answer is larger than --max-answer-head";
            return Err(Problem::new(Kind::Broken, detail));
        }
        if head.status.is_informational() {
            return Err(Problem::new(
                Kind::Broken,
                "the upstream wants to speak another protocol",
            ));
        }
        // What is compressed on the way could not be looked through.
        if head
            .headers
            .get_all(TRANSFER_ENCODING)
            .iter()
            .any(|it| !it.as_bytes().trim_ascii().eq_ignore_ascii_case(b"chunked"))
        {
            return Err(Problem::new(
                Kind::Broken,
                "the upstream's answer is encoded in a way that nobody asked for",
            ));
        }
        let mut passed = HeaderMap::with_capacity(24);
        for (name, value) in &head.headers {
            if headers::passes_back(name) {
                passed.append(name.clone(), value.clone());
            }
        }
        if head.status.is_redirection() {
            redirect::check(
                &self.table,
                &self.config.upstream,
                &parts.method,
                &target.path,
                head.status,
                &mut passed,
            )?;
        }
        if passed.contains_key(LINK) {
            let links = Links {
                table: &self.table,
                upstream: &self.config.upstream,
                route: target.route,
                sent: &target.path,
            };
            let host = browser::host(parts, &self.config.hosts)?;
            links.rewrite(&mut passed, &self.config.url_for(host));
        }
        let source = Source::new(body, &head.headers)?;
        let mut answer = Response::new(());
        *answer.status_mut() = head.status;
        *answer.headers_mut() = passed;
        Ok(Outcome::Upstream(answer, source, bounds))
    }

    /// Returns who asks; what asks too often, or with wrong tokens, is refused.
    fn caller(&self, parts: &Parts, address: Option<IpAddr>) -> Result<Option<Arc<str>>, Problem> {
        let address = address.map(network);
        if let Some(address) = address {
            self.attempts.check(address).map_err(too_many_attempts)?;
        }
        let caller = self.callers.name(parts).inspect_err(|_| {
            if let Some(address) = address {
                self.attempts.failed(address);
            }
        })?;
        let who = caller.clone().map(Who::Caller);
        let who = who.or(address.map(Who::Address)).unwrap_or(Who::Unknown);
        self.requests.take(&who).map_err(|seconds| {
            Problem::new(
                Kind::CallerLimit,
                "send fewer requests: see --requests-per-second and --burst",
            )
            .retry_after(seconds)
        })?;
        Ok(caller)
    }

    /// Returns the address of a caller, if it is known: behind a proxy, the one that the proxy has added last. The
    /// proxy's own is none, which would be that of all callers.
    fn address(&self, parts: &Parts, peer: Option<IpAddr>) -> Option<IpAddr> {
        if !self.config.behind_tls_proxy {
            return peer;
        }
        let address = forwarded::address(&parts.headers);
        if let Err(text) = &address
            && !self.is_unforwarded.swap(true, Ordering::Relaxed)
        {
            self.log.event(
                Level::Warning,
                "the proxy's X-Forwarded-For does not end with an address, so that wrong tokens are not slowed down; callers \
                 with tokens are counted by these. This is said once",
                &quoted(text),
                None,
            );
        }
        address.ok()
    }
}

enum Outcome {
    Own(Response<Bytes>),
    Site(Response<crate::site::SiteBody>),
    Upstream(Response<()>, Source, Bounds),
}

fn refuse(problem: &Problem, parts: &Parts, mut record: Box<Record>) -> Response<Reply> {
    let (own, body) = problem.answer(&parts.headers);
    record.status = Some(problem.kind().status());
    record.problem = Some(problem.kind());
    let mut answer = Response::new(Reply::whole(body, record));
    *answer.status_mut() = problem.kind().status();
    *answer.headers_mut() = own;
    if problem.kind() == Kind::Caller {
        answer.headers_mut().insert(
            WWW_AUTHENTICATE,
            HeaderValue::from_static("X-Tagsmith-Token"),
        );
    }
    headers::protect(answer.headers_mut());
    if problem.kind() == Kind::Origin && info::is_asked_for(parts) {
        browser::let_all_read(answer.headers_mut());
    }
    answer
}

fn too_many_attempts(seconds: u64) -> Problem {
    Problem::new(
        Kind::Attempts,
        "wait, and send the token that the operator gave you",
    )
    .retry_after(seconds)
}

fn request_too_large() -> Problem {
    Problem::new(
        Kind::RequestTooLarge,
        "the body is larger than --max-request-body",
    )
}

/// Returns an answer of the gateway's own, of JSON.
pub(crate) fn json(body: &serde_json::Value) -> Response<Bytes> {
    let mut answer = Response::new(Bytes::from(body.to_string()));
    answer
        .headers_mut()
        .insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    answer
}
