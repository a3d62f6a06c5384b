//! The decoder's position in a body. The path is a linked list on the stack, and is formatted only when needed.

/// A location in a body; the top level has no parent.
#[derive(Clone, Copy)]
pub(super) struct Path<'a> {
    parent: Option<&'a Path<'a>>,
    step: Step<'a>,
    depth: usize,
}

#[derive(Clone, Copy)]
enum Step<'a> {
    Top,
    Member(&'a str),
    Item(usize),
}

impl<'a> Path<'a> {
    /// The top level of a body.
    pub(super) const TOP: Path<'static> = Path {
        parent: None,
        step: Step::Top,
        depth: 0,
    };

    /// Returns the path of the property `name` of the current object.
    pub(super) fn member(&'a self, name: &'a str) -> Path<'a> {
        self.below(Step::Member(name))
    }

    /// Returns the path of the item at `index` of the current array.
    pub(super) fn item(&'a self, index: usize) -> Path<'a> {
        self.below(Step::Item(index))
    }

    fn below(&'a self, step: Step<'a>) -> Path<'a> {
        Path {
            parent: Some(self),
            step,
            depth: self.depth + 1,
        }
    }

    /// Returns the nesting depth.
    pub(super) fn depth(&self) -> usize {
        self.depth
    }

    /// Formats the path as a JSON Pointer.
    pub(super) fn pointer(&self) -> String {
        let mut steps = Vec::with_capacity(self.depth);
        let mut here = Some(self);
        while let Some(path) = here {
            steps.push(path.step);
            here = path.parent;
        }
        let mut pointer = String::new();
        for step in steps.into_iter().rev() {
            match step {
                Step::Top => {}
                Step::Member(name) => push_member(&mut pointer, name),
                Step::Item(index) => {
                    pointer.push('/');
                    pointer.push_str(&index.to_string());
                }
            }
        }
        pointer
    }
}

/// Appends one step to a JSON Pointer (RFC 6901).
pub(crate) fn push_member(pointer: &mut String, name: &str) {
    pointer.push('/');
    for character in name.chars() {
        match character {
            '~' => pointer.push_str("~0"),
            '/' => pointer.push_str("~1"),
            other => pointer.push(other),
        }
    }
}
