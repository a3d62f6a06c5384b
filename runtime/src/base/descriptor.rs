//! The constant data of an operation.

/// The constant data of an operation.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Descriptor {
    /// The operationId.
    pub id: &'static str,
    /// The HTTP method, in capitals.
    pub method: &'static str,
    /// The path template, such as `/orgs/{org}`.
    pub path: &'static str,
    /// The declared success statuses.
    pub success: &'static [u16],
    /// The declared error statuses.
    pub failure: &'static [u16],
    /// The media type for `Accept`, if it differs from the client's default.
    pub accept: Option<&'static str>,
    /// Whether the operation notifies people: GitHub asks for a pause between such calls.
    pub notifies: bool,
    /// Whether the operation is idempotent. A call that is not idempotent is retried only if the server cannot have
    /// received it.
    pub idempotent: bool,
    /// Whether a call is safe (RFC 9110, section 9.2.1), that is, changes nothing on the server. An error of a retried
    /// unsafe call says whether an earlier attempt may have succeeded.
    pub safe: bool,
    /// The absolute URL of the operation's own server, if it has one.
    pub server: Option<&'static str>,
}

/// The descriptor of a request by URL. Errors show its name, and no rate limit is stored for it.
pub(crate) const BY_URL: &str = "request";

impl Descriptor {
    /// Creates a descriptor without statuses. The operation is idempotent if RFC 9110 defines its method as idempotent:
    /// `GET`, `HEAD`, `OPTIONS`, `TRACE`, `PUT` and `DELETE`.
    pub const fn new(id: &'static str, method: &'static str, path: &'static str) -> Self {
        Self {
            id,
            method,
            path,
            success: &[],
            failure: &[],
            accept: None,
            notifies: false,
            idempotent: is_idempotent(method),
            safe: is_safe(method),
            server: None,
        }
    }

    /// Sets the success statuses.
    #[must_use]
    pub const fn success(self, statuses: &'static [u16]) -> Self {
        Self {
            success: statuses,
            ..self
        }
    }

    /// Sets the error statuses.
    #[must_use]
    pub const fn failure(self, statuses: &'static [u16]) -> Self {
        Self {
            failure: statuses,
            ..self
        }
    }

    /// Sets the media type for `Accept`.
    #[must_use]
    pub const fn accept(self, media_type: &'static str) -> Self {
        Self {
            accept: Some(media_type),
            ..self
        }
    }

    /// Marks an operation that notifies people.
    #[must_use]
    pub const fn notifies(self) -> Self {
        Self {
            notifies: true,
            ..self
        }
    }

    /// Sets whether the operation is idempotent, whatever its method.
    #[must_use]
    pub const fn idempotent(self, idempotent: bool) -> Self {
        Self { idempotent, ..self }
    }

    /// Sets whether the operation is safe, whatever its method.
    #[must_use]
    pub const fn safe(self, safe: bool) -> Self {
        Self { safe, ..self }
    }

    /// Sets the absolute URL of the operation's own server, such as `https://uploads.github.com`.
    #[must_use]
    pub const fn server(self, url: &'static str) -> Self {
        Self {
            server: Some(url),
            ..self
        }
    }
}

/// Returns whether RFC 9110 (section 9.2.1) defines a method as safe.
const fn is_safe(method: &str) -> bool {
    matches!(method.as_bytes(), b"GET" | b"HEAD" | b"OPTIONS" | b"TRACE")
}

/// Returns whether RFC 9110 (section 9.2.2) defines a method as idempotent.
const fn is_idempotent(method: &str) -> bool {
    matches!(
        method.as_bytes(),
        b"GET" | b"HEAD" | b"OPTIONS" | b"TRACE" | b"PUT" | b"DELETE"
    )
}

#[cfg(test)]
mod tests {
    use http::Method;

    use super::Descriptor;

    #[test]
    fn the_method_decides_idempotency_unless_it_is_set() {
        let methods = [
            "GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE", "POST", "PATCH", "CONNECT", "X",
        ];
        for name in methods {
            let method = Method::from_bytes(name.as_bytes()).unwrap();
            let descriptor = Descriptor::new("things/do", name, "/things");
            assert_eq!(descriptor.idempotent, method.is_idempotent(), "{name}");
            assert_eq!(descriptor.safe, method.is_safe(), "{name}");
            for set in [true, false] {
                assert_eq!(descriptor.idempotent(set).idempotent, set, "{name}");
                assert_eq!(descriptor.safe(set).safe, set, "{name}");
            }
        }
    }
}
