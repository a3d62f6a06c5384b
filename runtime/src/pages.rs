//! The pages of an operation, one after the other.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;

use crate::answer::Answer;
use crate::error::{Error, RefusedError};
use crate::operation::{Body, Operation, Outcome};
use crate::pagination::Pagination;
use crate::paging::{Page, Paging, Step, count};
use crate::send::Sending;
use crate::success::Success;
use crate::value::Value;

/// An operation that answers in pages.
pub trait Paginated: Operation<Success: Success<Body: Value>> {
    /// What the pages are made of.
    type Item: Send + 'static;

    /// How it pages.
    const PAGINATION: Pagination;

    /// Takes a page's items out of its body.
    fn items(body: Body<Self>) -> Vec<Self::Item>;

    /// Returns how many items all pages have together, if a page tells.
    fn total(body: &Body<Self>) -> Option<i64> {
        let _ = body;
        None
    }
}

/// The pages of an operation, one after the other; as a [`Stream`] too.
///
/// The next page is where the server's `Link` header says, as long as that is on the same scheme,
/// host and port as the API; where the server sends no such header, pages are counted. Nothing is
/// fetched ahead. A page that was there before is an error, and after an error there are no more
/// pages.
#[must_use = "pages are fetched when they are asked for"]
pub struct Pages<O: Operation> {
    state: State<O>,
}

enum State<O: Operation> {
    Ready(Box<Paging>, Sending<O>),
    Refused(RefusedError),
    Done,
}

impl<O: Paginated> Pages<O> {
    /// Begins with the page that the operation asks for.
    pub fn new(operation: O) -> Self {
        let paging = Box::new(Paging::new(operation.into_call(), O::PAGINATION));
        let first = Sending::of(paging.first());
        Self {
            state: State::Ready(paging, first),
        }
    }

    /// Fetches the next page; none after the last one. A future dropped halfway loses no page.
    ///
    /// # Errors
    ///
    /// Fails as a call of the operation does, and if the next page is elsewhere or was there before.
    pub async fn try_next(&mut self) -> Result<Option<Answer<Body<O>>>, Error<O::Failure>> {
        poll_fn(|context| self.poll(context)).await.transpose()
    }

    pub(crate) fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Outcome<O>>> {
        let (mut paging, mut sending) = match std::mem::replace(&mut self.state, State::Done) {
            State::Ready(paging, sending) => (paging, sending),
            State::Refused(error) => return Poll::Ready(Some(Err(Error::Refused(error)))),
            State::Done => return Poll::Ready(None),
        };
        let Poll::Ready(outcome) = Pin::new(&mut sending).poll(context) else {
            self.state = State::Ready(paging, sending);
            return Poll::Pending;
        };
        if let Ok(answer) = &outcome {
            let body: &Body<O> = answer;
            let step = paging.after(&Page {
                reply: answer.reply(),
                items: count(body.view(), O::PAGINATION.items, answer.drift()),
                total: O::total(body),
            });
            self.state = match step {
                Step::Next(call) => State::Ready(paging, Sending::of(*call)),
                Step::Refuse(why) => State::Refused(RefusedError::new(O::DESCRIPTOR.id, why)),
                Step::End => State::Done,
            };
        }
        Poll::Ready(Some(outcome))
    }
}

impl<O: Paginated> Stream for Pages<O> {
    type Item = Outcome<O>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Outcome<O>>> {
        self.get_mut().poll(context)
    }
}

impl<O: Operation> fmt::Debug for Pages<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Pages").field(&O::DESCRIPTOR.id).finish()
    }
}

/// Gives a [`Paginated`](crate::Paginated) operation its two methods.
#[doc(hidden)]
#[macro_export]
macro_rules! paginated {
    ($name:ident) => {
        impl $name {
            /// Fetches one page after the other.
            pub fn pages(self) -> $crate::Pages<Self> {
                $crate::Pages::new(self)
            }

            /// Fetches one item after the other, from page to page.
            pub fn items(self) -> $crate::Items<Self> {
                $crate::Items::new(self)
            }
        }
    };
}
