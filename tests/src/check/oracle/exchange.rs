//! The recorded exchanges of a scenario, grouped by call.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;
use serde_json::Value as Json;

/// A recorded request and its response.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Exchange {
    /// The scheme, host and port.
    pub(super) scope: String,
    pub(super) method: String,
    /// The path and query.
    pub(super) path: String,
    pub(super) body: Json,
    pub(super) status: u16,
    pub(super) response: Json,
    pub(super) reqheaders: BTreeMap<String, Json>,
    pub(super) headers: BTreeMap<String, Json>,
    response_is_binary: bool,
}

/// The exchanges of one call: the first one, its redirects, and its next pages.
#[derive(Debug)]
pub(super) struct Chain<'a> {
    pub(super) first: &'a Exchange,
    pub(super) last: &'a Exchange,
    /// The response bodies of all pages, if the call is paginated.
    pub(super) pages: Vec<&'a Json>,
}

/// Reads a scenario.
pub(super) fn read(path: &Path) -> Result<Vec<Exchange>, String> {
    let describe = |error: String| format!("{}: {error}", path.display());
    let text = std::fs::read_to_string(path).map_err(|error| describe(error.to_string()))?;
    serde_json::from_str(&text).map_err(|error| describe(error.to_string()))
}

/// Groups exchanges by the call that caused them.
pub(super) fn chains(exchanges: &[Exchange]) -> Vec<Chain<'_>> {
    let mut chains: Vec<Chain<'_>> = Vec::new();
    let mut target: Option<&str> = None;
    for exchange in exchanges {
        let followed = target.is_some_and(|it| it == exchange.url());
        match chains.last_mut().filter(|_| followed) {
            Some(chain) => {
                chain.last = exchange;
                chain.pages.push(&exchange.response);
            }
            None => chains.push(Chain {
                first: exchange,
                last: exchange,
                pages: vec![&exchange.response],
            }),
        }
        target = match exchange.status {
            300..400 => exchange.header("location"),
            _ => exchange.next_page(),
        };
    }
    chains
}

impl Chain<'_> {
    /// Returns whether the call fetches several pages.
    pub(super) fn is_paged(&self) -> bool {
        self.pages.len() > 1 && self.first.status < 300
    }
}

impl Exchange {
    fn url(&self) -> String {
        let scope = self.scope.trim_end_matches(":443");
        format!("{scope}{}", self.path)
    }

    fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.as_str()
    }

    /// Returns the URL of the next page.
    fn next_page(&self) -> Option<&str> {
        let links = self.header("link")?.split(", ");
        let mut next = links.filter_map(|it| it.split_once(">; rel=\"next\""));
        next.next()?.0.strip_prefix('<')
    }

    /// Returns a request header.
    pub(super) fn sent(&self, name: &str) -> &str {
        self.reqheaders
            .get(name)
            .and_then(Json::as_str)
            .unwrap_or_default()
    }

    /// Returns the response's body as bytes.
    pub(super) fn bytes(&self) -> Vec<u8> {
        match &self.response {
            Json::String(hex) if self.response_is_binary => {
                let digits = hex.as_bytes().chunks(2);
                let digits = digits.filter_map(|it| std::str::from_utf8(it).ok());
                digits
                    .filter_map(|it| u8::from_str_radix(it, 16).ok())
                    .collect()
            }
            Json::String(text) => text.clone().into_bytes(),
            other => other.to_string().into_bytes(),
        }
    }
}

/// Rewrites the URLs in a value, as the server does: `https://HOST/` becomes `SERVER/HOST/ID/`.
pub(super) fn moved(value: &Json, server: &str, id: &str) -> Json {
    match value {
        Json::String(text) => Json::String(moved_text(text, server, id)),
        Json::Array(items) => items.iter().map(|it| moved(it, server, id)).collect(),
        Json::Object(members) => members
            .iter()
            .map(|(name, it)| (name.clone(), moved(it, server, id)))
            .collect(),
        other => other.clone(),
    }
}

fn moved_text(text: &str, server: &str, id: &str) -> String {
    let Some(begin) = text.find("http") else {
        return text.to_owned();
    };
    let (before, url) = text.split_at(begin);
    let host = ["https://", "http://"]
        .iter()
        .find_map(|scheme| url.strip_prefix(scheme))
        .and_then(|it| it.split_once('/'))
        .filter(|(host, _)| !host.is_empty());
    match host {
        Some((host, rest)) => {
            format!(
                "{before}{server}/{host}/{id}/{}",
                moved_text(rest, server, id)
            )
        }
        None => {
            let (http, rest) = url.split_at("http".len());
            format!("{before}{http}{}", moved_text(rest, server, id))
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value as Json, json};

    use super::{Exchange, chains, moved};

    fn exchange(path: &str, status: u16, header: (&str, &str)) -> Exchange {
        let text = json!({
            "scope": "https://api.github.com:443", "method": "get", "path": path, "body": "",
            "status": status, "response": path, "reqheaders": {}, "headers": {header.0: header.1},
            "responseIsBinary": false,
        });
        serde_json::from_value(text).unwrap()
    }

    #[test]
    fn groups_redirects_and_pages_with_their_call() {
        let link =
            "<https://api.github.com/x>; rel=\"prev\", <https://api.github.com/2>; rel=\"next\"";
        let exchanges = [
            exchange("/1", 200, ("link", link)),
            exchange("/2", 200, ("a", "")),
            exchange("/a", 301, ("location", "https://api.github.com/b")),
            exchange("/b", 200, ("a", "")),
            exchange("/c", 302, ("location", "https://api.github.com/d")),
            exchange("/e", 200, ("a", "")),
        ];
        let chains = chains(&exchanges);
        let displayed: Vec<_> = chains
            .iter()
            .map(|it| (it.first.path.as_str(), it.last.path.as_str(), it.is_paged()))
            .collect();
        assert_eq!(
            displayed,
            [
                ("/1", "/2", true),
                ("/a", "/b", false),
                ("/c", "/c", false),
                ("/e", "/e", false)
            ]
        );
    }

    #[test]
    fn rewrites_urls_to_the_server() {
        let value = json!({"a": ["http of https://a.b/c and http://d/", 1], "e": "https://f"});
        let moved: Json = moved(&value, "http://localhost:1", "id");
        let text = "http of http://localhost:1/a.b/id/c and http://localhost:1/d/id/";
        assert_eq!(moved, json!({"a": [text, 1], "e": "https://f"}));
    }
}
