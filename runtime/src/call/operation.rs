//! The trait of operations: the call, its success type and its error type.

use std::fmt::Debug;

use crate::base::descriptor::Descriptor;
use crate::call::arguments::Call;
use crate::call::payload::Payload;
#[cfg(feature = "mock")]
use crate::call::prepared::Prepared;
use crate::call::response::Response;
use crate::call::success::Success;
use crate::error::Error;

/// A call of one operation, with its arguments. Generated calls implement this trait.
pub trait Operation: Send + Sized + 'static {
    /// The operation's constant data.
    const DESCRIPTOR: &'static Descriptor;

    /// How a success is decoded: [`Json`](crate::Json), [`Empty`](crate::Empty),
    /// [`JsonOrEmpty`](crate::JsonOrEmpty), [`Text`](crate::Text), [`Binary`](crate::Binary) or
    /// [`Redirected`](crate::Redirected).
    type Success: Success;

    /// The operation's error enum.
    type Failure: Failure;

    /// Returns the underlying call, to set options that all operations share.
    fn call_mut(&mut self) -> &mut Call;

    /// Returns the underlying call for sending.
    fn into_call(mut self) -> Call {
        self.call_mut().take()
    }
}

/// The body type of an operation's success.
pub type Body<O> = <<O as Operation>::Success as Success>::Body;

/// The result of an operation's call.
pub type CallResult<O> = Result<Response<Body<O>>, Error<<O as Operation>::Failure>>;

/// The error enum of an operation, with one variant for each declared HTTP status. Other statuses become `Other`.
pub trait Failure: Debug + Send + Sync + 'static {
    /// Decodes the body as tolerantly as possible.
    fn read(status: u16, payload: &mut Payload<'_>) -> Self;

    /// Builds the mock response that decodes as this error.
    #[cfg(feature = "mock")]
    #[doc(hidden)]
    fn prepare(&self) -> Prepared {
        Prepared::failure::<serde_json::Value>(None, None)
    }
}

/// The body has no type: the error contains the raw body.
impl Failure for () {
    fn read(_status: u16, _payload: &mut Payload<'_>) -> Self {}
}
