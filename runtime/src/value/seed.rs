//! One place about to be filled, and how it took its value.

use super::path::Path;
use super::place::{Optional, Place};
use super::reading::Reading;
use crate::base::drift::{Correction, Drift};

/// How one place took its value.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    /// It holds the value, perhaps corrected further down.
    Read,
    /// The value was a `null` that may stand here.
    Null,
    /// It holds its default; the reason is noted.
    Mismatch,
}

/// One place about to be filled.
pub(super) struct Seed<'a> {
    pub(super) place: Place<'a>,
    pub(super) path: &'a Path<'a>,
    /// Whether an empty place may come as `null`.
    pub(super) nullable: bool,
    pub(super) reading: &'a mut Reading,
}

impl<'a> Seed<'a> {
    pub(super) fn top(place: Place<'a>, reading: &'a mut Reading) -> Self {
        Self {
            place,
            path: &Path::TOP,
            nullable: true,
            reading,
        }
    }

    /// Notes what was found here and what was done about it.
    pub(super) fn note(&mut self, found: String, raw: String, correction: Correction) {
        let drift = Drift::new(self.path.pointer(), self.place.expected(), found)
            .corrected(correction)
            .with_raw(raw);
        self.reading.drift.push(drift);
    }

    /// Notes that the place keeps its default.
    pub(super) fn refuse(mut self, found: impl Into<String>, raw: String) -> Outcome {
        let filled = Correction::Filled(self.place.default_in_words());
        self.note(found.into(), raw, filled);
        Outcome::Mismatch
    }

    /// Steps into an optional place, runs `fill` there, and empties the place if that failed.
    pub(super) fn inside<E>(
        optional: &mut dyn Optional,
        path: &Path<'_>,
        reading: &mut Reading,
        fill: impl FnOnce(Seed<'_>) -> Result<Outcome, E>,
    ) -> Result<Outcome, E> {
        let outcome = fill(Seed {
            place: optional.some(),
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
