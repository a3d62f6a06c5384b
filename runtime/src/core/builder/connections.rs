//! Connection settings: timeouts, proxies, certificates.

use std::time::Duration;

use super::ClientBuilder;
use crate::base::timer::LONGEST;
use crate::core::client::Core;
use crate::http::transport::{BoxFuture, Fault, HttpRequest, HttpResponse, Middleware, Transport};

impl<C: From<Core>> ClientBuilder<C> {
    /// Sets the timeout for connecting, including TLS.
    ///
    /// Default: 10 seconds.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connections.connect_timeout = timeout.min(LONGEST);
        self
    }

    /// Sets the idle timeout: the maximum time without a byte sent or received. Bytes in either direction reset the
    /// timeout, so a large upload may take longer.
    ///
    /// Default: 30 seconds.
    pub fn read_timeout(mut self, timeout: Duration) -> Self {
        self.connections.read_timeout = timeout.min(LONGEST);
        self
    }

    /// Sends all requests through a proxy: `http://`, `https://`, `socks5://`, or `socks5h://`, which also resolves
    /// host names. The URL may contain a user name and a password.
    ///
    /// Default: the proxy of the environment (`HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY`, `NO_PROXY`) or of the system.
    /// If the base URL is `http`, a proxy could read the token. In this case, the default proxy is ignored, and
    /// building fails if this method set a proxy.
    #[cfg(not(target_family = "wasm"))]
    pub fn proxy(mut self, url: &str) -> Self {
        if let Err(problem) = self.connections.network.set_proxy(url) {
            self.problem = Some(problem);
        }
        self
    }

    /// Sets the hosts that bypass the [`proxy`](Self::proxy): names, domains and networks in the format of `NO_PROXY`,
    /// such as `localhost,.example.com,10.0.0.0/8`.
    ///
    /// Default: none.
    #[cfg(not(target_family = "wasm"))]
    pub fn proxy_exceptions(mut self, hosts: impl Into<String>) -> Self {
        self.connections.network.set_exceptions(hosts.into());
        self
    }

    /// Disables all proxies, including those of the environment and the system.
    #[cfg(not(target_family = "wasm"))]
    pub fn no_proxy(mut self) -> Self {
        self.connections.network.use_no_proxy();
        self
    }

    /// Trusts additional root certificates, in PEM. The system's root certificates stay trusted.
    #[cfg(not(target_family = "wasm"))]
    pub fn root_certificates(mut self, pem: impl AsRef<[u8]>) -> Self {
        if let Err(problem) = self.connections.network.add_roots(pem.as_ref()) {
            self.problem = Some(problem);
        }
        self
    }

    /// Sets the client certificate for mutual TLS. The PEM text contains the certificate, its chain if there is one,
    /// and the unencrypted private key.
    #[cfg(not(target_family = "wasm"))]
    pub fn client_certificate(mut self, pem: impl AsRef<[u8]>) -> Self {
        if let Err(problem) = self.connections.network.set_identity(pem.as_ref()) {
            self.problem = Some(problem);
        }
        self
    }

    /// Replaces the client's HTTP client. [`http`](Self::http), [`connect_timeout`](Self::connect_timeout),
    /// [`read_timeout`](Self::read_timeout), proxies and certificates then have no effect.
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Box::new(transport));
        self
    }

    /// Adds middleware: a function that receives each request and the next transport, and returns the response.
    /// Connection settings still apply. The function that was added last receives a request first.
    ///
    /// The function runs for every HTTP request, including retries, redirects, token requests and downloads from other
    /// hosts. The headers include the credential, so do not log them. Check [`HttpRequest::url`] before you add a
    /// secret.
    ///
    /// ```
    /// use tagsmith_runtime::HeaderValue;
    /// # use tagsmith_runtime::{ClientBuilder, Core};
    ///
    /// # fn example(builder: ClientBuilder<Core>) -> ClientBuilder<Core> {
    /// builder.middleware(|mut request, next| {
    ///     Box::pin(async move {
    ///         request.headers.insert("x-trace-id", HeaderValue::from_static("7f3a"));
    ///         next.send(request).await
    ///     })
    /// })
    /// # }
    /// ```
    pub fn middleware<F>(self, function: F) -> Self
    where
        F: for<'a> Fn(HttpRequest, &'a dyn Transport) -> BoxFuture<'a, Result<HttpResponse, Fault>>
            + Send
            + Sync
            + 'static,
    {
        self.wrap_transport(|next| Middleware::new(next, function))
    }

    /// Wraps the transport in another one, as [`middleware`](Self::middleware) does with a function.
    /// [`build`](Self::build) calls `wrap` with the client's transport: the default one, or the one passed to
    /// [`transport`](Self::transport). The wrapper that was added last is the outermost.
    pub fn wrap_transport<T: Transport>(
        mut self,
        wrap: impl FnOnce(Box<dyn Transport>) -> T + Send + Sync + 'static,
    ) -> Self {
        self.wraps.push(Box::new(|next| Box::new(wrap(next))));
        self
    }

    /// Configures the `reqwest::ClientBuilder` where this builder has no method: local address, keep-alive, HTTP/2
    /// windows. The function may be called more than once.
    ///
    /// This builder overrides the redirect policy, `connect_timeout`, `read_timeout` and gzip. This builder also
    /// removes proxies if a proxy could read a token. Leave `timeout` unset, because this builder does not override it.
    /// Default headers are sent to every redirect target, so pass tokens to [`token`](Self::token).
    ///
    /// ```
    /// # use std::time::Duration;
    /// # fn example(builder: tagsmith_runtime::ClientBuilder<tagsmith_runtime::Core>) {
    /// builder.http(|http| http.tcp_keepalive(Duration::from_secs(30)))
    /// # ;
    /// # }
    /// ```
    pub fn http(
        mut self,
        configure: impl Fn(reqwest::ClientBuilder) -> reqwest::ClientBuilder + Send + Sync + 'static,
    ) -> Self {
        self.connections.configure = Some(Box::new(configure));
        self
    }
}
