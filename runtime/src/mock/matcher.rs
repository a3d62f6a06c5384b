//! Matchers: select the calls that a rule applies to.

use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use http::Method;
use serde_json::Value as Json;

use super::received::Received;
use super::route;
use crate::call::parameter::Parameter;
use crate::value::{self, Value};

/// Matches all calls of an operation, or the calls with certain parameters.
#[derive(Clone)]
pub(super) struct Matcher {
    /// The operationId, or the path of an undeclared endpoint.
    operation: &'static str,
    /// The method of an undeclared endpoint.
    method: Option<Method>,
    arguments: Vec<(&'static str, Vec<String>)>,
    body: Option<Sent>,
    conditions: Vec<Arc<Condition>>,
}

type Condition = dyn Fn(&Received) -> bool + Send + Sync;

#[derive(Clone)]
enum Sent {
    Json(Json),
    Bytes(Bytes),
}

impl Matcher {
    pub(super) fn new(operation: &'static str) -> Self {
        Self {
            operation,
            method: None,
            arguments: Vec::new(),
            body: None,
            conditions: Vec::new(),
        }
    }

    /// Creates a matcher for calls of an undeclared endpoint.
    pub(super) fn endpoint(method: Method, path: &'static str) -> Self {
        Self {
            method: Some(method),
            ..Self::new(path)
        }
    }

    /// Returns whether a call is for the matcher's operation or endpoint.
    pub(super) fn is_of(&self, call: &Received) -> bool {
        match &self.method {
            Some(method) => {
                call.method == method.as_str()
                    && route::path_match(self.operation, call.path()).is_some()
            }
            None => call.operations.contains(&self.operation),
        }
    }

    /// Requires a parameter to have this value, and replaces an earlier requirement. An empty list requires the
    /// parameter to be absent.
    pub(super) fn with<T: Value>(mut self, name: &'static str, value: &T) -> Self {
        let texts = match Parameter::of(value.view()) {
            Ok(Parameter::One(text)) => vec![text],
            Ok(Parameter::Many(texts)) => texts,
            // A call cannot be made with a value that is not a string.
            Ok(Parameter::Absent) | Err(_) => Vec::new(),
        };
        self.arguments.retain(|(it, _)| *it != name);
        self.arguments.push((name, texts));
        self
    }

    pub(super) fn with_json<T: Value>(mut self, body: &T) -> Self {
        self.body = Some(Sent::Json(value::to_value(body).unwrap_or_default()));
        self
    }

    pub(super) fn with_bytes(mut self, body: Bytes) -> Self {
        self.body = Some(Sent::Bytes(body));
        self
    }

    pub(super) fn with_condition(mut self, condition: Arc<Condition>) -> Self {
        self.conditions.push(condition);
        self
    }

    /// Returns whether a call matches.
    pub(super) fn matches(&self, call: &Received) -> bool {
        self.is_of(call) && self.mismatch(call).is_none()
    }

    /// Returns why a call of the same operation does not match.
    pub(super) fn mismatch(&self, call: &Received) -> Option<String> {
        for (name, wanted) in &self.arguments {
            let values = call.values(name);
            let is_joined = matches!(*values, [one] if one == wanted.join(","));
            if !is_joined && values != *wanted {
                return Some(format!("`{name}` is {values:?} instead of {wanted:?}"));
            }
        }
        match &self.body {
            Some(Sent::Json(body)) if call.json().as_ref() != Some(body) => {
                return Some(format!("the body is `{}` instead of `{body}`", call.text()));
            }
            Some(Sent::Bytes(body)) if call.body != *body => {
                return Some("the body is different".to_owned());
            }
            _ => {}
        }
        let is_met = self.conditions.iter().all(|it| it(call));
        (!is_met).then(|| "a condition is not met".to_owned())
    }
}

/// Prints `copilot/list-copilot-seats with org ["octo-org"]`.
impl fmt::Display for Matcher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(method) = &self.method {
            write!(f, "{method} ")?;
        }
        f.write_str(self.operation)?;
        for (index, (name, values)) in self.arguments.iter().enumerate() {
            let before = if index == 0 { " with" } else { "," };
            write!(f, "{before} {name} {values:?}")?;
        }
        if self.body.is_some() {
            f.write_str(", and a body")?;
        }
        if !self.conditions.is_empty() {
            f.write_str(", and a condition")?;
        }
        Ok(())
    }
}
