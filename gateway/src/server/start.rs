//! Starts a gateway from its configuration, and stops it.

use std::io::Write;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use http::HeaderValue;
use tokio::net::TcpListener;
use tokio::sync::Notify;
use tokio::task::JoinHandle;

use super::{admin, credential_check, listener, serve};
use crate::callers::browser::sendable;
use crate::callers::tokens::Callers;
use crate::config::Config;
use crate::credentials::leak::Secrets;
use crate::credentials::store::Credentials;
use crate::exchange::gateway::Gateway;
use crate::limits::attempts::Attempts;
use crate::limits::rate::Rate;
use crate::observability::log::Log;
use crate::observability::metrics::Metrics;
use crate::operations::allow::allowed;
use crate::refused::{Refused, Result, reason};
use crate::server::tls::Tls;
use crate::site::Site;
use crate::upstream::client::Client;

/// The interval between checks for changed files.
const LOOK: Duration = Duration::from_secs(1);

/// The interval between removals of expired state.
const TIDY: Duration = Duration::from_secs(30);

/// A running gateway.
pub struct Running {
    /// The listening address, or `None` for a Unix socket.
    pub address: Option<SocketAddr>,
    /// The address of the admin listener.
    pub admin: Option<SocketAddr>,
    gateway: Arc<Gateway>,
    tls: Option<Arc<Tls>>,
    is_ready: Arc<AtomicBool>,
    stop: Arc<Notify>,
    serving: JoinHandle<bool>,
    others: Vec<JoinHandle<()>>,
}

/// Starts a gateway: reads all files, checks the credentials, and listens.
///
/// # Errors
///
/// Fails for an invalid configuration, file or address.
pub async fn start(config: Config, to: impl Write + Send + 'static) -> Result<Running> {
    let log = Log::new(config.log, to).map_err(|error| {
        Refused::new(
            format!("the log thread cannot be started: {}", reason(&error)),
            "raise the process's thread limit",
        )
    })?;
    log.take_events();
    let allowed = allowed(&config.choice)?;
    let api_version = match &allowed.api.api_version {
        Some(version) => Some(HeaderValue::from_str(version).map_err(|_| {
            Refused::new(
                "the API version is not a valid header value",
                "give a version such as 2022-11-28",
            )
        })?),
        None => None,
    };
    let client = Client::new(&config.upstream, &config.limits)?;
    let secrets = Arc::new(Secrets::default());
    let credentials = Credentials::read(
        &config.credentials,
        client.clone(),
        secrets.clone(),
        log.clone(),
    )
    .await?;
    let callers = Callers::read(config.caller_tokens.as_deref())?;
    let tls = match &config.tls {
        Some((certificate, key)) => Some(Arc::new(Tls::read(certificate.clone(), key.clone())?)),
        None => None,
    };
    let gateway = Arc::new(Gateway {
        metrics: Metrics::new(&allowed.table),
        requests: Rate::per_second(config.limits.requests_per_second, config.limits.burst),
        attempts: Attempts::default(),
        site: config
            .site
            .as_ref()
            .map(|pages| Site::new(pages, &allowed.api)),
        sendable: sendable(&allowed.table),
        table: allowed.table,
        api_version,
        client,
        credentials,
        secrets,
        callers,
        log,
        is_unforwarded: AtomicBool::new(false),
        config,
    });
    if gateway.config.check_credential {
        credential_check::check(&gateway, &allowed.scopes).await?;
    }
    let socket = listener::listen(&gateway.config.listen).await?;
    let address = socket.address();
    let stop = Arc::new(Notify::new());
    let is_ready = Arc::new(AtomicBool::new(true));
    let mut others = Vec::new();
    let mut admin_address = None;
    if let Some(asked) = gateway.config.admin {
        let listener = TcpListener::bind(asked).await.map_err(|error| {
            Refused::new(
                format!(
                    "cannot listen on the address of --admin: {}",
                    reason(&error)
                ),
                "set a different address, or stop the process that uses it",
            )
        })?;
        admin_address = listener.local_addr().ok();
        others.push(tokio::spawn(admin::serve(
            listener,
            gateway.clone(),
            is_ready.clone(),
        )));
    }
    others.push(tokio::spawn(look_after(gateway.clone(), tls.clone())));
    let serving = tokio::spawn(serve::serve(
        socket,
        gateway.clone(),
        tls.clone(),
        stop.clone(),
    ));
    Ok(Running {
        address,
        admin: admin_address,
        gateway,
        tls,
        is_ready,
        stop,
        serving,
        others,
    })
}

impl Running {
    /// Returns the gateway.
    pub fn gateway(&self) -> &Arc<Gateway> {
        &self.gateway
    }

    /// Reloads all files.
    pub fn reload(&self) {
        reload(&self.gateway, self.tls.as_deref(), true);
    }

    /// Shuts down gracefully: refuses new connections, and waits for the requests in flight, at most until the drain
    /// timeout. Returns whether all requests ended in time.
    pub async fn stop(self) -> bool {
        self.is_ready.store(false, Ordering::Release);
        self.stop.notify_one();
        let ended = self.serving.await.unwrap_or(false);
        listener::tidy(&self.gateway.config.listen);
        for other in &self.others {
            other.abort();
        }
        ended
    }
}

/// Reloads changed files, and removes expired state.
async fn look_after(gateway: Arc<Gateway>, tls: Option<Arc<Tls>>) {
    let mut looks = tokio::time::interval(LOOK);
    let mut tidies = tokio::time::interval(TIDY);
    loop {
        tokio::select! {
            _ = looks.tick() => reload(&gateway, tls.as_deref(), false),
            _ = tidies.tick() => {
                gateway.requests.tidy();
                gateway.attempts.tidy();
            }
        }
    }
}

fn reload(gateway: &Gateway, tls: Option<&Tls>, is_asked: bool) {
    gateway.credentials.reload(is_asked);
    gateway.callers.reload(is_asked, &gateway.log);
    if let Some(tls) = tls {
        tls.reload(is_asked, &gateway.log);
    }
}
