//! What one call needs: requests, from redirect to redirect, within its time.

use std::borrow::Cow;
use std::convert::Infallible;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use http::{HeaderMap, Method};
use url::Url;

use super::landed::{Arrival, Landed, Outgoing};
use super::redirect;
use crate::base::attempt_count::AttemptCount;
use crate::base::attempts::{Attempts, EarlierAttempt};
use crate::base::descriptor::Descriptor;
use crate::base::passing::{Instant, timeout_at};
use crate::base::runtime;
use crate::body::content::Content;
use crate::body::progress::{Progress, SendProgress};
use crate::core::client::Core;
use crate::core::options::CallOptions;
use crate::credentials::credential::Credential;
use crate::error::{ArgumentError, Error, Patience, Refusal, RefusedError, TimeoutError};
use crate::http::origin;
use crate::limits::Moment;

/// What is the same in all requests that one call needs, and how far it came.
pub(crate) struct Trip<'a> {
    pub(crate) core: &'a Core,
    pub(crate) operation: &'static str,
    pub(crate) method: Method,
    /// Whether it does the same if the server receives it twice.
    pub(crate) idempotent: bool,
    /// Whether it changes nothing on the server.
    pub(crate) safe: bool,
    /// Whether it notifies people.
    pub(crate) notifies: bool,
    /// Whether the API's rate limits do not apply to it.
    pub(crate) is_exempt: bool,
    /// The statuses of redirects that are answers, and not followed.
    pub(crate) kept: &'static [u16],
    pub(crate) options: &'a CallOptions,
    /// Whether the body of an answer is left to come.
    pub(crate) is_streamed: bool,
    /// Whether it arrives as it was published: not compressed for the way, nor decompressed.
    pub(crate) is_as_published: bool,
    pub(crate) deadline: Instant,
    /// How many requests were sent.
    pub(crate) count: &'a AttemptCount,
    /// How many of them were sent since another one was not answered well.
    pub(crate) retries: u32,
    /// Whether a write was sent again though the server may have received it before.
    pub(crate) was_repeated: bool,
    /// How many answers were about a limit.
    pub(crate) limits: u32,
    /// What was known of limits when the last request was sent.
    pub(crate) sent: Moment,
    /// How far the body of the request that is being sent came.
    pub(crate) sending: Option<SendProgress>,
    /// The credential of the last request.
    pub(crate) credential: Option<Cow<'a, Credential>>,
    /// Whether a credential that was not accepted was already renewed.
    pub(crate) is_renewed: bool,
    /// How many requests were sent again with a token that was just issued.
    pub(crate) lagged: usize,
}

/// Where a credential may go, and whether it was left behind.
#[derive(Clone)]
pub(crate) struct Departure {
    pub(crate) home: Arc<Url>,
    pub(crate) left: bool,
}

impl<'a> Trip<'a> {
    /// A trip for an operation's call.
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

    /// A trip to where an operation's answer leads.
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
            sent: Moment::default(),
            sending: None,
            credential: None,
            is_renewed: false,
            lagged: 0,
        }
    }

    /// Goes from redirect to redirect, and returns the answer that is none; `url` is where it came from.
    pub(crate) async fn run(
        &mut self,
        url: &mut Url,
        departure: &Departure,
        own_headers: &HeaderMap,
        content: Option<&Content>,
    ) -> Result<Box<Arrival>, Error<Infallible>> {
        if runtime::is_missing() {
            let problem = format!("the call {}", runtime::MISSING);
            return Err(Error::Argument(ArgumentError::call(
                self.operation,
                problem,
            )));
        }
        self.core.settings().budget.pay_in();
        let deadline = self.deadline;
        let outcome = {
            // Pinned here, it is not moved: it is some thousand bytes.
            let hops = pin!(self.hops(url, departure, own_headers, content));
            timeout_at(deadline, hops).await
        };
        outcome.unwrap_or_else(|elapsed| {
            let patience = Patience::Call(self.options.timeout(self.core));
            let host = departure.home.host_str().unwrap_or_default();
            let error = TimeoutError::new(self.operation, host, patience, elapsed);
            let error = error.while_sending(self.sending());
            Err(Error::Timeout(error.after(self.attempts())))
        })
    }

    async fn hops(
        &mut self,
        url: &mut Url,
        departure: &Departure,
        own_headers: &HeaderMap,
        mut content: Option<&Content>,
    ) -> Result<Box<Arrival>, Error<Infallible>> {
        let mut left = departure.left;
        for _ in 0..=redirect::MOST {
            left |= !origin::same(url, &departure.home);
            let outgoing = Outgoing {
                url,
                home: &departure.home,
                is_foreign: left,
                headers: own_headers,
                content,
            };
            match self.deliver(&outgoing).await? {
                Landed::Elsewhere(hop) => {
                    content = content.filter(|_| hop.has_body);
                    self.change_method(hop.method);
                    *url = hop.url;
                }
                Landed::Here(arrival) => return Ok(arrival),
            }
        }
        Err(self.refused(Refusal::TooManyRedirects {
            followed: redirect::MOST,
        }))
    }

    /// Takes the method of the request that follows a redirect: a write that became a read is retried as one, unless
    /// the caller said otherwise, and notifies nobody.
    fn change_method(&mut self, method: Method) {
        if method == self.method {
            return;
        }
        self.idempotent = self.options.idempotent.unwrap_or(method.is_idempotent());
        self.safe = method.is_safe();
        self.notifies = false;
        self.method = method;
    }

    /// Returns how many requests were sent, and whether an earlier one may have succeeded.
    pub(crate) fn attempts(&self) -> Attempts {
        Attempts {
            count: self.count.get(),
            earlier: (self.was_repeated).then_some(EarlierAttempt::MayHaveSucceeded),
        }
    }

    /// Returns how far the body of the last request was sent; none if all of it was, or if that is not known.
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
