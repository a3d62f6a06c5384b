//! How far a body came, and who is told.

use std::sync::{Arc, Mutex};

/// How far a body came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// How many bytes were sent or received so far.
    pub bytes: u64,
    /// How many there are in all, if that is known.
    pub total: Option<u64>,
}

/// Who is told how far a body came; nobody, by default.
#[derive(Clone, Default)]
pub(crate) struct Listener(Option<Arc<Mutex<Callback>>>);

type Callback = dyn FnMut(Progress) + Send;

impl Listener {
    pub(crate) fn new(callback: impl FnMut(Progress) + Send + 'static) -> Self {
        Self(Some(Arc::new(Mutex::new(callback))))
    }

    pub(crate) fn hear(&self, progress: Progress) {
        if let Some(callback) = &self.0 {
            // One that panicked before may be called once more.
            let mut callback = callback.lock().unwrap_or_else(|it| it.into_inner());
            callback(progress);
        }
    }
}
