//! Rules for the responses to calls of one operation.

use std::fmt;
use std::marker::PhantomData;
use std::panic::Location;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use serde_json::Value as Json;

use super::matcher::Matcher;
use super::received::Received;
use super::rule::{Kind, Rule};
use super::server::RuleRegistry;
use crate::call::operation::{Body, Failure, Operation};
use crate::call::prepared::Prepared;
use crate::call::success::Success;
use crate::limits::LimitKind;
use crate::paging::pages::Paginated;
use crate::value::Value;

/// Configures the responses to all calls of the operation `O`, or to the calls whose parameters match.
///
/// The most recently added rule wins, so a test can add a general rule first and exceptions after it.
pub struct MockCall<O> {
    rules: RuleRegistry,
    matcher: Matcher,
    /// The rule that the next response is added to, or `None` to add a rule.
    rule: Option<usize>,
    operation: PhantomData<fn() -> O>,
}

/// A rule for calls of the operation `O`.
pub struct MockResponse<O> {
    rules: RuleRegistry,
    rule: usize,
    operation: PhantomData<fn() -> O>,
}

impl<O: Operation> MockCall<O> {
    #[doc(hidden)]
    pub fn new(rules: &RuleRegistry) -> Self {
        Self::of(rules, Matcher::new(O::DESCRIPTOR.id))
    }

    pub(super) fn of(rules: &RuleRegistry, matcher: Matcher) -> Self {
        Self {
            rules: rules.clone(),
            matcher,
            rule: None,
            operation: PhantomData,
        }
    }

    #[doc(hidden)]
    #[must_use]
    pub fn with<T: Value>(self, name: &'static str, value: &T) -> Self {
        self.with_matcher(|it| it.with(name, value))
    }

    #[doc(hidden)]
    #[must_use]
    pub fn sending_json<T: Value>(self, body: &T) -> Self {
        self.with_matcher(|it| it.with_json(body))
    }

    #[doc(hidden)]
    #[must_use]
    pub fn sending_bytes(self, body: Bytes) -> Self {
        self.with_matcher(|it| it.with_bytes(body))
    }

    /// Restricts the rule to calls that meet a condition.
    #[must_use]
    pub fn matching(self, condition: impl Fn(&Received) -> bool + Send + Sync + 'static) -> Self {
        self.with_matcher(|it| it.with_condition(Arc::new(condition)))
    }

    /// Responds with this body, and with the status that the description declares for it.
    #[track_caller]
    pub fn returns(&self, body: Body<O>) -> MockResponse<O> {
        self.returns_as::<O::Success>(body)
    }

    /// Responds with a different media type, for calls that request it by `accept`. The body is
    /// [`Text`](crate::mock::Text), [`Binary`](crate::mock::Binary) or [`Json`](crate::mock::Json).
    #[track_caller]
    pub fn returns_as<S: Success>(&self, body: S::Body) -> MockResponse<O> {
        self.respond_with(Kind::Response(S::prepare(body, O::DESCRIPTOR.success)))
    }

    /// Responds with these pages, by the requested page number, and links each page to the next.
    #[track_caller]
    pub fn returns_pages(&self, pages: impl IntoIterator<Item = Body<O>>) -> MockResponse<O>
    where
        O: Paginated,
    {
        let prepare = |body| O::Success::prepare(body, O::DESCRIPTOR.success);
        let pages = pages.into_iter().map(prepare).collect();
        let parameter = O::PAGINATION.number.unwrap_or("page");
        self.respond_with(Kind::Pages(pages, parameter))
    }

    /// Responds with this error, and with its status.
    #[track_caller]
    pub fn fails(&self, failure: O::Failure) -> MockResponse<O> {
        self.respond_with(Kind::Response(failure.prepare()))
    }

    /// Responds with any status and a JSON body.
    ///
    /// # Panics
    ///
    /// Panics if a response cannot have the status: below 200 or above 999.
    #[track_caller]
    pub fn fails_with_status(&self, status: u16, body: Json) -> MockResponse<O> {
        let is_final = (200..=999).contains(&status);
        assert!(is_final, "a response cannot have the status {status}");
        self.respond_with(Kind::Response(Prepared::json(status, &body)))
    }

    /// Responds with GitHub's rate limit error. The limit resets after this time, rounded up to the next second.
    #[track_caller]
    pub fn rate_limited(&self, kind: LimitKind, ends_after: Duration) -> MockResponse<O> {
        self.respond_with(Kind::Limit(kind, ends_after))
    }

    /// Closes the connection without a response.
    #[track_caller]
    pub fn drops_connection(&self) -> MockResponse<O> {
        self.respond_with(Kind::Drop)
    }

    /// Returns the received calls that match, in order.
    pub fn calls(&self) -> Vec<Received> {
        let state = self.rules.0.lock();
        let calls = state.received.iter();
        calls
            .filter(|it| self.matcher.matches(it))
            .cloned()
            .collect()
    }

    fn with_matcher(mut self, narrow: impl FnOnce(Matcher) -> Matcher) -> Self {
        self.matcher = narrow(self.matcher);
        self
    }

    #[track_caller]
    fn respond_with(&self, kind: Kind) -> MockResponse<O> {
        let location = Location::caller();
        let mut state = self.rules.0.lock();
        let rule = self.rule.unwrap_or(state.rules.len());
        if self.rule.is_none() {
            let rule = Rule::new(self.matcher.clone(), location);
            state.rules.push(rule);
        }
        if let Some(rule) = state.rules.get_mut(rule) {
            rule.push(kind);
        }
        MockResponse {
            rules: self.rules.clone(),
            rule,
            operation: PhantomData,
        }
    }
}

impl<O: Operation> MockResponse<O> {
    /// Delays the last response by this time.
    pub fn delay(self, delay: Duration) -> Self {
        self.change(|it| it.delay(delay));
        self
    }

    /// Repeats the last response this many times. After that, the next response of the sequence is sent. At the end of
    /// the sequence, an earlier rule that matches responds.
    ///
    /// Without this method, each response of a sequence is sent once, and the last one is repeated without end.
    pub fn times(self, times: usize) -> Self {
        self.change(|it| it.repeat(times));
        self
    }

    /// Expects this rule to respond to this number of calls, including retries. [`verify`](crate::mock::Server::verify)
    /// and dropping the mock check the number.
    pub fn expect(self, calls: usize) -> Self {
        self.change(|it| it.expected = Some(calls));
        self
    }

    /// Adds the next response of the sequence.
    pub fn then(self) -> MockCall<O> {
        let mut matcher = Matcher::new(O::DESCRIPTOR.id);
        self.change(|it| matcher = it.matcher.clone());
        MockCall {
            rules: self.rules,
            matcher,
            rule: Some(self.rule),
            operation: PhantomData,
        }
    }

    fn change(&self, change: impl FnOnce(&mut Rule)) {
        if let Some(rule) = self.rules.0.lock().rules.get_mut(self.rule) {
            change(rule);
        }
    }
}

impl<O> fmt::Debug for MockCall<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MockCall({})", self.matcher)
    }
}

impl<O: Operation> fmt::Debug for MockResponse<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("MockResponse")
            .field(&O::DESCRIPTOR.id)
            .finish()
    }
}
