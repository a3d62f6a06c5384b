//! JSON pointers of places that the rewriting moves, from the user's description to the rewritten one and back.

/// The moved places, in the order of the rewriting.
#[derive(Clone, Debug, Default)]
pub struct Moved {
    places: Vec<(String, String)>,
    /// The pointers of schemas with an `$anchor`, by `#` and its name.
    anchors: Vec<(String, String)>,
}

impl Moved {
    /// Returns the pointer in the user's description.
    pub fn given(&self, pointer: &str) -> String {
        let steps = self.places.iter().rev();
        steps.fold(pointer.to_owned(), |at, (given, rewritten)| {
            replaced(&at, rewritten, given).unwrap_or(at)
        })
    }

    /// Returns the target of a reference in the rewritten description.
    pub(super) fn rewritten(&self, reference: &str) -> String {
        let anchor = self.anchors.iter().find(|(name, _)| name == reference);
        let pointer = anchor.map_or(reference, |(_, pointer)| pointer);
        let steps = self.places.iter();
        steps.fold(pointer.to_owned(), |at, (given, rewritten)| {
            replaced(&at, given, rewritten).unwrap_or(at)
        })
    }

    /// Returns whether nothing was moved, and nothing has an anchor.
    pub(super) fn is_empty(&self) -> bool {
        self.places.is_empty() && self.anchors.is_empty()
    }
}

/// Replaces the first steps of a pointer.
fn replaced(pointer: &str, from: &str, to: &str) -> Option<String> {
    let rest = pointer.strip_prefix(from)?;
    (rest.is_empty() || rest.starts_with('/')).then(|| format!("{to}{rest}"))
}

/// The place that is being rewritten.
pub(super) struct Cursor {
    pointer: String,
    moved: Moved,
}

impl Cursor {
    /// Creates a cursor at the root of the description.
    pub(super) fn at_root() -> Self {
        Self {
            pointer: "#".to_owned(),
            moved: Moved::default(),
        }
    }

    /// Returns the places that were moved.
    pub(super) fn into_moved(self) -> Moved {
        self.moved
    }

    /// Changes what is at a step from here.
    pub(super) fn within(&mut self, step: &str, change: impl FnOnce(&mut Self)) {
        let length = self.pointer.len();
        self.pointer.push('/');
        self.pointer.push_str(&escape(step));
        change(self);
        self.pointer.truncate(length);
    }

    /// Records that a place moves. Both pointers start here.
    pub(super) fn moves(&mut self, given: &str, rewritten: &str) {
        let here = |steps: &str| format!("{}/{steps}", self.pointer);
        let place = (here(given), here(rewritten));
        self.moved.places.push(place);
    }

    /// Records that a place moves to here. Its pointer starts at the root, the other one here.
    pub(super) fn comes(&mut self, given: String, rewritten: &str) {
        let rewritten = format!("{}/{rewritten}", self.pointer);
        self.moved.places.push((given, rewritten));
    }

    /// Records the `$anchor` of the schema at this place.
    pub(super) fn anchor(&mut self, name: &str) {
        let anchor = (format!("#{name}"), self.pointer.clone());
        self.moved.anchors.push(anchor);
    }
}

/// Escapes one step of a JSON pointer (RFC 6901).
pub(super) fn escape(step: &str) -> String {
    step.replace('~', "~0").replace('/', "~1")
}
