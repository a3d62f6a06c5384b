//! What a mock answers to some calls, one after the other.

use std::panic::Location;
use std::time::Duration;

use super::matcher::Matcher;
use crate::call::prepared::Prepared;
use crate::limits::LimitKind;

/// What a mock answers to some calls, one after the other.
pub(super) struct Rule {
    pub(super) matcher: Matcher,
    steps: Vec<Step>,
    /// Which step is next, and how often it was taken.
    at: usize,
    taken: usize,
    /// How many calls there were.
    pub(super) calls: usize,
    pub(super) expected: Option<usize>,
    /// Where the test says so.
    pub(super) location: &'static Location<'static>,
}

/// One answer, and how often it is given.
#[derive(Clone)]
pub(super) struct Step {
    pub(super) kind: Kind,
    pub(super) delay: Duration,
    times: Option<usize>,
}

#[derive(Clone)]
pub(super) enum Kind {
    Answer(Prepared),
    /// The pages, and the parameter by which they are asked for.
    Pages(Vec<Prepared>, &'static str),
    /// A limit of GitHub that ends so much later.
    Limit(LimitKind, Duration),
    /// The connection ends before an answer.
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

    /// Adds an answer after those that there are.
    pub(super) fn push(&mut self, kind: Kind) {
        self.steps.push(Step {
            kind,
            delay: Duration::ZERO,
            times: None,
        });
    }

    /// Makes the last answer come later.
    pub(super) fn delay(&mut self, delay: Duration) {
        if let Some(step) = self.steps.last_mut() {
            step.delay = delay;
        }
    }

    /// Says how often the last answer is given.
    pub(super) fn repeat(&mut self, times: usize) {
        if let Some(step) = self.steps.last_mut() {
            step.times = Some(times);
        }
    }

    /// Takes the next answer; none if all were given as often as they should be.
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

    /// Returns how what was expected was not met.
    pub(super) fn unmet(&self) -> Option<String> {
        let expected = self.expected.filter(|it| *it != self.calls)?;
        Some(format!(
            "{}: {expected} calls expected, {} received ({})",
            self.matcher, self.calls, self.location
        ))
    }
}
