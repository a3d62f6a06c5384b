//! Records everything that a program could log: all events and spans of all libraries, at all levels.

use std::error::Error as StdError;
use std::fmt::{Debug, Write};
use std::sync::{Mutex, Once};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

static OVERHEARD: Mutex<String> = Mutex::new(String::new());

/// Starts recording, for all tests of this process.
pub fn listen() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        tracing::subscriber::set_global_default(Listener).unwrap();
        log::set_logger(&Listener).unwrap();
        log::set_max_level(log::LevelFilter::Trace);
    });
}

/// Returns the records so far.
pub fn overheard() -> String {
    OVERHEARD.lock().unwrap().clone()
}

/// Records a value's `Debug` output.
pub fn note(value: &impl Debug) {
    write(format_args!("{value:?}\n{value:#?}"));
}

/// Records an error's output and its causes.
pub fn note_error(error: &(dyn StdError + 'static)) {
    let mut next = Some(error);
    while let Some(error) = next {
        write(format_args!("{error}\n{error:?}\n{error:#?}"));
        next = error.source();
    }
}

fn write(text: std::fmt::Arguments<'_>) {
    writeln!(OVERHEARD.lock().unwrap(), "{text}").unwrap();
}

struct Listener;

impl Visit for Listener {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        write(format_args!("{field} = {value:?}"));
    }
}

impl Subscriber for Listener {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        write(format_args!("span {}", span.metadata().name()));
        span.record(&mut Self);
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        values.record(&mut Self);
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        write(format_args!("event of {}", event.metadata().target()));
        event.record(&mut Self);
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

impl log::Log for Listener {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &log::Record<'_>) {
        write(format_args!(
            "log of {}: {}",
            record.target(),
            record.args()
        ));
    }

    fn flush(&self) {}
}
