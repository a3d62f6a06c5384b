//! The mock server.

use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use http::Method;
use url::Url;
use wiremock::matchers::any;
use wiremock::{Match, MockServer, Request, Respond, ResponseTemplate};

use super::matcher::Matcher;
use super::mock_response::MockCall;
use super::received::Received;
use super::reply::Reply;
use super::state::Shared;
use crate::base::defaults::Defaults;
use crate::base::descriptor::Descriptor;
use crate::call::prepared::Prepared;
use crate::call::success::Redirect;
use crate::core::builder::ClientBuilder;
use crate::core::client::Core;
use crate::limits::retry::RetryPolicy;
use crate::request::Request as Raw;

static DEFAULTS: Defaults = Defaults::new("http://127.0.0.1", "tagsmith-mock");

/// The mock server, which stops when it is dropped. Dropping panics if an [`expect`](crate::mock::MockResponse::expect)
/// was not met.
pub struct Server {
    http: MockServer,
    shared: Shared,
}

impl Server {
    /// Starts a server for these operations on a free port.
    #[doc(hidden)]
    pub async fn start(known: Vec<&'static Descriptor>) -> Self {
        let http = MockServer::builder().disable_request_recording();
        let http = http.start().await;
        let shared = Shared::default();
        let gate = Arc::new(Gate {
            address: *http.address(),
            shared: shared.clone(),
            known,
            next: Mutex::default(),
        });
        // Wiremock handles one request at a time: it selects a mock and sends its response before the next request.
        let drops = wiremock::Mock::given(Decides(gate.clone()))
            .respond_with_err(|_: &Request| io::Error::from(io::ErrorKind::ConnectionReset));
        http.register(drops.with_priority(1)).await;
        let responses = wiremock::Mock::given(any()).respond_with(Responses(gate));
        http.register(responses.with_priority(2)).await;
        Self { http, shared }
    }

    /// Returns the server's URL, without a trailing slash.
    pub fn url(&self) -> String {
        self.http.uri()
    }

    /// Configures a client builder to call this server, with a token and short retry delays.
    #[doc(hidden)]
    pub fn connect<C: From<Core>>(&self, builder: ClientBuilder<C>) -> ClientBuilder<C> {
        let wait = Duration::from_millis(1);
        let retry = RetryPolicy::new().first_wait(wait).longest_wait(wait);
        builder.base_url(self.url()).token("mock").retry(retry)
    }

    /// Builds the client of a mock.
    #[doc(hidden)]
    #[allow(clippy::panic, reason = "a test fails if its mock cannot be used")]
    #[track_caller]
    pub fn client<C: From<Core>>(&self, builder: ClientBuilder<C>) -> C {
        match self.connect(builder).build() {
            Ok(client) => client,
            Err(error) => panic!("the mock's client cannot be built: {error}"),
        }
    }

    /// Returns a redirect to this URL, to pass to [`returns`](crate::mock::MockCall::returns). The URL may be relative
    /// to the server's URL.
    ///
    /// # Panics
    ///
    /// Panics if the URL is invalid.
    #[allow(clippy::panic, reason = "a test fails if its mock cannot be used")]
    #[track_caller]
    pub fn redirect(&self, url: &str) -> Redirect {
        let base = Url::parse(&self.url());
        match base.and_then(|base| Ok((base.join(url)?, base))) {
            Ok((url, endpoint)) => {
                Redirect::to(&self.client(Core::builder(&DEFAULTS)), url, endpoint)
            }
            Err(error) => panic!("`{url}` is not a URL: {error}"),
        }
    }

    /// Serves these bytes at a path of the server, and returns a redirect to that path.
    ///
    /// # Panics
    ///
    /// Panics if the path does not form a valid URL.
    #[track_caller]
    pub fn serves(&self, path: &str, bytes: impl Into<Bytes>) -> Redirect {
        let redirect = self.redirect(path);
        if let Ok(url) = Url::parse(redirect.url()) {
            let file = (url.path().to_owned(), bytes.into());
            self.shared.lock().files.push(file);
        }
        redirect
    }

    /// Configures the responses to calls of an endpoint that the description does not declare, such as
    /// `/repos/{owner}/{repo}/new-thing`, or `/graphql`. A rule for such an endpoint may also match an operation's
    /// calls.
    ///
    /// ```
    /// # use github_rest::{Method, mock::Mock, serde_json::json};
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let mock = Mock::start().await;
    /// let things = mock.request(Method::GET, "/orgs/{org}/new-things");
    /// things.matching(|call| call.path().contains("octo-org")).returns(json!(["a", "b"])).expect(1);
    ///
    /// let request = mock.client().request(Method::GET, "/orgs/{org}/new-things");
    /// assert_eq!(request.path("org", "octo-org").await?[0], "a");
    /// # Ok(())
    /// # }
    /// ```
    pub fn request(&self, method: Method, path: &'static str) -> MockCall<Raw> {
        MockCall::of(&self.rules(), Matcher::endpoint(method, path))
    }

    /// Returns all received calls, in order. For the calls of one operation, use
    /// [`MockCall::calls`](crate::mock::MockCall::calls).
    pub fn calls(&self) -> Vec<Received> {
        self.shared.lock().received.clone()
    }

    /// Checks that each [`expect`](crate::mock::MockResponse::expect) is met, and that every call had a matching rule.
    ///
    /// # Panics
    ///
    /// Panics if a check fails.
    #[track_caller]
    pub fn verify(&self) {
        let state = self.shared.lock();
        let wrong = [state.unmet(), state.unmocked_calls()].concat();
        drop(state);
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    /// Returns the handle to add rules.
    #[doc(hidden)]
    pub fn rules(&self) -> RuleRegistry {
        RuleRegistry(self.shared.clone())
    }
}

/// A test that already panicked does not panic again here, so that its own message stays visible.
impl Drop for Server {
    fn drop(&mut self) {
        let unmet = self.shared.lock().unmet();
        if !std::thread::panicking() {
            assert!(unmet.is_empty(), "{}", unmet.join("\n"));
        }
    }
}

impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Server").field(&self.url()).finish()
    }
}

/// The handle to add rules.
#[doc(hidden)]
#[derive(Clone)]
pub struct RuleRegistry(pub(super) Shared);

impl fmt::Debug for RuleRegistry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("RuleRegistry").finish()
    }
}

/// Connects wiremock with the rules.
struct Gate {
    address: SocketAddr,
    shared: Shared,
    known: Vec<&'static Descriptor>,
    /// The selected response to the current request.
    next: Mutex<Option<(Prepared, Duration)>>,
}

/// Selects the response to a request. Matches if the rule closes the connection.
struct Decides(Arc<Gate>);

/// Sends the selected response.
struct Responses(Arc<Gate>);

impl Match for Decides {
    fn matches(&self, request: &Request) -> bool {
        let gate = &self.0;
        // Wiremock sets a different host in the URL.
        let mut url = request.url.clone();
        let _ = url.set_ip_host(gate.address.ip());
        let _ = url.set_port(Some(gate.address.port()));
        let call = Received::new(
            &gate.known,
            request.method.as_str(),
            url,
            request.headers.clone(),
            Bytes::copy_from_slice(&request.body),
        );
        let Reply { response, delay } = gate.shared.lock().respond(call);
        let next = response.map(|response| (response, delay));
        let drops = next.is_none();
        *gate.next.lock().unwrap_or_else(PoisonError::into_inner) = next;
        drops
    }
}

impl Respond for Responses {
    fn respond(&self, _request: &Request) -> ResponseTemplate {
        let mut next = self.0.next.lock().unwrap_or_else(PoisonError::into_inner);
        let Some((response, delay)) = next.take() else {
            return ResponseTemplate::new(500);
        };
        let mut template = ResponseTemplate::new(response.status).set_delay(delay);
        for (name, value) in response.headers {
            template = template.insert_header(name, value);
        }
        match response.media_type {
            Some(media_type) => template.set_body_raw(response.bytes, &media_type),
            None => template,
        }
    }
}
