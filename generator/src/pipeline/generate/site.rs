//! Generates the reference site of an API.

use std::path::Path;

use crate::crate_ir::Crate;
use crate::emit::site::{Options, render};
use crate::output::Output;
use crate::report::{Diagnostic, Result, quoted};

/// Returns the files of the reference site in a folder.
pub fn site(krate: &Crate<'_>, options: &Options, out: &Path) -> Output {
    Output::default().with_site(out, render(krate, options))
}

/// Returns the URL of a site, with a trailing slash.
///
/// # Errors
///
/// Fails if the text is not an https or http URL, or has a query or a fragment.
pub fn site_base_url(url: &str) -> Result<String> {
    let is_web = ["https://", "http://"].iter().any(|it| {
        url.strip_prefix(it)
            .is_some_and(|rest| !rest.is_empty() && !rest.starts_with('/'))
    });
    let is_plain =
        url.bytes().all(|it| it.is_ascii_graphic()) && !url.contains(['?', '#', '"', '<']);
    if !(is_web && is_plain) {
        return Err(Diagnostic::new(
            format!("{} is not a valid URL of a site", quoted(url)),
            "give an https:// URL without query and fragment",
        )
        .into());
    }
    Ok(match url.ends_with('/') {
        true => url.to_owned(),
        false => format!("{url}/"),
    })
}
