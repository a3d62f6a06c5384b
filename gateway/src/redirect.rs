//! Where an answer may lead: to an operation that is allowed, or away from the upstream, without a credential.

use http::header::LOCATION;
use http::{HeaderMap, HeaderValue, Method, StatusCode};
use url::Url;

use crate::config::Upstream;
use crate::problem::{Kind, Problem};
use crate::table::Table;
use crate::target::Target;

/// Checks where a redirect leads. One to the upstream gets the path that it has here, so that who follows it comes
/// back to the gateway; one that leads elsewhere stays as it is.
///
/// # Errors
///
/// Fails for one to the upstream that is no allowed operation.
pub fn check(
    table: &Table,
    upstream: &Upstream,
    method: &Method,
    status: StatusCode,
    headers: &mut HeaderMap,
) -> Result<(), Problem> {
    let refused = || {
        Problem::new(
            Kind::Redirect,
            "the upstream redirects to what is no allowed operation",
        )
    };
    let mut locations = headers.get_all(LOCATION).iter();
    let Some(location) = locations.next() else {
        return Ok(());
    };
    if locations.next().is_some() {
        return Err(refused());
    }
    let base = Url::parse(&format!("{}/", upstream.url())).map_err(|_| refused())?;
    let location = location.to_str().map_err(|_| refused())?;
    let target = base.join(location).map_err(|_| refused())?;
    if target.origin() != base.origin() {
        return match matches!(target.scheme(), "http" | "https") {
            true => Ok(()),
            false => Err(refused()),
        };
    }
    let path = target
        .path()
        .strip_prefix(&upstream.prefix)
        .ok_or_else(refused)?;
    let keeps_method = matches!(
        status,
        StatusCode::TEMPORARY_REDIRECT | StatusCode::PERMANENT_REDIRECT
    );
    let method = if keeps_method { method } else { &Method::GET };
    let target = Target::read(table, method, path, target.query(), "").map_err(|_| refused())?;
    let own = HeaderValue::try_from(target.path).map_err(|_| refused())?;
    headers.insert(LOCATION, own);
    Ok(())
}
