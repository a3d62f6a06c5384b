//! The items of a paginated operation, across pages.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use crate::error::Error;
use crate::paging::pages::{Pages, Paginated};
use crate::paging::position::Position;

/// The items of a paginated operation, across pages; also a [`Stream`]. A page is fetched when its first item is
/// requested. [`Pages`] documents the behaviour after an error.
#[must_use = "items are fetched when they are requested"]
pub struct Items<O: Paginated> {
    pages: Pages<O>,
    /// The remaining items of the current page.
    page: std::vec::IntoIter<O::Item>,
    /// The position in the current page.
    place: Position,
}

impl<O: Paginated> Items<O> {
    /// Creates an iterator that begins with the first item of the operation's page.
    pub fn new(operation: O) -> Self {
        Self::of(Pages::new(operation))
    }

    /// Continues at a saved position. Operation and arguments must be the same; otherwise it fails as [`Pages::resume`]
    /// does. The page is fetched again, and the items that were already returned are skipped. If items were added or
    /// removed there in the meantime, an item may be missed or returned twice.
    pub fn resume(operation: O, position: Position) -> Self {
        Self::of(Pages::resume(operation, position))
    }

    fn of(pages: Pages<O>) -> Self {
        Self {
            page: Vec::new().into_iter(),
            place: pages.position(),
            pages,
        }
    }

    /// Fetches the next page while the caller processes the items of the current page; see [`Pages::read_ahead`].
    pub fn read_ahead(mut self) -> Self {
        self.pages = self.pages.read_ahead();
        self
    }

    /// Returns the position of the next item: the one after the last returned item.
    pub fn position(&self) -> Position {
        if self.page.len() == 0 && !self.pages.is_refused() {
            return self.pages.position();
        }
        self.place.clone()
    }

    /// Returns the next item, or `None` after the last one. Dropping the future loses no item.
    ///
    /// # Errors
    ///
    /// Fails as [`Pages::try_next`] does, and can be called again in the same cases.
    pub async fn try_next(&mut self) -> Result<Option<O::Item>, Error<O::Failure>> {
        poll_fn(|context| self.poll(context)).await.transpose()
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<<Self as Stream>::Item>> {
        loop {
            if let Some(item) = self.page.next() {
                self.place.taken = self.place.taken.saturating_add(1);
                return Poll::Ready(Some(Ok(item)));
            }
            let place = self.pages.position();
            match ready!(self.pages.poll(context)) {
                Some(Ok(response)) => {
                    self.page = O::items(response.into_body()).into_iter();
                    if let Some(last) = place.taken.checked_sub(1) {
                        self.page.nth(last);
                    }
                    self.place = place;
                }
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
        let items = self.get_mut();
        if items.pages.has_failed() {
            return Poll::Ready(None);
        }
        items.poll(context)
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
