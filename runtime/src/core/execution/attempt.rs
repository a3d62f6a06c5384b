//! One attempt: one request and its response.

use std::borrow::Cow;
use std::convert::Infallible;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use http::header::{ACCEPT, ACCEPT_ENCODING, HeaderValue, IF_RANGE, RANGE};
use http::response::Parts;
use http::{HeaderMap, Method, StatusCode};
use url::Url;

use super::followed::{Followed, Outgoing, ResponseHead};
use super::redirect::{self, RedirectRequest, Redirected};
use super::run::Execution;
use crate::base::account::Account;
use crate::base::timer::{sleep, timeout};
use crate::body::content::Content;
use crate::body::progress::SendProgress;
use crate::body::receive::receive;
use crate::core::cache::{Cache, Kept};
use crate::core::client::Core;
use crate::credentials::way::Credentials;
use crate::error::{
    ArgumentError, CredentialError, Error, RateLimitError, Refusal, TimeLimit, TimeoutError,
    TransportError,
};
use crate::http::origin;
use crate::http::reply::{Reply, Sender};
use crate::http::transport::{Body, BoxFuture, Fault, HttpRequest, HttpResponse, Stage};
use crate::limits;

/// A request with its cache entry and its upload progress.
type Prepared<'a> = (HttpRequest, Option<Box<Kept<'a>>>, Option<SendProgress>);

impl<'a> Execution<'a> {
    /// Sends one request and receives its response.
    pub(crate) async fn attempt(
        &mut self,
        outgoing: &Outgoing<'_>,
    ) -> Result<Followed, Error<Infallible>> {
        let settings = self.core.settings();
        let sender = self.identify(outgoing).await?;
        let _permit = self.admit(outgoing).await?;
        let (request, kept, sending) = self.prepare(outgoing, sender).await?;
        self.sending = sending;
        self.count.add();
        self.sent = settings.limits.moment();
        let limit = self.options.attempt_timeout.or(settings.attempt_timeout);
        let sent = settings.transport.send(request);
        let exchange = pin!(self.exchange(outgoing, sent, sender, kept));
        let Some(limit) = limit else {
            return exchange.await;
        };
        timeout(limit, exchange).await.unwrap_or_else(|elapsed| {
            let host = outgoing.url.host_str().unwrap_or_default();
            let patience = TimeLimit::Attempt(limit);
            let error = TimeoutError::new(self.operation, host, patience, elapsed);
            let error = error.while_sending(self.sending());
            Err(Error::Timeout(error.after(self.attempts())))
        })
    }

    /// Determines the credential.
    async fn identify(&mut self, outgoing: &Outgoing<'_>) -> Result<Sender, Error<Infallible>> {
        let core: &'a Core = self.core;
        let exposed = outgoing.is_foreign || origin::is_exposed(outgoing.endpoint);
        self.credential = None;
        self.credential = match core.credentials() {
            Credentials::None => return Ok(Sender::Nobody),
            Credentials::Unused(variable) => return Ok(Sender::Unnamed(variable)),
            // The operation may have its own server, which need not be one of the token's servers.
            Credentials::Named(token) if !token.audience.has(outgoing.endpoint) => {
                return Ok(Sender::Unnamed(token.variable));
            }
            _ if exposed => return Ok(Sender::Withheld),
            Credentials::Named(token) => Some(Cow::Borrowed(&token.credential)),
            Credentials::Fixed(credential) => Some(Cow::Borrowed(credential)),
            Credentials::Source(source) => {
                let credential = source.credential(&core.settings().api()).await;
                let credential = credential.map_err(|it| self.without_credential(it))?;
                Some(Cow::Owned(credential))
            }
        };
        Ok(Sender::Known)
    }

    fn without_credential(&self, error: CredentialError) -> Error<Infallible> {
        Error::Credential(error.of(self.operation).after(self.attempts()))
    }

    /// Builds the request and looks up its cache entry.
    async fn prepare(
        &self,
        outgoing: &Outgoing<'_>,
        sender: Sender,
    ) -> Result<Prepared<'a>, Error<Infallible>> {
        let mut headers = self.headers(outgoing, sender);
        let kept = match self.cache(outgoing) {
            // Boxed, so that the futures of most calls stay small.
            Some(cache) => {
                let version = self.core.settings().version_header.as_ref();
                let version = version.and_then(|name| headers.get(name).cloned());
                let key = Kept::key(outgoing.url, version, self.account(), &headers);
                let kept = Kept::look(cache, key, self.options.is_fresh, &mut headers);
                Box::pin(kept).await.map(Box::new)
            }
            None => None,
        };
        let (method, url) = (self.method.clone(), outgoing.url.clone());
        let mut request = HttpRequest::new(method, url, headers, Body::empty());
        request.read_timeout = self.options.read_timeout;
        let Some(content) = outgoing.content else {
            Content::put_none(&mut request);
            return Ok((request, kept, None));
        };
        let put = Box::pin(content.put(&mut request)).await;
        let sending = put.map_err(|error| {
            let problem = format!("the body cannot be sent: {error}");
            let error = ArgumentError::call(self.operation, problem);
            Error::Argument(error.after(self.attempts()))
        })?;
        Ok((request, kept, sending))
    }

    fn headers(&self, outgoing: &Outgoing<'_>, sender: Sender) -> HeaderMap {
        let mut headers = match (&self.credential, sender) {
            (Some(credential), Sender::Known) => self.core.headers_of(credential),
            _ => self.core.settings().headers.clone(),
        };
        if self.is_as_published {
            // Downloads arrive as published.
            headers.insert(ACCEPT_ENCODING, HeaderValue::from_static("identity"));
        }
        if let Some(name) = &self.core.settings().version_header
            && outgoing.is_foreign
        {
            headers.remove(name);
        }
        for (name, value) in outgoing.headers {
            // Header parameters are sent to the API only.
            if !outgoing.is_foreign || matches!(*name, ACCEPT | RANGE | IF_RANGE) {
                headers.insert(name, value.clone());
            }
        }
        headers
    }

    /// Returns the cache, if the response may be cached.
    fn cache(&self, outgoing: &Outgoing<'_>) -> Option<&'a dyn Cache> {
        let core: &'a Core = self.core;
        let cache = core.settings().cache.as_deref()?;
        // A header parameter may change the response, but is not part of the cache key.
        let has_parameters = outgoing.headers.keys().any(|it| it != ACCEPT);
        if self.method != Method::GET || outgoing.is_foreign || self.is_streamed || has_parameters {
            return None;
        }
        Some(cache)
    }

    /// Waits until no known rate limit blocks the request. Pacing applies only to requests to the API.
    async fn admit(
        &self,
        outgoing: &Outgoing<'_>,
    ) -> Result<Option<limits::Permit>, Error<Infallible>> {
        let settings = self.core.settings();
        // A call that notifies people counts as a write, whatever its method.
        let is_write = self.notifies || !self.safe;
        let is_paced = !outgoing.is_foreign && settings.pace.applies(is_write);
        loop {
            // A call that would exceed a known limit does not enter the queue. The limits are checked again after the
            // queue.
            let met = match self.blocking_limit(outgoing) {
                Some(met) => met,
                None if !is_paced => return Ok(None),
                None => {
                    let permit = settings.pace.admit(self.account(), is_write).await;
                    match self.blocking_limit(outgoing) {
                        Some(met) => met,
                        None => return Ok(Some(permit)),
                    }
                }
            };
            let Some(wait) = self.wait_for_reset(outgoing, &met, Duration::ZERO) else {
                let now = settings.clock.now();
                let error = RateLimitError::new(self.operation, met.limit, now);
                return Err(Error::RateLimited(Box::new(error.after(self.attempts()))));
            };
            sleep(wait).await;
        }
    }

    fn blocking_limit(&self, outgoing: &Outgoing<'_>) -> Option<limits::ExceededLimit> {
        let settings = self.core.settings();
        let caller = self.caller(outgoing);
        settings.limits.blocking_limit(&caller, &settings.clock)
    }

    /// Returns the account and the operation that determine which rate limits apply.
    pub(crate) fn caller<'b>(&'b self, outgoing: &'b Outgoing<'_>) -> limits::Caller<'b> {
        limits::Caller {
            account: self.account(),
            operation: self.operation,
            method: &self.method,
            is_safe: self.safe,
            host: outgoing.foreign_host(),
            is_exempt: self.is_exempt,
        }
    }

    pub(crate) fn account(&self) -> &Account {
        self.credential
            .as_ref()
            .map_or(&Account::Anonymous, |it| it.owner())
    }

    async fn exchange(
        &self,
        outgoing: &Outgoing<'_>,
        sent: BoxFuture<'_, Result<HttpResponse, Fault>>,
        sender: Sender,
        kept: Option<Box<Kept<'_>>>,
    ) -> Result<Followed, Error<Infallible>> {
        let followed = self.land(outgoing, sent.await, sender)?;
        let Followed::Here(mut head) = followed else {
            return Ok(followed);
        };
        if self.is_streamed && head.reply.status.is_success() {
            return Ok(Followed::Here(head));
        }
        let ResponseHead { reply, rest } = &mut *head;
        if let Some(body) = rest {
            let limit = self.core.settings().max_body;
            reply.bytes = receive(body, limit).await.map_err(|fault| match fault {
                Some(fault) => self.failed(outgoing.url, fault),
                None => self.refused(Refusal::TooLarge { limit }),
            })?;
            *rest = None;
        }
        if let Some(kept) = kept {
            head.reply = Box::pin(kept.settle(head.reply)).await;
        }
        Ok(Followed::Here(head))
    }

    /// Receives the response head, and leaves the body unread.
    fn land(
        &self,
        outgoing: &Outgoing<'_>,
        sent: Result<HttpResponse, Fault>,
        sender: Sender,
    ) -> Result<Followed, Error<Infallible>> {
        let url = outgoing.url;
        let (parts, body) = sent.map_err(|fault| self.failed(url, fault))?.into_parts();
        if let Some(hop) = self.next_request(outgoing, &parts)? {
            return Ok(Followed::Elsewhere(hop));
        }
        let reply = Reply {
            status: parts.status,
            headers: parts.headers,
            bytes: bytes::Bytes::new(),
            has_old_links: false,
            url: url.clone(),
            sender,
            endpoint: Arc::clone(outgoing.endpoint),
            error_body: self.core.settings().error_body,
            attempts: self.attempts().responded(&self.method, parts.status),
        };
        let rest = Some(body);
        Ok(Followed::Here(Box::new(ResponseHead { reply, rest })))
    }

    /// Returns the request that follows a redirect. Returns `None` if the response is not a redirect to follow.
    fn next_request(
        &self,
        outgoing: &Outgoing<'_>,
        parts: &Parts,
    ) -> Result<Option<RedirectRequest>, Error<Infallible>> {
        let status: StatusCode = parts.status;
        if self.kept.contains(&status.as_u16()) {
            return Ok(None);
        }
        let request = Redirected {
            method: &self.method,
            url: outgoing.url,
            endpoint: outgoing.endpoint,
            can_repeat: outgoing.can_repeat(),
            redirects_writes: self.core.settings().redirects_writes,
        };
        redirect::next_request(&request, status, &parts.headers)
            .map_err(|reason| self.refused(reason))
    }

    fn failed(&self, url: &Url, fault: Fault) -> Error<Infallible> {
        let host = url.host_str().unwrap_or_default();
        // After the response has begun, an error no longer concerns the upload.
        let sending = self.sending().filter(|_| fault.stage() == Stage::Send);
        if !fault.is_timeout() {
            let error = TransportError::new(self.operation, host, fault).while_sending(sending);
            return Error::Transport(error.after(self.attempts()));
        }
        let settings = self.core.settings();
        let patience = if fault.stage() == Stage::Connect {
            TimeLimit::Connect(settings.connect_timeout)
        } else {
            TimeLimit::Read(self.options.read_timeout(self.core))
        };
        let error = TimeoutError::new(self.operation, host, patience, fault);
        let error = error.while_sending(sending);
        Error::Timeout(error.after(self.attempts()))
    }
}
