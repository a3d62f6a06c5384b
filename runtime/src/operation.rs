//! What an operation is: a call, what it answers, and what it may fail with.

use std::fmt::Debug;
use std::marker::PhantomData;

use crate::answer::Answer;
use crate::call::Call;
use crate::descriptor::Descriptor;
use crate::error::Error;
use crate::payload::Payload;
use crate::value::{self, ReadError, Value};

/// A call of one operation, with its arguments. Generated builders are operations.
pub trait Operation: Into<Call> + Send + Sized + 'static {
    /// What is constant about it.
    const DESCRIPTOR: &'static Descriptor;

    /// What it answers: [`Json`], [`Empty`] or [`JsonOrEmpty`].
    type Success: Success;

    /// What the server may say if all is not well.
    type Failure: Failure;
}

/// The body of an operation's answer.
pub type Body<O> = <<O as Operation>::Success as Success>::Body;

/// What comes of an operation's call.
pub type Outcome<O> = Result<Answer<Body<O>>, Error<<O as Operation>::Failure>>;

/// How to read an answer.
pub trait Success {
    /// What its body reads as.
    type Body: Send + Sync + 'static;

    /// Reads the body.
    ///
    /// # Errors
    ///
    /// Fails for a body that is not JSON or has another shape.
    fn read(status: u16, payload: &mut Payload<'_>) -> Result<Self::Body, ReadError>;

    /// Writes the body back, if there is one.
    #[doc(hidden)]
    fn show(body: &Self::Body) -> Option<serde_json::Value>;
}

/// What the server may say if all is not well: an enum by status, which keeps what it does not know.
pub trait Failure: Debug + Send + Sync + 'static {
    /// Reads the body, as far as it can be read.
    fn read(status: u16, payload: &mut Payload<'_>) -> Self;
}

/// An answer whose body is JSON.
#[derive(Debug)]
pub struct Json<T>(PhantomData<fn() -> T>);

/// An answer without a body; one that comes all the same is not read.
#[derive(Debug)]
pub struct Empty;

/// An answer whose body is JSON, or that has the status 204 or 205 and no body.
#[derive(Debug)]
pub struct JsonOrEmpty<T>(PhantomData<fn() -> T>);

impl<T: Value> Success for Json<T> {
    type Body = T;

    fn read(_status: u16, payload: &mut Payload<'_>) -> Result<T, ReadError> {
        payload.json()
    }

    fn show(body: &T) -> Option<serde_json::Value> {
        value::to_value(body).ok()
    }
}

impl Success for Empty {
    type Body = ();

    fn read(_status: u16, _payload: &mut Payload<'_>) -> Result<(), ReadError> {
        Ok(())
    }

    fn show(_body: &()) -> Option<serde_json::Value> {
        None
    }
}

impl<T: Value> Success for JsonOrEmpty<T> {
    type Body = Option<T>;

    fn read(status: u16, payload: &mut Payload<'_>) -> Result<Option<T>, ReadError> {
        if matches!(status, 204 | 205) {
            return Ok(None);
        }
        payload.json().map(Some)
    }

    fn show(body: &Option<T>) -> Option<serde_json::Value> {
        body.as_ref().and_then(|body| value::to_value(body).ok())
    }
}

/// Makes an [`Operation`](crate::Operation) with the field `call: Call` one that `.await` sends.
#[doc(hidden)]
#[macro_export]
macro_rules! operation {
    ($name:ident) => {
        impl ::core::convert::From<$name> for $crate::Call {
            fn from(operation: $name) -> Self {
                operation.call
            }
        }

        impl ::core::future::IntoFuture for $name {
            type Output = $crate::Outcome<Self>;
            type IntoFuture = $crate::Sending<Self>;

            fn into_future(self) -> Self::IntoFuture {
                $crate::Sending::new(self)
            }
        }
    };
}
