//! Compares an expected request with the received one.

use jiff::Timestamp;
use serde_json::Value as Json;
use tagsmith_runtime::conformance::Arguments;

use super::Identity;
use super::given::{is_multi_segment, name};
use crate::description::{Form, Operation};
use crate::same::differences;
use crate::server::Received;

/// The expected request.
pub(super) struct Expected<'a> {
    pub(super) operation: &'a Operation,
    pub(super) given: &'a Arguments,
    pub(super) identity: Identity,
}

impl Expected<'_> {
    /// Returns the differences.
    pub(super) fn differences(&self, received: &Received) -> Vec<String> {
        let mut wrong = Vec::new();
        if received.method.as_str() != self.operation.method {
            wrong.push(format!("the method is {}", received.method));
        }
        let parts = [
            self.path(received),
            self.query(received),
            self.headers(received),
            self.body(received),
        ];
        wrong.extend(parts.into_iter().filter_map(Result::err));
        wrong
    }

    /// Compares the path. A value may contain slashes only if the parameter may span several segments.
    fn path(&self, received: &Received) -> Result<(), String> {
        let mut expected: Vec<String> = Vec::new();
        for segment in self.operation.path.split('/') {
            let whole = self
                .in_path()
                .find(|it| segment == format!("{{{}}}", name(it)));
            match whole {
                Some(it) if is_multi_segment(it) => {
                    expected.extend(self.text(name(it)).split('/').map(str::to_owned));
                }
                _ => expected.push(self.in_path().fold(segment.to_owned(), |segment, it| {
                    segment.replace(&format!("{{{}}}", name(it)), &self.text(name(it)))
                })),
            }
        }
        let segments = received.path.split('/').map(decoded);
        let segments = segments.collect::<Result<Vec<String>, String>>()?;
        same("the path's segments", &segments, &expected)
    }

    /// Compares the query. An array repeats the parameter's name: OpenAPI's default style `form` with `explode`.
    fn query(&self, received: &Received) -> Result<(), String> {
        let query = received.query.as_deref().unwrap_or_default();
        let mut pairs = Vec::new();
        for pair in query.split('&').filter(|it| !it.is_empty()) {
            let (name, value) = pair
                .split_once('=')
                .ok_or(format!("the query is {query}"))?;
            pairs.push((decoded(name)?, decoded(value)?));
        }
        let mut expected: Vec<(String, String)> = Vec::new();
        let parameters = self.operation.parameters.iter();
        for it in parameters.filter(|it| it.get("in") == Some(&Json::from("query"))) {
            let pair = |value| (name(it).to_owned(), text(value));
            match self.given.parameters.get(name(it)) {
                Some(Json::Array(items)) => expected.extend(items.iter().map(pair)),
                Some(value) => expected.push(pair(value)),
                None => {}
            }
        }
        // The order of parameters does not matter, but the order of one parameter's values does.
        pairs.sort_by(|left, right| left.0.cmp(&right.0));
        expected.sort_by(|left, right| left.0.cmp(&right.0));
        let instants = |pairs: Vec<(String, String)>| -> Vec<(String, String)> {
            let pairs = pairs.into_iter();
            pairs.map(|(name, value)| (name, instant(value))).collect()
        };
        same("the query", &instants(pairs), &instants(expected))
    }

    fn headers(&self, received: &Received) -> Result<(), String> {
        let header = |name: &str| received.headers.get(name).and_then(|it| it.to_str().ok());
        let version = header("x-github-api-version");
        same("X-GitHub-Api-Version", &version, &self.identity.api_version)?;
        same(
            "Authorization",
            &header("authorization"),
            &Some("Bearer a-token"),
        )?;
        let agent = header("user-agent").unwrap_or_default();
        if !agent.starts_with(&format!("{}/", self.identity.name)) {
            return Err(format!("User-Agent is {agent}"));
        }
        let accept = header("accept").unwrap_or_default();
        let responses = self.operation.responses.iter();
        let responses = responses.filter(|(status, _)| *status < 300);
        let mut forms = responses.filter_map(|(_, it)| Form::of(it)).peekable();
        let has_json = forms.peek().is_none() || forms.clone().any(|it| it.is_json());
        if accept == "application/vnd.github+json" && has_json {
            return Ok(());
        }
        if !has_json && forms.any(|it| accept.split(',').any(|one| one.trim() == it.media)) {
            return Ok(());
        }
        Err(format!("Accept is {accept}"))
    }

    fn body(&self, received: &Received) -> Result<(), String> {
        let kind = received.headers.get("content-type");
        let kind = kind.and_then(|it| it.to_str().ok());
        let Some(body) = &self.given.body else {
            if received.body.is_empty() && kind.is_none() {
                return Ok(());
            }
            return Err("a body was sent, although the call has no body argument".to_owned());
        };
        let form = Form::of(&self.operation.request);
        let form = form.ok_or("the operation has no body")?;
        // If any media type is allowed, bytes without a file name have the generic media type.
        let expected = match form.media {
            "*/*" => "application/octet-stream",
            media => media,
        };
        same("Content-Type", &kind, &Some(expected))?;
        if !form.is_json() {
            let sent = String::from_utf8_lossy(&received.body);
            return same("the body", &sent.as_ref(), &text(body).as_str());
        }
        let sent: Json = serde_json::from_slice(&received.body)
            .map_err(|error| format!("the body is not JSON: {error}"))?;
        match differences(body, &sent).as_slice() {
            [] => Ok(()),
            wrong => Err(format!(
                "the body differs at {wrong:?}: {body} was sent as {sent}"
            )),
        }
    }

    fn in_path(&self) -> impl Iterator<Item = &Json> {
        let parameters = self.operation.parameters.iter();
        parameters.filter(|it| it.get("in") == Some(&Json::from("path")))
    }

    fn text(&self, name: &str) -> String {
        self.given
            .parameters
            .get(name)
            .map(text)
            .unwrap_or_default()
    }
}

fn same<T: PartialEq + std::fmt::Debug>(what: &str, is: &T, should: &T) -> Result<(), String> {
    if is == should {
        return Ok(());
    }
    Err(format!("{what}: {is:?} instead of {should:?}"))
}

/// Returns a value as text.
fn text(value: &Json) -> String {
    let text = value.as_str().map(str::to_owned);
    text.unwrap_or_else(|| value.to_string())
}

/// Normalizes times, so that the same instants are equal.
fn instant(text: String) -> String {
    match text.parse::<Timestamp>() {
        Ok(time) => time.to_string(),
        Err(_) => text,
    }
}

/// Decodes a path segment, or a name or value of the query. All characters except RFC 3986's unreserved characters must
/// be encoded.
pub(in crate::check) fn decoded(text: &str) -> Result<String, String> {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    let wrong = || format!("`{text}` is not percent-encoded correctly");
    while let [first, after @ ..] = rest {
        rest = after;
        if *first == b'%' {
            let (digits, after) = after.split_at_checked(2).ok_or_else(wrong)?;
            let is_hexadecimal = digits.iter().all(u8::is_ascii_hexdigit);
            let digits = std::str::from_utf8(digits).map_err(|_| wrong())?;
            if !is_hexadecimal {
                return Err(wrong());
            }
            bytes.push(u8::from_str_radix(digits, 16).map_err(|_| wrong())?);
            rest = after;
        } else if first.is_ascii_alphanumeric() || b"-._~".contains(first) {
            bytes.push(*first);
        } else {
            return Err(wrong());
        }
    }
    String::from_utf8(bytes).map_err(|_| wrong())
}

#[cfg(test)]
mod tests {
    use super::decoded;

    #[test]
    fn unencoded_reserved_characters_are_errors() {
        assert_eq!(decoded("a%20%2F-._~").unwrap(), "a /-._~");
        for wrong in ["a b", "a+b", "%2", "%+f", "%zz", "%ff", "a:b"] {
            assert!(decoded(wrong).is_err(), "{wrong}");
        }
    }
}
