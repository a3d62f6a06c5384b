//! Downloads a description. Resumes or restarts an interrupted download.

use std::io::Read;
use std::time::Duration;

use reqwest::blocking::{Client, Response};
use reqwest::header::{CONTENT_RANGE, ETAG, IF_RANGE, RANGE};
use reqwest::redirect::{Attempt, Policy};
use reqwest::{StatusCode, Url};
use rustls::crypto::{CryptoProvider, ring};

use super::capped::TooMuch;
use super::limits::Limits;
use super::progress::Progress;
use crate::report::{Diagnostic, Result, describe};

/// The maximum number of attempts.
const ATTEMPTS: u32 = 4;

/// The pause before the second attempt. Each further pause is twice as long.
const PAUSE: Duration = Duration::from_millis(250);

/// The maximum number of redirects.
const REDIRECTS: usize = 5;

/// Downloads a URL.
pub(super) fn fetch(place: &str, limits: &Limits) -> Result<Vec<u8>> {
    let url = Url::parse(place).map_err(|error| {
        Diagnostic::new(
            format!("the URL is invalid: {}", describe(&error)),
            "give an `https://` URL, or a file",
        )
        .at(place)
    })?;
    if !is_allowed(&url) {
        return Err(Diagnostic::new(
            "the URL is not https, so the response could be modified in transit",
            "give an `https://` URL, or a file",
        )
        .at(place)
        .into());
    }
    let failed = |why: &str, help: &str| {
        Diagnostic::new(
            format!("cannot download the description: {why}"),
            format!("nothing was changed; {help}"),
        )
        .at(place)
    };
    let client = client(limits).map_err(|it| failed(&chain(&it), "report this"))?;
    let mut download = Download {
        client,
        url,
        most: limits.size,
        have: Vec::new(),
        mark: None,
        progress: Progress::new(),
    };
    let mut why = String::new();
    for attempt in 0..ATTEMPTS {
        if attempt > 0 {
            std::thread::sleep(PAUSE * 2_u32.pow(attempt - 1));
        }
        match download.go_on() {
            Ok(()) => return Ok(download.have),
            Err(Failure::Again(reason)) => why = reason,
            Err(Failure::Status(status)) => {
                let why = format!("the server responded with {status}");
                return Err(failed(&why, "check the URL").into());
            }
            Err(Failure::TooMuch(it)) => return Err(it.diagnostic().at(place).into()),
        }
    }
    let why = format!("{why}; {ATTEMPTS} attempts");
    Err(failed(&why, "check the network, and run the command again").into())
}

/// A partial download.
struct Download {
    client: Client,
    url: Url,
    most: u64,
    have: Vec<u8>,
    /// The strong ETag of the content, if the server sent one.
    mark: Option<String>,
    progress: Progress,
}

/// The reason why an attempt failed.
enum Failure {
    /// A temporary error, which is retried.
    Again(String),
    /// A permanent error, which is not retried.
    Status(StatusCode),
    TooMuch(TooMuch),
}

impl Download {
    /// Requests the missing part of the content, and reads it.
    fn go_on(&mut self) -> std::result::Result<(), Failure> {
        let mut request = self.client.get(self.url.clone());
        let begun = self.mark.take().filter(|_| !self.have.is_empty());
        if let Some(mark) = &begun {
            request = request
                .header(RANGE, format!("bytes={}-", self.have.len()))
                .header(IF_RANGE, mark);
        }
        let response = request.send().map_err(|it| Failure::Again(chain(&it)))?;
        let status = response.status();
        let is_rest = status == StatusCode::PARTIAL_CONTENT && self.goes_on_with(&response);
        if !is_rest {
            self.have.clear();
        }
        if status.is_server_error() || status == StatusCode::TOO_MANY_REQUESTS {
            return Err(Failure::Again(format!(
                "the server responded with {status}"
            )));
        }
        if status == StatusCode::PARTIAL_CONTENT && !is_rest {
            return Err(Failure::Again(
                "the server sent a different range than requested".to_owned(),
            ));
        }
        if status != StatusCode::OK && !is_rest {
            return Err(Failure::Status(status));
        }
        self.mark = if is_rest {
            begun
        } else {
            strong_mark(&response)
        };
        self.take(response)
    }

    /// Returns whether a response continues at the end of the partial download.
    fn goes_on_with(&self, response: &Response) -> bool {
        let range = response.headers().get(CONTENT_RANGE);
        range
            .and_then(|it| it.to_str().ok()?.strip_prefix("bytes ")?.split('-').next())
            .and_then(|it| it.parse().ok())
            .is_some_and(|from: usize| from == self.have.len())
    }

    fn take(&mut self, mut response: Response) -> std::result::Result<(), Failure> {
        let begun = self.have.len() as u64;
        let all = response.content_length().map(|it| begun.saturating_add(it));
        if all.is_some_and(|it| it > self.most) {
            return Err(Failure::TooMuch(TooMuch(self.most)));
        }
        let mut buffer = vec![0; 64 << 10];
        loop {
            self.progress.show(self.have.len() as u64, all);
            let read = response
                .read(&mut buffer)
                .map_err(|it| Failure::Again(chain(&it)))?;
            if read == 0 {
                return Ok(());
            }
            self.have.extend(buffer.iter().take(read));
            if self.have.len() as u64 > self.most {
                return Err(Failure::TooMuch(TooMuch(self.most)));
            }
        }
    }
}

/// Returns the strong ETag of a response, if there is one.
fn strong_mark(response: &Response) -> Option<String> {
    let mark = response.headers().get(ETAG)?.to_str().ok()?;
    mark.starts_with('"').then(|| mark.to_owned())
}

fn client(limits: &Limits) -> reqwest::Result<Client> {
    if CryptoProvider::get_default().is_none() {
        // The call fails only if a different thread already installed a provider, which is fine.
        let _ = ring::default_provider().install_default();
    }
    Client::builder()
        .user_agent(concat!("tagsmith/", env!("CARGO_PKG_VERSION")))
        .connect_timeout(limits.silence)
        // The timeout applies to each read, not to the whole download.
        .timeout(limits.silence)
        .redirect(Policy::custom(follow))
        .build()
}

fn follow(attempt: Attempt<'_>) -> reqwest::redirect::Action {
    let began_here = attempt.previous().first().is_some_and(is_loopback);
    if attempt.previous().len() > REDIRECTS {
        return attempt.error("too many redirects");
    }
    if is_allowed(attempt.url()) && (began_here || !is_loopback(attempt.url())) {
        return attempt.follow();
    }
    attempt.error("the server redirects to a URL that is not https, so the response could be modified in transit")
}

/// Returns whether a response from a URL is protected against modification.
fn is_allowed(url: &Url) -> bool {
    url.scheme() == "https" || (url.scheme() == "http" && is_loopback(url))
}

fn is_loopback(url: &Url) -> bool {
    url.host_str().is_some_and(|host| {
        let address = host.trim_start_matches('[').trim_end_matches(']');
        host == "localhost"
            || address
                .parse()
                .is_ok_and(|it: std::net::IpAddr| it.is_loopback())
    })
}

/// Returns an error and its causes, on one line.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = describe(&error);
    let mut source = error.source();
    while let Some(error) = source {
        text = format!("{text}: {}", describe(&error));
        source = error.source();
    }
    text
}
