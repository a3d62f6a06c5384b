//! What an operation is: a call, what it answers, and what it may fail with.

use std::fmt::Debug;

use crate::base::descriptor::Descriptor;
use crate::call::answer::Answer;
use crate::call::arguments::Call;
use crate::call::payload::Payload;
#[cfg(feature = "mock")]
use crate::call::prepared::Prepared;
use crate::call::success::Success;
use crate::error::Error;

/// A call of one operation, with its arguments. Generated builders are operations.
pub trait Operation: Send + Sized + 'static {
    /// What is constant about it.
    const DESCRIPTOR: &'static Descriptor;

    /// What it answers: [`Json`](crate::Json), [`Empty`](crate::Empty),
    /// [`JsonOrEmpty`](crate::JsonOrEmpty), [`Text`](crate::Text), [`Binary`](crate::Binary) or
    /// [`Redirected`](crate::Redirected).
    type Success: Success;

    /// What the server may say if all is not well.
    type Failure: Failure;

    /// Returns the call, so that what is not the operation's own can be set.
    fn call_mut(&mut self) -> &mut Call;

    /// Returns the call as it is sent.
    fn into_call(mut self) -> Call {
        self.call_mut().take()
    }
}

/// The body of an operation's answer.
pub type Body<O> = <<O as Operation>::Success as Success>::Body;

/// What comes of an operation's call.
pub type Outcome<O> = Result<Answer<Body<O>>, Error<<O as Operation>::Failure>>;

/// What the server may say if all is not well: an enum by status, which keeps what it does not know.
pub trait Failure: Debug + Send + Sync + 'static {
    /// Reads the body, as far as it can be read.
    fn read(status: u16, payload: &mut Payload<'_>) -> Self;

    /// Prepares the answer that reads as this.
    #[cfg(feature = "mock")]
    #[doc(hidden)]
    fn prepare(&self) -> Prepared {
        Prepared::failure::<serde_json::Value>(None, None)
    }
}

/// No type for it: the error has the body as it came.
impl Failure for () {
    fn read(_status: u16, _payload: &mut Payload<'_>) -> Self {}
}
