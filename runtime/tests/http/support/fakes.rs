//! A fake network and a fake clock, for tests that depend on time.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use tagsmith_runtime::transport::{
    Body, BoxFuture, Fault, HttpRequest, HttpResponse, Stage, Transport,
};
use tagsmith_runtime::{Clock, jiff::Timestamp};
use tokio::time::{Instant, sleep};

/// The start of the tests' time.
pub const BEGIN: i64 = 1_800_000_000;

/// A clock that follows tokio's paused time, with an offset in seconds.
pub fn clock(ahead: i64) -> impl Clock {
    let begin = Instant::now();
    move || {
        let elapsed = i64::try_from(begin.elapsed().as_secs()).unwrap();
        Timestamp::from_second(BEGIN + ahead + elapsed).unwrap()
    }
}

/// A request as the network received it.
#[derive(Clone, Debug)]
pub struct Asked {
    pub target: String,
    pub authorization: Option<String>,
    pub body: String,
    pub at: Duration,
}

/// A response, and the delay before it.
pub struct Scripted {
    pub after: Duration,
    pub response: Result<http::Response<String>, Fault>,
}

/// Creates a response without delay.
pub fn say(status: u16, body: impl Into<String>) -> Scripted {
    let mut response = http::Response::new(body.into());
    *response.status_mut() = status.try_into().unwrap();
    Scripted {
        after: Duration::ZERO,
        response: Ok(response),
    }
}

/// Creates a connection error.
pub fn broken(stage: Stage) -> Scripted {
    Scripted {
        after: Duration::ZERO,
        response: Err(Fault::new(stage, "broken")),
    }
}

impl Scripted {
    pub fn after(self, seconds: u64) -> Self {
        Self {
            after: Duration::from_secs(seconds),
            ..self
        }
    }

    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        let headers = self.response.as_mut().unwrap().headers_mut();
        headers.insert(name, value.into().parse().unwrap());
        self
    }
}

type Script = dyn Fn(&Asked) -> Scripted + Send + Sync;

/// A network that responds by a script.
#[derive(Clone)]
pub struct Network {
    script: Arc<Script>,
    asked: Arc<Mutex<Vec<Asked>>>,
    begin: Instant,
}

impl Network {
    pub fn new(script: impl Fn(&Asked) -> Scripted + Send + Sync + 'static) -> Self {
        Self {
            script: Arc::new(script),
            asked: Arc::default(),
            begin: Instant::now(),
        }
    }

    /// Returns the response, without recording the request.
    pub fn say(&self, asked: &Asked) -> Scripted {
        (self.script)(asked)
    }

    /// Returns all requests so far.
    pub fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().clone()
    }

    /// Returns the number of requests whose path ends with a text.
    pub fn count(&self, end: &str) -> usize {
        let asked = self.asked();
        asked.iter().filter(|it| it.target.ends_with(end)).count()
    }
}

impl Transport for Network {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, Fault>> {
        let authorization = request.headers.get("authorization");
        let body = request.body.try_into_bytes().unwrap();
        let asked = Asked {
            target: request.url.to_string(),
            authorization: authorization.map(|it| it.to_str().unwrap().to_owned()),
            body: String::from_utf8(body.to_vec()).unwrap(),
            at: self.begin.elapsed(),
        };
        self.asked.lock().unwrap().push(asked.clone());
        let message = (self.script)(&asked);
        Box::pin(async move {
            sleep(message.after).await;
            Ok(message.response?.map(Body::from))
        })
    }
}
