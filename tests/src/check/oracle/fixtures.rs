//! Calls every scenario of `@octokit/fixtures` through `@octokit/fixtures-server`. The server accepts only the recorded
//! requests in the recorded order. So it checks the requests that the crate sends.

use std::path::{Path, PathBuf};

use serde_json::{Value as Json, json};
use tagsmith_runtime::AnyError;
use tagsmith_runtime::conformance::{Arguments, Entry};

use super::exchange::{Chain, Exchange, chains, moved, read};
use super::known::Known;
use super::route::route;
use super::{Endpoint, Headers2017, RawCall, ServerArguments};
use crate::description::{Form, Operation};
use crate::judge::Judge;
use crate::report::Report;
use crate::same::differences;
use crate::subject::Subject;

/// Calls every scenario of the server.
///
/// # Errors
///
/// Fails if the server does not run, or if there are no scenarios.
pub async fn fixtures<C: 'static>(
    subject: &Subject<C>,
    server: &ServerArguments,
    client: fn(Endpoint) -> Result<C, String>,
    raw: Option<RawCall<C>>,
) -> Result<Report, String> {
    let mut known = Known::read(&server.known, "fixtures")?;
    let scenarios = scenarios(&server.serves)?;
    for path in &scenarios {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let exchanges = read(&path.join("normalized-fixture.json"))?;
        let transport = Headers2017::new()?;
        let scenario = Scenario {
            id: load(&transport, &server.server, &name).await?,
            server: server.server.trim_end_matches('/'),
            transport,
            subject,
            client,
            raw,
        };
        known.count("scenarios", 1);
        for (index, chain) in chains(&exchanges).iter().enumerate() {
            let request = format!("{} {}", chain.first.method, chain.first.path);
            let case = format!("{name} {}: {request}", index + 1);
            known.count("calls", 1);
            known.case(&case, "fixtures", scenario.call(chain).await);
        }
    }
    Ok(known.finish())
}

/// Returns the folders of all scenarios, sorted.
fn scenarios(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let describe = |error: std::io::Error| format!("{}: {error}", folder.display());
    let entries = std::fs::read_dir(folder).map_err(describe)?;
    let paths = entries.filter_map(|it| Some(it.ok()?.path()));
    let mut paths: Vec<PathBuf> = paths.filter(|it| it.is_dir()).collect();
    paths.sort();
    match paths.is_empty() {
        true => Err(format!("{}: there are no scenarios", folder.display())),
        false => Ok(paths),
    }
}

/// Loads a scenario into the server, and returns its id.
async fn load(transport: &Headers2017, server: &str, name: &str) -> Result<String, String> {
    let describe = |error: reqwest::Error| format!("the fixtures server: {error}");
    let url = format!("{}/fixtures", server.trim_end_matches('/'));
    let body = json!({ "scenario": name }).to_string();
    let sent = transport.client().post(url).body(body);
    let sent = sent.header("content-type", "application/json").send();
    let text = sent
        .await
        .map_err(describe)?
        .text()
        .await
        .map_err(describe)?;
    let loaded: Json = serde_json::from_str(&text).map_err(|error| error.to_string())?;
    let id = loaded.get("id").and_then(Json::as_str);
    let id = id.ok_or_else(|| format!("the fixtures server cannot load `{name}`: {text}"))?;
    Ok(id.to_owned())
}

/// A scenario that is loaded into the server.
struct Scenario<'a, C> {
    id: String,
    server: &'a str,
    transport: Headers2017,
    subject: &'a Subject<C>,
    client: fn(Endpoint) -> Result<C, String>,
    raw: Option<RawCall<C>>,
}

impl<C: 'static> Scenario<'_, C> {
    /// Makes the call of a chain of exchanges, and compares the response.
    async fn call(&self, chain: &Chain<'_>) -> Result<(), String> {
        let first = chain.first;
        let routed = route(self.subject, &first.method, &first.path);
        let Some((operation, entry, mut given)) = routed else {
            // The server expects this recorded request before the next call.
            self.send(first).await?;
            return Err("the description has no such operation".to_owned());
        };
        let is_empty = first.body == json!("");
        given.body = (!is_empty).then(|| first.body.clone());
        let client = self.client(first)?;
        let is_raw = first.sent("accept").ends_with(".raw");
        if is_raw || (300..400).contains(&first.status) && self.is_declared(entry, first) {
            return self.raw(&client, operation, &given, chain).await;
        }
        if chain.is_paged() {
            return self.items(&client, operation, entry, &given, chain).await;
        }
        let calling = entry.call(&client, &given);
        let calling = calling.map_err(|error| format!("the call cannot be created: {error}"))?;
        let expected = moved(&chain.last.response, self.server, &self.id);
        let status = chain.last.status;
        match calling.await {
            Ok(called) if called.status == status => {
                let body = called.body.unwrap_or(json!(""));
                self.same(operation, entry, (status, &expected), &body)
            }
            Ok(called) => Err(format!(
                "expected status {status}, received {}",
                called.status
            )),
            Err(error) => failed(&error, status, &expected),
        }
    }

    fn client(&self, exchange: &Exchange) -> Result<C, String> {
        let authorization = exchange.sent("authorization");
        let token = authorization.strip_prefix("token ").unwrap_or_default();
        let (server, id) = (self.server, &self.id);
        (self.client)(Endpoint {
            api: format!("{server}/api.github.com/{id}"),
            uploads: format!("{server}/uploads.github.com/{id}"),
            token: token.to_owned(),
            transport: self.transport.clone(),
        })
    }

    fn is_declared(&self, entry: &Entry<C>, exchange: &Exchange) -> bool {
        entry.descriptor().success.contains(&exchange.status)
    }

    /// Sends a recorded request without using the crate.
    async fn send(&self, exchange: &Exchange) -> Result<(), String> {
        let method = exchange.method.to_uppercase();
        let method = method.parse::<reqwest::Method>();
        let method = method.map_err(|error| error.to_string())?;
        let host = exchange.scope.trim_start_matches("https://");
        let host = host.trim_end_matches(":443");
        let url = format!("{}/{host}/{}{}", self.server, self.id, exchange.path);
        let mut request = self.transport.client().request(method, url);
        for name in ["accept", "authorization", "content-type"] {
            if exchange.reqheaders.contains_key(name) {
                request = request.header(name, exchange.sent(name));
            }
        }
        let body = match &exchange.body {
            Json::String(text) => text.clone(),
            body => body.to_string(),
        };
        let response = request.body(body).send().await;
        let response = response.map_err(|error| error.to_string())?;
        match response.status().as_u16() == exchange.status {
            true => Ok(()),
            false => Err(format!(
                "the request was sent as recorded, without the crate, and the response is {}",
                response.status()
            )),
        }
    }

    /// Compares a response whose body is not decoded.
    async fn raw(
        &self,
        client: &C,
        operation: &Operation,
        given: &Arguments,
        chain: &Chain<'_>,
    ) -> Result<(), String> {
        let call = self.raw.and_then(|raw| raw(client, &operation.id, given));
        let call = call.ok_or("there is no typed call for the operation")?;
        let bytes = call.await.map_err(|error| error.to_string())?;
        match bytes == chain.last.bytes() {
            true => Ok(()),
            false => Err(format!(
                "{} bytes were received, and they differ from the recorded ones",
                bytes.len()
            )),
        }
    }

    /// Compares the items of all pages.
    async fn items(
        &self,
        client: &C,
        operation: &Operation,
        entry: &Entry<C>,
        given: &Arguments,
        chain: &Chain<'_>,
    ) -> Result<(), String> {
        let collecting = entry.items(client, given);
        let collecting = collecting.ok_or("the operation is not paginated")?;
        let collecting = collecting.map_err(|error| error.to_string())?;
        let items = collecting.await.map_err(|error| error.to_string())?;
        let pages = chain.pages.iter();
        let pages = pages.filter_map(|it| moved(it, self.server, &self.id).as_array().cloned());
        let expected: Json = pages.flatten().collect();
        self.same(operation, entry, (200, &expected), &Json::Array(items))
    }

    /// Compares a body with the recorded one, as the crate decodes it.
    fn same(
        &self,
        operation: &Operation,
        entry: &Entry<C>,
        (status, expected): (u16, &Json),
        body: &Json,
    ) -> Result<(), String> {
        let mut responses = operation.responses.iter();
        let response = responses.find(|(it, _)| *it == status);
        let Some(form) = response.and_then(|(_, it)| Form::of(it)) else {
            return equal(expected, body);
        };
        if !form.is_json() {
            return equal(expected, body);
        }
        let replayed = entry.replay_response(status, expected.to_string().as_bytes());
        let judge = Judge::new(&self.subject.api, form.schema())?;
        let verdict = judge.verdict(Some(status), expected, &replayed);
        if let Some((at, what)) = verdict.wrong.first() {
            return Err(format!("{at}: {what}"));
        }
        equal(&replayed.body.unwrap_or_default(), body)
    }
}

fn equal(expected: &Json, body: &Json) -> Result<(), String> {
    match differences(expected, body).first() {
        None => Ok(()),
        Some(at) => Err(format!("`{at}` differs from the recorded body")),
    }
}

/// Compares an error with the recorded response.
fn failed(error: &AnyError, status: u16, expected: &Json) -> Result<(), String> {
    let message = expected.get("message").and_then(Json::as_str);
    let is_same = error.status().is_some_and(|it| it.as_u16() == status);
    match is_same && status >= 400 && error.message() == message {
        true => Ok(()),
        false => Err(error.to_string()),
    }
}
