//! Whether a runtime of `tokio` is there, without which its timers, files and connections panic.

use crate::base::task::Handle;

/// What is missing and what to do, as the end of an error's text.
pub(crate) const MISSING: &str = "needs a tokio runtime, and this thread has none: await it within `#[tokio::main]` or \
     `Runtime::block_on`, or use `.wait()` of the feature `blocking`";

/// Returns whether the current thread is in no runtime.
pub(crate) fn is_missing() -> bool {
    Handle::try_current().is_err()
}
