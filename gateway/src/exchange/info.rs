//! `GET /-/gateway`: returns the properties of the gateway and its allowed operations, for the reference site.

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::request::Parts;
use http::{HeaderValue, Method, Response};

use crate::exchange::gateway::Gateway;
use crate::problem::{Kind, Problem};

/// The path of the endpoint. No path of an operation begins with `/-/`.
pub const PATH: &str = "/-/gateway";

/// Returns whether a request has this endpoint's path.
pub fn is_asked_for(parts: &Parts) -> bool {
    parts.method == Method::GET && parts.uri.path() == PATH
}

/// Responds with the gateway's properties.
///
/// # Errors
///
/// Fails for methods other than `GET`, and for a query.
pub fn respond(gateway: &Gateway, parts: &Parts) -> Result<Response<Bytes>, Problem> {
    if parts.method != Method::GET {
        return Err(Problem::new(Kind::Method, "this path supports only `GET`").allow("GET"));
    }
    if parts.uri.query().is_some() {
        return Err(Problem::new(
            Kind::UndeclaredParameter,
            "this path has no query parameters",
        ));
    }
    let mut operations: Vec<&str> = gateway.table.allowed().map(|it| it.id.as_str()).collect();
    operations.sort_unstable();
    Ok(json(&serde_json::json!({
        "name": env!("CARGO_PKG_NAME"),
        "version": env!("CARGO_PKG_VERSION"),
        "upstream": gateway.client.base_url(),
        "api_version": gateway.api_version.as_ref().and_then(|it| it.to_str().ok()),
        "writes": gateway.table.allowed().any(|it| it.method != Method::GET),
        "operations": operations,
    })))
}

/// Creates a JSON response that the gateway itself generates.
fn json(body: &serde_json::Value) -> Response<Bytes> {
    let mut response = Response::new(Bytes::from(body.to_string()));
    response
        .headers_mut()
        .insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}
