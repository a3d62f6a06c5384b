//! Detects request heads that the HTTP/2 parser itself refuses, by h2's debug events. For such a head, the gateway
//! receives no request.

use std::cell::Cell;
use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::LazyLock;

use tracing::field::{Field, Visit};
use tracing::{Dispatch, Event, Level, Subscriber};
use tracing_subscriber::Layer;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::{Context, SubscriberExt as _};

/// A refused head that is too large.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TooLarge {
    /// h2 responded with 431.
    Responded,
    /// h2 closed the connection without a response, because reading the rest of the head would be too expensive.
    Ended,
}

/// h2's messages for a head that is too large.
const MESSAGES: [(&str, TooLarge); 4] = [
    ("REQUEST_HEADER_FIELDS_TOO_LARGE", TooLarge::Responded),
    ("header list size over abuse limit", TooLarge::Ended),
    ("header block size over ignorable limit", TooLarge::Ended),
    ("too_many_continuations", TooLarge::Ended),
];

/// The targets of these events.
const PLACES: [&str; 2] = ["h2::proto::streams::recv", "h2::codec::framed_read"];

/// The dispatcher that all connections share. Each new subscriber would slow down all events of the process.
static EVENTS: LazyLock<Dispatch> = LazyLock::new(|| {
    let places = Targets::new().with_targets(PLACES.map(|it| (it, Level::DEBUG)));
    Dispatch::new(tracing_subscriber::registry().with(Heads.with_filter(places)))
});

thread_local! {
    /// The refusals since the connection was last polled: the number of 431 responses, and whether h2 closes the
    /// connection.
    static REFUSED: Cell<(usize, bool)> = const { Cell::new((0, false)) };
}

/// Serves an HTTP/2 connection, and reports each head that the HTTP/2 parser refuses as too large.
pub async fn watch<F: Future>(served: F, report: impl Fn(TooLarge)) -> F::Output {
    let mut served = pin!(served);
    poll_fn(|context| {
        let outcome = {
            let _here = tracing::dispatcher::set_default(&EVENTS);
            served.as_mut().poll(context)
        };
        let (responded, is_ended) = REFUSED.take();
        (0..responded).for_each(|_| report(TooLarge::Responded));
        if is_ended {
            report(TooLarge::Ended);
        }
        outcome
    })
    .await
}

struct Heads;

impl<S: Subscriber> Layer<S> for Heads {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        let mut found = Found(None);
        event.record(&mut found);
        let (responded, is_ended) = REFUSED.get();
        match found.0 {
            Some(TooLarge::Responded) => REFUSED.set((responded + 1, is_ended)),
            Some(TooLarge::Ended) => REFUSED.set((responded, true)),
            None => {}
        }
    }
}

struct Found(Option<TooLarge>);

impl Visit for Found {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        if field.name() == "message" {
            let text = format!("{value:?}");
            let known = MESSAGES.iter().find(|(it, _)| text.contains(it));
            self.0 = known.map(|(_, refused)| *refused);
        }
    }
}
