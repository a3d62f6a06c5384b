//! Text to the terminal: in colour where there is one, and quiet when the reader has gone.

use std::fmt::Display;
use std::io::{ErrorKind, Write};

use crate::report::{Diagnostic, Diagnostics, Result};

/// Prints a text to standard output. A reader that has gone, as with `| head`, is no error.
pub(super) fn out(text: impl Display) -> Result<()> {
    let mut to = anstream::stdout().lock();
    match write!(to, "{text}").and_then(|()| to.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(Diagnostic::new(
            format!(
                "the output cannot be written: {}",
                crate::report::reason(&error)
            ),
            "check where standard output leads",
        )
        .into()),
        _ => Ok(()),
    }
}

/// Prints what is wrong to standard error.
pub(super) fn error(diagnostics: &Diagnostics) {
    diagnose(diagnostics, "error:", anstyle::AnsiColor::Red);
}

/// Prints what to look at to standard error.
pub(super) fn warning(diagnostics: &Diagnostics) {
    diagnose(diagnostics, "warning:", anstyle::AnsiColor::Yellow);
}

fn diagnose(diagnostics: &Diagnostics, title: &str, colour: anstyle::AnsiColor) {
    let colour = colour.on_default().bold();
    let blue = anstyle::AnsiColor::Blue.on_default().bold();
    let mut to = anstream::stderr().lock();
    for line in diagnostics.to_string().lines() {
        let shown = match line.split_once(' ') {
            Some(("error:", rest)) => format!("{colour}{title}{colour:#} {rest}"),
            _ => match line.strip_prefix("  --> ") {
                Some(rest) => format!("  {blue}-->{blue:#} {rest}"),
                None => line.to_owned(),
            },
        };
        // There is nowhere left to say that standard error is gone.
        let _ = writeln!(to, "{shown}");
    }
}

/// Prints what is worth knowing and stops nothing to standard error.
pub(super) fn note(about: &str, diagnostic: Diagnostic) {
    let text = diagnostic.to_string();
    let text = text.strip_prefix("error: ").unwrap_or(&text);
    // There is nowhere left to say that standard error is gone.
    let _ = writeln!(anstream::stderr().lock(), "note: {about}: {text}");
}

/// Prints what to try next to standard error.
pub(super) fn hint(text: &str) {
    let lines = text.lines().map(|line| crate::report::visible(line) + "\n");
    let text: String = lines.collect();
    // There is nowhere left to say that standard error is gone.
    let _ = writeln!(anstream::stderr().lock(), "hint: {text}");
}

/// Prints what is worth knowing of a description to standard error.
pub(super) fn notes(source: &crate::description::load::Source) {
    for diagnostic in source.notes() {
        note("in the description", diagnostic.clone());
    }
}
