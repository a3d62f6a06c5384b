//! The serde seed of one place.

use super::path::Path;
use super::place::{Optional, Place};
use super::reading::Reading;
use crate::base::drift::{Correction, Drift};

/// How a place accepted its value.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    /// The place has the value, perhaps with nested corrections.
    Read,
    /// The value was an allowed `null`.
    Null,
    /// The place has its default; the reason is recorded.
    Mismatch,
}

/// The serde seed of one place.
pub(super) struct Seed<'a> {
    /// Borrowed, since a seed is passed on several times while a place is large.
    pub(super) place: &'a mut Place<'a>,
    pub(super) path: &'a Path<'a>,
    /// Whether an empty place may be `null`.
    pub(super) nullable: bool,
    pub(super) reading: &'a mut Reading,
}

impl<'a> Seed<'a> {
    pub(super) fn top(place: &'a mut Place<'a>, reading: &'a mut Reading) -> Self {
        Self {
            place,
            path: &Path::TOP,
            nullable: true,
            reading,
        }
    }

    /// Records the value found here and its correction.
    pub(super) fn note(&mut self, found: String, raw: String, correction: Correction) {
        let drift = Drift::new(self.path.pointer(), self.place.expected(), found)
            .corrected(correction)
            .with_raw(raw);
        self.reading.drift.push(drift);
    }

    /// Records that the place keeps its default.
    pub(super) fn refuse(mut self, found: impl Into<String>, raw: String) -> Outcome {
        let filled = Correction::Filled(self.place.default_in_words());
        self.note(found.into(), raw, filled);
        Outcome::Mismatch
    }

    /// Fills an optional place by `fill`, and empties it if that fails.
    pub(super) fn fill_optional<E>(
        optional: &mut dyn Optional,
        path: &Path<'_>,
        reading: &mut Reading,
        fill: impl FnOnce(Seed<'_>) -> Result<Outcome, E>,
    ) -> Result<Outcome, E> {
        let mut place = optional.some();
        let outcome = fill(Seed {
            place: &mut place,
            path,
            nullable: false,
            reading,
        })?;
        if outcome != Outcome::Read {
            optional.none();
        }
        if outcome == Outcome::Mismatch {
            reading.correct_last(Correction::Absent);
        }
        Ok(outcome)
    }
}
