//! Typed values of response headers.

use std::fmt;
use std::time::Duration;

use http::header::{ETAG, LAST_MODIFIED};
use jiff::Timestamp;
use url::Url;

use crate::http::date::http_date;
use crate::http::rate_limit::RateLimit;
use crate::http::reply::Reply;
use crate::http::{github, link};
use crate::value;

/// The query parameter with the page number, in the URL of the last page.
const PAGE: &str = "page";

/// Typed values of response headers. A value is `None` if the header is missing or has an unknown format.
///
/// ```no_run
/// # async fn example(client: github_rest::Client) -> Result<(), Box<dyn std::error::Error>> {
/// let seats = client.copilot().list_copilot_seats("octo-org").await?;
/// let facts = seats.facts();
/// println!("{:?} pages, token valid until {:?}", facts.page_count(), facts.token_expires());
/// if let Some(deprecation) = facts.deprecation() {
///     eprintln!("deprecated, removed at {:?}: {:?}", facts.sunset(), deprecation.url);
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy)]
pub struct ResponseFacts<'a> {
    reply: &'a Reply,
}

/// The deprecation of an endpoint, now or in the future: the header `deprecation` (RFC 9745).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Deprecation<'a> {
    /// When the endpoint becomes or became deprecated, or `None` if the header has no date.
    pub since: Option<Timestamp>,
    /// The URL of the deprecation's documentation: the link with the relation `deprecation`.
    pub url: Option<&'a str>,
}

/// The single sign-on status of a response: GitHub's header `x-github-sso`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Sso<'a> {
    /// The URL at which the user authorizes the token, if the organization requires single sign-on.
    pub url: Option<&'a str>,
    /// The ids of organizations whose data is missing in the response, because the token is not authorized for them.
    pub left_out: Vec<i64>,
}

impl<'a> ResponseFacts<'a> {
    pub(crate) fn of(reply: &'a Reply) -> Self {
        Self { reply }
    }

    /// Returns the URL of the response, after redirects. The query may be a secret, as in a signed URL. In a browser,
    /// it is the URL of the request: the browser follows redirects itself.
    pub fn url(self) -> &'a str {
        self.reply.url.as_str()
    }

    /// Returns the number of pages of a paginated response: the `page` in the link to the last page. On the last page,
    /// it is the `page` of the previous page plus one.
    pub fn page_count(self) -> Option<u64> {
        let headers = &self.reply.headers;
        let page = |relation: &str| {
            let url = self
                .reply
                .url
                .join(link::related(headers, relation)?)
                .ok()?;
            page(&url)
        };
        page("last").or_else(|| match link::next(headers) {
            link::Next::None => page("prev")?.checked_add(1),
            link::Next::Link(_) | link::Next::Unknown => None,
        })
    }

    /// Returns the ETag of the response, with its quotes: the header `etag`.
    pub fn etag(self) -> Option<&'a str> {
        self.reply.header(ETAG.as_str())
    }

    /// Returns when the resource was last modified: the header `last-modified`.
    pub fn last_modified(self) -> Option<Timestamp> {
        http_date(self.reply.header(LAST_MODIFIED.as_str())?)
    }

    /// Returns the deprecation of the endpoint, if the header `deprecation` is present. Servers that follow a draft of
    /// RFC 9745 send `true` or an HTTP date.
    pub fn deprecation(self) -> Option<Deprecation<'a>> {
        let text = self.reply.header("deprecation")?.trim();
        if text == "false" || text == "?0" {
            return None;
        }
        let seconds = text.strip_prefix('@').and_then(|it| it.parse().ok());
        Some(Deprecation {
            since: seconds
                .and_then(|it| Timestamp::from_second(it).ok())
                .or_else(|| http_date(text)),
            url: link::related(&self.reply.headers, "deprecation"),
        })
    }

    /// Returns when the endpoint will be or was removed: the header `sunset` (RFC 8594).
    pub fn sunset(self) -> Option<Timestamp> {
        http_date(self.reply.header("sunset")?)
    }

    /// Returns the minimum wait between two polls of the endpoint: GitHub's header `x-poll-interval`.
    pub fn poll_interval(self) -> Option<Duration> {
        let seconds = self.reply.header(github::POLL_INTERVAL)?.trim();
        seconds.parse().ok().map(Duration::from_secs)
    }

    /// Returns when the token expires: GitHub's header `github-authentication-token-expiration`.
    pub fn token_expires(self) -> Option<Timestamp> {
        value::instant(self.reply.header(github::TOKEN_EXPIRATION)?.trim())
    }

    /// Returns the scopes of a classic token or an OAuth app's token: GitHub's header `x-oauth-scopes`. The list is
    /// empty for a token without scopes.
    pub fn scopes(self) -> Option<Vec<&'a str>> {
        self.list(github::SCOPES)
    }

    /// Returns the scopes that the endpoint accepts, of which one is sufficient: GitHub's header
    /// `x-accepted-oauth-scopes`.
    pub fn accepted_scopes(self) -> Option<Vec<&'a str>> {
        self.list(github::ACCEPTED_SCOPES)
    }

    /// Returns the permissions that the endpoint accepts from an app or a fine-grained token: GitHub's header
    /// `x-accepted-github-permissions`. Each item is a sufficient set of permissions, such as `[("contents", "read"),
    /// ("issues", "write")]`.
    pub fn accepted_permissions(self) -> Option<Vec<Vec<(&'a str, &'a str)>>> {
        let text = self.reply.header(github::ACCEPTED_PERMISSIONS)?;
        let permission = |it: &'a str| {
            let (name, access) = it.split_once('=')?;
            Some((name.trim(), access.trim()))
        };
        let sets = text
            .split(';')
            .map(|it| it.split(',').filter_map(permission).collect());
        Some(sets.filter(|it: &Vec<_>| !it.is_empty()).collect())
    }

    /// Returns the single sign-on status: GitHub's header `x-github-sso`. A successful response may omit data of some
    /// organizations.
    pub fn sso(self) -> Option<Sso<'a>> {
        let text = self.reply.header(github::SSO)?;
        let value = |name: &str| {
            let mut parts = text.split(';').map(str::trim);
            parts.find_map(|it| it.strip_prefix(name)?.strip_prefix('='))
        };
        let ids = value("organizations").unwrap_or_default().split(',');
        Some(Sso {
            url: value("url").filter(|it| is_plain(it)),
            left_out: ids.filter_map(|it| it.trim().parse().ok()).collect(),
        })
    }

    /// Returns the rate limit that the response headers report, if any.
    pub fn rate_limit(self) -> Option<RateLimit> {
        RateLimit::read(&self.reply.headers)
    }

    /// Returns GitHub's request id, to quote to GitHub's support: the header `x-github-request-id`.
    pub fn request_id(self) -> Option<&'a str> {
        self.reply.request_id()
    }

    /// Returns the items of a comma-separated header, or `None` if the header is absent.
    fn list(self, name: &str) -> Option<Vec<&'a str>> {
        let items = self.reply.header(name)?.split(',').map(str::trim);
        Some(items.filter(|it| !it.is_empty()).collect())
    }
}

fn page(url: &Url) -> Option<u64> {
    let mut pairs = url.query_pairs();
    let (_, number) = pairs.find(|(name, _)| name == PAGE)?;
    number.parse().ok()
}

/// Returns whether a text is a URL that can safely be shown to a user.
fn is_plain(url: &str) -> bool {
    Url::parse(url).is_ok_and(|it| {
        matches!(it.scheme(), "http" | "https")
            && it.username().is_empty()
            && it.password().is_none()
    })
}

/// Prints no URL, because the query may contain a secret.
impl fmt::Debug for ResponseFacts<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ResponseFacts")
            .field("status", &self.reply.status)
            .finish_non_exhaustive()
    }
}
