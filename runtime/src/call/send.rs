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
use crate::call::operation::{CallResult, Operation};
use crate::call::success::Success as _;
use crate::core::execution::followed::ResponseHead;
use crate::core::execution::run::{CredentialScope, Execution};
use crate::core::watch::{Ended, Watch};
use crate::error::Error;
use crate::http::transport::BoxFuture;

/// The future of a call. It must be polled within a tokio runtime. Dropping the future cancels the call.
#[must_use = "a call is sent when it is awaited"]
pub struct ResponseFuture<O: Operation> {
    /// Type-erased, because the compiler would compile code that depends on the operation's type once for each
    /// operation.
    undecoded: BoxFuture<'static, Undecoded>,
    operation: PhantomData<fn() -> O>,
}

/// A response before it is decoded.
struct Undecoded {
    call: Box<Call>,
    watch: Watch,
    head: Result<Box<ResponseHead>, Error<Infallible>>,
}

impl<O: Operation> ResponseFuture<O> {
    /// Creates the future of an operation's call.
    pub fn new(operation: O) -> Self {
        Self::of(operation.into_call())
    }

    /// Creates the future of a call.
    pub(crate) fn of(mut call: Call) -> Self {
        call.options_mut().is_as_published = O::Success::IS_BYTES;
        Self {
            undecoded: undecoded(Box::new(call)),
            operation: PhantomData,
        }
    }
}

fn undecoded(call: Box<Call>) -> BoxFuture<'static, Undecoded> {
    Box::pin(async move {
        let watch = Watch::begin(call.subject());
        let head = watch.over(pin!(send(&call, false, watch.count()))).await;
        Undecoded { call, watch, head }
    })
}

impl<O: Operation> Future for ResponseFuture<O> {
    type Output = CallResult<O>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let Undecoded { call, watch, head } = ready!(self.undecoded.as_mut().poll(context));
        let outcome = match head {
            Ok(head) => watch.within(|| decode::<O>(&call, head.reply)),
            Err(error) => Err(error.into_operation_error()),
        };
        Poll::Ready(watch.end(outcome, |it| Ended::success(it.reply(), it.drift())))
    }
}

impl<O: Operation> std::fmt::Debug for ResponseFuture<O> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("ResponseFuture")
            .field(&O::DESCRIPTOR.id)
            .finish()
    }
}

/// Sends a call and returns the first response that is not followed as a redirect. A streamed call follows all
/// redirects.
pub(crate) async fn send(
    call: &Call,
    is_streamed: bool,
    count: &AttemptCount,
) -> Result<Box<ResponseHead>, Error<Infallible>> {
    let mut url = call.url().map_err(Error::Argument)?;
    let headers = call.headers().map_err(Error::Argument)?;
    let scope = CredentialScope {
        endpoint: Arc::clone(&call.endpoint().map_err(Error::Argument)?.url),
        left: false,
    };
    let execution = Execution::new(call.core(), call.descriptor(), call.options(), count);
    let mut execution = execution.map_err(Error::Argument)?;
    let unlimited = call.core().settings().unlimited_paths;
    execution.is_exempt = unlimited.contains(&call.path_of_api());
    if is_streamed {
        execution.is_streamed = true;
        execution.is_as_published = true;
        execution.kept = &[];
    }
    execution
        .run(&mut url, &scope, &headers, call.content())
        .await
}
