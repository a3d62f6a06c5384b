//! Raw requests: calls of endpoints that the description does not declare, and GraphQL.

mod deserialized;
pub(crate) mod graphql;
mod list;

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use http::Method;
use serde::Serialize;
use serde::de::DeserializeOwned;
use url::Url;

pub use self::deserialized::{AnyJson, Deserialized};
pub use self::list::ListOf;
use crate::base::descriptor::{BY_URL, Descriptor};
use crate::base::text::one_line;
use crate::body::upload::Upload;
use crate::call::arguments::Call;
use crate::call::operation::{CallResult, Operation};
use crate::call::send::ResponseFuture;
use crate::call::success::{Binary, Empty, Success, Text};
use crate::call::template;
use crate::core::client::Core;
use crate::http::origin;

/// The success statuses of a raw request.
const SUCCESS: &[u16] = &[200, 201, 202, 203, 204, 205, 206, 207, 208, 226];

/// A raw request: a call of an endpoint that the description does not declare. Awaiting the value sends the call.
///
/// The call uses the client's credentials, retry policy, rate limits, redirects, cache, timeouts and tracing, as calls
/// of operations do. The call is idempotent if its method is `GET`, `HEAD`, `OPTIONS`, `TRACE`, `PUT` or `DELETE`. The
/// methods of [`OperationExt`](crate::OperationExt) set timeouts, the retry policy and conditions.
///
/// ```no_run
/// # async fn example(client: github_rest::Client) -> Result<(), Box<dyn std::error::Error>> {
/// use github_rest::{Method, serde_json::json};
///
/// let thing = client
///     .request(Method::GET, "/repos/{owner}/{repo}/new-thing")
///     .path("owner", "octo-org")
///     .path("repo", "hello")
///     .query("state", ["open", "closed"])
///     .await?;
/// println!("{}: {}", thing.status(), thing["name"]);
///
/// client
///     .request(Method::POST, "/orgs/{org}/new-things")
///     .path("org", "octo-org")
///     .json(&json!({ "name": "one" }))
///     .await?;
/// # Ok(())
/// # }
/// ```
///
/// The response is a [`serde_json::Value`]: `null` if there is no body. [`decode`](Self::decode) deserializes it as
/// another type.
#[must_use = "a call is sent when it is awaited"]
pub struct Request<S = AnyJson> {
    call: Call,
    success: PhantomData<fn() -> S>,
}

impl Request {
    /// Creates a call of a path such as `/repos/{owner}/{repo}/new-thing`.
    #[doc(hidden)]
    pub fn new(core: &Core, method: &Method, path: &'static str) -> Self {
        let mut request = Self::of(core, method, path, path);
        if let Err(problem) = template::check(path) {
            request.call.refuse_whole(problem);
        }
        request
    }

    /// Creates a call of an absolute URL from a response. The URL must have the origin (scheme, host and port) of the
    /// base URL, unless [`rebase_links`](crate::ClientBuilder::rebase_links) is set.
    #[doc(hidden)]
    pub fn to_url(core: &Core, method: &Method, url: &str) -> Self {
        let mut request = Self::of(core, method, BY_URL, "");
        match at_home(core, url) {
            Ok(url) => request.call.set_target(url),
            Err(problem) => request.call.refuse_whole(problem),
        }
        request
    }

    fn of(core: &Core, method: &Method, id: &'static str, path: &'static str) -> Self {
        let name = name(method);
        let descriptor = Descriptor::new(id, name.unwrap_or("GET"), path).success(SUCCESS);
        let mut call = Call::new(core, &descriptor);
        if name.is_none() {
            let method = one_line(method.as_str());
            call.refuse_whole(format!("the method `{method}` is not supported"));
        }
        Self::from_call(call)
    }
}

impl<S> Request<S> {
    fn from_call(call: Call) -> Self {
        Self {
            call,
            success: PhantomData,
        }
    }

    /// Sets a path parameter: one segment, percent-encoded. The items of a list are joined by commas.
    ///
    /// When the call is sent, an invalid parameter fails with [`Error::Argument`](crate::Error::Argument). A name is
    /// invalid if the path does not contain it. A value is invalid if it is empty, `.` or `..`. A parameter of the path
    /// without a value is also an error.
    pub fn path(mut self, name: &'static str, value: impl Serialize) -> Self {
        let value = self.value(name, value);
        self.call = self.call.path(name, value);
        self
    }

    /// Sets a path parameter that may span several segments, such as `src/lib.rs`. Slashes in the value are not
    /// encoded.
    pub fn segments(mut self, name: &'static str, value: impl Serialize) -> Self {
        let value = self.value(name, value);
        self.call = self.call.segments(name, value);
        self
    }

    /// Sets a query parameter and replaces earlier values. Each item of a list becomes a parameter, and `None` removes
    /// the parameter. Name and value are percent-encoded.
    pub fn query(mut self, name: impl Into<Cow<'static, str>>, value: impl Serialize) -> Self {
        self.call.extra_query(name.into(), value);
        self
    }

    /// Sets a header and replaces an earlier value: see [`OperationExt::header`](crate::OperationExt::header).
    pub fn header(mut self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        self.call.extra_header(name.as_ref(), value.as_ref());
        self
    }

    /// Sets the media type for `Accept`, such as `application/vnd.github.raw+json`.
    pub fn accept(mut self, media_type: impl Into<Cow<'static, str>>) -> Self {
        self.call = self.call.accept(media_type);
        self
    }

    /// Sets a JSON body.
    pub fn json(mut self, body: &(impl Serialize + ?Sized)) -> Self {
        match serde_json::to_vec(body) {
            Ok(bytes) => self.call.put_json(bytes),
            Err(error) => {
                let problem = format!("the body cannot be serialized as JSON: {error}");
                self.call.refuse_whole(problem);
            }
        }
        self
    }

    /// Sets a raw body and its media type. The body is bytes, a file or a reader. For a media type range such as `*/*`,
    /// the file name determines the media type if the feature `media-types` is enabled.
    pub fn upload(mut self, content_type: &'static str, body: impl Into<Upload>) -> Self {
        self.call = self.call.upload(content_type, body.into());
        self
    }

    /// Sets whether the call is idempotent: see [`OperationExt::idempotent`](crate::OperationExt::idempotent).
    pub fn idempotent(mut self, idempotent: bool) -> Self {
        self.call.options_mut().idempotent = Some(idempotent);
        self
    }

    /// Deserializes the response from JSON as another type. A response without a body is deserialized from `null`.
    ///
    /// ```no_run
    /// # async fn example(client: github_rest::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// use github_rest::{Method, Read, types::CopilotSeatDetails};
    ///
    /// let names: Vec<String> = client
    ///     .request(Method::GET, "/new-names")
    ///     .decode::<Vec<String>>()
    ///     .await?
    ///     .into_body();
    /// // A type of the description, read as tolerantly as the responses of operations:
    /// let seat = client
    ///     .request(Method::GET, "/orgs/{org}/new-seat")
    ///     .path("org", "octo-org")
    ///     .decode::<Read<CopilotSeatDetails>>()
    ///     .await?;
    /// println!("{names:?} {:?}", seat.value.plan_type);
    /// # Ok(())
    /// # }
    /// ```
    pub fn decode<T>(self) -> Request<Deserialized<T>>
    where
        T: DeserializeOwned + Send + Sync + 'static,
    {
        Request::from_call(self.call)
    }

    /// Deserializes the response as a list. The body is the list, or an object with exactly one list, such as
    /// `{"total_count": 1, "things": [...]}`. The method must be `GET`.
    ///
    /// Awaiting the call returns one page. `pages` and `items` fetch all pages: each page's `Link` header leads to the
    /// next one, under the rules of [`Pages`](crate::Pages).
    ///
    /// ```no_run
    /// # async fn example(client: github_rest::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// use github_rest::{Method, serde_json::Value};
    ///
    /// let things = client
    ///     .request(Method::GET, "/orgs/{org}/new-things")
    ///     .path("org", "octo-org")
    ///     .query("per_page", 100)
    ///     .list::<Value>();
    /// let mut items = things.items();
    /// while let Some(thing) = items.try_next().await? {
    ///     println!("{}", thing["name"]);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn list<T>(mut self) -> Request<ListOf<T>>
    where
        T: DeserializeOwned + Send + Sync + 'static,
    {
        if self.call.descriptor().method != "GET" {
            self.call.refuse_whole("a list is requested by `GET`");
        }
        Request::from_call(self.call)
    }

    /// Returns the response body as a string.
    pub fn text(self) -> Request<Text> {
        Request::from_call(self.call)
    }

    /// Returns the response body as bytes.
    pub fn bytes(self) -> Request<Binary> {
        Request::from_call(self.call)
    }

    /// Ignores the response body.
    pub fn empty(self) -> Request<Empty> {
        Request::from_call(self.call)
    }

    /// Returns the value of a path parameter.
    fn value(&mut self, name: &'static str, value: impl Serialize) -> serde_json::Value {
        if !template::has(self.call.descriptor().path, name) {
            self.call.refuse_parameter(name, "is not in the path");
        }
        serde_json::to_value(value).unwrap_or_else(|_| {
            let problem = "cannot be serialized as a string";
            self.call.refuse_parameter(name, problem);
            serde_json::Value::Null
        })
    }
}

/// Returns the name of a method. Custom methods are refused. `CONNECT` is refused too, because it is for proxies.
fn name(method: &Method) -> Option<&'static str> {
    const NAMES: [&str; 8] = [
        "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE",
    ];
    NAMES.into_iter().find(|it| *it == method.as_str())
}

/// Returns the parsed URL, if the client may send its credential to it.
///
/// # Errors
///
/// Returns why the URL is refused, without its query.
fn at_home(core: &Core, text: &str) -> Result<Url, String> {
    let url = Url::parse(text).ok();
    let url = url.filter(|it| matches!(it.scheme(), "http" | "https"));
    let url = url.ok_or("the URL is not an absolute http or https URL")?;
    if text.contains(['{', '}']) {
        return Err("the URL is a template: replace its parameters by values".to_owned());
    }
    let settings = core.settings();
    let endpoint = &settings.endpoints.base().url;
    if !origin::same(&url, endpoint) && !settings.rebase_links {
        return Err(format!(
            "the URL is on another scheme, host or port than the base URL: {}; if that is the same server, set \
             `rebase_links(true)`",
            one_line(&url.origin().ascii_serialization()),
        ));
    }
    Ok(origin::moved(&url, endpoint))
}

impl<S: Success + 'static> Operation for Request<S> {
    const DESCRIPTOR: &'static Descriptor = &Descriptor::new(BY_URL, "GET", "").success(SUCCESS);
    type Success = S;
    type Failure = ();

    fn call_mut(&mut self) -> &mut Call {
        &mut self.call
    }
}

impl<S: Success + 'static> IntoFuture for Request<S> {
    type Output = CallResult<Self>;
    type IntoFuture = ResponseFuture<Self>;

    fn into_future(self) -> Self::IntoFuture {
        ResponseFuture::new(self)
    }
}

impl<S> Clone for Request<S> {
    fn clone(&self) -> Self {
        Self::from_call(self.call.clone())
    }
}

impl<S> fmt::Debug for Request<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("method", &self.call.descriptor().method)
            .field("call", &self.call)
            .finish()
    }
}
