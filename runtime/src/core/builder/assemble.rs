//! Checks all settings and creates the client's core.

use std::sync::Arc;

use http::header::{ACCEPT, HeaderMap, HeaderName, HeaderValue, USER_AGENT};

use super::ClientBuilder;
use super::environment::Servers;
use crate::base::build_error::BuildError;
use crate::core::client::{Core, Settings};
use crate::credentials::way::Credentials;
use crate::http::endpoint::{Endpoint, Endpoints};
use crate::http::transport::HttpClient;
use crate::limits::retry::Budget;
use crate::limits::{Pace, Tracker};

/// Creates a client's core.
///
/// # Errors
///
/// Fails if a setting is invalid.
pub(super) fn assemble<C>(builder: ClientBuilder<C>) -> Result<Core, BuildError> {
    if let Some(problem) = builder.problem {
        return Err(problem);
    }
    let defaults = builder.defaults;
    let named = builder.environment.endpoint()?;
    let host = builder.environment.host(defaults)?;
    if builder.base_url.is_none() {
        builder.environment.agrees(named.as_ref(), host.as_ref())?;
    }
    let base = match (&builder.base_url, named.as_ref().or(host.as_ref())) {
        (Some(url), _) => Endpoint::new("base URL", url)?,
        (None, Some(named)) => named.clone(),
        (None, None) => Endpoint::new("base URL", defaults.base_url)?,
    };
    let uploads = builder.uploads_url.as_deref();
    let uploads = uploads.map(|url| Endpoint::new("uploads URL", url));
    let endpoints = Endpoints::new(base, uploads.transpose()?, defaults);
    let credentials = match builder.credentials.map_err(BuildError::from)? {
        Credentials::None => {
            let called: Vec<&Endpoint> = endpoints.given().collect();
            let named = named.as_ref();
            builder.environment.credentials(&Servers {
                called: &called,
                named,
                host: host.as_ref(),
                defaults,
            })?
        }
        given => given,
    };
    let mut connections = builder.connections;
    let (connect_timeout, read_timeout) = (connections.connect_timeout, connections.read_timeout);
    #[cfg(not(target_family = "wasm"))]
    let names_proxy = connections.network.has_proxy() && builder.transport.is_none();
    #[cfg(target_family = "wasm")]
    let names_proxy = false;
    // A proxy could read a token that is sent over http. This also applies to a token that `with_credentials` adds
    // later. `with_credentials` itself checks only for http to another machine, and for a proxy that the caller
    // configured.
    connections.avoids_proxies =
        endpoints.is_plain() && !names_proxy && (!credentials.is_none() || !endpoints.is_exposed());
    let is_overheard = endpoints.is_plain() && names_proxy;
    #[cfg(feature = "device")]
    let has_proxies = builder.transport.is_none() && !connections.avoids_proxies;
    let transport = match builder.transport {
        Some(transport) => transport,
        None => {
            let http = HttpClient::new(connections)
                .map_err(|error| BuildError::because("the HTTP client cannot be built", error))?;
            Box::new(http)
        }
    };
    let transport = builder
        .wraps
        .into_iter()
        .fold(transport, |transport, wrap| wrap(transport));
    let mut headers = HeaderMap::with_capacity(8);
    headers.insert(ACCEPT, header("media type", defaults.media_type)?);
    headers.insert(USER_AGENT, header("user agent", &builder.user_agent)?);
    let version_header = match defaults.version_header {
        Some(name) => Some(HeaderName::from_bytes(name.as_bytes()).map_err(|error| {
            BuildError::because("the header name of the API version is invalid", error)
        })?),
        None => None,
    };
    match (&version_header, &builder.api_version) {
        (_, None) => {}
        (Some(name), Some(version)) => {
            headers.insert(name, header("API version", version)?);
        }
        (None, Some(_)) => {
            return Err(BuildError::new(
                "the API version cannot be sent: this API has no header for it",
            ));
        }
    }
    let graphql = endpoints.base().derived(defaults.graphql);
    let settings = Settings {
        transport: Arc::from(transport),
        #[cfg(feature = "device")]
        has_proxies,
        endpoints,
        graphql: graphql.map(|it| Arc::unwrap_or_clone(it.url)),
        is_overheard,
        headers,
        version_header,
        redirects_writes: defaults.redirect_writes,
        unlimited_paths: defaults.unlimited_paths,
        limit_messages: defaults.limit_messages,
        result_cap: defaults.result_cap,
        error_body: &defaults.error_body,
        timeout: builder.timeout,
        attempt_timeout: builder.attempt_timeout,
        connect_timeout,
        read_timeout,
        max_body: builder.max_body,
        strict: builder.strict,
        observer: builder.observer,
        call_observer: builder.call_observer,
        retry: builder.retry,
        budget: Budget::new(),
        rate_limit_wait: builder.rate_limit_wait,
        limits: Tracker::default(),
        pace: Pace::new(builder.at_once, builder.pace_writes),
        clock: builder.clock,
        cache: builder.cache,
        rebase_links: builder.rebase_links,
    };
    Core::new(Arc::new(settings), credentials)
}

fn header(what: &str, value: &str) -> Result<HeaderValue, BuildError> {
    HeaderValue::from_str(value).map_err(|error| {
        BuildError::because(format!("the {what} is not a valid header value"), error)
    })
}
