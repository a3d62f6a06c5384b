//! Sends a call, and reads what comes of it.

use std::convert::Infallible;
use std::pin::{Pin, pin};
use std::task::{Context, Poll};

use crate::attempt::Arrival;
use crate::attempt_count::AttemptCount;
use crate::call::Call;
use crate::decode::decode;
use crate::error::Error;
use crate::operation::{Operation, Outcome};
use crate::trip::{Departure, Trip};
use crate::watch::{Ended, Subject, watched};

/// A call on its way. It needs to be polled within a `tokio` runtime. Dropping it breaks the call
/// off.
#[must_use = "a call is sent when it is awaited"]
pub struct Sending<O: Operation>(Pin<Box<dyn Future<Output = Outcome<O>> + Send>>);

impl<O: Operation> Sending<O> {
    /// Sends a call, once it is polled.
    pub fn new(operation: O) -> Self {
        Self::of(operation.into_call())
    }

    /// Sends a call of the operation, once it is polled.
    pub(crate) fn of(call: Call) -> Self {
        Self(Box::pin(async move {
            let count = AttemptCount::default();
            let work = pin!(async {
                let arrival = send(&call, false, &count)
                    .await
                    .map_err(Error::of_any_kind)?;
                decode::<O>(call.core(), arrival.reply)
            });
            let subject = Subject::call(&call);
            watched(subject, &count, work, |it| {
                Ended::well(it.reply(), it.drift())
            })
            .await
        }))
    }
}

impl<O: Operation> Future for Sending<O> {
    type Output = Outcome<O>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        self.0.as_mut().poll(context)
    }
}

impl<O: Operation> std::fmt::Debug for Sending<O> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Sending").field(&O::DESCRIPTOR.id).finish()
    }
}

/// Sends a call and returns the answer that is not a redirect to follow; where the body is left to
/// come, every redirect is.
pub(crate) async fn send(
    call: &Call,
    is_streamed: bool,
    count: &AttemptCount,
) -> Result<Arrival, Error<Infallible>> {
    let url = call.url().map_err(Error::Argument)?;
    let headers = call.headers().map_err(Error::Argument)?;
    let home = call.home().map_err(Error::Argument)?;
    let departure = Departure {
        home: home.url.clone(),
        left: false,
    };
    let trip = Trip::new(call.core(), call.descriptor(), call.options(), count);
    let mut trip = trip.map_err(Error::Argument)?;
    if is_streamed {
        trip.is_streamed = true;
        trip.kept = &[];
    }
    trip.run(url, departure, &headers, call.content()).await
}
