//! Fetches a URL from a response.

use std::pin::pin;

use http::header::{ACCEPT, HeaderMap, HeaderValue};
use http::{Method, StatusCode};
use url::Url;

use crate::core::client::Core;
use crate::core::execution::followed::ResponseHead;
use crate::core::execution::run::{CredentialScope, Execution};
use crate::core::options::CallOptions;
use crate::core::watch::{Ended, Subject, Watch};
use crate::error::{ApiError, DecodeError, Error, Reason};
use crate::http::reply::Reply;

/// Fetches a URL from a response. If the body is streamed, it is returned unread. Observers receive the fetch as a
/// separate call. `headers` are sent in addition to the client's headers.
pub(crate) async fn fetch_url(
    core: &Core,
    operation: &'static str,
    url: &Url,
    scope: CredentialScope,
    mut headers: HeaderMap,
    options: &CallOptions,
    is_streamed: bool,
) -> Result<Box<ResponseHead>, Error<()>> {
    let watch = Watch::begin(Subject::fetch(core, operation, url));
    let work = async {
        let mut execution = Execution::to(core, operation, Method::GET, options, watch.count());
        execution.is_streamed = is_streamed;
        execution.is_as_published = true;
        headers.insert(ACCEPT, HeaderValue::from_static("*/*"));
        let mut url = url.clone();
        let head = execution.run(&mut url, &scope, &headers, None).await;
        let head = head.map_err(Error::into_operation_error)?;
        if head.reply.status.is_success() {
            return Ok(head);
        }
        Err(unread(operation, head.reply))
    };
    let outcome = watch.over(pin!(work)).await;
    watch.end(outcome, |it| Ended::success(&it.reply, &[]))
}

/// Returns the error for an unsuccessful response whose type is not declared.
fn unread(operation: &'static str, reply: Reply) -> Error<()> {
    if reply.status >= StatusCode::BAD_REQUEST {
        let error = ApiError::new(operation, (), Vec::new(), reply);
        return Error::Api(Box::new(error));
    }
    let reason = Reason::UndeclaredStatus(None);
    let error = DecodeError::new(operation, reason, Vec::new(), reply);
    Error::Decode(Box::new(error))
}
