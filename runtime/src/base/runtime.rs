//! Detects a missing tokio runtime. Without one, tokio's timers, files and connections would panic.

use crate::base::task::Handle;

/// The end of an error message: the missing runtime, and how to provide one.
pub(crate) const MISSING: &str = "needs a tokio runtime, and this thread has none: await it within `#[tokio::main]` or \
     `Runtime::block_on`, or use `.send()` of the feature `blocking`";

/// Returns whether the current thread is outside of a tokio runtime.
pub(crate) fn is_missing() -> bool {
    Handle::try_current().is_err()
}
