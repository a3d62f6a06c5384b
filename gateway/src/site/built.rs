//! The reference site, generated from the description and stored in memory.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bytes::Bytes;
use http::header::{CONTENT_ENCODING, CONTENT_TYPE, ETAG, IF_NONE_MATCH, LOCATION, VARY};
use http::{HeaderMap, HeaderValue, Response, StatusCode};
use http_body_util::Full;
use sha2::{Digest as _, Sha256};
use tagsmith::api::Api;
use tagsmith::crate_ir::Crate;
use tagsmith::emit::site::{Options, render};

use super::compressed::{Coding, Compressed};

/// The files of a site, by path.
#[derive(Debug)]
pub struct Built(BTreeMap<String, Page>);

#[derive(Debug)]
struct Page {
    text: Compressed,
    kind: &'static str,
    digest: String,
}

impl Built {
    /// Generates all pages of a site that is served under `folder`.
    pub fn new(api: &Api, folder: &str) -> Self {
        let options = Options {
            root: Some(format!("{folder}/")),
            ..Options::default()
        };
        let files = render(&Crate::of(api), &options).into_iter();
        Self(files.map(|(path, text)| Page::of(path, text)).collect())
    }

    /// Responds with the file of a path, which begins with a slash.
    pub fn respond(&self, path: &str, headers: &HeaderMap) -> Response<Full<Bytes>> {
        let name = path.trim_start_matches('/');
        let index = |folder: &str| self.0.get(&format!("{folder}index.html"));
        let page = match name {
            "" => index(""),
            it if it.ends_with('/') => index(it),
            it => self.0.get(it),
        };
        let mut response = Response::new(Full::default());
        if let Some(page) = page {
            page.write_to(headers, &mut response);
        } else if index(&format!("{name}/")).is_some()
            && let Ok(location) = HeaderValue::try_from(format!("/{name}/"))
        {
            response.headers_mut().insert(LOCATION, location);
        } else {
            if let Some(page) = self.0.get("404.html") {
                let mut asked = headers.clone();
                asked.remove(IF_NONE_MATCH);
                page.write_to(&asked, &mut response);
            }
            *response.status_mut() = StatusCode::NOT_FOUND;
        }
        response
    }
}

impl Page {
    fn of(path: String, text: String) -> (String, Self) {
        let kind = match path.rsplit_once('.').map(|it| it.1) {
            Some("html") => "text/html; charset=utf-8",
            Some("js") => "text/javascript; charset=utf-8",
            Some("css") => "text/css; charset=utf-8",
            Some("svg") => "image/svg+xml",
            Some("xml") => "application/xml",
            _ => "text/plain; charset=utf-8",
        };
        let digest = URL_SAFE_NO_PAD.encode(Sha256::digest(&text));
        let text = Compressed::new(Bytes::from(text));
        (path, Self { text, kind, digest })
    }

    fn write_to(&self, asked: &HeaderMap, response: &mut Response<Full<Bytes>>) {
        let (coding, text) = self.text.preferred(asked);
        // Each content coding has its own ETag, because each is a separate representation.
        let tag = match coding {
            Coding::Identity => format!("\"{}\"", self.digest),
            _ => format!("\"{}-{}\"", self.digest, coding.name()),
        };
        let tag = HeaderValue::try_from(tag).ok();
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(self.kind));
        headers.insert(VARY, HeaderValue::from_static("Accept-Encoding"));
        headers.extend(tag.clone().map(|it| (ETAG, it)));
        if tag.is_some() && asked.get(IF_NONE_MATCH) == tag.as_ref() {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
            return;
        }
        if coding != Coding::Identity {
            headers.insert(CONTENT_ENCODING, HeaderValue::from_static(coding.name()));
        }
        *response.body_mut() = Full::new(text);
    }
}
