//! What the parts of lowering share.

use std::collections::BTreeSet;

use crate::description::resolve::Resolver;
use crate::description::select::Selection;
use crate::report::{Diagnostic, Diagnostics};

/// What the parts of lowering share.
pub(super) struct Lowering<'a> {
    pub(super) selection: &'a Selection<'a>,
    pub(super) resolver: Resolver<'a>,
    pub(super) diagnostics: Vec<Diagnostic>,
    /// The component schemas that something refers to and that are not lowered yet.
    pub(super) wanted: BTreeSet<String>,
    /// The references to what is being lowered in place, as a part of something else.
    pub(super) within: Vec<String>,
    /// Whether the struct for several shapes of a union is being lowered.
    pub(super) is_within_several: bool,
}

impl<'a> Lowering<'a> {
    pub(super) fn new(selection: &'a Selection<'a>) -> Self {
        Self {
            selection,
            resolver: Resolver::new(selection),
            diagnostics: Vec::new(),
            wanted: BTreeSet::new(),
            within: Vec::new(),
            is_within_several: false,
        }
    }

    /// Lowers what some references lead to in place.
    pub(super) fn within<T>(
        &mut self,
        references: &[String],
        lower: impl FnOnce(&mut Self) -> T,
    ) -> T {
        let outside = self.within.len();
        self.within.extend_from_slice(references);
        let lowered = lower(self);
        self.within.truncate(outside);
        lowered
    }

    pub(super) fn refuse(
        &mut self,
        message: impl Into<String>,
        pointer: &str,
        help: impl Into<String>,
    ) {
        let needed_by = self.selection.needed_by(pointer);
        self.diagnostics.push(
            Diagnostic::new(message, help)
                .at(pointer)
                .needed_by(needed_by),
        );
    }

    /// Refuses a construct of the description that no code is made for.
    pub(super) fn unsupported(&mut self, what: &str, pointer: &str) {
        self.refuse(
            format!("{what} is not supported"),
            pointer,
            "correct it in spec/overlay.yaml, or list the operation under [[skip]] with a reason",
        );
    }

    /// Adds what a stage found to what was found before, or returns what it made.
    pub(super) fn keep<T>(&mut self, made: Result<T, Diagnostics>) -> Option<T> {
        match made {
            Ok(made) => Some(made),
            Err(diagnostics) => {
                self.diagnostics.extend(diagnostics);
                None
            }
        }
    }
}
