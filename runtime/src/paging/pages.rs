//! The pages of an operation, one after the other.

use std::convert::Infallible;
use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use crate::base::descriptor::Descriptor;
use crate::body::json::is_blank;
use crate::call::answer::Answer;
use crate::call::operation::{Body, Operation, Outcome};
use crate::call::success::{Success, is_undeclared};
use crate::error::{DecodeError, Error, Reason, Refusal, RefusedError};
use crate::paging::fetch::Fetch;
use crate::paging::next::{Page, Paging, count};
use crate::paging::pagination::Pagination;
use crate::paging::position::Position;
use crate::value::ReadError;

/// An operation that answers in pages.
pub trait Paginated: Operation {
    /// What the pages are made of.
    type Item: Send + 'static;

    /// How it pages.
    const PAGINATION: Pagination;

    /// Takes a page's items out of its body.
    fn items(body: Body<Self>) -> Vec<Self::Item>;

    /// Returns how many items a page has, if its body does not say it by [`Success::view`].
    #[doc(hidden)]
    fn count(body: &Body<Self>) -> Option<usize> {
        let _ = body;
        None
    }

    /// Returns how many items all pages have together, if a page tells.
    fn total(body: &Body<Self>) -> Option<i64> {
        let _ = body;
        None
    }
}

/// The pages of an operation, one after the other; as a [`Stream`] too.
///
/// The next page is where the server's `Link` header says, as long as that is on the same scheme,
/// host and port as the API, or [`rebase_links`](crate::ClientBuilder::rebase_links) is set; where
/// the server sends no such header, pages are counted. A link to one of the thousand pages that came
/// before is an error, and the end; where pages are counted, so is
/// the tenth in a row that is equal to one of them. However many pages there are, no more is held
/// than one of them, or two with [`read_ahead`](Self::read_ahead).
///
/// With a [`cache`](crate::ClientBuilder::cache), a full last page is requested again without a condition if the server
/// confirms it without a `Link` header: the list may have grown, and the page is still the same.
///
/// GitHub returns only the first 1,000 results of a search. If a list has more items than the server returns, an
/// [`Error::Refused`] with the reason [`Refusal::Truncated`] follows the last page.
///
/// After the error of a call, [`try_next`](Self::try_next) asks for the same page again; as a
/// [`Stream`], pages end with an error.
///
/// ```no_run
/// # async fn example(client: github_rest::Client) -> Result<(), Box<dyn std::error::Error>> {
/// use github_rest::Pages;
///
/// let mut pages = client.copilot().list_copilot_seats("octo-org").pages();
/// while let Some(page) = pages.try_next().await? {
///     println!("{:?} seats", page.total_seats);
///     std::fs::write("position.json", serde_json::to_vec(&pages.position())?)?;
/// }
/// // Later, and elsewhere:
/// let position = serde_json::from_slice(&std::fs::read("position.json")?)?;
/// let pages = Pages::resume(client.copilot().list_copilot_seats("octo-org"), position);
/// # Ok(())
/// # }
/// ```
#[must_use = "pages are fetched when they are asked for"]
pub struct Pages<O: Operation> {
    paging: Box<Paging>,
    /// The next page, once it is on its way.
    fetch: Option<Fetch<O>>,
    state: State,
    reads_ahead: bool,
}

enum State {
    Open,
    /// The last call failed: a stream ends there.
    Failed,
    /// There are no more pages, and why was not told yet.
    Refusing(Box<Error<Infallible>>),
    Over,
}

impl<O: Paginated> Pages<O> {
    /// Begins with the page that the operation asks for.
    pub fn new(operation: O) -> Self {
        Self::of(Paging::new(operation.into_call(), O::PAGINATION))
    }

    /// Goes on where another one stood, with the same operation and the same arguments. The position
    /// may be one among [`Items`](crate::Items): then the page comes whole.
    ///
    /// A position in another call's pages is an [`Error::Argument`] when the first page is asked for,
    /// and one that leads to another host an [`Error::Refused`]; nothing is sent then.
    pub fn resume(operation: O, position: Position) -> Self {
        let call = operation.into_call();
        match Paging::resume(call.clone(), O::PAGINATION, position) {
            Ok(paging) => Self::of(paging),
            Err(error) => Self {
                state: State::Refusing(Box::new(Error::Argument(error))),
                ..Self::of(Paging::new(call, O::PAGINATION))
            },
        }
    }

    fn of(paging: Paging) -> Self {
        Self {
            paging: Box::new(paging),
            fetch: None,
            state: State::Open,
            reads_ahead: false,
        }
    }

    /// Fetches the page after each one while that one is worked on: as soon as a page is there, the
    /// next one is on its way, in a task of its own. Dropping the pages breaks it off.
    pub fn read_ahead(mut self) -> Self {
        self.reads_ahead = true;
        self
    }

    /// Returns where the next page is: the one after the last one that was returned, or the one
    /// whose call failed. Where the server leads elsewhere or in a circle, the page that led there
    /// stays the next one.
    pub fn position(&self) -> Position {
        self.paging.position().clone()
    }

    /// Fetches the next page; none after the last one. A future dropped halfway loses no page.
    ///
    /// # Errors
    ///
    /// Fails as a call of the operation does, and for a successful status that the description does not
    /// declare or that comes without the declared body: then the same page is asked for again if this is called
    /// once more. It fails too if the next page is elsewhere or was there before: then there are no
    /// more pages.
    pub async fn try_next(&mut self) -> Result<Option<Answer<Body<O>>>, Error<O::Failure>> {
        poll_fn(|context| self.poll(context)).await.transpose()
    }

    /// Returns whether the last call failed.
    pub(crate) fn has_failed(&self) -> bool {
        matches!(self.state, State::Failed)
    }

    /// Returns whether the server leads where the client does not go.
    pub(crate) fn is_refused(&self) -> bool {
        matches!(self.state, State::Refusing(_) | State::Over)
    }

    pub(crate) fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Outcome<O>>> {
        match std::mem::replace(&mut self.state, State::Over) {
            State::Open | State::Failed => self.state = State::Open,
            State::Refusing(error) => {
                let error = error.of_any_kind();
                return Poll::Ready(Some(Err(error)));
            }
            State::Over => return Poll::Ready(None),
        }
        loop {
            let fetch = match &mut self.fetch {
                Some(fetch) => fetch,
                none => match self.paging.call() {
                    Ok(Some(call)) => none.insert(Fetch::here(call)),
                    Ok(None) => return Poll::Ready(None),
                    Err(why) => {
                        self.state = State::Over;
                        return Poll::Ready(Some(Err(self.refused(why))));
                    }
                },
            };
            let outcome = ready!(fetch.poll(context));
            let outcome = outcome.and_then(|it| checked::<O>(it, self.paging.descriptor()));
            self.fetch = None;
            match &outcome {
                Ok(answer) => {
                    let page = page::<O>(answer);
                    if let Some(call) = self.paging.again(&page) {
                        self.fetch = Some(Fetch::here(call));
                        continue;
                    }
                    self.advance(&page);
                }
                Err(error) => {
                    let status = match error {
                        Error::Api(error) => Some(error.status()),
                        _ => None,
                    };
                    if let Some(why) = status.and_then(|it| self.paging.refused(it)) {
                        self.state = State::Over;
                        return Poll::Ready(Some(Err(self.refused(why))));
                    }
                    self.state = State::Failed;
                }
            }
            return Poll::Ready(Some(outcome));
        }
    }

    fn refused<K>(&self, why: Refusal) -> Error<K> {
        Error::Refused(RefusedError::new(self.paging.descriptor().id, why))
    }

    fn advance(&mut self, page: &Page<'_>) {
        match self.paging.advance(page) {
            Err(why) => self.state = State::Refusing(Box::new(self.refused(why))),
            Ok(()) if self.reads_ahead => {
                let call = self.paging.call().ok().flatten();
                self.fetch = call.map(Fetch::ahead);
            }
            Ok(()) => {}
        }
    }
}

fn page<O: Paginated>(answer: &Answer<Body<O>>) -> Page<'_> {
    let body: &Body<O> = answer;
    Page {
        reply: answer.reply(),
        items: O::count(body)
            .unwrap_or_else(|| count(O::Success::view(body), O::PAGINATION.items, answer.drift())),
        total: O::total(body),
    }
}

/// Returns the response if it is a page. The default of a missing body would be a page without items, which
/// ends the list; so would an undeclared status without items, which only says that the page is not ready.
///
/// # Errors
///
/// Fails without a body that the description declares, and without items under an undeclared status.
fn checked<O: Paginated>(answer: Answer<Body<O>>, descriptor: &Descriptor) -> Outcome<O> {
    let is_undeclared = is_undeclared(descriptor, answer.status().as_u16());
    // Where no body is declared, its absence is no drift.
    let is_missing = is_blank(answer.bytes()) && !answer.drift().is_empty();
    let is_nothing = is_undeclared && page::<O>(&answer).items == 0;
    if !is_missing && !is_nothing {
        return Ok(answer);
    }
    let empty = is_missing.then_some(ReadError::Empty);
    let reason = match empty {
        Some(error) if !is_undeclared => Reason::Body(error),
        empty => Reason::UndeclaredStatus(empty),
    };
    let (drift, reply) = answer.into_rest();
    let error = DecodeError::new(descriptor.id, reason, drift, reply);
    Err(Error::Decode(Box::new(error)))
}

/// Pages are never pinned.
impl<O: Operation> Unpin for Pages<O> {}

/// Ends with an error, so that what takes all of a stream comes to an end.
impl<O: Paginated> Stream for Pages<O> {
    type Item = Outcome<O>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Outcome<O>>> {
        let pages = self.get_mut();
        if pages.has_failed() {
            return Poll::Ready(None);
        }
        pages.poll(context)
    }
}

impl<O: Operation> fmt::Debug for Pages<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Pages").field(&O::DESCRIPTOR.id).finish()
    }
}
