//! Every operation by its operationId: recorded traffic held against the types, and calls made of
//! arguments by their wire names. Generated crates list their operations for this, behind their
//! feature `conformance`.

mod entries;

use std::fmt;
use std::future::{Future, IntoFuture};
use std::pin::Pin;

use serde_json::{Map, Value as Json};

use crate::base::descriptor::Descriptor;
use crate::base::drift::Drift;
use crate::body::upload::Upload;
use crate::call::any::AnyError;
use crate::call::header;
use crate::call::operation::{Failure, Operation, Outcome as CallOutcome};
use crate::call::payload::Payload;
use crate::call::read::Read;
use crate::call::success::{Success, is_undeclared, status_drift};
use crate::paging::items::Items;
use crate::paging::pages::Paginated;
use crate::value::{self, Value};

/// Returns whether a parameter of an operation may set a header: the runtime alone sets those that say who calls, where, and
/// what is sent.
pub fn is_free_header(name: &str) -> bool {
    header::name(name).is_ok()
}

/// One operation of the client `C`.
pub struct Entry<C> {
    descriptor: &'static Descriptor,
    answer: fn(u16, &[u8]) -> Replayed,
    body: Option<fn(&[u8]) -> Replayed>,
    call: Box<Make<C>>,
    items: Option<Box<Collect<C>>>,
}

type Make<C> = dyn Fn(&C, &Given) -> Result<Calling, GivenError> + Send + Sync;

type Collect<C> = dyn Fn(&C, &Given) -> Result<Collecting, GivenError> + Send + Sync;

/// The items of all pages of a call on their way, each written back.
pub type Collecting = Pin<Box<dyn Future<Output = Result<Vec<Json>, AnyError>> + Send>>;

/// A call on its way.
pub type Calling = Pin<Box<dyn Future<Output = Result<Called, AnyError>> + Send>>;

/// An answer to a call.
#[derive(Debug)]
#[non_exhaustive]
pub struct Called {
    /// The status.
    pub status: u16,
    /// The body as it was read, written back; none where the answer has none.
    pub body: Option<Json>,
    /// What was corrected.
    pub drift: Vec<Drift>,
}

/// What came of recorded traffic.
#[derive(Debug)]
#[non_exhaustive]
pub struct Replayed {
    /// How it ended.
    pub outcome: Outcome,
    /// The name of the type that was read.
    pub type_name: Option<&'static str>,
    /// What was corrected.
    pub drift: Vec<Drift>,
    /// The JSON Pointers of members that the description does not know.
    pub unknown: Vec<String>,
    /// What was read, written back.
    pub body: Option<Json>,
    /// Why deserializing what was written back fails or gives a different value; `None` if it gives the
    /// same value.
    pub lost: Option<String>,
    /// Why it could not be read.
    pub error: Option<String>,
}

/// How a replay ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// A success was read.
    Decoded,
    /// A failure was read: the status says that all is not well.
    ApiError,
    /// It could not be read.
    DecodeError,
}

/// What a call is made of, by wire names.
#[derive(Clone, Debug, Default)]
pub struct Given {
    /// The parameters.
    pub parameters: Map<String, Json>,
    /// The request body; one that is not JSON is a string.
    pub body: Option<Json>,
}

/// What is missing, or of another type.
#[derive(Debug)]
pub struct GivenError(String);

impl fmt::Display for GivenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for GivenError {}

impl<C: 'static> Entry<C> {
    /// Describes an operation by how its call is made.
    pub fn of<O>(make: fn(&C, &Given) -> Result<O, GivenError>) -> Self
    where
        O: Operation + IntoFuture<Output = CallOutcome<O>>,
        O::IntoFuture: Send + 'static,
    {
        Self {
            descriptor: O::DESCRIPTOR,
            answer: replay::<O>,
            body: None,
            call: Box::new(move |client, given| {
                let sending = make(client, given)?.into_future();
                Ok(Box::pin(async move {
                    let answer = sending.await.map_err(AnyError::from)?;
                    Ok(Called {
                        status: answer.status().as_u16(),
                        drift: answer.drift().to_vec(),
                        body: O::Success::show(&answer),
                    })
                }))
            }),
            items: None,
        }
    }

    /// The same, which answers in pages.
    #[must_use]
    pub fn with_pages<O>(self, make: fn(&C, &Given) -> Result<O, GivenError>) -> Self
    where
        O: Paginated<Item: Value>,
    {
        let collect = move |client: &C, given: &Given| -> Result<Collecting, GivenError> {
            let mut items = Items::new(make(client, given)?);
            Ok(Box::pin(async move {
                let mut all = Vec::new();
                while let Some(item) = items.try_next().await.map_err(AnyError::from)? {
                    // What was read is always JSON.
                    all.extend(value::to_value(&item).ok());
                }
                Ok(all)
            }))
        };
        Self {
            items: Some(Box::new(collect)),
            ..self
        }
    }

    /// The same, with a request body of type `B`.
    #[must_use]
    pub fn with_body<B: Value>(self) -> Self {
        Self {
            body: Some(replay_body::<B>),
            ..self
        }
    }

    /// The same, with a request body that is not JSON: a text or an upload.
    #[must_use]
    pub fn with_raw_body(self) -> Self {
        Self {
            body: Some(replay_raw_body),
            ..self
        }
    }

    /// Returns what is constant about the operation.
    pub fn descriptor(&self) -> &'static Descriptor {
        self.descriptor
    }

    /// Reads a recorded answer.
    pub fn replay_answer(&self, status: u16, body: &[u8]) -> Replayed {
        (self.answer)(status, body)
    }

    /// Reads a recorded request body, if the operation has one.
    pub fn replay_body(&self, body: &[u8]) -> Option<Replayed> {
        self.body.map(|replay| replay(body))
    }

    /// Collects the items of all pages of a call; none if the operation does not page.
    ///
    /// # Errors
    ///
    /// Fails if an argument is missing or of another type.
    pub fn items(&self, client: &C, given: &Given) -> Option<Result<Collecting, GivenError>> {
        let collect = self.items.as_ref()?;
        Some(collect(client, given))
    }

    /// Makes a call.
    ///
    /// # Errors
    ///
    /// Fails if an argument is missing or of another type.
    pub fn call(&self, client: &C, given: &Given) -> Result<Calling, GivenError> {
        (self.call)(client, given)
    }
}

impl<C> fmt::Debug for Entry<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Entry").field(&self.descriptor.id).finish()
    }
}

impl Given {
    /// Returns a parameter.
    ///
    /// # Errors
    ///
    /// Fails if it is missing or of another type.
    pub fn argument<T: Value>(&self, name: &str) -> Result<T, GivenError> {
        self.setter(name)?
            .ok_or_else(|| GivenError(format!("the parameter `{name}` is missing")))
    }

    /// Returns a parameter, if it is given.
    ///
    /// # Errors
    ///
    /// Fails if it is of another type.
    pub fn setter<T: Value>(&self, name: &str) -> Result<Option<T>, GivenError> {
        let value = self.parameters.get(name);
        let read = value.map(Read::from_value).transpose();
        read.map(|it| it.map(|it| it.value))
            .map_err(|error| GivenError(format!("the parameter `{name}`: {error}")))
    }

    /// Returns the request body.
    ///
    /// # Errors
    ///
    /// Fails if it is missing or of another type.
    pub fn body<T: Value>(&self) -> Result<T, GivenError> {
        self.optional_body()?
            .ok_or_else(|| GivenError("the request body is missing".to_owned()))
    }

    /// Returns the request body, if it is given.
    ///
    /// # Errors
    ///
    /// Fails if it is of another type.
    pub fn optional_body<T: Value>(&self) -> Result<Option<T>, GivenError> {
        let read = self.body.as_ref().map(Read::from_value).transpose();
        read.map(|it| it.map(|it| it.value))
            .map_err(|error| GivenError(format!("the request body: {error}")))
    }

    /// Returns the request body that is a text.
    ///
    /// # Errors
    ///
    /// Fails if it is missing or no string.
    pub fn text_body(&self) -> Result<String, GivenError> {
        self.body()
    }

    /// Returns the request body that is a text, if it is given.
    ///
    /// # Errors
    ///
    /// Fails if it is no string.
    pub fn optional_text_body(&self) -> Result<Option<String>, GivenError> {
        self.optional_body()
    }

    /// Returns the request body to upload: the bytes of a string.
    ///
    /// # Errors
    ///
    /// Fails if it is missing or no string.
    pub fn upload(&self) -> Result<Upload, GivenError> {
        self.text_body().map(Upload::from)
    }

    /// Returns the request body to upload, if it is given: the bytes of a string.
    ///
    /// # Errors
    ///
    /// Fails if it is no string.
    pub fn optional_upload(&self) -> Result<Option<Upload>, GivenError> {
        Ok(self.optional_text_body()?.map(Upload::from))
    }
}

fn replay<O: Operation>(status: u16, body: &[u8]) -> Replayed {
    let mut payload = Payload::recorded(body);
    if O::DESCRIPTOR.success.contains(&status) {
        return match O::Success::replay(status, &mut payload) {
            Ok(()) => Replayed::of(Outcome::Decoded, payload),
            Err(error) => Replayed::failed(error.to_string()),
        };
    }
    if is_undeclared(O::DESCRIPTOR, status) {
        let read = O::Success::read_undeclared(status, &mut payload);
        payload.note(status_drift(O::DESCRIPTOR, status));
        return match read {
            Ok(_) => Replayed::of(Outcome::Decoded, payload),
            Err(error) => Replayed::failed(format!("undeclared status {status}: {error}")),
        };
    }
    if status >= 400 || O::DESCRIPTOR.failure.contains(&status) {
        O::Failure::read(status, &mut payload);
        return Replayed::of(Outcome::ApiError, payload);
    }
    Replayed::failed(format!("the status {status} is not declared"))
}

fn replay_body<B: Value>(body: &[u8]) -> Replayed {
    let mut payload = Payload::recorded(body);
    match payload.json::<B>() {
        Ok(_) => Replayed::of(Outcome::Decoded, payload),
        Err(error) => Replayed::failed(error.to_string()),
    }
}

fn replay_raw_body(body: &[u8]) -> Replayed {
    let mut payload = Payload::recorded(body);
    payload.bytes();
    Replayed::of(Outcome::Decoded, payload)
}

impl Replayed {
    fn of(outcome: Outcome, payload: Payload<'_>) -> Self {
        let (drift, unknown, record) = payload.into_parts();
        Self {
            outcome,
            type_name: record.type_name,
            drift,
            unknown,
            body: record.written,
            lost: record.lost,
            error: None,
        }
    }

    fn failed(error: String) -> Self {
        Self {
            outcome: Outcome::DecodeError,
            type_name: None,
            drift: Vec::new(),
            unknown: Vec::new(),
            body: None,
            lost: None,
            error: Some(error),
        }
    }
}
