//! The log: one line for each request and event. A dedicated thread writes the lines in order, so no request waits for
//! the writing of a line.

use std::fmt;
use std::io::{self, Write};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::oneshot;
use tracing_subscriber::Layer as _;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::layer::SubscriberExt as _;

use crate::settings::flags::LogForm;

/// A handle to the log. Logging never waits for the log consumer. If the consumer stalls, the gateway rejects new
/// requests, so only requests in flight add lines.
#[derive(Clone)]
pub struct Log {
    form: LogForm,
    lines: Sender<Vec<u8>>,
    /// The number of lines that are not written yet.
    waiting: Arc<AtomicUsize>,
    written: Arc<Mutex<Option<oneshot::Receiver<()>>>>,
}

/// The severity of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// Normal operation.
    Info,
    /// The operator should check the event.
    Warning,
    /// A failure.
    Error,
}

/// The number of unwritten lines at which the gateway rejects requests.
const WAITING: usize = 1 << 14;

impl Log {
    /// Starts the writer thread.
    ///
    /// # Errors
    ///
    /// Fails if the thread cannot be started.
    pub fn new(form: LogForm, to: impl Write + Send + 'static) -> io::Result<Self> {
        let (lines, next) = channel();
        let (end, written) = oneshot::channel();
        let waiting = Arc::new(AtomicUsize::new(0));
        let left = waiting.clone();
        std::thread::Builder::new()
            .name("log".to_owned())
            .spawn(move || {
                write(&next, &left, to);
                let _ = end.send(());
            })?;
        Ok(Self {
            form,
            lines,
            waiting,
            written: Arc::new(Mutex::new(Some(written))),
        })
    }

    /// Returns the format of the lines.
    pub fn form(&self) -> LogForm {
        self.form
    }

    /// Returns whether the log consumer is behind.
    pub fn is_behind(&self) -> bool {
        self.waiting.load(Ordering::Relaxed) >= WAITING
    }

    /// Queues a line, which includes its line break.
    pub fn line(&self, line: Vec<u8>) {
        self.waiting.fetch_add(1, Ordering::Relaxed);
        // Sending fails only after the log was finished.
        let _ = self.lines.send(line);
    }

    /// Writes all queued lines, and ends the thread.
    pub async fn finish(self) {
        // An empty line ends the thread.
        self.line(Vec::new());
        let written = self
            .written
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        if let Some(written) = written {
            let _ = written.await;
        }
    }

    /// Logs an event that is not a request: a message and its subject. Neither may contain a secret.
    pub fn event(&self, level: Level, message: &str, of: &str, problem: Option<&dyn fmt::Display>) {
        let (now, problem) = (Timestamp::now(), problem.map(ToString::to_string));
        let level = match level {
            Level::Info => "INFO",
            Level::Warning => "WARN",
            Level::Error => "ERROR",
        };
        let line = match self.form {
            LogForm::Json => {
                let members = serde_json::json!({
                    "timestamp": format!("{now:.3}"), "level": level, "message": message, "of": of, "problem": problem,
                });
                format!("{members}\n")
            }
            LogForm::Text => {
                let problem =
                    problem.map_or_else(String::new, |it| format!(": {}", it.escape_debug()));
                format!(
                    "{now:.3} {level} {message} ({}){problem}\n",
                    of.escape_debug()
                )
            }
        };
        self.line(line.into_bytes());
    }

    /// Forwards the runtime's events about credential sources to this log. Events of other libraries are dropped,
    /// because they may contain secrets.
    pub fn take_events(&self) {
        let own = Targets::new().with_target("tagsmith_runtime", tracing::Level::WARN);
        let layer = tracing_subscriber::fmt::layer()
            .with_writer(self.clone())
            .with_ansi(false)
            .with_target(false);
        let subscriber = tracing_subscriber::registry();
        let outcome = match self.form {
            LogForm::Json => tracing::subscriber::set_global_default(
                subscriber.with(layer.json().flatten_event(true).with_filter(own)),
            ),
            LogForm::Text => {
                tracing::subscriber::set_global_default(subscriber.with(layer.with_filter(own)))
            }
        };
        // Only the first log of a process receives these events.
        let _ = outcome;
    }
}

/// An event of the program.
pub struct Event<'a> {
    log: &'a Log,
    text: Vec<u8>,
}

impl Write for Event<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.text.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Drop for Event<'_> {
    fn drop(&mut self) {
        if !self.text.is_empty() {
            self.log.line(std::mem::take(&mut self.text));
        }
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Event<'a>;

    fn make_writer(&'a self) -> Event<'a> {
        Event {
            log: self,
            text: Vec::new(),
        }
    }
}

/// Writes queued lines in batches.
fn write(next: &Receiver<Vec<u8>>, waiting: &AtomicUsize, mut to: impl Write) {
    /// The maximum size of a batch in bytes.
    const TOGETHER: usize = 1 << 16;
    /// The time to wait for more lines of a batch. Waking the thread costs more than all other work for a line.
    const GATHERED: Duration = Duration::from_millis(5);
    /// The number of lines from which a batch is written without waiting for more.
    const WORTH: usize = 256;
    let mut text = Vec::with_capacity(TOGETHER);
    let mut goes_on = true;
    while goes_on && let Ok(line) = next.recv() {
        let mut lines = 1;
        goes_on = !line.is_empty();
        text.extend_from_slice(&line);
        if goes_on && waiting.load(Ordering::Relaxed) < WORTH {
            std::thread::sleep(GATHERED);
        }
        while goes_on
            && text.len() < TOGETHER
            && let Ok(line) = next.try_recv()
        {
            lines += 1;
            goes_on = !line.is_empty();
            text.extend_from_slice(&line);
        }
        // Write errors are ignored, because they mean that the consumer closed the log.
        let _ = to.write_all(&text);
        let _ = to.flush();
        text.clear();
        waiting.fetch_sub(lines, Ordering::Relaxed);
    }
}
