//! Cache validation of one request.

use http::StatusCode;
use http::header::{
    CACHE_CONTROL, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE, ETAG, HeaderMap,
    HeaderName, HeaderValue, IF_MODIFIED_SINCE, IF_NONE_MATCH, LAST_MODIFIED, LINK,
    TRANSFER_ENCODING,
};
use url::Url;

use super::Cache;
use super::entry::{CacheKey, CachedResponse};
use crate::base::account::Account;
use crate::http::github;
use crate::http::reply::Reply;

/// The cache entry of a request.
pub(crate) struct Kept<'a> {
    cache: &'a dyn Cache,
    key: CacheKey,
    response: Option<CachedResponse>,
}

impl<'a> Kept<'a> {
    /// Returns the cache key of a request.
    pub(crate) fn key(
        url: &Url,
        version: Option<HeaderValue>,
        account: &Account,
        headers: &HeaderMap,
    ) -> CacheKey {
        CacheKey {
            url: url.clone(),
            accept: headers.get(http::header::ACCEPT).cloned(),
            version,
            account: account.clone(),
        }
    }

    /// Looks up the cached response and makes the request conditional, unless the call bypasses the cache. Returns
    /// `None` for a request that is already conditional.
    pub(crate) async fn look(
        cache: &'a dyn Cache,
        key: CacheKey,
        is_fresh: bool,
        headers: &mut HeaderMap,
    ) -> Option<Self> {
        if headers.contains_key(IF_NONE_MATCH) || headers.contains_key(IF_MODIFIED_SINCE) {
            return None;
        }
        let response = match is_fresh {
            true => None,
            false => cache.get(&key).await,
        };
        if let Some((name, value)) = response.as_ref().and_then(condition) {
            headers.insert(name, value);
        }
        Some(Self {
            cache,
            key,
            response,
        })
    }

    /// Returns the cached response if the resource is unchanged. Otherwise caches and returns the new response.
    pub(crate) async fn settle(self, came: Reply) -> Reply {
        match (came.status, self.response) {
            (StatusCode::NOT_MODIFIED, Some(kept)) => Reply {
                status: kept.status,
                headers: renewed(kept.headers, &came.headers),
                bytes: kept.bytes,
                has_old_links: !came.headers.contains_key(LINK),
                ..came
            },
            (StatusCode::OK, _) if may_be_kept(&came.headers) => {
                let response = CachedResponse {
                    status: came.status,
                    headers: came.headers.clone(),
                    bytes: came.bytes.clone(),
                };
                self.cache.put(self.key, response).await;
                came
            }
            _ => came,
        }
    }
}

/// Returns the cached headers, updated by the headers of the new response. Headers that describe the body are not
/// updated. Headers that concern only the earlier request are removed.
fn renewed(mut kept: HeaderMap, came: &HeaderMap) -> HeaderMap {
    const OF_BODY: [HeaderName; 5] = [
        CONTENT_ENCODING,
        CONTENT_LENGTH,
        CONTENT_RANGE,
        CONTENT_TYPE,
        TRANSFER_ENCODING,
    ];
    let of_request = |it: &&HeaderName| {
        let name = it.as_str();
        name.starts_with("x-ratelimit-") || matches!(name, "retry-after" | github::REQUEST_ID)
    };
    let gone: Vec<_> = kept.keys().filter(of_request).cloned().collect();
    for name in &gone {
        kept.remove(name);
    }
    for name in came.keys().filter(|it| !OF_BODY.contains(it)) {
        kept.remove(name);
        for value in came.get_all(name) {
            kept.append(name, value.clone());
        }
    }
    kept
}

fn condition(kept: &CachedResponse) -> Option<(HeaderName, HeaderValue)> {
    let header = |name| kept.headers.get(name).cloned();
    let by_etag = header(ETAG).map(|it| (IF_NONE_MATCH, it));
    by_etag.or_else(|| header(LAST_MODIFIED).map(|it| (IF_MODIFIED_SINCE, it)))
}

fn may_be_kept(headers: &HeaderMap) -> bool {
    let says_no = |it: &HeaderValue| it.to_str().is_ok_and(|it| it.contains("no-store"));
    let is_forbidden = headers.get_all(CACHE_CONTROL).iter().any(says_no);
    !is_forbidden && (headers.contains_key(ETAG) || headers.contains_key(LAST_MODIFIED))
}
