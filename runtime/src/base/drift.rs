//! Drift: the difference between a response and its description, and how the decoder corrected it.

use std::fmt;

/// One difference between a body and its description.
///
/// A required property that is missing or null is filled with its type's default. An optional property that cannot be
/// decoded is absent. A list item that cannot be decoded is left out. An unknown enum or union value is kept.
/// [`Drift::correction`] returns the correction that was made.
///
/// An empty path stands for the whole response. Examples are an undeclared success status (expected `status 201`, found
/// `status 200`) and a missing body (expected `a body`, found `nothing`).
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Drift {
    /// The location, as a JSON Pointer (RFC 6901) into the body.
    pub path: String,
    /// The declared value, in words, such as `a string`.
    pub expected: String,
    /// The actual value, in words, such as `null` or `nothing`.
    pub found: String,
    /// Boxed, because errors contain drift and should stay small.
    details: Box<Details>,
}

#[derive(Clone, Default, PartialEq, Eq)]
struct Details {
    correction: Option<Correction>,
    raw: Option<String>,
}

/// How the decoder corrected a value that does not match the description.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Correction {
    /// A required property got the default of its type. The text describes that default.
    Filled(String),
    /// An optional property was set to absent.
    Absent,
    /// A list item or map entry was left out. Also used for a property that the chosen variant of a union drops and
    /// another variant declares.
    LeftOut,
    /// An unknown enum or union value was kept unchanged.
    Kept,
    /// The value was decoded as this one. Either the type cannot represent the original value, or its notation differs
    /// from the declared one.
    ReadAs(String),
}

impl Drift {
    /// Creates drift whose correction is not known yet.
    pub fn new(
        path: impl Into<String>,
        expected: impl Into<String>,
        found: impl Into<String>,
    ) -> Self {
        Self {
            path: path.into(),
            expected: expected.into(),
            found: found.into(),
            details: Box::default(),
        }
    }

    /// Returns the correction, or `None` if the body was refused.
    pub fn correction(&self) -> Option<&Correction> {
        self.details.correction.as_ref()
    }

    /// Returns the JSON text of the original value, or `None` if the body has no such value.
    ///
    /// The text ends with `…` after 1 KiB. Escapes, spaces and number notation may differ from the body. The text may
    /// contain secrets, so neither `Display` nor `Debug` prints it.
    pub fn raw(&self) -> Option<&str> {
        self.details.raw.as_deref()
    }

    pub(crate) fn corrected(mut self, correction: Correction) -> Self {
        self.details.correction = Some(correction);
        self
    }

    pub(crate) fn with_raw(mut self, raw: impl Into<Option<String>>) -> Self {
        self.details.raw = raw.into();
        self
    }

    /// Removes the correction, for a body that is refused.
    pub(crate) fn uncorrected(mut self) -> Self {
        self.details.correction = None;
        self
    }

    /// Replaces the correction.
    pub(crate) fn correct(&mut self, correction: Correction) {
        self.details.correction = Some(correction);
    }

    /// Copies the original value from drift that was recorded before the body was repaired.
    pub(crate) fn take_found(&mut self, other: Self) {
        self.found = other.found;
        self.details.raw = other.details.raw;
    }

    /// Returns whether the value is a list item or map entry that was left out.
    pub(crate) fn is_left_out(&self) -> bool {
        self.details.correction == Some(Correction::LeftOut)
    }

    /// Returns whether the unknown value was kept unchanged.
    pub(crate) fn is_kept(&self) -> bool {
        self.details.correction == Some(Correction::Kept)
    }
}

impl fmt::Display for Drift {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            path,
            expected,
            found,
            ..
        } = self;
        let path = if path.is_empty() {
            "the top level"
        } else {
            path
        };
        write!(f, "at {path}: expected {expected}, found {found}")?;
        match &self.details.correction {
            Some(correction) => write!(f, ", {correction}"),
            None => Ok(()),
        }
    }
}

impl fmt::Display for Correction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Filled(default) => write!(f, "filled with {default}"),
            Self::Absent => f.write_str("read as absent"),
            Self::LeftOut => f.write_str("left out"),
            Self::Kept => f.write_str("kept unchanged"),
            Self::ReadAs(value) => write!(f, "read as `{value}`"),
        }
    }
}

impl fmt::Debug for Drift {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Drift")
            .field("path", &self.path)
            .field("expected", &self.expected)
            .field("found", &self.found)
            .field("correction", &self.details.correction)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::{Correction, Drift};

    #[test]
    fn raw_text_is_in_no_log() {
        let drift = Drift::new("/token", "an integer", "a string")
            .corrected(Correction::Absent)
            .with_raw("\"s3cret\"".to_owned());
        assert_eq!(
            drift.to_string(),
            "at /token: expected an integer, found a string, read as absent"
        );
        assert!(!format!("{drift:?}").contains("s3cret"));
        assert_eq!(drift.raw(), Some("\"s3cret\""));
    }
}
