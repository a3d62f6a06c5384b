//! Checks redirects. The target must be an allowed operation, or on a host other than the upstream.

use http::header::LOCATION;
use http::{HeaderMap, HeaderValue, Method, StatusCode};
use url::Url;

use crate::operations::table::Table;
use crate::operations::target::Target;
use crate::problem::{Kind, Problem};
use crate::refused::quoted;
use crate::upstream::url::Upstream;

/// Checks a redirect. A target on the upstream is rewritten to the gateway's URL, so that the client stays on the
/// gateway. A target on another host stays unchanged.
///
/// # Errors
///
/// Fails if the target is on the upstream and not an allowed operation.
pub fn check(
    table: &Table,
    upstream: &Upstream,
    method: &Method,
    sent: &str,
    status: StatusCode,
    headers: &mut HeaderMap,
) -> Result<(), Problem> {
    let refused = || {
        Problem::new(
            Kind::Redirect,
            "the redirect target is not an allowed operation",
        )
    };
    let mut locations = headers.get_all(LOCATION).iter();
    let Some(location) = locations.next() else {
        return Ok(());
    };
    if locations.next().is_some() {
        return Err(refused());
    }
    let base = upstream.request_url(sent).ok_or_else(refused)?;
    let location = location.to_str().map_err(|_| refused())?;
    let target = base.join(location).map_err(|_| refused())?;
    if target.origin() != base.origin() {
        return match matches!(target.scheme(), "http" | "https") {
            true => Ok(()),
            false => Err(refused()),
        };
    }
    let elsewhere = || {
        let detail = format!(
            "the upstream redirects to {}, which is not an allowed operation; the resource may have been renamed",
            quoted(target.path())
        );
        Problem::new(Kind::Redirect, detail).location(place(&target).as_str())
    };
    let path = upstream
        .without_prefix(target.path())
        .ok_or_else(elsewhere)?;
    let keeps_method = matches!(
        status,
        StatusCode::TEMPORARY_REDIRECT | StatusCode::PERMANENT_REDIRECT
    );
    let method = if keeps_method { method } else { &Method::GET };
    let own = Target::read(table, method, path, target.query(), "").map_err(|_| elsewhere())?;
    let own = HeaderValue::try_from(own.path).map_err(|_| refused())?;
    headers.insert(LOCATION, own);
    Ok(())
}

/// Returns a URL without the parts that may contain a secret: query, fragment and user information.
fn place(url: &Url) -> Url {
    let mut place = url.clone();
    place.set_query(None);
    place.set_fragment(None);
    // Setting these parts cannot fail for http and https URLs.
    let _ = place.set_username("");
    let _ = place.set_password(None);
    place
}
