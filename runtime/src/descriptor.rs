//! What is constant about an operation.

/// What is constant about an operation.
#[derive(Clone, Copy, Debug)]
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
}

impl Descriptor {
    /// Describes an operation that has no statuses yet.
    pub const fn new(id: &'static str, method: &'static str, path: &'static str) -> Self {
        Self {
            id,
            method,
            path,
            success: &[],
            failure: &[],
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
}
