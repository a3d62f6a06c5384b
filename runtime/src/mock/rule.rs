//! A sequence of responses.

use std::panic::Location;
use std::time::Duration;

use super::matcher::Matcher;
use crate::call::prepared::Prepared;
use crate::limits::LimitKind;

/// A sequence of responses to the calls that match a rule.
pub(super) struct Rule {
    pub(super) matcher: Matcher,
    steps: Vec<Step>,
    /// The index of the next response, and how many times it was already sent.
    at: usize,
    taken: usize,
    /// The number of matching calls.
    pub(super) calls: usize,
    pub(super) expected: Option<usize>,
    /// The location in the test that added the rule.
    pub(super) location: &'static Location<'static>,
}

/// One response, and how many times it is sent.
#[derive(Clone)]
pub(super) struct Step {
    pub(super) kind: Kind,
    pub(super) delay: Duration,
    times: Option<usize>,
}

#[derive(Clone)]
pub(super) enum Kind {
    Response(Prepared),
    /// The pages, and the query parameter of the page number.
    Pages(Vec<Prepared>, &'static str),
    /// A rate limit that resets after this time.
    Limit(LimitKind, Duration),
    /// The connection is closed without a response.
    Drop,
}

impl Rule {
    pub(super) fn new(matcher: Matcher, location: &'static Location<'static>) -> Self {
        Self {
            matcher,
            steps: Vec::new(),
            at: 0,
            taken: 0,
            calls: 0,
            expected: None,
            location,
        }
    }

    /// Appends a response.
    pub(super) fn push(&mut self, kind: Kind) {
        self.steps.push(Step {
            kind,
            delay: Duration::ZERO,
            times: None,
        });
    }

    /// Delays the last response.
    pub(super) fn delay(&mut self, delay: Duration) {
        if let Some(step) = self.steps.last_mut() {
            step.delay = delay;
        }
    }

    /// Sets how many times the last response is sent.
    pub(super) fn repeat(&mut self, times: usize) {
        if let Some(step) = self.steps.last_mut() {
            step.times = Some(times);
        }
    }

    /// Returns the next response. Returns `None` after the whole sequence was sent.
    pub(super) fn take(&mut self) -> Option<Step> {
        loop {
            let step = self.steps.get(self.at)?;
            let is_last = self.at + 1 == self.steps.len();
            let times = step.times.unwrap_or(if is_last { usize::MAX } else { 1 });
            if self.taken < times {
                self.taken += 1;
                self.calls += 1;
                return Some(step.clone());
            }
            self.at += 1;
            self.taken = 0;
        }
    }

    /// Returns a message if the number of calls differs from the expectation.
    pub(super) fn unmet(&self) -> Option<String> {
        let expected = self.expected.filter(|it| *it != self.calls)?;
        Some(format!(
            "{}: {expected} calls expected, {} received ({})",
            self.matcher, self.calls, self.location
        ))
    }
}
