//! Calls that request a different media type than the operation's default.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use crate::base::descriptor::Descriptor;
use crate::call::arguments::Call;
use crate::call::operation::{Operation, Outcome};
use crate::call::send::Sending;
use crate::call::success::{Binary, Json, Success, Text};
use crate::paging::items::Items;
use crate::paging::pages::{Pages, Paginated};
use crate::paging::pagination::Pagination;
use crate::value::Value;

/// The call of an operation `O` that requests another media type, and decodes the response as `S`. It is sent when it
/// is awaited.
#[must_use = "a call is sent when it is awaited"]
pub struct As<O, S> {
    call: Call,
    types: PhantomData<fn() -> (O, S)>,
}

/// The call of an operation that requests another media type. Choose how to decode the response before you await it.
#[must_use = "a call is sent when it is awaited"]
pub struct Accepting<O> {
    call: Call,
    operation: PhantomData<fn() -> O>,
}

impl<O: Operation, S: Success> As<O, S> {
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

impl<O: Operation> Accepting<O> {
    /// Creates a call with a media type.
    pub fn new(operation: O, media_type: impl Into<Cow<'static, str>>) -> Self {
        Self {
            call: operation.into_call().accept(media_type),
            operation: PhantomData,
        }
    }

    /// Decodes the response as text.
    pub fn text(self) -> As<O, Text> {
        As::of(self.call)
    }

    /// Returns the raw body.
    pub fn bytes(self) -> As<O, Binary> {
        As::of(self.call)
    }
}

impl<O: Operation, S: Success + 'static> Operation for As<O, S> {
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

impl<O: Operation, S: Success + 'static> IntoFuture for As<O, S> {
    type Output = Outcome<Self>;
    type IntoFuture = Sending<Self>;

    fn into_future(self) -> Self::IntoFuture {
        Sending::new(self)
    }
}

/// The response is the list itself, even if the operation's default response wraps it in an object.
impl<O: Paginated, T: Value> Paginated for As<O, Json<Vec<T>>> {
    type Item = T;
    const PAGINATION: Pagination = Pagination {
        items: None,
        ..O::PAGINATION
    };

    fn items(body: Vec<T>) -> Vec<T> {
        body
    }
}

impl<O: Paginated, T: Value> As<O, Json<Vec<T>>> {
    /// Returns all pages, fetched one after the other.
    pub fn pages(self) -> Pages<Self> {
        Pages::new(self)
    }

    /// Returns all items, across pages.
    pub fn items(self) -> Items<Self> {
        Items::new(self)
    }
}

impl<O, S> Clone for As<O, S> {
    fn clone(&self) -> Self {
        Self {
            call: self.call.clone(),
            types: PhantomData,
        }
    }
}

impl<O> Clone for Accepting<O> {
    fn clone(&self) -> Self {
        Self {
            call: self.call.clone(),
            operation: PhantomData,
        }
    }
}

impl<O, S> fmt::Debug for As<O, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("As").field("call", &self.call).finish()
    }
}

impl<O> fmt::Debug for Accepting<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Accepting")
            .field("call", &self.call)
            .finish()
    }
}
