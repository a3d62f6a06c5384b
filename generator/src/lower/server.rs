//! The servers of single operations.

use super::context::Lowering;
use super::parsed::Parsed;
use crate::description::load::url_of;
use crate::description::resolve::escape;
use crate::report::quoted;

/// Returns the server of an operation or its path: the first one, with the defaults of its variables.
pub(super) fn own(lowering: &mut Lowering<'_>, parsed: &Parsed<'_>) -> Option<String> {
    let (servers, pointer) = if parsed.source.servers.is_empty() {
        let shared = lowering.selection.path_servers(parsed.path());
        let pointer = format!("#/paths/{}", escape(parsed.path()));
        (lowering.keep(shared)?, pointer)
    } else {
        (parsed.source.servers.clone(), parsed.pointer().to_owned())
    };
    let url = url_of(servers.first()?);
    if !["https://", "http://"].iter().any(|it| url.starts_with(it)) {
        lowering.refuse(
            format!("the server {} is not an absolute URL", quoted(&url)),
            &format!("{pointer}/servers/0"),
            "correct the URL in an overlay (`overlay` in tagsmith.toml)",
        );
        return None;
    }
    Some(url.trim_end_matches('/').to_owned())
}
