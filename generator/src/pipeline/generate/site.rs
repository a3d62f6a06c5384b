//! The reference site of an API.

use std::path::Path;

use crate::crate_ir::Crate;
use crate::emit::site::{Options, render};
use crate::output::Output;
use crate::report::{Diagnostic, Result, quoted};

/// Returns the files of the reference site, for a folder.
pub fn site(krate: &Crate<'_>, options: &Options, out: &Path) -> Output {
    Output::default().with_site(out, render(krate, options))
}

/// Returns the address of a site, with a slash at its end.
///
/// # Errors
///
/// Fails if it is no address of the web, or has a query or a fragment.
pub fn site_base_url(url: &str) -> Result<String> {
    let is_web = ["https://", "http://"].iter().any(|it| {
        url.strip_prefix(it)
            .is_some_and(|rest| !rest.is_empty() && !rest.starts_with('/'))
    });
    let is_plain =
        url.bytes().all(|it| it.is_ascii_graphic()) && !url.contains(['?', '#', '"', '<']);
    if !(is_web && is_plain) {
        return Err(Diagnostic::new(
            format!("{} is not where a site can be", quoted(url)),
            "give an address that begins with https:// and has neither a query nor a fragment",
        )
        .into());
    }
    Ok(match url.ends_with('/') {
        true => url.to_owned(),
        false => format!("{url}/"),
    })
}
