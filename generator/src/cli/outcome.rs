//! The outcome of a command.

/// The outcome of a command, from which the exit code follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// Success.
    Fine,
    /// A check failed.
    No,
    /// Success, but unsupported operations were skipped.
    Rest,
    /// An error, which was printed.
    Failed,
}
