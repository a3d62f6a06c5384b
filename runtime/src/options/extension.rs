//! Options of a single call, for all operations.

use std::borrow::Cow;
use std::time::Duration;

use jiff::Timestamp;
use serde::Serialize;

use crate::base::timer::LONGEST;
use crate::call::conditional::ConditionalCall;
use crate::call::operation::Operation;
use crate::limits::retry::RetryPolicy;
use crate::options::accept::AcceptBuilder;

/// Options of a single call, for all operations.
///
/// ```no_run
/// # async fn example(client: github_rest::Client) -> Result<(), Box<dyn std::error::Error>> {
/// use std::time::Duration;
///
/// use github_rest::OperationExt as _;
///
/// let call = client.copilot().list_copilot_seats("octo-org");
/// let seats = call.timeout(Duration::from_secs(5)).await?;
/// # Ok(())
/// # }
/// ```
pub trait OperationExt: Operation {
    /// Sets the timeout of the whole call, including waits, instead of the client's
    /// [`timeout`](crate::ClientBuilder::timeout).
    #[must_use]
    fn timeout(mut self, timeout: Duration) -> Self {
        self.call_mut().options_mut().timeout = Some(timeout.min(LONGEST));
        self
    }

    /// Sets the timeout of each attempt, instead of the client's
    /// [`attempt_timeout`](crate::ClientBuilder::attempt_timeout).
    #[must_use]
    fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.call_mut().options_mut().attempt_timeout = Some(timeout);
        self
    }

    /// Sets the idle timeout, instead of the client's [`read_timeout`](crate::ClientBuilder::read_timeout): the maximum
    /// time without a byte sent or received.
    ///
    /// A custom transport must apply [`HttpRequest::read_timeout`](crate::http::transport::HttpRequest::read_timeout)
    /// itself.
    #[must_use]
    fn read_timeout(mut self, timeout: Duration) -> Self {
        self.call_mut().options_mut().read_timeout = Some(timeout.min(LONGEST));
        self
    }

    /// Sets the retry policy, instead of the client's [`retry`](crate::ClientBuilder::retry).
    #[must_use]
    fn retry(mut self, retry: RetryPolicy) -> Self {
        self.call_mut().options_mut().retry = Some(retry);
        self
    }

    /// Sets whether this call is idempotent, instead of the operation's default
    /// ([`Descriptor::idempotent`](crate::Descriptor::idempotent)).
    ///
    /// A call that is not idempotent is retried only if the server cannot have received it: see
    /// [`RetryPolicy`].
    #[must_use]
    fn idempotent(mut self, idempotent: bool) -> Self {
        self.call_mut().options_mut().idempotent = Some(idempotent);
        self
    }

    /// Adds a header to this call and replaces an earlier value.
    ///
    /// The header is not sent when a redirect leads to another origin. `Debug` never prints its value.
    ///
    /// Headers that the client sets itself (`authorization`, `host`, `content-length`, `accept` and others) fail with
    /// [`Error::Argument`](crate::Error::Argument) when the call is sent. The error names the method to use instead.
    ///
    /// If the operation has a parameter `header`, call `OperationExt::header(call, name, value)`.
    #[must_use]
    fn header(mut self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        self.call_mut().extra_header(name.as_ref(), value.as_ref());
        self
    }

    /// Adds an undeclared query parameter to this call and replaces earlier values.
    ///
    /// The value is a string, a number, a boolean, or a list of these. Each item of a list becomes a parameter. `None`
    /// removes the parameter. Name and value are percent-encoded.
    ///
    /// If the operation has a parameter `query`, call `OperationExt::query(call, name, value)`.
    #[must_use]
    fn query(mut self, name: impl Into<Cow<'static, str>>, value: impl Serialize) -> Self {
        self.call_mut().extra_query(name.into(), value);
        self
    }

    /// Requests a media type other than the operation's default, such as `application/vnd.github.raw+json`. Use this
    /// for media types that only the API's prose documents. Then decode the response with [`text`](AcceptBuilder::text)
    /// or [`bytes`](AcceptBuilder::bytes).
    ///
    /// A media type that is not a valid header value fails with [`Error::Argument`](crate::Error::Argument) when the
    /// call is sent.
    fn accept(self, media_type: impl Into<String>) -> AcceptBuilder<Self> {
        AcceptBuilder::new(self, media_type.into())
    }

    /// Sends `If-None-Match` with the ETag of an earlier [`Response`](crate::Response), including its quotes. If the
    /// resource is unchanged, the server sends no body, and the call does not count against the rate limit.
    fn if_none_match(self, etag: impl AsRef<str>) -> ConditionalCall<Self> {
        ConditionalCall::new(self).if_none_match(etag)
    }

    /// Sends `If-Modified-Since` with a time by the server's clock. Fractions of a second are dropped.
    fn if_modified_since(self, time: Timestamp) -> ConditionalCall<Self> {
        ConditionalCall::new(self).if_modified_since(time)
    }

    /// Downloads the response body instead of decoding it: as a stream, into a file, or as bytes.
    ///
    /// ```no_run
    /// # async fn example(client: github_rest::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// use github_rest::OperationExt as _;
    ///
    /// let seats = client.copilot().list_copilot_seats("octo-org");
    /// let bytes = seats.download().to_file("seats.json").await?;
    /// # Ok(())
    /// # }
    /// ```
    fn download(self) -> crate::Download<Self::Failure> {
        crate::Download::of(self)
    }
}

impl<O: Operation> OperationExt for O {}
