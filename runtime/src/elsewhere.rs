//! Fetches what is at a URL that an operation's answer had.

use std::pin::pin;

use http::Method;
use http::header::{ACCEPT, HeaderMap, HeaderValue};
use url::Url;

use crate::attempt::Arrival;
use crate::attempt_count::AttemptCount;
use crate::client::Core;
use crate::error::Error;
use crate::options::CallOptions;
use crate::success::unread;
use crate::trip::{Departure, Trip};
use crate::watch::{Ended, Subject, watched};

/// Fetches what is at a URL that an operation's answer had; its body is left to come, if it is
/// streamed. It is watched as a call of its own.
pub(crate) async fn fetch(
    core: &Core,
    operation: &'static str,
    url: &Url,
    departure: Departure,
    is_streamed: bool,
) -> Result<Arrival, Error<()>> {
    let count = AttemptCount::default();
    let work = pin!(async {
        let options = CallOptions::default();
        let mut trip = Trip::to(core, operation, Method::GET, &options, &count);
        trip.is_streamed = is_streamed;
        let headers = HeaderMap::from_iter([(ACCEPT, HeaderValue::from_static("*/*"))]);
        let arrival = trip.run(url.clone(), departure, &headers, None).await;
        let arrival = arrival.map_err(Error::of_any_kind)?;
        if arrival.reply.status.is_success() {
            return Ok(arrival);
        }
        Err(unread(operation, arrival.reply))
    });
    let subject = Subject::fetch(core, operation, url);
    watched(subject, &count, work, |it| Ended::well(&it.reply, &[])).await
}
