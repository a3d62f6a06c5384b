//! What the client does not do, though the server leads there.

use std::fmt;

use url::Url;

use crate::base::attempts::{Attempts, EarlierAttempt};
use crate::base::text::one_line;

/// A call that the client broke off.
#[derive(Debug)]
pub struct RefusedError {
    pub(super) operation: &'static str,
    pub(super) attempts: Attempts,
    reason: Refusal,
}

/// Why the client broke a call off.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Refusal {
    /// The answer's body is larger than [`max_body`](crate::ClientBuilder::max_body).
    TooLarge {
        /// The limit, in bytes.
        limit: u64,
    },
    /// The body of a download is larger than [`max_bytes`](crate::Download::max_bytes).
    DownloadTooLarge {
        /// The limit, in bytes.
        limit: u64,
    },
    /// One redirect led to the next.
    TooManyRedirects {
        /// So many were followed.
        followed: usize,
    },
    /// A redirect leads to what is no HTTP URL.
    BadRedirect,
    /// A write is redirected to another scheme, host or port, where its body does not go.
    WriteElsewhere {
        /// Where, without the query.
        url: String,
    },
    /// A write is redirected, but its body came from a reader and cannot be sent again.
    BodySentOnce,
    /// The link to the next page leads to another scheme, host or port, and
    /// [`rebase_links`](crate::ClientBuilder::rebase_links) is not set.
    PageElsewhere {
        /// Where, without the query.
        url: String,
    },
    /// The link to the next page is no HTTP URL.
    BadPageLink,
    /// Page after page has no item, and there is always one more.
    EmptyPages {
        /// So many came in a row.
        pages: usize,
    },
    /// The list has more items than the server returns: GitHub returns the first 1,000 results of a search. All items
    /// that the server returns came before this error.
    Truncated {
        /// How many items there are up to the end of the last page.
        items: u64,
        /// How many the server says there are, if it does.
        total: Option<u64>,
    },
    /// The next page is one that was there before.
    PageAgain {
        /// Which, without the query.
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

    /// Returns whether an earlier attempt may have succeeded, if this is the error of a write that was
    /// retried.
    pub fn earlier_attempt(&self) -> Option<EarlierAttempt> {
        self.attempts.earlier
    }

    /// Returns why.
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
                write!(f, "the answer is larger than {limit} bytes (`max_body`)")
            }
            Refusal::DownloadTooLarge { limit } => {
                write!(f, "the answer is larger than {limit} bytes (`max_bytes`)")
            }
            Refusal::TooManyRedirects { followed } => {
                write!(f, "redirected once more after {followed} redirects")
            }
            Refusal::BadRedirect => f.write_str("redirected to what is no HTTP URL"),
            Refusal::WriteElsewhere { url } => {
                write!(
                    f,
                    "redirected to {}: a write is sent to no other scheme, host or port than the base URL's; if that \
                     is the API, set it as `base_url`",
                    one_line(url)
                )
            }
            Refusal::BodySentOnce => f.write_str(
                "redirected, but the body comes from a reader and cannot be sent again; send a file or bytes",
            ),
            Refusal::PageElsewhere { url } => {
                write!(
                    f,
                    "the next page is on another scheme, host or port: {}; if that is the same server, set \
                     `rebase_links(true)`",
                    one_line(url)
                )
            }
            Refusal::BadPageLink => f.write_str("the link to the next page is no HTTP URL"),
            Refusal::EmptyPages { pages } => {
                write!(
                    f,
                    "no items on {pages} pages in a row, and there is always one more"
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
                write!(f, "the next page was there before: {}", one_line(url))
            }
        }?;
        self.attempts.of_write().fmt(f)
    }
}

impl std::error::Error for RefusedError {}
