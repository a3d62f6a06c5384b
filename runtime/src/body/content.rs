//! Request bodies with their media type.

use http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use http::{HeaderValue, Method};

use crate::body::progress::SendProgress;
use crate::body::upload::Upload;
use crate::http::transport::HttpRequest;

/// A request body with its media type.
#[derive(Clone, Debug)]
pub(crate) struct Content {
    media_type: HeaderValue,
    upload: Upload,
}

impl Content {
    /// Creates a body from serialized JSON.
    pub(crate) fn json(bytes: Vec<u8>) -> Self {
        Self {
            media_type: HeaderValue::from_static("application/json"),
            upload: Upload::whole(bytes),
        }
    }

    /// Creates an upload with a media type. Returns `None` if the media type is not a valid header value. For a range
    /// such as `*/*`, the upload determines the media type.
    pub(crate) fn of(media_type: &str, upload: Upload) -> Option<Self> {
        let media_type = upload.content_type_for(media_type);
        let media_type = HeaderValue::from_str(media_type).ok()?;
        Some(Self { media_type, upload })
    }

    /// Returns whether the body can be sent more than once.
    pub(crate) fn can_repeat(&self) -> bool {
        self.upload.can_repeat()
    }

    /// Adds `Content-Length: 0` to a request without a body, if requests of its method usually have one. A server may
    /// require the header (RFC 9110, section 8.6).
    pub(crate) fn put_none(request: &mut HttpRequest) {
        if matches!(request.method, Method::PUT | Method::POST | Method::PATCH) {
            request
                .headers
                .insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
        }
    }

    /// Sets the body and its headers in a request. Returns the upload progress, if it can be measured.
    ///
    /// # Errors
    ///
    /// Fails if the body cannot be read, or if it was already sent and cannot be sent again.
    pub(crate) async fn put(
        &self,
        request: &mut HttpRequest,
    ) -> std::io::Result<Option<SendProgress>> {
        let (body, progress) = self.upload.open().await?;
        request.body = body;
        let headers = &mut request.headers;
        headers.insert(CONTENT_TYPE, self.media_type.clone());
        headers.insert(CONTENT_LENGTH, self.upload.length().into());
        Ok(progress)
    }
}
