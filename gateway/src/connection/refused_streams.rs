//! Heads that the reader of HTTP/2 refuses by itself, before the gateway sees a request. It tells only its debug events.

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

/// A head that is too large.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TooLarge {
    /// It was answered with 431.
    Answered,
    /// The connection ends without an answer, since reading on would cost too much.
    Ended,
}

/// What h2 says of a head that is too large.
const SAID: [(&str, TooLarge); 4] = [
    ("REQUEST_HEADER_FIELDS_TOO_LARGE", TooLarge::Answered),
    ("header list size over abuse limit", TooLarge::Ended),
    ("header block size over ignorable limit", TooLarge::Ended),
    ("too_many_continuations", TooLarge::Ended),
];

/// Where h2 says it.
const PLACES: [&str; 2] = ["h2::proto::streams::recv", "h2::codec::framed_read"];

/// For all connections, since each subscriber that is made slows down the events of the whole process.
static EVENTS: LazyLock<Dispatch> = LazyLock::new(|| {
    let places = Targets::new().with_targets(PLACES.map(|it| (it, Level::DEBUG)));
    Dispatch::new(tracing_subscriber::registry().with(Heads.with_filter(places)))
});

thread_local! {
    /// What was refused since the connection was polled last: 431s, and whether the connection ends.
    static REFUSED: Cell<(usize, bool)> = const { Cell::new((0, false)) };
}

/// Serves a connection of HTTP/2, and reports each head that its reader refuses as too large.
pub async fn watch<F: Future>(served: F, report: impl Fn(TooLarge)) -> F::Output {
    let mut served = pin!(served);
    poll_fn(|context| {
        let outcome = {
            let _here = tracing::dispatcher::set_default(&EVENTS);
            served.as_mut().poll(context)
        };
        let (answered, is_ended) = REFUSED.take();
        (0..answered).for_each(|_| report(TooLarge::Answered));
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
        let mut said = Said(None);
        event.record(&mut said);
        let (answered, is_ended) = REFUSED.get();
        match said.0 {
            Some(TooLarge::Answered) => REFUSED.set((answered + 1, is_ended)),
            Some(TooLarge::Ended) => REFUSED.set((answered, true)),
            None => {}
        }
    }
}

struct Said(Option<TooLarge>);

impl Visit for Said {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        if field.name() == "message" {
            let text = format!("{value:?}");
            let known = SAID.iter().find(|(it, _)| text.contains(it));
            self.0 = known.map(|(_, refused)| *refused);
        }
    }
}
