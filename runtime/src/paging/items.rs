//! The items of an operation, from page to page.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use crate::error::Error;
use crate::paging::pages::{Pages, Paginated};
use crate::paging::position::Position;

/// The items of an operation, one after the other, from page to page; as a [`Stream`] too. A page
/// is fetched when an item of it is asked for; see [`Pages`], also for what comes after an error.
#[must_use = "items are fetched when they are asked for"]
pub struct Items<O: Paginated> {
    pages: Pages<O>,
    /// What is left of a page.
    page: std::vec::IntoIter<O::Item>,
    /// Where one stands in that page.
    place: Position,
}

impl<O: Paginated> Items<O> {
    /// Begins with the first item of the page that the operation asks for.
    pub fn new(operation: O) -> Self {
        Self::of(Pages::new(operation))
    }

    /// Goes on where another one stood, with the same operation and the same arguments; it fails as
    /// [`Pages::resume`] does. The page is fetched again, and as many of its items passed over as
    /// were taken: if items came or went there meanwhile, one may be missed or come twice.
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

    /// Fetches the next page while the items of one are worked on; see [`Pages::read_ahead`].
    pub fn read_ahead(mut self) -> Self {
        self.pages = self.pages.read_ahead();
        self
    }

    /// Returns where the next item is: the one after the last one that was returned.
    pub fn position(&self) -> Position {
        if self.page.len() == 0 && !self.pages.is_refused() {
            return self.pages.position();
        }
        self.place.clone()
    }

    /// Returns the next item; none after the last one. A future dropped halfway loses no item.
    ///
    /// # Errors
    ///
    /// Fails as [`Pages::try_next`] does, and goes on as that does.
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
                Some(Ok(answer)) => {
                    self.page = O::items(answer.into_body()).into_iter();
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
