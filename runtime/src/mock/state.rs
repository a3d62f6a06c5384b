//! The rules and received calls of a mock.

use std::fmt::Write as _;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use serde_json::json;

use super::received::Received;
use super::reply::Reply;
use super::rule::Rule;
use crate::call::prepared::Prepared;

/// The rules and received calls of a mock. The server and its handles share this state.
#[derive(Clone, Default)]
pub(super) struct Shared(Arc<Mutex<State>>);

#[derive(Default)]
pub(super) struct State {
    pub(super) rules: Vec<Rule>,
    pub(super) received: Vec<Received>,
    /// The files that are served in addition to the API, by path.
    pub(super) files: Vec<(String, Bytes)>,
}

impl Shared {
    pub(super) fn lock(&self) -> MutexGuard<'_, State> {
        // A poisoned lock is harmless, because a condition that panicked has changed nothing.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// Returns the response to a call, by the most recently added rule that matches.
    pub(super) fn respond(&mut self, mut call: Received) -> Reply {
        let rules = self.rules.iter_mut().rev();
        let mut rules = rules.filter(|it| it.matcher.matches(&call));
        let step = rules.find_map(Rule::take);
        let reply = match step {
            Some(step) => Reply::of(&step, &call),
            None => self.file(&call).map(Reply::from),
        };
        call.is_mocked = reply.is_some();
        let reply = reply.unwrap_or_else(|| self.unmocked(&call).into());
        self.received.push(call);
        reply
    }

    fn file(&self, call: &Received) -> Option<Prepared> {
        let files = self.files.iter().rev();
        let (_, bytes) = files.into_iter().find(|(path, _)| path == call.path())?;
        Some(Prepared::raw(
            200,
            "application/octet-stream",
            bytes.clone(),
        ))
    }

    /// Returns the message for a call without a matching rule.
    fn unmocked(&self, call: &Received) -> Prepared {
        let mut message = match call.operation() {
            Some(id) => format!("{id} is not mocked for `{call}`"),
            None => format!("`{call}` matches no operation of the API"),
        };
        for rule in &self.rules {
            let is_its_own = rule.matcher.is_of(call);
            let why = match rule.matcher.mismatch(call) {
                Some(why) if is_its_own => format!(": {why}"),
                None if is_its_own => ": has sent all its responses".to_owned(),
                _ => String::new(),
            };
            let _ = write!(message, "; there is a rule for {}{why}", rule.matcher);
        }
        if self.rules.is_empty() {
            message.push_str("; there are no rules");
        }
        Prepared::json(501, &json!({ "message": message }))
    }

    /// Returns the expectations that are not met, if any.
    pub(super) fn unmet(&self) -> Vec<String> {
        self.rules.iter().filter_map(Rule::unmet).collect()
    }

    /// Returns the calls without a matching rule.
    pub(super) fn unmocked_calls(&self) -> Vec<String> {
        let calls = self.received.iter().filter(|it| !it.is_mocked);
        calls
            .map(|call| match call.operation() {
                Some(id) => format!("{id} is not mocked: `{call}`"),
                None => format!("matches no operation of the API: `{call}`"),
            })
            .collect()
    }
}
