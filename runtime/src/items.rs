//! The items of an operation, from page to page.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use crate::error::Error;
use crate::pages::{Pages, Paginated};

/// The items of an operation, one after the other, from page to page; as a [`Stream`] too. A page
/// is fetched when an item of it is asked for; see [`Pages`].
#[must_use = "items are fetched when they are asked for"]
pub struct Items<O: Paginated> {
    pages: Pages<O>,
    page: std::vec::IntoIter<O::Item>,
}

impl<O: Paginated> Items<O> {
    /// Begins with the first item of the page that the operation asks for.
    pub fn new(operation: O) -> Self {
        Self {
            pages: Pages::new(operation),
            page: Vec::new().into_iter(),
        }
    }

    /// Returns the next item; none after the last one. A future dropped halfway loses no item.
    ///
    /// # Errors
    ///
    /// Fails as [`Pages::try_next`] does.
    pub async fn try_next(&mut self) -> Result<Option<O::Item>, Error<O::Failure>> {
        poll_fn(|context| self.poll(context)).await.transpose()
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<<Self as Stream>::Item>> {
        loop {
            if let Some(item) = self.page.next() {
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(self.pages.poll(context)) {
                Some(Ok(answer)) => self.page = O::items(answer.into_body()).into_iter(),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

/// Items are never pinned.
impl<O: Paginated> Unpin for Items<O> {}

impl<O: Paginated> Stream for Items<O> {
    type Item = Result<O::Item, Error<O::Failure>>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll(context)
    }
}

impl<O: Paginated> fmt::Debug for Items<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items")
            .field("pages", &self.pages)
            .field("left_of_page", &self.page.len())
            .finish()
    }
}
