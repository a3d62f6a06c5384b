//! The serde seed of one place.

use super::path::Path;
use super::place::{Optional, Place};
use super::reading::Reading;
use crate::base::drift::{Correction, Drift};

/// The outcome of decoding into a place.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    /// The place has the value. Nested values may have been corrected.
    Read,
    /// The value was an allowed `null`.
    Null,
    /// The place has its default, and the reason was recorded.
    Mismatch,
}

/// The serde seed of one place.
pub(super) struct Seed<'a> {
    /// Borrowed, because a place is large and a seed is passed on several times.
    pub(super) place: &'a mut Place<'a>,
    pub(super) path: &'a Path<'a>,
    /// Whether `null` may leave the place empty.
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

    /// Records the value found at this location and its correction.
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

    /// Decodes into an optional place by `fill`. Empties the place if `fill` fails.
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
