//! Forwards an allowed request to the upstream, and filters the headers of the response.

use http::header::{LINK, TRANSFER_ENCODING};
use http::request::Parts;
use http::{HeaderMap, HeaderName, Request, Response, StatusCode};
use http_body::Body as _;
use hyper::body::Incoming;
use tokio::time::Instant;

use super::gateway::Gateway;
use super::links::Links;
use super::record::Record;
use super::response_body::{Bounds, Source, leak};
use super::{headers, redirect};
use crate::callers::browser;
use crate::credentials::changing::Sent;
use crate::operations::table::{Body, Route};
use crate::operations::target::Target;
use crate::problem::{Kind, Problem};
use crate::upstream::client::Failure;
use crate::upstream::upload::{Cut, Progress, Upload};

/// The upstream's response, with filtered headers.
pub struct Forwarded {
    /// The status and the headers to forward.
    pub head: Response<()>,
    /// The body.
    pub source: Source,
    /// The limits of the body.
    pub bounds: Bounds,
}

const REQUEST_ID: HeaderName = HeaderName::from_static("x-github-request-id");

/// Forwards a request for an operation.
///
/// # Errors
///
/// Fails for an undeclared body, and for failures of the upstream.
pub async fn forward(
    gateway: &Gateway,
    parts: &Parts,
    body: Incoming,
    target: Target<'_>,
    record: &mut Record,
) -> Result<Forwarded, Problem> {
    let route = target.route;
    let of = |problem: Problem| problem.of(&route.id);
    let has_body = !body.is_end_stream();
    if has_body && route.body == Body::None {
        return Err(of(Problem::new(
            Kind::UndeclaredBody,
            "the description declares no body for this operation",
        )));
    }
    let most = gateway.config.limits.max_request_body.as_u64();
    if body.size_hint().lower() > most {
        return Err(of(request_too_large()));
    }
    let account = target
        .account
        .as_ref()
        .map(|(kind, name)| (*kind, name.as_str()));
    let bounds = Bounds {
        most: gateway.config.limits.max_response_body.as_u64(),
        stall: gateway.config.limits.stall_timeout,
        end: Instant::now() + gateway.config.limits.total_timeout,
    };
    let mut body = Some(body);
    let mut is_renewed = false;
    loop {
        let sent = gateway.credentials.of(account).await.map_err(of)?;
        let spent = sent
            .reserve
            .spend(&route.id, gateway.config.limits.reserve)
            .map_err(|seconds| {
                of(Problem::new(
                    Kind::Reserve,
                    "the rest of the upstream's rate limit is reserved by --reserve",
                )
                .retry_after(seconds))
            })?;
        let progress = Progress::begin();
        let upload = match body.take().filter(|_| has_body) {
            Some(body) => Upload::passing(body, most, progress.clone()),
            None => Upload::none(),
        };
        let outgoing =
            request(gateway, parts, route, &target.path, &sent, upload, has_body).map_err(of)?;
        let response =
            tokio::time::timeout_at(bounds.end, gateway.client.send(outgoing, &progress))
                .await
                .unwrap_or(Err(Failure::Time));
        let response = response.map_err(|failure| {
            of(match progress.cut() {
                Some(Cut::TooLarge) => request_too_large(),
                Some(Cut::Broken) => {
                    Problem::new(Kind::RequestTimeout, "the request body was incomplete")
                }
                None => failure.problem(),
            })
        })?;
        spent.learn(&route.id, response.headers());
        let is_rejected =
            response.status() == StatusCode::UNAUTHORIZED && gateway.credentials.rejected(&sent);
        if is_rejected && !has_body && !is_renewed {
            is_renewed = true;
            continue;
        }
        return take_back(gateway, response, parts, &target, bounds, record).map_err(of);
    }
}

fn request(
    gateway: &Gateway,
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
        gateway.api_version.as_ref(),
        &route.headers,
        body,
    )?;
    let mut request = Request::new(upload);
    *request.uri_mut() = gateway
        .client
        .uri(path.to_owned())
        .map_err(|_| Problem::new(Kind::Path, "the path is not a valid URI"))?;
    *request.method_mut() = route.method.clone();
    *request.headers_mut() = headers;
    Ok(request)
}

/// Filters the head of a response.
fn take_back(
    gateway: &Gateway,
    response: Response<Incoming>,
    parts: &Parts,
    target: &Target<'_>,
    bounds: Bounds,
    record: &mut Record,
) -> Result<Forwarded, Problem> {
    let (head, body) = response.into_parts();
    record.upstream_id = head.headers.get(&REQUEST_ID).cloned();
    let patterns = gateway.secrets.patterns();
    if head.headers.iter().any(|(name, value)| {
        patterns.is_in(value.as_bytes()) || patterns.is_in(name.as_str().as_bytes())
    }) {
        // The upstream's request id may contain the credential too.
        record.upstream_id = None;
        return Err(leak(record));
    }
    let size = head
        .headers
        .iter()
        .map(|(name, value)| name.as_str().len() + value.len() + 4);
    if size.sum::<usize>() as u64 > gateway.config.limits.max_response_head.as_u64() {
        let detail = "the head of the upstream's response is larger than --max-response-head";
        return Err(Problem::new(Kind::Broken, detail));
    }
    if head.status.is_informational() {
        return Err(Problem::new(
            Kind::Broken,
            "the upstream requested a protocol upgrade",
        ));
    }
    // A transfer coding such as gzip would hide credentials from the search.
    if head
        .headers
        .get_all(TRANSFER_ENCODING)
        .iter()
        .any(|it| !it.as_bytes().trim_ascii().eq_ignore_ascii_case(b"chunked"))
    {
        return Err(Problem::new(
            Kind::Broken,
            "the upstream's response has a transfer coding that the gateway did not request",
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
            &gateway.table,
            &gateway.config.upstream,
            &parts.method,
            &target.path,
            head.status,
            &mut passed,
        )?;
    }
    if passed.contains_key(LINK) {
        let links = Links {
            table: &gateway.table,
            upstream: &gateway.config.upstream,
            route: target.route,
            sent: &target.path,
        };
        let host = browser::host(parts, &gateway.config.hosts)?;
        links.rewrite(&mut passed, &gateway.config.url_for(host));
    }
    let source = Source::new(body, &head.headers)?;
    let mut response = Response::new(());
    *response.status_mut() = head.status;
    *response.headers_mut() = passed;
    Ok(Forwarded {
        head: response,
        source,
        bounds,
    })
}

fn request_too_large() -> Problem {
    Problem::new(
        Kind::RequestTooLarge,
        "the request body is larger than --max-request-body",
    )
}
