//! The state that all parts of lowering share.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use crate::description::resolve::Resolver;
use crate::description::select::Selection;
use crate::report::{Diagnostic, Diagnostics};

/// The state that all parts of lowering share.
pub(super) struct Lowering<'a> {
    pub(super) selection: &'a Selection<'a>,
    pub(super) resolver: Resolver<'a>,
    pub(super) diagnostics: Vec<Diagnostic>,
    /// Referenced component schemas that are not lowered yet.
    pub(super) wanted: BTreeSet<String>,
    /// The references that are being lowered inline, for cycle detection.
    pub(super) within: Vec<String>,
    /// Whether the struct for several subschemas of a union is being lowered.
    pub(super) is_within_several: bool,
    /// The names of the original schemas, by the names of their nullable copies.
    copied: RefCell<BTreeMap<String, Option<String>>>,
    /// The notes to append to the documentation of the operation that is being lowered.
    pub(super) notes: Vec<String>,
    /// The prefixes of the path parameters of that operation, by name.
    pub(super) prefixes: Vec<(String, String)>,
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
            copied: RefCell::default(),
            notes: Vec::new(),
            prefixes: Vec::new(),
        }
    }

    /// Returns the schema whose type a component schema uses: `x` for `nullable-x`, if they differ only in `nullable`.
    pub(super) fn schema_of(&self, wire: String) -> String {
        let known = self.copied.borrow().get(&wire).cloned();
        let original = known.unwrap_or_else(|| {
            let original = self.selection.copied_schema(&wire);
            let mut copied = self.copied.borrow_mut();
            copied.insert(wire.clone(), original.clone());
            original
        });
        original.unwrap_or(wire)
    }

    /// Lowers the target of a reference inline.
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

    /// Reports a construct that the generator does not support.
    pub(super) fn unsupported(&mut self, what: &str, pointer: &str) {
        self.refuse(
            format!("{what} is not supported"),
            pointer,
            "correct the description in an overlay (`overlay` in tagsmith.toml), or skip the operation under [[skip]] with a reason",
        );
    }

    /// Returns the value of a stage, or records its errors.
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
