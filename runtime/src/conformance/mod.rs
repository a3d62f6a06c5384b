//! All operations of a generated crate by operationId: replays recorded traffic, and makes calls from arguments by wire
//! name. Generated crates list their operations for this with the feature `conformance`.

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
use crate::call::operation::{CallResult, Failure, Operation};
use crate::call::payload::Payload;
use crate::call::read::Read;
use crate::call::success::{Success, is_undeclared, status_drift};
use crate::paging::items::Items;
use crate::paging::pages::Paginated;
use crate::value::{self, Value};

/// Returns whether a parameter may set a header. Headers that authenticate the caller, route the request or describe
/// its body are reserved for the runtime.
pub fn is_free_header(name: &str) -> bool {
    header::name(name).is_ok()
}

/// One operation of a client of type `C`.
pub struct Entry<C> {
    descriptor: &'static Descriptor,
    response: fn(u16, &[u8]) -> Replayed,
    body: Option<fn(&[u8]) -> Replayed>,
    call: Box<Make<C>>,
    items: Option<Box<Collect<C>>>,
}

type Make<C> = dyn Fn(&C, &Arguments) -> Result<CallFuture, ArgumentsError> + Send + Sync;

type Collect<C> = dyn Fn(&C, &Arguments) -> Result<ItemsFuture, ArgumentsError> + Send + Sync;

/// A future of all items of a call, each encoded as JSON.
pub type ItemsFuture = Pin<Box<dyn Future<Output = Result<Vec<Json>, AnyError>> + Send>>;

/// The future of a call.
pub type CallFuture = Pin<Box<dyn Future<Output = Result<CallOutput, AnyError>> + Send>>;

/// The response to a call.
#[derive(Debug)]
#[non_exhaustive]
pub struct CallOutput {
    /// The status.
    pub status: u16,
    /// The decoded body, encoded as JSON again, or `None` if the response has no body.
    pub body: Option<Json>,
    /// The corrections, as drift.
    pub drift: Vec<Drift>,
}

/// The result of replaying recorded traffic.
#[derive(Debug)]
#[non_exhaustive]
pub struct Replayed {
    /// How the recording was decoded.
    pub outcome: Outcome,
    /// The name of the decoded type.
    pub type_name: Option<&'static str>,
    /// The corrections, as drift.
    pub drift: Vec<Drift>,
    /// The JSON Pointers of undeclared properties.
    pub unknown: Vec<String>,
    /// The decoded body, encoded as JSON again.
    pub body: Option<Json>,
    /// Why the encoded body does not deserialize as an equal value, or `None` if it does.
    pub lost: Option<String>,
    /// Why decoding failed.
    pub error: Option<String>,
}

/// How a recording was decoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// A success was decoded.
    Decoded,
    /// An error response was decoded.
    ApiError,
    /// Decoding failed.
    DecodeError,
}

/// The arguments of a call, by the parameters' wire names.
#[derive(Clone, Debug, Default)]
pub struct Arguments {
    /// The values of the parameters.
    pub parameters: Map<String, Json>,
    /// The request body. A body that is not JSON is represented as a string.
    pub body: Option<Json>,
}

/// An argument is missing or has the wrong type.
#[derive(Debug)]
pub struct ArgumentsError(String);

impl fmt::Display for ArgumentsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for ArgumentsError {}

impl<C: 'static> Entry<C> {
    /// Describes an operation by a function that makes its call.
    pub fn of<O>(make: fn(&C, &Arguments) -> Result<O, ArgumentsError>) -> Self
    where
        O: Operation + IntoFuture<Output = CallResult<O>>,
        O::IntoFuture: Send + 'static,
    {
        Self {
            descriptor: O::DESCRIPTOR,
            response: replay::<O>,
            body: None,
            call: Box::new(move |client, given| {
                let sending = make(client, given)?.into_future();
                Ok(Box::pin(async move {
                    let response = sending.await.map_err(AnyError::from)?;
                    Ok(CallOutput {
                        status: response.status().as_u16(),
                        drift: response.drift().to_vec(),
                        body: O::Success::show(&response),
                    })
                }))
            }),
            items: None,
        }
    }

    /// Describes a paginated operation.
    #[must_use]
    pub fn with_pages<O>(self, make: fn(&C, &Arguments) -> Result<O, ArgumentsError>) -> Self
    where
        O: Paginated<Item: Value>,
    {
        let collect = move |client: &C, given: &Arguments| -> Result<ItemsFuture, ArgumentsError> {
            let mut items = Items::new(make(client, given)?);
            Ok(Box::pin(async move {
                let mut all = Vec::new();
                while let Some(item) = items.try_next().await.map_err(AnyError::from)? {
                    // A decoded value is always valid JSON.
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

    /// Adds a request body of type `B`.
    #[must_use]
    pub fn with_body<B: Value>(self) -> Self {
        Self {
            body: Some(replay_body::<B>),
            ..self
        }
    }

    /// Adds a request body that is not JSON: text or an upload.
    #[must_use]
    pub fn with_raw_body(self) -> Self {
        Self {
            body: Some(replay_raw_body),
            ..self
        }
    }

    /// Returns the operation's descriptor.
    pub fn descriptor(&self) -> &'static Descriptor {
        self.descriptor
    }

    /// Replays a recorded response.
    pub fn replay_response(&self, status: u16, body: &[u8]) -> Replayed {
        (self.response)(status, body)
    }

    /// Replays a recorded request body, if the operation has one.
    pub fn replay_body(&self, body: &[u8]) -> Option<Replayed> {
        self.body.map(|replay| replay(body))
    }

    /// Collects the items of all pages of a call. Returns `None` for an operation that is not paginated.
    ///
    /// # Errors
    ///
    /// Fails if an argument is missing or has the wrong type.
    pub fn items(
        &self,
        client: &C,
        given: &Arguments,
    ) -> Option<Result<ItemsFuture, ArgumentsError>> {
        let collect = self.items.as_ref()?;
        Some(collect(client, given))
    }

    /// Makes a call.
    ///
    /// # Errors
    ///
    /// Fails if an argument is missing or has the wrong type.
    pub fn call(&self, client: &C, given: &Arguments) -> Result<CallFuture, ArgumentsError> {
        (self.call)(client, given)
    }
}

impl<C> fmt::Debug for Entry<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Entry").field(&self.descriptor.id).finish()
    }
}

impl Arguments {
    /// Returns a parameter.
    ///
    /// # Errors
    ///
    /// Fails if the parameter is missing or has the wrong type.
    pub fn argument<T: Value>(&self, name: &str) -> Result<T, ArgumentsError> {
        self.setter(name)?
            .ok_or_else(|| ArgumentsError(format!("the parameter `{name}` is missing")))
    }

    /// Returns an optional parameter.
    ///
    /// # Errors
    ///
    /// Fails if the parameter has the wrong type.
    pub fn setter<T: Value>(&self, name: &str) -> Result<Option<T>, ArgumentsError> {
        let value = self.parameters.get(name);
        let read = value.map(Read::from_value).transpose();
        read.map(|it| it.map(|it| it.value))
            .map_err(|error| ArgumentsError(format!("the parameter `{name}`: {error}")))
    }

    /// Returns the request body.
    ///
    /// # Errors
    ///
    /// Fails if the body is missing or has the wrong type.
    pub fn body<T: Value>(&self) -> Result<T, ArgumentsError> {
        self.optional_body()?
            .ok_or_else(|| ArgumentsError("the request body is missing".to_owned()))
    }

    /// Returns an optional request body.
    ///
    /// # Errors
    ///
    /// Fails if the body has the wrong type.
    pub fn optional_body<T: Value>(&self) -> Result<Option<T>, ArgumentsError> {
        let read = self.body.as_ref().map(Read::from_value).transpose();
        read.map(|it| it.map(|it| it.value))
            .map_err(|error| ArgumentsError(format!("the request body: {error}")))
    }

    /// Returns a text request body.
    ///
    /// # Errors
    ///
    /// Fails if the body is missing or is not a string.
    pub fn text_body(&self) -> Result<String, ArgumentsError> {
        self.body()
    }

    /// Returns an optional text request body.
    ///
    /// # Errors
    ///
    /// Fails if the body is not a string.
    pub fn optional_text_body(&self) -> Result<Option<String>, ArgumentsError> {
        self.optional_body()
    }

    /// Returns an upload: the bytes of a string.
    ///
    /// # Errors
    ///
    /// Fails if the body is missing or is not a string.
    pub fn upload(&self) -> Result<Upload, ArgumentsError> {
        self.text_body().map(Upload::from)
    }

    /// Returns an optional upload: the bytes of a string.
    ///
    /// # Errors
    ///
    /// Fails if the body is not a string.
    pub fn optional_upload(&self) -> Result<Option<Upload>, ArgumentsError> {
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
