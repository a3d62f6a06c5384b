//! The error of a call that the client refused to continue.

use std::fmt;

use url::Url;

use crate::base::attempts::{Attempts, EarlierAttempt};
use crate::base::text::one_line;

/// The error of a call that the client refused to continue.
#[derive(Debug)]
pub struct RefusedError {
    pub(super) operation: &'static str,
    pub(super) attempts: Attempts,
    reason: Refusal,
}

/// Why the client refused to continue a call.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Refusal {
    /// The response body is larger than [`max_body`](crate::ClientBuilder::max_body).
    TooLarge {
        /// The limit, in bytes.
        limit: u64,
    },
    /// The body of a download is larger than [`max_bytes`](crate::Download::max_bytes).
    DownloadTooLarge {
        /// The limit, in bytes.
        limit: u64,
    },
    /// The call was redirected too often.
    TooManyRedirects {
        /// How many redirects were followed.
        followed: usize,
    },
    /// The target of a redirect is not an HTTP URL.
    BadRedirect,
    /// A write was redirected to another scheme, host or port. The client does not send its body there.
    WriteElsewhere {
        /// The URL of the redirect target, without its query.
        url: String,
    },
    /// A write was redirected, but its body is a reader, which cannot be sent again.
    BodySentOnce,
    /// The link to the next page leads to another scheme, host or port, and
    /// [`rebase_links`](crate::ClientBuilder::rebase_links) is not set.
    PageElsewhere {
        /// The URL of the link, without its query.
        url: String,
    },
    /// The link to the next page is not an HTTP URL.
    BadPageLink,
    /// Too many consecutive pages were empty, although each had a link to a next page.
    EmptyPages {
        /// How many pages were empty.
        pages: usize,
    },
    /// The list has more items than the server returns. For example, GitHub returns the first 1,000 results of a
    /// search. The items that the server returns were all yielded before this error.
    Truncated {
        /// The number of items up to the end of the last page.
        items: u64,
        /// The total that the server reports, if any.
        total: Option<u64>,
    },
    /// The link to the next page leads to a page that was already fetched.
    PageAgain {
        /// The URL of the link, without its query.
        url: String,
    },
}

impl RefusedError {
    pub(crate) fn new(operation: &'static str, reason: Refusal) -> Self {
        Self {
            operation,
            attempts: Attempts::default(),
            reason,
        }
    }

    pub(crate) fn after(self, attempts: Attempts) -> Self {
        Self { attempts, ..self }
    }

    /// Returns whether an earlier attempt may have succeeded, if a retried write failed with this error.
    pub fn earlier_attempt(&self) -> Option<EarlierAttempt> {
        self.attempts.earlier
    }

    /// Returns why the client refused to continue.
    pub fn reason(&self) -> &Refusal {
        &self.reason
    }
}

impl Refusal {
    pub(crate) fn write_elsewhere(url: &Url) -> Self {
        Self::WriteElsewhere {
            url: without_query(url),
        }
    }

    pub(crate) fn page_elsewhere(url: &Url) -> Self {
        Self::PageElsewhere {
            url: without_query(url),
        }
    }

    pub(crate) fn page_again(url: &Url) -> Self {
        Self::PageAgain {
            url: without_query(url),
        }
    }
}

fn without_query(url: &Url) -> String {
    format!("{}{}", url.origin().ascii_serialization(), url.path())
}

impl fmt::Display for RefusedError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.operation)?;
        match &self.reason {
            Refusal::TooLarge { limit } => {
                write!(f, "the response is larger than {limit} bytes (`max_body`)")
            }
            Refusal::DownloadTooLarge { limit } => {
                write!(f, "the response is larger than {limit} bytes (`max_bytes`)")
            }
            Refusal::TooManyRedirects { followed } => {
                write!(f, "redirected again after {followed} redirects")
            }
            Refusal::BadRedirect => f.write_str("the redirect target is not an HTTP URL"),
            Refusal::WriteElsewhere { url } => {
                write!(
                    f,
                    "redirected to {}: a write is redirected only within the base URL's scheme, host and port; if \
                     that server is the API, set it as `base_url`",
                    one_line(url)
                )
            }
            Refusal::BodySentOnce => f.write_str(
                "redirected, but the body comes from a reader and cannot be sent again; send a file or bytes",
            ),
            Refusal::PageElsewhere { url } => {
                write!(
                    f,
                    "the link to the next page has another scheme, host or port: {}; if that is the same server, set \
                     `rebase_links(true)`",
                    one_line(url)
                )
            }
            Refusal::BadPageLink => f.write_str("the link to the next page is not an HTTP URL"),
            Refusal::EmptyPages { pages } => {
                write!(
                    f,
                    "{pages} pages in a row have no items, and the last one links to a next page"
                )
            }
            Refusal::Truncated { items, total } => {
                write!(f, "the server returns no more than {items} items")?;
                if let Some(total) = total {
                    write!(f, " of {total}")?;
                }
                f.write_str("; narrow the query, for example to a shorter date range")
            }
            Refusal::PageAgain { url } => {
                write!(f, "the link to the next page leads to an earlier page: {}", one_line(url))
            }
        }?;
        self.attempts.of_write().fmt(f)
    }
}

impl std::error::Error for RefusedError {}
