//! How a command ends.

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// All is well.
    Fine,
    /// The answer is no.
    No,
    /// All is well but for what was left out.
    Rest,
    /// It failed, and has said why.
    Failed,
}
