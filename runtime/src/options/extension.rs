//! What can be set for one call, whichever its operation.

use std::borrow::Cow;
use std::time::Duration;

use jiff::Timestamp;
use serde::Serialize;

use crate::base::passing::LONGEST;
use crate::call::conditional::IfChanged;
use crate::call::operation::Operation;
use crate::limits::retry::Retry;
use crate::options::accept::Accepting;

/// What can be set for one call, whichever its operation.
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
    /// Sets how long this call may take as a whole, waits included, instead of the client's
    /// [`timeout`](crate::ClientBuilder::timeout).
    #[must_use]
    fn timeout(mut self, timeout: Duration) -> Self {
        self.call_mut().options_mut().timeout = Some(timeout.min(LONGEST));
        self
    }

    /// Sets how long each attempt of this call may take, instead of the client's
    /// [`attempt_timeout`](crate::ClientBuilder::attempt_timeout).
    #[must_use]
    fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.call_mut().options_mut().attempt_timeout = Some(timeout);
        self
    }

    /// Sets how long no byte of this call may be sent or received, instead of the client's
    /// [`read_timeout`](crate::ClientBuilder::read_timeout).
    ///
    /// A transport of the program's own finds it in
    /// [`Request::read_timeout`](crate::http::transport::Request::read_timeout).
    #[must_use]
    fn read_timeout(mut self, timeout: Duration) -> Self {
        self.call_mut().options_mut().read_timeout = Some(timeout.min(LONGEST));
        self
    }

    /// Sets how often this call is tried again, instead of the client's
    /// [`retry`](crate::ClientBuilder::retry).
    #[must_use]
    fn retry(mut self, retry: Retry) -> Self {
        self.call_mut().options_mut().retry = Some(retry);
        self
    }

    /// Sets whether this call does the same if the server receives it twice, instead of what the
    /// operation says ([`Descriptor::idempotent`](crate::Descriptor::idempotent)).
    ///
    /// A call that is not idempotent is retried only if the server cannot have received it: see
    /// [`Retry`].
    #[must_use]
    fn idempotent(mut self, idempotent: bool) -> Self {
        self.call_mut().options_mut().idempotent = Some(idempotent);
        self
    }

    /// Adds a header to this call, in place of an earlier value.
    ///
    /// The header is not sent to where a redirect to another origin leads. `Debug` never shows its value.
    ///
    /// A header that the client sets itself (`authorization`, `host`, `content-length`, `accept` and the like) is an
    /// [`Error::Argument`](crate::Error::Argument) when the call is sent. The error says what to use instead.
    ///
    /// If the operation has a parameter `header`, call `OperationExt::header(call, name, value)`.
    #[must_use]
    fn header(mut self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        self.call_mut().extra_header(name.as_ref(), value.as_ref());
        self
    }

    /// Adds a query parameter to this call, in place of earlier values: one that the description does not declare.
    ///
    /// The value is a text, a number or a boolean, or a list of them: each item is a parameter of its own. `None`
    /// removes the parameter. Name and value are percent-encoded.
    ///
    /// If the operation has a parameter `query`, call `OperationExt::query(call, name, value)`.
    #[must_use]
    fn query(mut self, name: impl Into<Cow<'static, str>>, value: impl Serialize) -> Self {
        self.call_mut().extra_query(name.into(), value);
        self
    }

    /// Asks for another media type than the operation's own, one that stands only in the API's
    /// prose, such as `application/vnd.github.raw+json`. The answer is then read with
    /// [`text`](Accepting::text) or taken with [`bytes`](Accepting::bytes).
    ///
    /// A media type that no header can carry is an [`Error::Argument`](crate::Error::Argument) when
    /// the call is sent.
    fn accept(self, media_type: impl Into<String>) -> Accepting<Self> {
        Accepting::new(self, media_type.into())
    }

    /// Asks for the answer only if it is not the version of this ETag: that of an
    /// [`Answer`](crate::Answer) before, with its quotes. If it is, the call does not count against
    /// the rate limit.
    fn if_none_match(self, etag: impl AsRef<str>) -> IfChanged<Self> {
        IfChanged::new(self).if_none_match(etag)
    }

    /// Asks for the answer only if it has changed since then, by the server's clock; seconds count.
    fn if_modified_since(self, time: Timestamp) -> IfChanged<Self> {
        IfChanged::new(self).if_modified_since(time)
    }

    /// Takes the answer's body as it comes, instead of reading it: piece by piece, to a file, or as
    /// bytes.
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
