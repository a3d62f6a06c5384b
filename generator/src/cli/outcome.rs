//! The outcome of a command.

/// The outcome of a command, which determines the exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// Success.
    Fine,
    /// A check failed.
    No,
    /// Success, but unsupported operations were skipped.
    Rest,
    /// An error that was already printed.
    Failed,
}
