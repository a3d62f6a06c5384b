//! Handles a request: applies every rule in order, and returns the response.

use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use bytes::Bytes;
use http::header::{CONNECTION, TRANSFER_ENCODING, WWW_AUTHENTICATE};
use http::request::Parts;
use http::{HeaderValue, Method, Request, Response, StatusCode, Version};
use hyper::body::Incoming;

use super::forward::{Forwarded, forward};
use super::gateway::Gateway;
use super::record::Record;
use super::response_body::Reply;
use super::{headers, info};
use crate::callers::browser::{self, Origin};
use crate::callers::forwarded;
use crate::connection::refused_head;
use crate::connection::state::Connection;
use crate::credentials::leak::Scanner;
use crate::limits::rate::{Who, network};
use crate::observability::log::Level;
use crate::operations::target::Target;
use crate::problem::{Kind, Problem};
use crate::refused::quoted;
use crate::site::{Site, SiteBody};

/// Handles a request.
pub async fn handle(
    gateway: Arc<Gateway>,
    connection: Arc<Connection>,
    request: Request<Incoming>,
) -> Response<Reply> {
    let (parts, body) = request.into_parts();
    let address = address(&gateway, &parts, connection.peer);
    let mut record = Box::new(Record::new(
        gateway.clone(),
        connection,
        parts.method.clone(),
        address,
    ));
    let mut origin = None;
    let outcome = pass(&gateway, &parts, body, &mut origin, record.as_mut()).await;
    let mut response = match outcome {
        Ok(Outcome::Own(mut response)) => {
            record.status = Some(response.status());
            headers::protect(response.headers_mut());
            response.map(|bytes| Reply::whole(bytes, record))
        }
        Ok(Outcome::Site(response)) => {
            record.status = Some(response.status());
            response.map(|body| Reply::site(body, record))
        }
        Ok(Outcome::Upstream(Forwarded {
            head,
            source,
            bounds,
        })) => {
            let scanner = Scanner::new(gateway.secrets.patterns());
            record.status = Some(head.status());
            match Reply::passing(source, scanner, bounds, record).await {
                Ok(reply) => {
                    let mut response = head.map(|()| reply);
                    headers::protect(response.headers_mut());
                    response
                }
                Err((problem, record)) => refuse(&problem, &parts, record),
            }
        }
        Err(problem) => refuse(&problem, &parts, record),
    };
    let headers = response.headers_mut();
    browser::allow_reading(origin.as_ref(), headers);
    // After a chunked body, the guard cannot find the beginning of the next head.
    if parts.version < Version::HTTP_2 && parts.headers.contains_key(TRANSFER_ENCODING) {
        headers.insert(CONNECTION, HeaderValue::from_static("close"));
    }
    response
}

async fn pass(
    gateway: &Gateway,
    parts: &Parts,
    body: Incoming,
    allowed: &mut Option<Origin>,
    record: &mut Record,
) -> Result<Outcome, Problem> {
    if gateway.log.is_behind() {
        return Err(
            Problem::new(Kind::Log, "the log consumer is behind; retry later").retry_after(1),
        );
    }
    let largest = gateway.config.limits.max_head.as_u64();
    if let Some(kind) = refused_head::refusal(parts, largest) {
        let detail = match kind {
            Kind::HeadTooLarge => {
                "the head is larger than --max-head, or has more than 100 headers"
            }
            _ => {
                "send a head that conforms to RFC 9112: lines end with CR LF, and at most one header sets the length"
            }
        };
        return Err(Problem::new(kind, detail));
    }
    let has_authority = parts.uri.scheme().is_some() || parts.uri.authority().is_some();
    if parts.method == Method::CONNECT || (parts.version < Version::HTTP_2 && has_authority) {
        return Err(Problem::new(
            Kind::Target,
            "the request target must begin with `/`: the gateway is not a forward proxy",
        ));
    }
    let host = browser::host(parts, &gateway.config.hosts)?;
    if let Some(site) = gateway.site.as_ref().filter(|_| Site::is_meant(parts)) {
        return site.respond(parts).await.map(Outcome::Site);
    }
    let origin = browser::origin(parts, host, &gateway.config.origins)?;
    let is_page = origin.is_some();
    *allowed = origin;
    if is_page && browser::is_preflight(parts) {
        let mut response = Response::new(Bytes::new());
        *response.status_mut() = StatusCode::NO_CONTENT;
        browser::allow_sending(&parts.headers, &gateway.sendable, response.headers_mut());
        return Ok(Outcome::Own(response));
    }
    if is_page {
        browser::mark(parts)?;
    }
    record.caller = caller(gateway, parts, record.address)?;
    if parts.uri.path() == info::PATH {
        return info::respond(gateway, parts).map(Outcome::Own);
    }
    let target = Target::read(
        &gateway.table,
        &parts.method,
        parts.uri.path(),
        parts.uri.query(),
        gateway.client.prefix(),
    )?;
    record.route = Some(target.index);
    forward(gateway, parts, body, target, record)
        .await
        .map(Outcome::Upstream)
}

/// Returns the caller. Refuses callers that exceed a rate limit or send a wrong token.
fn caller(
    gateway: &Gateway,
    parts: &Parts,
    address: Option<IpAddr>,
) -> Result<Option<Arc<str>>, Problem> {
    let address = address.map(network);
    if let Some(address) = address {
        gateway.attempts.check(address).map_err(too_many_attempts)?;
    }
    let caller = gateway.callers.name(parts).inspect_err(|_| {
        if let Some(address) = address {
            gateway.attempts.failed(address);
        }
    })?;
    let who = caller.clone().map(Who::Caller);
    let who = who.or(address.map(Who::Address)).unwrap_or(Who::Unknown);
    gateway.requests.take(&who).map_err(|seconds| {
        Problem::new(
            Kind::CallerLimit,
            "send fewer requests; --requests-per-second and --burst set the limit",
        )
        .retry_after(seconds)
    })?;
    Ok(caller)
}

/// Returns the caller's address, if it is known. Behind a proxy, this is the address that the proxy added last. The
/// proxy's own address is never returned, because all callers would share it.
fn address(gateway: &Gateway, parts: &Parts, peer: Option<IpAddr>) -> Option<IpAddr> {
    if !gateway.config.behind_tls_proxy {
        return peer;
    }
    let address = forwarded::address(&parts.headers);
    if let Err(text) = &address
        && !gateway.is_unforwarded.swap(true, Ordering::Relaxed)
    {
        gateway.log.event(
            Level::Warning,
            "the proxy's X-Forwarded-For does not end with an address, so wrong tokens are not throttled; callers with \
             tokens are still limited by their tokens. This warning is logged once",
            &quoted(text),
            None,
        );
    }
    address.ok()
}

enum Outcome {
    Own(Response<Bytes>),
    Site(Response<SiteBody>),
    Upstream(Forwarded),
}

fn refuse(problem: &Problem, parts: &Parts, mut record: Box<Record>) -> Response<Reply> {
    let (own, body) = problem.response(&parts.headers);
    record.status = Some(problem.kind().status());
    record.problem = Some(problem.kind());
    let mut response = Response::new(Reply::whole(body, record));
    *response.status_mut() = problem.kind().status();
    *response.headers_mut() = own;
    if problem.kind() == Kind::Caller {
        response.headers_mut().insert(
            WWW_AUTHENTICATE,
            HeaderValue::from_static("X-Tagsmith-Token"),
        );
    }
    headers::protect(response.headers_mut());
    if problem.kind() == Kind::Origin && info::is_asked_for(parts) {
        browser::let_all_read(response.headers_mut());
    }
    response
}

fn too_many_attempts(seconds: u64) -> Problem {
    Problem::new(
        Kind::Attempts,
        "wait, then send the token that the operator gave you",
    )
    .retry_after(seconds)
}
