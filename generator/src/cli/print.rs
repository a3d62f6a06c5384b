//! Prints to the terminal, with colours if supported. A closed pipe is not an error.

use std::fmt::Display;
use std::io::{ErrorKind, Write};

use crate::report::{Diagnostic, Diagnostics, Result};

/// Prints text to standard output. A closed pipe, as with `| head`, is not an error.
pub(super) fn out(text: impl Display) -> Result<()> {
    let mut to = anstream::stdout().lock();
    match write!(to, "{text}").and_then(|()| to.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(Diagnostic::new(
            format!(
                "cannot write to standard output: {}",
                crate::report::reason(&error)
            ),
            "check the target of standard output",
        )
        .into()),
        _ => Ok(()),
    }
}

/// Prints errors to standard error.
pub(super) fn error(diagnostics: &Diagnostics) {
    diagnose(diagnostics, "error:", anstyle::AnsiColor::Red);
}

/// Prints warnings to standard error.
pub(super) fn warning(diagnostics: &Diagnostics) {
    diagnose(diagnostics, "warning:", anstyle::AnsiColor::Yellow);
}

fn diagnose(diagnostics: &Diagnostics, title: &str, colour: anstyle::AnsiColor) {
    let colour = colour.on_default().bold();
    let blue = anstyle::AnsiColor::Blue.on_default().bold();
    let mut to = anstream::stderr().lock();
    for line in diagnostics.to_string().lines() {
        let displayed = match line.split_once(' ') {
            Some(("error:", rest)) => format!("{colour}{title}{colour:#} {rest}"),
            _ => match line.strip_prefix("  --> ") {
                Some(rest) => format!("  {blue}-->{blue:#} {rest}"),
                None => line.to_owned(),
            },
        };
        // There is no place to report that standard error is closed.
        let _ = writeln!(to, "{displayed}");
    }
}

/// Prints a note to standard error.
pub(super) fn note(about: &str, diagnostic: Diagnostic) {
    let text = diagnostic.to_string();
    let text = text.strip_prefix("error: ").unwrap_or(&text);
    // There is no place to report that standard error is closed.
    let _ = writeln!(anstream::stderr().lock(), "note: {about}: {text}");
}

/// Prints a hint to standard error.
pub(super) fn hint(text: &str) {
    let lines = text.lines().map(|line| crate::report::visible(line) + "\n");
    let text: String = lines.collect();
    // There is no place to report that standard error is closed.
    let _ = writeln!(anstream::stderr().lock(), "hint: {text}");
}

/// Prints the notes about a description to standard error.
pub(super) fn notes(source: &crate::description::load::Source) {
    for diagnostic in source.notes() {
        note("in the description", diagnostic.clone());
    }
}
