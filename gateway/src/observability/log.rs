//! One line a request, and one for whatever else happens: written in order by a thread of its own, so that no request
//! waits for a write of another one.

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

/// Where lines go. Nothing waits for whoever reads them: if it stalls, the gateway takes no more requests, so that the
/// lines of those that are under way are all that is still to come.
#[derive(Clone)]
pub struct Log {
    form: LogForm,
    lines: Sender<Vec<u8>>,
    /// How many lines are not written yet.
    waiting: Arc<AtomicUsize>,
    written: Arc<Mutex<Option<oneshot::Receiver<()>>>>,
}

/// How grave an event is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// It is as it should be.
    Info,
    /// Someone should look at it.
    Warning,
    /// Something failed.
    Error,
}

/// While so many lines wait to be written, no request is taken.
const WAITING: usize = 1 << 14;

impl Log {
    /// Begins to write.
    ///
    /// # Errors
    ///
    /// Fails if there is no thread for it.
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

    /// Returns the form of its lines.
    pub fn form(&self) -> LogForm {
        self.form
    }

    /// Returns whether whoever reads the lines has fallen behind.
    pub fn is_behind(&self) -> bool {
        self.waiting.load(Ordering::Relaxed) >= WAITING
    }

    /// Writes a line, which has its line break.
    pub fn line(&self, line: Vec<u8>) {
        self.waiting.fetch_add(1, Ordering::Relaxed);
        // Fails only after the end.
        let _ = self.lines.send(line);
    }

    /// Writes what is still waiting.
    pub async fn finish(self) {
        // An empty line is the end.
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

    /// Writes down something else than a request: what, and of whom. It must not hold a secret.
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

    /// Makes what the runtime says of sources lines of this log. Other libraries say nothing: it might be a secret.
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
        // Only the first log of a process takes them.
        let _ = outcome;
    }
}

/// One event of the program.
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

/// Writes lines together that wait together.
fn write(next: &Receiver<Vec<u8>>, waiting: &AtomicUsize, mut to: impl Write) {
    /// Bytes.
    const TOGETHER: usize = 1 << 16;
    /// To wake a thread for each line costs more than all else of the line.
    const GATHERED: Duration = Duration::from_millis(5);
    /// So many lines are worth a write, and are not waited for.
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
        // Whoever closed it wants no lines.
        let _ = to.write_all(&text);
        let _ = to.flush();
        text.clear();
        waiting.fetch_sub(lines, Ordering::Relaxed);
    }
}
