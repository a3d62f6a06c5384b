//! Sends a call and decodes its response.

#[cfg(test)]
mod tests;

use std::convert::Infallible;
use std::marker::PhantomData;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use crate::base::attempt_count::AttemptCount;
use crate::call::arguments::Call;
use crate::call::decode::decode;
use crate::call::operation::{Operation, Outcome};
use crate::call::success::Success as _;
use crate::core::trip::landed::Arrival;
use crate::core::trip::run::{Departure, Trip};
use crate::core::watch::{Ended, Watch};
use crate::error::Error;
use crate::http::transport::BoxFuture;

/// The future of a call. Poll it within a tokio runtime. Dropping it cancels the call.
#[must_use = "a call is sent when it is awaited"]
pub struct Sending<O: Operation> {
    /// Type-erased: code that depends on the operation's type would be compiled once for each operation.
    answered: BoxFuture<'static, Answered>,
    operation: PhantomData<fn() -> O>,
}

/// A response before it is decoded.
struct Answered {
    call: Box<Call>,
    watch: Watch,
    arrival: Result<Box<Arrival>, Error<Infallible>>,
}

impl<O: Operation> Sending<O> {
    /// Creates the future of an operation's call.
    pub fn new(operation: O) -> Self {
        Self::of(operation.into_call())
    }

    /// Creates the future of a call.
    pub(crate) fn of(mut call: Call) -> Self {
        call.options_mut().is_as_published = O::Success::IS_BYTES;
        Self {
            answered: answered(Box::new(call)),
            operation: PhantomData,
        }
    }
}

fn answered(call: Box<Call>) -> BoxFuture<'static, Answered> {
    Box::pin(async move {
        let watch = Watch::begin(call.subject());
        let arrival = watch.over(pin!(send(&call, false, watch.count()))).await;
        Answered {
            call,
            watch,
            arrival,
        }
    })
}

impl<O: Operation> Future for Sending<O> {
    type Output = Outcome<O>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let Answered {
            call,
            watch,
            arrival,
        } = ready!(self.answered.as_mut().poll(context));
        let outcome = match arrival {
            Ok(arrival) => watch.within(|| decode::<O>(&call, arrival.reply)),
            Err(error) => Err(error.of_any_kind()),
        };
        Poll::Ready(watch.end(outcome, |it| Ended::well(it.reply(), it.drift())))
    }
}

impl<O: Operation> std::fmt::Debug for Sending<O> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Sending").field(&O::DESCRIPTOR.id).finish()
    }
}

/// Sends a call and returns the first response that is not followed as a redirect. A streamed call follows all
/// redirects.
pub(crate) async fn send(
    call: &Call,
    is_streamed: bool,
    count: &AttemptCount,
) -> Result<Box<Arrival>, Error<Infallible>> {
    let mut url = call.url().map_err(Error::Argument)?;
    let headers = call.headers().map_err(Error::Argument)?;
    let departure = Departure {
        home: Arc::clone(&call.home().map_err(Error::Argument)?.url),
        left: false,
    };
    let trip = Trip::new(call.core(), call.descriptor(), call.options(), count);
    let mut trip = trip.map_err(Error::Argument)?;
    let unlimited = call.core().settings().unlimited_paths;
    trip.is_exempt = unlimited.contains(&call.path_of_api());
    if is_streamed {
        trip.is_streamed = true;
        trip.is_as_published = true;
        trip.kept = &[];
    }
    trip.run(&mut url, &departure, &headers, call.content())
        .await
}
