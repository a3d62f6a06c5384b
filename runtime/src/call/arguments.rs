//! The arguments of one call.

use std::borrow::Cow;
use std::fmt;
use std::mem;

use http::header::{ACCEPT, HeaderMap, HeaderName, HeaderValue};
use url::Url;

use crate::base::descriptor::Descriptor;
use crate::body::content::Content;
use crate::body::upload::Upload;
use crate::call::header;
use crate::call::parameter::Parameter;
use crate::call::template::{self, Missing, Unsafe};
use crate::core::client::Core;
use crate::core::options::CallOptions;
use crate::core::watch::Subject;
use crate::error::ArgumentError;
use crate::http::endpoint::Endpoint;
use crate::value::{self, Value};

/// A call before it is sent: the operation, its arguments and the client.
#[derive(Clone)]
pub struct Call {
    core: Core,
    descriptor: Descriptor,
    /// The parameters of the path, encoded.
    path: Vec<(&'static str, String)>,
    /// The parameters of the query, encoded.
    query: Vec<(Cow<'static, str>, String)>,
    /// The parameters in headers.
    headers: HeaderMap,
    content: Option<Content>,
    /// The media type for `Accept`, if it replaces the operation's default.
    accept: Option<Cow<'static, str>>,
    options: CallOptions,
    /// The URL of the next page, as the server sent it. This URL replaces the call's path and query.
    link: Option<Url>,
    /// The URL that the caller passed. This URL replaces the call's path. The call's query is appended to the URL's
    /// query.
    target: Option<Box<Url>>,
    /// The first argument that cannot be sent.
    problem: Option<ArgumentError>,
}

impl Call {
    /// Creates a call without arguments.
    pub fn new(core: &Core, descriptor: &Descriptor) -> Self {
        Self {
            core: core.clone(),
            descriptor: *descriptor,
            path: Vec::new(),
            query: Vec::new(),
            headers: HeaderMap::new(),
            content: None,
            accept: None,
            options: CallOptions::default(),
            link: None,
            target: None,
            problem: None,
        }
    }

    /// Sets a path parameter. The items of a list are joined by commas.
    #[must_use]
    pub fn path<T: Value>(mut self, name: &'static str, value: T) -> Self {
        let encoded = match self.parameter(name, &value) {
            Parameter::Absent => String::new(),
            Parameter::One(text) => template::encode(&text),
            Parameter::Many(texts) => template::join(&texts),
        };
        match template::segment(encoded) {
            Ok(encoded) => set(&mut self.path, name, [encoded]),
            Err(Unsafe) => self.refuse_parameter(name, "must not be empty, `.` or `..`"),
        }
        self
    }

    /// Sets a path parameter that may span several segments. Slashes in the value are not encoded. At the end of the
    /// URL's path, the value may be empty or end with a slash.
    #[must_use]
    pub fn segments<T: Value>(mut self, name: &'static str, value: T) -> Self {
        let path = match self.parameter(name, &value) {
            Parameter::One(path) => path,
            Parameter::Absent | Parameter::Many(_) => {
                self.refuse_parameter(name, "is not a path");
                return self;
            }
        };
        let is_end = template::ends_with(self.descriptor.path, name);
        match template::segments(&path, is_end) {
            Ok(encoded) => set(&mut self.path, name, [encoded]),
            Err(Unsafe) => {
                let problem = match is_end {
                    true => "must not have a segment `.` or `..`, nor an empty one before its end",
                    false => "must not have a segment that is empty, `.` or `..`",
                };
                self.refuse_parameter(name, problem);
            }
        }
        self
    }

    /// Sets a query parameter and replaces earlier values. Each item of a list becomes a parameter. An empty list or a
    /// missing value removes the parameter.
    #[must_use]
    pub fn query<T: Value>(mut self, name: &'static str, value: T) -> Self {
        self.put_query(name.into(), &value);
        self
    }

    /// Sets a query parameter as [`query`](Self::query) does. The name need not be a constant.
    pub(crate) fn put_query<T: Value>(&mut self, name: Cow<'static, str>, value: &T) {
        let texts = match self.parameter(name.clone(), value) {
            Parameter::Absent => Vec::new(),
            Parameter::One(text) => vec![text],
            Parameter::Many(texts) => texts,
        };
        let encoded = texts.iter().map(|text| template::encode(text));
        set(&mut self.query, name, encoded);
    }

    /// Sets a query parameter as [`query`](Self::query) does, but joins the items of a list by commas.
    #[must_use]
    pub fn query_joined<T: Value>(mut self, name: &'static str, value: T) -> Self {
        let encoded = match self.parameter(name, &value) {
            Parameter::Absent => None,
            Parameter::One(text) => Some(template::encode(&text)),
            Parameter::Many(texts) if texts.is_empty() => None,
            Parameter::Many(texts) => Some(template::join(&texts)),
        };
        set(&mut self.query, name.into(), encoded);
        self
    }

    /// Sets a header parameter and replaces an earlier value. The items of a list are joined by commas. The header is
    /// not sent when a redirect leads to another server.
    #[must_use]
    pub fn header<T: Value>(mut self, name: &'static str, value: T) -> Self {
        let parameter = self.parameter(name, &value);
        let read = header::name(name).and_then(|key| Ok((key, header::value(parameter)?)));
        match read {
            Ok((key, Some(value))) => {
                self.headers.insert(key, value);
            }
            Ok((key, None)) => {
                self.headers.remove(key);
            }
            Err(problem) => self.refuse_parameter(name, problem),
        }
        self
    }

    /// Sets the JSON body and replaces an earlier one.
    #[must_use]
    pub fn body<T: Value>(mut self, body: &T) -> Self {
        match value::to_json(body) {
            Ok(bytes) => self.content = Some(Content::json(bytes)),
            Err(error) => {
                let problem = format!("the body cannot be serialized as JSON: {error}");
                self.refuse(ArgumentError::call(self.descriptor.id, problem));
            }
        }
        self
    }

    /// Sets a text body and replaces an earlier one.
    #[must_use]
    pub fn text_body(self, content_type: &'static str, text: String) -> Self {
        self.upload(content_type, text.into())
    }

    /// Sets a raw body and replaces an earlier one.
    #[must_use]
    pub fn upload(mut self, content_type: &'static str, body: Upload) -> Self {
        self.content = Content::of(content_type, body);
        if self.content.is_none() {
            let problem = "the media type of the body is not a valid header value";
            self.refuse(ArgumentError::call(self.descriptor.id, problem));
        }
        self
    }

    /// Sets the media type for `Accept`, instead of the operation's default.
    #[must_use]
    pub fn accept(mut self, media_type: impl Into<Cow<'static, str>>) -> Self {
        self.accept = Some(media_type.into());
        self
    }

    /// Returns the call, and leaves a call without arguments in its place.
    pub(crate) fn take(&mut self) -> Self {
        let empty = Self::new(&self.core, &self.descriptor);
        mem::replace(self, empty)
    }

    /// Sets the URL of the call, instead of the operation's path.
    pub(crate) fn set_target(&mut self, url: Url) {
        self.target = Some(Box::new(url));
    }

    /// Sets a body that is already JSON and replaces an earlier one.
    pub(crate) fn put_json(&mut self, bytes: Vec<u8>) {
        self.content = Some(Content::json(bytes));
    }

    /// Returns the same call with a different URL.
    pub(crate) fn to_link(&self, link: Url) -> Self {
        Self {
            link: Some(link),
            ..self.clone()
        }
    }

    /// Returns the same call, but without a range, and bypassing the cache.
    pub(crate) fn fresh(mut self) -> Self {
        self.options.is_fresh = true;
        self
    }

    pub(crate) fn core(&self) -> &Core {
        &self.core
    }

    pub(crate) fn descriptor(&self) -> &Descriptor {
        &self.descriptor
    }

    pub(crate) fn options(&self) -> &CallOptions {
        &self.options
    }

    pub(crate) fn options_mut(&mut self) -> &mut CallOptions {
        &mut self.options
    }

    /// Returns the descriptor and the details that the call reports to observers.
    pub(crate) fn subject(&self) -> Subject {
        Subject::operation(&self.core, &self.descriptor)
    }

    pub(crate) fn content(&self) -> Option<&Content> {
        self.content.as_ref()
    }

    /// Returns the URL of the server that receives the call.
    pub(crate) fn endpoint(&self) -> Result<Cow<'_, Endpoint>, ArgumentError> {
        let endpoints = &self.core.settings().endpoints;
        endpoints
            .of(self.descriptor.server)
            .map_err(|error| ArgumentError::call(self.descriptor.id, error.to_string()))
    }

    /// Returns the path below the base URL, with placeholders for parameters. Returns `None` if the caller passed a
    /// whole URL.
    pub(crate) fn path_of_api(&self) -> &str {
        let Some(target) = &self.target else {
            return self.descriptor.path;
        };
        let base = self.core.settings().endpoints.base().url.path();
        let path = target.path().strip_prefix(base.trim_end_matches('/'));
        path.unwrap_or_default()
    }

    /// Returns the value of a numeric query parameter.
    pub(crate) fn number(&self, name: &str) -> Option<i64> {
        let (_, value) = self.query.iter().find(|(it, _)| *it == name)?;
        value.parse().ok()
    }

    /// Returns the URL of the call.
    pub(crate) fn url(&self) -> Result<Url, ArgumentError> {
        if let Some(problem) = &self.problem {
            return Err(problem.clone());
        }
        if let Some(link) = &self.link {
            return Ok(link.clone());
        }
        if let Some(target) = &self.target {
            return Ok(template::with_query(target, &self.query));
        }
        let Descriptor { id, path, .. } = self.descriptor;
        // The server's parsed scheme and host are reused, because parsing them for each call would be slow.
        let mut url = (*self.endpoint()?.url).clone();
        let mut text = String::with_capacity(128);
        text.push_str(url.path().trim_end_matches('/'));
        template::push_path(&mut text, path, &self.path)
            .map_err(|Missing(name)| ArgumentError::parameter(id, name, "has no value"))?;
        url.set_path(&text);
        if !self.query.is_empty() {
            text.clear();
            template::push_query(&mut text, &self.query);
            url.set_query(Some(&text));
        }
        Ok(url)
    }

    /// Returns the headers that are specific to this call.
    pub(crate) fn headers(&self) -> Result<HeaderMap, ArgumentError> {
        let mut headers = self.headers.clone();
        if let Some(media_type) = self.accept.as_deref().or(self.descriptor.accept) {
            let value = HeaderValue::from_str(media_type).map_err(|_| {
                let problem = "the media type for `accept` is not a valid header value";
                ArgumentError::call(self.descriptor.id, problem)
            })?;
            headers.insert(ACCEPT, value);
        }
        Ok(headers)
    }

    fn parameter<T: Value>(&mut self, name: impl Into<Cow<'static, str>>, value: &T) -> Parameter {
        Parameter::of(value.view()).unwrap_or_else(|_| {
            let problem = "is an object or a list of lists, which is not allowed here";
            self.refuse_parameter(name, problem);
            Parameter::Absent
        })
    }

    /// Sets a header of this call and replaces an earlier value.
    pub(crate) fn put_header(&mut self, name: HeaderName, value: HeaderValue) {
        self.headers.insert(name, value);
    }

    /// Records an error of the whole call, which is returned when the call is sent.
    pub(crate) fn refuse_whole(&mut self, problem: impl Into<String>) {
        self.refuse(ArgumentError::call(self.descriptor.id, problem));
    }

    pub(crate) fn refuse_parameter(
        &mut self,
        name: impl Into<Cow<'static, str>>,
        problem: &'static str,
    ) {
        self.refuse(ArgumentError::parameter(self.descriptor.id, name, problem));
    }

    fn refuse(&mut self, problem: ArgumentError) {
        self.problem.get_or_insert(problem);
    }
}

/// Prints the operation. Arguments are omitted, because they may be logged.
impl fmt::Debug for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let query: Vec<_> = self.query.iter().map(|(name, _)| name).collect();
        f.debug_struct("Call")
            .field("operation", &self.descriptor.id)
            .field("query", &query)
            .field("problem", &self.problem)
            .finish_non_exhaustive()
    }
}

/// Replaces the first value of this name by the new values, and removes the other values of this name.
fn set<N: Clone + PartialEq>(
    parameters: &mut Vec<(N, String)>,
    name: N,
    values: impl IntoIterator<Item = String>,
) {
    let first = parameters.iter().position(|(it, _)| *it == name);
    parameters.retain(|(it, _)| *it != name);
    let at = first.unwrap_or(parameters.len());
    parameters.splice(
        at..at,
        values.into_iter().map(|value| (name.clone(), value)),
    );
}
