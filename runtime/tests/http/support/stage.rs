//! A scripted transport, and a clock that follows tokio's paused time.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use tagsmith_runtime::BoxFuture;
use tagsmith_runtime::jiff::{SignedDuration, Timestamp};
use tagsmith_runtime::transport::{Body, Fault, HttpRequest, HttpResponse, Stage, Transport};
use tokio::time::{Instant, sleep};

use crate::api::{self, Client};

/// The outcome of a request: a response or an error.
pub enum Act {
    Response(u16, Vec<(&'static str, String)>, String),
    Breaks(Stage),
    Never,
}

impl Act {
    /// A response without headers.
    pub fn status(status: u16) -> Self {
        Self::Response(status, Vec::new(), r#"{"id":1,"name":"a"}"#.to_owned())
    }

    pub fn with(self, name: &'static str, value: impl ToString) -> Self {
        match self {
            Self::Response(status, mut headers, body) => {
                headers.push((name, value.to_string()));
                Self::Response(status, headers, body)
            }
            act => act,
        }
    }
}

/// A request as it was sent.
#[derive(Clone, Debug)]
pub struct Sent {
    /// The time since the start.
    pub at: Duration,
    pub method: String,
    pub url: String,
    pub headers: tagsmith_runtime::HeaderMap,
}

impl Sent {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|it| it.to_str().unwrap())
    }
}

/// The state that all clones of a transport share.
#[derive(Clone)]
pub struct Play {
    begin: Instant,
    sent: Arc<Mutex<Vec<Sent>>>,
}

type Script = dyn Fn(&Sent) -> Act + Send + Sync;

struct Player {
    play: Play,
    /// The delay before a response.
    latency: Duration,
    script: Box<Script>,
}

impl Play {
    pub fn begin() -> Self {
        Self {
            begin: Instant::now(),
            sent: Arc::default(),
        }
    }

    /// Returns a client builder. A script determines the outcome of each request, after a delay.
    pub fn builder(
        &self,
        latency: Duration,
        script: impl Fn(&Sent) -> Act + Send + Sync + 'static,
    ) -> tagsmith_runtime::ClientBuilder<Client> {
        let begin = self.begin;
        api::builder("https://api.example.org")
            .retry(tagsmith_runtime::RetryPolicy::new())
            .clock(move || now_of(begin))
            .transport(Player {
                play: self.clone(),
                latency,
                script: Box::new(script),
            })
    }

    /// Returns the time of the client's clock.
    pub fn now(&self) -> Timestamp {
        now_of(self.begin)
    }

    pub fn sent(&self) -> Vec<Sent> {
        self.sent.lock().unwrap().clone()
    }

    /// Returns the times of the requests, in milliseconds since the start.
    pub fn times(&self) -> Vec<u128> {
        self.sent().iter().map(|it| it.at.as_millis()).collect()
    }
}

fn now_of(begin: Instant) -> Timestamp {
    let passed = SignedDuration::try_from(begin.elapsed()).unwrap();
    Timestamp::from_second(1_700_000_000).unwrap() + passed
}

impl Transport for Player {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, Fault>> {
        let sent = Sent {
            at: self.play.begin.elapsed(),
            method: request.method.to_string(),
            url: request.url.to_string(),
            headers: request.headers,
        };
        self.play.sent.lock().unwrap().push(sent.clone());
        let act = (self.script)(&sent);
        Box::pin(async move {
            sleep(self.latency).await;
            match act {
                Act::Never => std::future::pending().await,
                Act::Breaks(stage) => Err(Fault::new(stage, "it broke")),
                Act::Response(status, headers, body) => {
                    let mut response = HttpResponse::new(Body::from(body));
                    *response.status_mut() = status.try_into().unwrap();
                    for (name, value) in headers {
                        let value = value.parse().unwrap();
                        response.headers_mut().insert(name, value);
                    }
                    Ok(response)
                }
            }
        })
    }
}
