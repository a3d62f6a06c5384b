//! A call about to be made.

use std::borrow::Cow;

use bytes::Bytes;
use http::header::{ACCEPT, HeaderMap, HeaderValue};
use url::Url;

use crate::client::Core;
use crate::descriptor::Descriptor;
use crate::error::ArgumentError;
use crate::parameter;
use crate::template::{self, Unfilled};
use crate::value::{self, Value};

/// A call about to be made: an operation, its arguments, and the client that will send it.
#[derive(Clone, Debug)]
pub struct Call {
    core: Core,
    descriptor: &'static Descriptor,
    path: Vec<(&'static str, String)>,
    query: Vec<(&'static str, String)>,
    body: Option<Bytes>,
    /// The media type to ask for, instead of the operation's own.
    accept: Option<Cow<'static, str>>,
    /// The URL that a server gave for it, instead of path and query.
    link: Option<Url>,
    /// The first argument that cannot be sent.
    problem: Option<ArgumentError>,
}

impl Call {
    /// Begins a call.
    pub fn new(core: &Core, descriptor: &'static Descriptor) -> Self {
        Self {
            core: core.clone(),
            descriptor,
            path: Vec::new(),
            query: Vec::new(),
            body: None,
            accept: None,
            link: None,
            problem: None,
        }
    }

    /// Sets a parameter of the path.
    #[must_use]
    pub fn path<T: Value>(mut self, name: &'static str, value: T) -> Self {
        // No value is refused with the empty one.
        let text = self.text(name, &value).unwrap_or_default();
        set(&mut self.path, name, text);
        self
    }

    /// Sets a parameter of the query, in place of an earlier value.
    #[must_use]
    pub fn query<T: Value>(mut self, name: &'static str, value: T) -> Self {
        match self.text(name, &value) {
            Some(text) => set(&mut self.query, name, text),
            None => self.query.retain(|(it, _)| *it != name),
        }
        self
    }

    /// Sets the JSON body, in place of an earlier one.
    #[must_use]
    pub fn body<T: Value>(mut self, body: &T) -> Self {
        match value::to_json(body) {
            Ok(bytes) => self.body = Some(Bytes::from(bytes)),
            Err(error) => {
                let problem = format!("the body cannot be written as JSON: {error}");
                self.refuse(ArgumentError::call(self.descriptor.id, problem));
            }
        }
        self
    }

    /// Sets the media type to ask for, instead of the operation's own.
    #[must_use]
    pub fn accept(mut self, media_type: impl Into<Cow<'static, str>>) -> Self {
        self.accept = Some(media_type.into());
        self
    }

    /// Returns the same call to another URL.
    pub(crate) fn to_link(&self, link: Url) -> Self {
        Self {
            link: Some(link),
            ..self.clone()
        }
    }

    pub(crate) fn core(&self) -> &Core {
        &self.core
    }

    pub(crate) fn descriptor(&self) -> &'static Descriptor {
        self.descriptor
    }

    pub(crate) fn json(&self) -> Option<&Bytes> {
        self.body.as_ref()
    }

    /// Returns a parameter of the query that is a number.
    pub(crate) fn number(&self, name: &str) -> Option<i64> {
        let (_, value) = self.query.iter().find(|(it, _)| *it == name)?;
        value.parse().ok()
    }

    /// Returns where the call goes.
    pub(crate) fn url(&self) -> Result<Url, ArgumentError> {
        if let Some(problem) = &self.problem {
            return Err(problem.clone());
        }
        if let Some(link) = &self.link {
            return Ok(link.clone());
        }
        let Descriptor { id, path, .. } = *self.descriptor;
        let mut url = String::with_capacity(256);
        url.push_str(&self.core.settings().prefix);
        template::push_path(&mut url, path, &self.path).map_err(|unfilled| match unfilled {
            Unfilled::Missing(name) => ArgumentError::parameter(id, name, "has no value"),
            Unfilled::Unsafe(name) => {
                ArgumentError::parameter(id, name, "must not be empty, `.` or `..`")
            }
        })?;
        template::push_query(&mut url, &self.query);
        Url::parse(&url)
            .map_err(|error| ArgumentError::call(id, format!("the path is no URL: {error}")))
    }

    /// Returns the headers that only this call has.
    pub(crate) fn headers(&self) -> Result<HeaderMap, ArgumentError> {
        let mut headers = HeaderMap::new();
        if let Some(media_type) = self.accept.as_deref().or(self.descriptor.accept) {
            let value = HeaderValue::from_str(media_type).map_err(|_| {
                let problem = "the media type to ask for cannot be sent in a header";
                ArgumentError::call(self.descriptor.id, problem)
            })?;
            headers.insert(ACCEPT, value);
        }
        Ok(headers)
    }

    fn text<T: Value>(&mut self, name: &'static str, value: &T) -> Option<String> {
        parameter::text(value.view()).unwrap_or_else(|_| {
            let problem = "is an array or an object, which cannot be sent there";
            self.refuse(ArgumentError::parameter(self.descriptor.id, name, problem));
            None
        })
    }

    fn refuse(&mut self, problem: ArgumentError) {
        self.problem.get_or_insert(problem);
    }
}

fn set(parameters: &mut Vec<(&'static str, String)>, name: &'static str, value: String) {
    match parameters.iter_mut().find(|(it, _)| *it == name) {
        Some((_, earlier)) => *earlier = value,
        None => parameters.push((name, value)),
    }
}
