//! GraphQL requests.

mod document;
mod error;
mod response;

use std::fmt;
use std::marker::PhantomData;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value as Json};

pub use self::error::{GraphQlError, GraphQlFailure, GraphQlLocation, GraphQlPathItem};
pub use self::response::{GraphQlData, GraphQlResponse};
use crate::base::descriptor::Descriptor;
use crate::call::arguments::Call;
use crate::call::operation::{CallResult, Operation};
use crate::call::send::ResponseFuture;
use crate::core::client::Core;

const GRAPHQL: Descriptor = Descriptor::new("graphql", "POST", "/graphql").success(&[200]);

/// A GraphQL request. Awaiting the value sends the request.
///
/// The request uses the client's credentials, retry policy, timeouts and tracing, as calls of operations do. The
/// request counts against the GraphQL rate limit. A request without a mutation or subscription is idempotent, so it is
/// retried like a `GET`.
///
/// ```no_run
/// # async fn example(client: github_rest::Client) -> Result<(), Box<dyn std::error::Error>> {
/// use github_rest::serde_json::json;
///
/// let query = "query($login: String!) { organization(login: $login) { name } }";
/// let response = client.graphql(query, json!({ "login": "octo-org" })).await?;
/// println!("{}", response.data["organization"]["name"]);
/// for error in &response.errors {
///     println!("left out: {error}");
/// }
/// # Ok(())
/// # }
/// ```
///
/// `data` is a [`serde_json::Value`]; [`decode`](Self::decode) deserializes it as another type. A response with data is
/// a success, even if it also has errors that describe missing parts. A response without data returns
/// [`Error::Api`](crate::Error::Api) with a [`GraphQlFailure`]. A response with errors returns the same error if its
/// data does not match the type.
#[must_use = "a request is sent when it is awaited"]
pub struct GraphQl<T = Json> {
    call: Call,
    body: Map<String, Json>,
    data: PhantomData<fn() -> T>,
}

impl GraphQl {
    /// Creates a request from a document and its variables: an object, or `()` for none.
    #[doc(hidden)]
    pub fn new(core: &Core, document: impl Into<String>, variables: impl Serialize) -> Self {
        let document = document.into();
        let is_read = !document::changes(&document);
        let descriptor = GRAPHQL.safe(is_read).idempotent(is_read);
        let mut call = Call::new(core, &descriptor);
        call.options_mut().is_graphql = true;
        match &core.settings().graphql {
            Some(url) => call.set_target(url.clone()),
            None => call.refuse_whole("the API has no GraphQL endpoint"),
        }
        let mut body = Map::from_iter([("query".to_owned(), Json::from(document))]);
        match serde_json::to_value(variables) {
            Ok(Json::Null) => {}
            Ok(variables @ Json::Object(_)) => {
                body.insert("variables".to_owned(), variables);
            }
            Ok(_) => call.refuse_whole("the variables are not an object"),
            Err(error) => {
                call.refuse_whole(format!(
                    "the variables cannot be serialized as JSON: {error}"
                ));
            }
        }
        Self {
            call,
            body,
            data: PhantomData,
        }
        .written()
    }
}

impl<T> GraphQl<T> {
    /// Sets which operation of the document to execute, if the document has several.
    pub fn operation_name(mut self, name: impl Into<String>) -> Self {
        let name = Json::from(name.into());
        self.body.insert("operationName".to_owned(), name);
        self.written()
    }

    /// Sets a header and replaces an earlier value: see [`OperationExt::header`](crate::OperationExt::header).
    pub fn header(mut self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        self.call.extra_header(name.as_ref(), value.as_ref());
        self
    }

    /// Sets whether the request is idempotent: see [`OperationExt::idempotent`](crate::OperationExt::idempotent).
    pub fn idempotent(mut self, idempotent: bool) -> Self {
        self.call.options_mut().idempotent = Some(idempotent);
        self
    }

    /// Deserializes `data` as another type.
    ///
    /// ```no_run
    /// # async fn example(client: github_rest::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// use std::collections::BTreeMap;
    ///
    /// use github_rest::Error;
    ///
    /// type Viewer = BTreeMap<String, BTreeMap<String, String>>;
    ///
    /// match client.graphql("{ viewer { login } }", ()).decode::<Viewer>().await {
    ///     Ok(response) => println!("{:?}", response.data.get("viewer")),
    ///     Err(Error::Api(error)) => {
    ///         for error in &error.kind().errors {
    ///             println!("{:?} at {}: {}", error.kind, error.path_text(), error.message);
    ///         }
    ///     }
    ///     Err(error) => return Err(error.into()),
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn decode<U>(self) -> GraphQl<U>
    where
        U: DeserializeOwned + Send + Sync + 'static,
    {
        GraphQl {
            call: self.call,
            body: self.body,
            data: PhantomData,
        }
    }

    fn written(mut self) -> Self {
        match serde_json::to_vec(&self.body) {
            Ok(bytes) => self.call.put_json(bytes),
            Err(error) => {
                let problem = format!("the request cannot be serialized as JSON: {error}");
                self.call.refuse_whole(problem);
            }
        }
        self
    }
}

impl<T: DeserializeOwned + Send + Sync + 'static> Operation for GraphQl<T> {
    const DESCRIPTOR: &'static Descriptor = &GRAPHQL;
    type Success = GraphQlData<T>;
    type Failure = GraphQlFailure;

    fn call_mut(&mut self) -> &mut Call {
        &mut self.call
    }
}

impl<T: DeserializeOwned + Send + Sync + 'static> IntoFuture for GraphQl<T> {
    type Output = CallResult<Self>;
    type IntoFuture = ResponseFuture<Self>;

    fn into_future(self) -> Self::IntoFuture {
        ResponseFuture::new(self)
    }
}

impl<T> Clone for GraphQl<T> {
    fn clone(&self) -> Self {
        Self {
            call: self.call.clone(),
            body: self.body.clone(),
            data: PhantomData,
        }
    }
}

/// Prints neither the document nor the variables, because they must not be logged.
impl<T> fmt::Debug for GraphQl<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GraphQl").finish_non_exhaustive()
    }
}
