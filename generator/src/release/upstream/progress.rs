//! A progress bar for downloads, on terminals.

use indicatif::{ProgressBar, ProgressStyle};

/// A progress bar on standard error, which is hidden unless standard error is a terminal.
#[derive(Debug)]
pub(super) struct Progress(ProgressBar);

impl Progress {
    pub(super) fn new() -> Self {
        let style = "{bytes} of {total_bytes} {wide_bar} {bytes_per_sec}";
        let bar = ProgressBar::no_length();
        Self(match ProgressStyle::with_template(style) {
            Ok(style) => bar.with_style(style),
            Err(_) => bar,
        })
    }

    /// Updates the received and the total size.
    pub(super) fn show(&self, have: u64, all: Option<u64>) {
        if let Some(all) = all {
            self.0.set_length(all);
        }
        self.0.set_position(have);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
