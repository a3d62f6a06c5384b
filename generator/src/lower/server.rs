//! Lowers the servers of single operations.

use super::context::Lowering;
use super::parsed::Parsed;
use crate::description::load::url_of;
use crate::description::resolve::escape;
use crate::report::quoted;

/// Returns the server of an operation or of its path: the first one, with the default values of its variables. A
/// relative URL is resolved against the server of the description.
pub(super) fn own(lowering: &mut Lowering<'_>, parsed: &Parsed<'_>) -> Option<String> {
    let (servers, pointer) = if parsed.source.servers.is_empty() {
        let shared = lowering.selection.path_servers(parsed.path());
        let pointer = format!("#/paths/{}", escape(parsed.path()));
        (lowering.keep(shared)?, pointer)
    } else {
        (parsed.source.servers.clone(), parsed.pointer().to_owned())
    };
    let urls: Vec<String> = servers.iter().map(url_of).collect();
    let first = urls.first()?;
    let whole = lowering.selection.document.server();
    let resolved = match origin(&whole) {
        _ if is_absolute(first) => Some(first.clone()),
        Some(origin) if first.starts_with('/') || first.is_empty() => {
            Some(format!("{origin}{first}"))
        }
        // Ignores a relative server that is equal to the description's, since the client is built with that URL.
        _ if first.trim_end_matches('/') == whole.trim_end_matches('/') => return None,
        _ => urls.iter().find(|it| is_absolute(it)).cloned(),
    };
    match resolved {
        Some(url) => Some(url.trim_end_matches('/').to_owned()),
        None => {
            lowering.refuse(
                format!("the server {} is not an absolute URL", quoted(first)),
                &format!("{pointer}/servers/0"),
                "correct the URL in an overlay (`overlay` in tagsmith.toml)",
            );
            None
        }
    }
}

/// The schemes of servers.
const SCHEMES: &[&str] = &["https://", "http://"];

fn is_absolute(url: &str) -> bool {
    SCHEMES.iter().any(|it| url.starts_with(it))
}

/// Returns the scheme and the host of an absolute URL, without the path.
fn origin(url: &str) -> Option<&str> {
    let scheme = SCHEMES.iter().find(|it| url.starts_with(**it))?;
    let host = url.get(scheme.len()..)?;
    let length = host.find('/').unwrap_or(host.len());
    url.get(..scheme.len() + length)
}
