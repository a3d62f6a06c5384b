//! Checks all settings, and makes a client's core of them.

use http::header::{ACCEPT, AUTHORIZATION, HeaderMap, HeaderValue, USER_AGENT};

use super::ClientBuilder;
use super::defaults::is_github;
use crate::auth::Credentials;
use crate::build_error::BuildError;
use crate::client::{Core, Settings};
use crate::header::API_VERSION;
use crate::home::{Home, Homes};
use crate::limits::{Pace, Tracker};
use crate::retry::Budget;
use crate::transport::{Connections, HttpClient};

/// What operations answer that do not say which media type to ask for: JSON, as GitHub calls it.
const MEDIA_TYPE: HeaderValue = HeaderValue::from_static("application/vnd.github+json");

/// The same where the API is not GitHub's.
const JSON: HeaderValue = HeaderValue::from_static("application/json");

/// Makes a client's core.
///
/// # Errors
///
/// Fails for a setting that cannot be used.
pub(super) fn assemble<C>(builder: ClientBuilder<C>) -> Result<Core, BuildError> {
    if let Some(problem) = builder.problem {
        return Err(problem);
    }
    let base = Home::new("base URL", &builder.base_url)?;
    let uploads = builder.uploads_url.as_deref();
    let uploads = uploads.map(|url| Home::new("uploads URL", url));
    let homes = Homes::new(base, uploads.transpose()?, builder.default_url);
    let credentials = builder.credentials.map_err(BuildError::from)?;
    if !credentials.is_none() && homes.is_exposed() {
        return Err(BuildError::new(
            "a token is not sent over http to another machine: use an https URL",
        ));
    }
    let transport = match builder.transport {
        Some(transport) => transport,
        None => {
            let connections = Connections {
                http: builder.http,
                connect_timeout: builder.connect_timeout,
                read_timeout: builder.read_timeout,
                // It would read the token.
                avoids_proxies: !credentials.is_none() && homes.is_plain(),
            };
            let http = HttpClient::new(connections)
                .map_err(|error| BuildError::because("no connections can be made", error))?;
            Box::new(http)
        }
    };
    let mut headers = HeaderMap::with_capacity(8);
    let is_github = is_github(builder.default_url) || is_github(&builder.base_url);
    headers.insert(ACCEPT, if is_github { MEDIA_TYPE } else { JSON });
    headers.insert(USER_AGENT, header("user agent", &builder.user_agent)?);
    if let Some(version) = &builder.api_version {
        headers.insert(API_VERSION, header("API version", version)?);
    }
    let headers_with_credential = match &credentials {
        Credentials::Fixed(credential) => {
            let mut headers = headers.clone();
            headers.insert(AUTHORIZATION, credential.authorization().clone());
            Some(headers)
        }
        Credentials::None | Credentials::Source(_) => None,
    };
    Ok(Core::new(Settings {
        transport,
        homes,
        credentials,
        headers,
        headers_with_credential,
        timeout: builder.timeout,
        attempt_timeout: builder.attempt_timeout,
        connect_timeout: builder.connect_timeout,
        read_timeout: builder.read_timeout,
        max_body: builder.max_body,
        strict: builder.strict,
        observer: builder.observer,
        call_observer: builder.call_observer,
        retry: builder.retry,
        budget: Budget::new(),
        rate_limit_wait: builder.rate_limit_wait,
        limits: Tracker::default(),
        pace: Pace::new(builder.at_once, builder.pace_notifications),
        clock: builder.clock,
        cache: builder.cache,
    }))
}

fn header(what: &str, value: &str) -> Result<HeaderValue, BuildError> {
    HeaderValue::from_str(value)
        .map_err(|error| BuildError::because(format!("the {what} cannot be sent"), error))
}
