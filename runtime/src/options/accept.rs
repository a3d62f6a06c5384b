//! Calls that request a media type other than the operation's default.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use crate::base::descriptor::Descriptor;
use crate::call::arguments::Call;
use crate::call::operation::{CallResult, Operation};
use crate::call::send::ResponseFuture;
use crate::call::success::{Binary, Json, Success, Text};
use crate::paging::items::Items;
use crate::paging::pages::{Pages, Paginated};
use crate::paging::pagination::Pagination;
use crate::value::Value;

/// A call of an operation `O` that requests a different media type, and decodes the response as `S`. Awaiting the value
/// sends the call.
#[must_use = "a call is sent when it is awaited"]
pub struct AcceptCall<O, S> {
    call: Call,
    types: PhantomData<fn() -> (O, S)>,
}

/// A call that requests a media type other than the operation's default. Before you await the call, choose how to
/// decode its response.
#[must_use = "a call is sent when it is awaited"]
pub struct AcceptBuilder<O> {
    call: Call,
    operation: PhantomData<fn() -> O>,
}

impl<O: Operation, S: Success> AcceptCall<O, S> {
    /// Creates a call with a media type such as `application/vnd.github.raw+json`.
    pub fn new(operation: O, media_type: impl Into<Cow<'static, str>>) -> Self {
        Self::of(operation.into_call().accept(media_type))
    }

    fn of(call: Call) -> Self {
        Self {
            call,
            types: PhantomData,
        }
    }
}

impl<O: Operation> AcceptBuilder<O> {
    /// Creates a call with a media type.
    pub fn new(operation: O, media_type: impl Into<Cow<'static, str>>) -> Self {
        Self {
            call: operation.into_call().accept(media_type),
            operation: PhantomData,
        }
    }

    /// Decodes the response as text.
    pub fn text(self) -> AcceptCall<O, Text> {
        AcceptCall::of(self.call)
    }

    /// Returns the raw body.
    pub fn bytes(self) -> AcceptCall<O, Binary> {
        AcceptCall::of(self.call)
    }
}

impl<O: Operation, S: Success + 'static> Operation for AcceptCall<O, S> {
    const DESCRIPTOR: &'static Descriptor = O::DESCRIPTOR;
    type Success = S;
    type Failure = O::Failure;

    fn into_call(self) -> Call {
        self.call
    }

    fn call_mut(&mut self) -> &mut Call {
        &mut self.call
    }
}

impl<O: Operation, S: Success + 'static> IntoFuture for AcceptCall<O, S> {
    type Output = CallResult<Self>;
    type IntoFuture = ResponseFuture<Self>;

    fn into_future(self) -> Self::IntoFuture {
        ResponseFuture::new(self)
    }
}

/// Decodes the response as the list itself, even if the operation's default response is an object with the list.
impl<O: Paginated, T: Value> Paginated for AcceptCall<O, Json<Vec<T>>> {
    type Item = T;
    const PAGINATION: Pagination = Pagination {
        items: None,
        ..O::PAGINATION
    };

    fn items(body: Vec<T>) -> Vec<T> {
        body
    }
}

impl<O: Paginated, T: Value> AcceptCall<O, Json<Vec<T>>> {
    /// Returns all pages. Each page is fetched after the previous one was consumed.
    pub fn pages(self) -> Pages<Self> {
        Pages::new(self)
    }

    /// Returns the items of all pages.
    pub fn items(self) -> Items<Self> {
        Items::new(self)
    }
}

impl<O, S> Clone for AcceptCall<O, S> {
    fn clone(&self) -> Self {
        Self {
            call: self.call.clone(),
            types: PhantomData,
        }
    }
}

impl<O> Clone for AcceptBuilder<O> {
    fn clone(&self) -> Self {
        Self {
            call: self.call.clone(),
            operation: PhantomData,
        }
    }
}

impl<O, S> fmt::Debug for AcceptCall<O, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("As").field("call", &self.call).finish()
    }
}

impl<O> fmt::Debug for AcceptBuilder<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AcceptBuilder")
            .field("call", &self.call)
            .finish()
    }
}
