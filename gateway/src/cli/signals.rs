//! Signals: SIGHUP reloads, SIGINT and SIGTERM stop the gateway.

/// The action that a signal requests.
pub enum Signal {
    /// Reload credentials, caller tokens and certificates.
    Reload,
    /// Stop.
    Stop,
}

/// The process's signal handlers.
#[cfg(unix)]
pub struct Signals {
    hangup: Option<tokio::signal::unix::Signal>,
    terminate: Option<tokio::signal::unix::Signal>,
    interrupt: Option<tokio::signal::unix::Signal>,
}

#[cfg(unix)]
impl Signals {
    /// Installs the handlers.
    pub fn new() -> Self {
        use tokio::signal::unix::{SignalKind, signal};
        Self {
            hangup: signal(SignalKind::hangup()).ok(),
            terminate: signal(SignalKind::terminate()).ok(),
            interrupt: signal(SignalKind::interrupt()).ok(),
        }
    }

    /// Waits for the next signal.
    pub async fn next(&mut self) -> Signal {
        tokio::select! {
            () = received(self.hangup.as_mut()) => Signal::Reload,
            () = received(self.terminate.as_mut()) => Signal::Stop,
            () = received(self.interrupt.as_mut()) => Signal::Stop,
        }
    }

    /// Waits for a signal to stop.
    pub async fn stop(&mut self) {
        while matches!(self.next().await, Signal::Reload) {}
    }
}

#[cfg(unix)]
async fn received(signal: Option<&mut tokio::signal::unix::Signal>) {
    match signal {
        Some(signal) => {
            signal.recv().await;
        }
        None => std::future::pending().await,
    }
}

/// The process's signal handlers.
#[cfg(not(unix))]
pub struct Signals;

#[cfg(not(unix))]
impl Signals {
    /// Installs the handlers.
    pub fn new() -> Self {
        Self
    }

    /// Waits for the next signal.
    pub async fn next(&mut self) -> Signal {
        let _ = tokio::signal::ctrl_c().await;
        Signal::Stop
    }

    /// Waits for a signal to stop.
    pub async fn stop(&mut self) {
        self.next().await;
    }
}
