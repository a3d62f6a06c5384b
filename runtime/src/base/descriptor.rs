//! What is constant about an operation.

/// What is constant about an operation.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Descriptor {
    /// The operationId.
    pub id: &'static str,
    /// The HTTP method, in capitals.
    pub method: &'static str,
    /// The path's template, such as `/orgs/{org}`.
    pub path: &'static str,
    /// The statuses of answers.
    pub success: &'static [u16],
    /// The statuses of failures.
    pub failure: &'static [u16],
    /// The media type of answers, if it is not the one that calls ask for by default.
    pub accept: Option<&'static str>,
    /// Whether the operation notifies people, so that GitHub wants some time between two calls.
    pub notifies: bool,
    /// Whether a call does the same if the server receives it twice. A call that does not is retried
    /// only if the server cannot have received it.
    pub idempotent: bool,
    /// Whether a call is safe (RFC 9110, 9.2.1): it changes nothing on the server. Errors of unsafe calls say whether an
    /// earlier attempt may have succeeded.
    pub safe: bool,
    /// Where the operation is, if it has a host of its own: an absolute URL.
    pub server: Option<&'static str>,
}

/// The operation of a request by URL: its errors name it, and no rate limit is remembered for it.
pub(crate) const BY_URL: &str = "request";

impl Descriptor {
    /// Describes an operation that has no statuses yet. It is idempotent if RFC 9110 says so of its
    /// method: `GET`, `HEAD`, `OPTIONS`, `TRACE`, `PUT` and `DELETE`.
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

    /// The same operation, with these statuses of answers.
    #[must_use]
    pub const fn success(self, statuses: &'static [u16]) -> Self {
        Self {
            success: statuses,
            ..self
        }
    }

    /// The same operation, with these statuses of failures.
    #[must_use]
    pub const fn failure(self, statuses: &'static [u16]) -> Self {
        Self {
            failure: statuses,
            ..self
        }
    }

    /// The same operation, which is asked for this media type.
    #[must_use]
    pub const fn accept(self, media_type: &'static str) -> Self {
        Self {
            accept: Some(media_type),
            ..self
        }
    }

    /// The same operation, which notifies people.
    #[must_use]
    pub const fn notifies(self) -> Self {
        Self {
            notifies: true,
            ..self
        }
    }

    /// The same operation, which is idempotent or not whatever its method.
    #[must_use]
    pub const fn idempotent(self, idempotent: bool) -> Self {
        Self { idempotent, ..self }
    }

    /// The same operation, which changes nothing on the server, or does, whatever its method.
    #[must_use]
    pub const fn safe(self, safe: bool) -> Self {
        Self { safe, ..self }
    }

    /// The same operation, which has a host of its own: an absolute URL, such as
    /// `https://uploads.github.com`.
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
    fn idempotent_is_what_the_method_says_until_it_is_set() {
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
