//! The rows of reports.

use std::collections::VecDeque;
use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;
use serde::de::DeserializeOwned;
use url::Url;

use super::fetch::{Broken, Fetch};
use super::report_links::{Limits, ReportLinks};
use super::split::{Split, TooLong};
use crate::call::send::ResponseFuture;
use crate::core::client::Core;
use crate::core::options::CallOptions;
use crate::error::{Error, ReportError, ReportErrorKind, ReportReadError};
use crate::http::transport::BoxFuture;

/// The rows of all reports that an operation's response links to. The type is also a [`Stream`].
///
/// Rows are yielded in the order of the links, and within a report in its order. A row that cannot be deserialized
/// yields an error, and the next row follows. Any other error ends the stream.
#[must_use = "reports are fetched when their rows are requested"]
pub struct Rows<T, K> {
    ready: Batch<T, K>,
    state: State<T, K>,
}

type Batch<T, K> = VecDeque<Result<T, ReportError<K>>>;

/// Rows that are ready, and the next step if there is one.
type Step<T, K> = (Batch<T, K>, Option<Box<Walk<K>>>);

enum State<T, K> {
    Idle(Box<Walk<K>>),
    /// The next rows are being fetched.
    Busy(BoxFuture<'static, Step<T, K>>),
    Over,
}

/// The state of reading the reports.
struct Walk<K> {
    operation: &'static str,
    core: Core,
    /// The options of the call, which apply to the fetches of its links too.
    options: CallOptions,
    limits: Limits,
    /// The call that returns the links, or `None` after it has completed.
    call: Option<BoxFuture<'static, Result<Vec<String>, Error<K>>>>,
    /// The reports that are not being fetched yet.
    urls: std::vec::IntoIter<Url>,
    fetches: VecDeque<Fetch>,
    /// The splitter of the report that is being read.
    split: Split,
    link: usize,
    row: usize,
}

impl<T, K> Rows<T, K>
where
    T: DeserializeOwned + Send + 'static,
    K: Send + 'static,
{
    pub(super) fn new<O: ReportLinks<Failure = K>>(operation: O, limits: Limits) -> Self {
        let call = operation.into_call();
        let walk = Walk {
            operation: O::DESCRIPTOR.id,
            core: call.core().clone(),
            options: call.options().clone(),
            limits,
            call: Some(Box::pin(async move {
                let response = ResponseFuture::<O>::of(call).await?;
                Ok(O::links(&response).to_vec())
            })),
            urls: Vec::new().into_iter(),
            fetches: VecDeque::new(),
            split: Split::new(limits.row),
            link: 0,
            row: 0,
        };
        Self {
            ready: Batch::new(),
            state: State::Idle(Box::new(walk)),
        }
    }

    /// Returns the next row, or `None` after the last one. If the future is dropped, no row is lost.
    ///
    /// # Errors
    ///
    /// Fails if the call that returns the links fails, if a report cannot be fetched or decompressed or is incomplete,
    /// or if a row cannot be deserialized.
    pub async fn try_next(&mut self) -> Result<Option<T>, ReportError<K>> {
        poll_fn(|context| self.poll(context)).await.transpose()
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<T, ReportError<K>>>> {
        loop {
            if let Some(row) = self.ready.pop_front() {
                return Poll::Ready(Some(row));
            }
            let mut step = match std::mem::replace(&mut self.state, State::Over) {
                State::Idle(walk) => Box::pin(walk.step()),
                State::Busy(step) => step,
                State::Over => return Poll::Ready(None),
            };
            let Poll::Ready((rows, walk)) = step.as_mut().poll(context) else {
                self.state = State::Busy(step);
                return Poll::Pending;
            };
            self.ready = rows;
            self.state = walk.map_or(State::Over, State::Idle);
        }
    }
}

impl<K> Walk<K> {
    /// Reads the next chunk.
    async fn step<T: DeserializeOwned>(mut self: Box<Self>) -> Step<T, K> {
        let mut rows = Batch::new();
        match self.advance(&mut rows).await {
            Ok(true) => return (rows, Some(self)),
            Ok(false) => {}
            Err(error) => rows.push_back(Err(error)),
        }
        (rows, None)
    }

    async fn advance<T: DeserializeOwned>(
        &mut self,
        rows: &mut Batch<T, K>,
    ) -> Result<bool, ReportError<K>> {
        if let Some(call) = &mut self.call {
            let links = call.as_mut().await.map_err(ReportError::Call)?;
            self.call = None;
            self.urls = urls(self.operation, &links)?.into_iter();
        }
        while self.fetches.len() < self.limits.concurrent
            && let Some(url) = self.urls.next()
        {
            let begun = Fetch::begin(&self.core, self.operation, &self.options, url);
            let fetch = begun.map_err(|error| {
                let link = self.link.saturating_add(self.fetches.len());
                let problem = ReportErrorKind::Fetch(error);
                ReportError::Report(ReportReadError::new(self.operation, link, problem))
            })?;
            self.fetches.push_back(fetch);
        }
        let Some(fetch) = self.fetches.front_mut() else {
            return Ok(false);
        };
        let Self {
            operation,
            split,
            row,
            link,
            ..
        } = self;
        let broken = |problem| ReportError::Report(ReportReadError::new(operation, *link, problem));
        let mut take = |bytes: &[u8]| {
            let read = serde_json::from_slice(bytes);
            rows.push_back(read.map_err(|error| broken(ReportErrorKind::Row { row: *row, error })));
            *row += 1;
        };
        let piece = fetch.piece(|piece| split.push(piece, &mut take)).await;
        let is_whole = match piece {
            Ok(Some(Ok(()))) => return Ok(true),
            Ok(Some(Err(TooLong))) => {
                let (row, limit) = (*row, self.limits.row);
                return Err(broken(ReportErrorKind::RowTooLong { row, limit }));
            }
            Ok(None) => split.end(take),
            Err(Broken::Fetch(error)) => return Err(broken(ReportErrorKind::Fetch(error))),
            Err(Broken::Read(error)) => return Err(broken(ReportErrorKind::Damaged(error))),
        };
        if !is_whole {
            return Err(broken(ReportErrorKind::Truncated { row: *row }));
        }
        self.fetches.pop_front();
        self.link += 1;
        self.row = 0;
        Ok(true)
    }
}

fn urls<K>(operation: &'static str, links: &[String]) -> Result<Vec<Url>, ReportError<K>> {
    let url = |(link, text): (usize, &String)| {
        let url = Url::parse(text).ok();
        url.filter(|it| matches!(it.scheme(), "http" | "https"))
            .ok_or_else(|| {
                ReportError::Report(ReportReadError::new(operation, link, ReportErrorKind::Link))
            })
    };
    links.iter().enumerate().map(url).collect()
}

/// Rows are never pinned.
impl<T, K> Unpin for Rows<T, K> {}

impl<T, K> Stream for Rows<T, K>
where
    T: DeserializeOwned + Send + 'static,
    K: Send + 'static,
{
    type Item = Result<T, ReportError<K>>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll(context)
    }
}

impl<T, K> fmt::Debug for Rows<T, K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rows").finish_non_exhaustive()
    }
}
