//! Redirects that are an operation's result: the caller reads or fetches the redirect target.

use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use http::HeaderMap;
use serde_json::Value as Json;
use url::Url;

use super::kind::Success;
use crate::call::download::Download;
use crate::call::payload::Payload;
#[cfg(feature = "mock")]
use crate::call::prepared::{self, Prepared};
use crate::call::response::Response;
use crate::core::client::Core;
use crate::core::execution::followed::ResponseHead;
use crate::core::execution::redirect;
use crate::core::execution::run::CredentialScope;
use crate::core::fetch_url::fetch_url;
use crate::core::options::CallOptions;
use crate::error::Error;
use crate::http::reply::Sender;
use crate::value::ReadError;

/// A redirect that the call returns as its result and does not follow.
#[derive(Debug)]
pub struct Redirected;

/// The target of a redirect. A signed URL is a secret, so `Debug` does not print its query.
#[derive(Clone)]
pub struct Redirect {
    // Boxed, so that an enum with a redirect variant stays small.
    context: Box<FetchContext>,
}

/// The data for fetching the target.
#[derive(Clone)]
struct FetchContext {
    core: Core,
    operation: &'static str,
    url: Url,
    scope: CredentialScope,
    /// The options of the call.
    options: CallOptions,
}

impl Success for Redirected {
    type Body = Redirect;

    fn read(_status: u16, payload: &mut Payload<'_>) -> Result<Redirect, ReadError> {
        let source = payload.source().ok_or(ReadError::NoLocation)?;
        let reply = source.reply;
        let url = redirect::location(&reply.headers, &reply.url);
        let url = url
            .ok_or(ReadError::NoLocation)?
            .map_err(|_| ReadError::BadLocation)?;
        let context = Box::new(FetchContext {
            core: source.call.core().clone(),
            operation: source.call.descriptor().id,
            url,
            scope: CredentialScope {
                endpoint: Arc::clone(&reply.endpoint),
                left: reply.sender == Sender::Withheld,
            },
            options: source.call.options().clone(),
        });
        Ok(Redirect { context })
    }

    fn read_undeclared(_status: u16, _payload: &mut Payload<'_>) -> Result<Redirect, ReadError> {
        Err(ReadError::NotRedirected)
    }

    /// A recorded response contains no fetchable target.
    fn replay(_status: u16, _payload: &mut Payload<'_>) -> Result<(), ReadError> {
        Ok(())
    }

    fn show(body: &Redirect) -> Option<Json> {
        Some(Json::from(body.url()))
    }

    #[cfg(feature = "mock")]
    fn prepare(body: Redirect, statuses: &[u16]) -> Prepared {
        let status = prepared::status(statuses, |it| (300..400).contains(&it), 302);
        Prepared::empty(status).with_header("location", body.context.url.into())
    }
}

impl Redirect {
    /// Creates a redirect for mocks.
    #[cfg(feature = "mock")]
    pub(crate) fn to(core: &Core, url: Url, endpoint: Url) -> Self {
        let context = Box::new(FetchContext {
            core: core.clone(),
            operation: "mock",
            url,
            scope: CredentialScope {
                endpoint: Arc::new(endpoint),
                left: false,
            },
            options: CallOptions::default(),
        });
        Self { context }
    }

    /// Returns the target's URL, including its query.
    pub fn url(&self) -> &str {
        self.context.url.as_str()
    }

    /// Fetches the target. The fetch uses the client's connections and `max_body`, and the call's timeouts and retry
    /// policy. The token is sent only if the target has the same scheme, host and port as the call.
    ///
    /// # Errors
    ///
    /// Fails as a call does. The target's error response has no declared type:
    /// [`ApiError::bytes`](crate::ApiError::bytes) returns its raw body.
    pub async fn fetch(&self) -> Result<Response<Bytes>, Error<()>> {
        let scope = self.context.scope.clone();
        let FetchContext {
            core,
            operation,
            url,
            options,
            ..
        } = &*self.context;
        let fetched = fetch_url(
            core,
            operation,
            url,
            scope,
            HeaderMap::new(),
            options,
            false,
        );
        let ResponseHead { reply, .. } = *fetched.await?;
        Ok(Response::new(reply.bytes.clone(), Vec::new(), reply))
    }

    /// Downloads the target as a stream, into a file, or as bytes, under the same rules as [`fetch`](Self::fetch).
    pub fn download(&self) -> Download<()> {
        let context = FetchContext::clone(&self.context);
        Download::from_url(
            &context.core,
            context.operation,
            context.url,
            context.scope,
            context.options,
        )
    }
}

impl fmt::Debug for Redirect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Redirect")
            .field("operation", &self.context.operation)
            .field("host", &self.context.url.host_str().unwrap_or_default())
            .finish_non_exhaustive()
    }
}
