//! Decodes a response as the operation's success or failure.

use http::StatusCode;

use crate::base::drift::Drift;
use crate::base::drift_report::DriftReport;
use crate::call::arguments::Call;
use crate::call::operation::{Body, CallResult, Failure, Operation};
use crate::call::payload::Payload;
use crate::call::response::Response;
use crate::call::success::{Success, is_undeclared, status_drift};
use crate::error::{ApiError, DecodeError, Error, Reason};
use crate::http::reply::Reply;

/// Decodes a response. An undeclared 2xx status decodes as the declared success and counts as drift. Drift is reported
/// to the drift callback. If the client is strict, drift is an error.
pub(crate) fn decode<O: Operation>(call: &Call, reply: Reply) -> CallResult<O> {
    let core = call.core();
    let descriptor = call.descriptor();
    let status = reply.status.as_u16();
    let is_undeclared = is_undeclared(descriptor, status);
    if !is_undeclared && !descriptor.success.contains(&status) {
        return Err(failure::<O>(call, reply));
    }
    let mut payload = Payload::of(call, &reply);
    let read = if is_undeclared {
        let read = O::Success::read_undeclared(status, &mut payload);
        payload.note(status_drift(descriptor, status));
        read.map(Some)
    } else {
        O::Success::read_unless_failed(status, &mut payload)
    };
    let drift = payload.into_drift();
    report(call, status, &drift);
    let failed = |reason, drift, reply| {
        let error = DecodeError::new(descriptor.id, reason, drift, reply);
        Err(Error::Decode(Box::new(error)))
    };
    match read {
        Err(error) if is_undeclared => failed(Reason::UndeclaredStatus(Some(error)), drift, reply),
        Err(error) => failed(Reason::Body(error), drift, reply),
        Ok(_) if core.settings().strict && !drift.is_empty() => {
            failed(Reason::Strict, drift, reply)
        }
        Ok(None) => Err(api_error::<O>(call, reply)),
        Ok(Some(body)) => Ok(Response::<Body<O>>::new(body, drift, reply)),
    }
}

/// Decodes an error response.
pub(crate) fn failure<O: Operation>(call: &Call, reply: Reply) -> Error<O::Failure> {
    let descriptor = call.descriptor();
    let status = reply.status.as_u16();
    let is_failure =
        reply.status >= StatusCode::BAD_REQUEST || descriptor.failure.contains(&status);
    if !is_failure {
        let error = DecodeError::new(
            descriptor.id,
            Reason::UndeclaredStatus(None),
            Vec::new(),
            reply,
        );
        return Error::Decode(Box::new(error));
    }
    api_error::<O>(call, reply)
}

/// Decodes a response as the operation's failure, whatever its status.
fn api_error<O: Operation>(call: &Call, reply: Reply) -> Error<O::Failure> {
    let status = reply.status.as_u16();
    let mut payload = Payload::new(&reply.bytes);
    let kind = O::Failure::read(status, &mut payload);
    let drift = payload.into_drift();
    report(call, status, &drift);
    Error::Api(Box::new(ApiError::new(
        call.descriptor().id,
        kind,
        drift,
        reply,
    )))
}

/// Reports drift to the log or the drift callback.
pub(crate) fn report(call: &Call, status: u16, drift: &[Drift]) {
    if !drift.is_empty() {
        call.core().report(&DriftReport {
            operation: call.descriptor().id,
            status,
            entries: drift,
        });
    }
}
