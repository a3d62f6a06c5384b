//! The execution of one call: redirects within one deadline.

use std::borrow::Cow;
use std::convert::Infallible;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use http::{HeaderMap, Method};
use url::Url;

use super::followed::{Followed, Outgoing, ResponseHead};
use super::redirect;
use crate::base::attempt_count::AttemptCount;
use crate::base::attempts::{Attempts, EarlierAttempt};
use crate::base::descriptor::Descriptor;
use crate::base::runtime;
use crate::base::timer::{Instant, timeout_at};
use crate::body::content::Content;
use crate::body::progress::{Progress, SendProgress};
use crate::core::client::Core;
use crate::core::options::CallOptions;
use crate::credentials::credential::Credential;
use crate::error::{ArgumentError, Error, Refusal, RefusedError, TimeLimit, TimeoutError};
use crate::http::origin;
use crate::limits::SentAt;

/// The state of a call that all its requests share.
pub(crate) struct Execution<'a> {
    pub(crate) core: &'a Core,
    pub(crate) operation: &'static str,
    pub(crate) method: Method,
    /// Whether the call is idempotent.
    pub(crate) idempotent: bool,
    /// Whether the call is safe: it changes nothing on the server.
    pub(crate) safe: bool,
    /// Whether the operation notifies people.
    pub(crate) notifies: bool,
    /// Whether the operation is exempt from rate limits.
    pub(crate) is_exempt: bool,
    /// The statuses of redirects that are the operation's result and are not followed.
    pub(crate) kept: &'static [u16],
    pub(crate) options: &'a CallOptions,
    /// Whether the response body is streamed.
    pub(crate) is_streamed: bool,
    /// Whether the body is returned as published, without decompression.
    pub(crate) is_as_published: bool,
    pub(crate) deadline: Instant,
    /// The number of requests that were sent.
    pub(crate) count: &'a AttemptCount,
    /// The number of retries of the current request.
    pub(crate) retries: u32,
    /// Whether a write was sent again although the server may have received an earlier attempt.
    pub(crate) was_repeated: bool,
    /// The number of rate limit responses.
    pub(crate) limits: u32,
    /// When the last request was sent. Older reports of rate limits are outdated.
    pub(crate) sent: SentAt,
    /// The upload progress of the current request.
    pub(crate) sending: Option<SendProgress>,
    /// The credential of the last request.
    pub(crate) credential: Option<Cow<'a, Credential>>,
    /// Whether the credential was already renewed after a rejection.
    pub(crate) is_renewed: bool,
    /// The number of retries for replication lag of a new token.
    pub(crate) lagged: usize,
}

/// Where a credential may be sent, and whether a redirect dropped it.
#[derive(Clone)]
pub(crate) struct CredentialScope {
    pub(crate) endpoint: Arc<Url>,
    pub(crate) left: bool,
}

impl<'a> Execution<'a> {
    /// Creates the execution of an operation's call.
    pub(crate) fn new(
        core: &'a Core,
        descriptor: &Descriptor,
        options: &'a CallOptions,
        count: &'a AttemptCount,
    ) -> Result<Self, ArgumentError> {
        let method = Method::from_bytes(descriptor.method.as_bytes())
            .map_err(|error| ArgumentError::call(descriptor.id, error.to_string()))?;
        Ok(Self {
            idempotent: options.idempotent.unwrap_or(descriptor.idempotent),
            safe: descriptor.safe,
            notifies: descriptor.notifies,
            kept: descriptor.success,
            ..Self::to(core, descriptor.id, method, options, count)
        })
    }

    /// Creates the execution of a fetch of a URL from a response.
    pub(crate) fn to(
        core: &'a Core,
        operation: &'static str,
        method: Method,
        options: &'a CallOptions,
        count: &'a AttemptCount,
    ) -> Self {
        Self {
            core,
            operation,
            idempotent: options.idempotent.unwrap_or(method.is_idempotent()),
            safe: method.is_safe(),
            method,
            notifies: false,
            is_exempt: false,
            kept: &[],
            options,
            is_streamed: false,
            is_as_published: options.is_as_published,
            deadline: Instant::now() + options.timeout(core),
            count,
            retries: 0,
            was_repeated: false,
            limits: 0,
            sent: SentAt::default(),
            sending: None,
            credential: None,
            is_renewed: false,
            lagged: 0,
        }
    }

    /// Follows redirects and returns the final response. Sets `url` to the URL of that response.
    pub(crate) async fn run(
        &mut self,
        url: &mut Url,
        scope: &CredentialScope,
        own_headers: &HeaderMap,
        content: Option<&Content>,
    ) -> Result<Box<ResponseHead>, Error<Infallible>> {
        if runtime::is_missing() {
            let problem = format!("the call {}", runtime::MISSING);
            return Err(Error::Argument(ArgumentError::call(
                self.operation,
                problem,
            )));
        }
        self.core.settings().budget.deposit();
        let deadline = self.deadline;
        let outcome = {
            // Pinned in place, because moving several thousand bytes is slow.
            let hops = pin!(self.hops(url, scope, own_headers, content));
            timeout_at(deadline, hops).await
        };
        outcome.unwrap_or_else(|elapsed| {
            let patience = TimeLimit::Call(self.options.timeout(self.core));
            let host = scope.endpoint.host_str().unwrap_or_default();
            let error = TimeoutError::new(self.operation, host, patience, elapsed);
            let error = error.while_sending(self.sending());
            Err(Error::Timeout(error.after(self.attempts())))
        })
    }

    async fn hops(
        &mut self,
        url: &mut Url,
        scope: &CredentialScope,
        own_headers: &HeaderMap,
        mut content: Option<&Content>,
    ) -> Result<Box<ResponseHead>, Error<Infallible>> {
        let mut left = scope.left;
        for _ in 0..=redirect::MOST {
            left |= !origin::same(url, &scope.endpoint);
            let outgoing = Outgoing {
                url,
                endpoint: &scope.endpoint,
                is_foreign: left,
                headers: own_headers,
                content,
            };
            match self.retry_loop(&outgoing).await? {
                Followed::Elsewhere(hop) => {
                    content = content.filter(|_| hop.has_body);
                    self.change_method(hop.method);
                    *url = hop.url;
                }
                Followed::Here(head) => return Ok(head),
            }
        }
        Err(self.refused(Refusal::TooManyRedirects {
            followed: redirect::MOST,
        }))
    }

    /// Applies the method of the request that follows a redirect. If a write becomes a read, retries treat the call as
    /// a read, unless the caller set its idempotency. The call then no longer counts as one that notifies people.
    fn change_method(&mut self, method: Method) {
        if method == self.method {
            return;
        }
        self.idempotent = self.options.idempotent.unwrap_or(method.is_idempotent());
        self.safe = method.is_safe();
        self.notifies = false;
        self.method = method;
    }

    /// Returns the number of requests, and whether an earlier attempt may have succeeded.
    pub(crate) fn attempts(&self) -> Attempts {
        Attempts {
            count: self.count.get(),
            earlier: (self.was_repeated).then_some(EarlierAttempt::MayHaveSucceeded),
        }
    }

    /// Returns the upload progress of the last request. Returns `None` if the upload was complete or its progress is
    /// unknown.
    pub(crate) fn sending(&self) -> Option<Progress> {
        self.sending.as_ref()?.unfinished()
    }

    pub(crate) fn time_left(&self) -> Duration {
        self.deadline.saturating_duration_since(Instant::now())
    }

    pub(crate) fn refused(&self, reason: Refusal) -> Error<Infallible> {
        Error::Refused(RefusedError::new(self.operation, reason).after(self.attempts()))
    }
}
