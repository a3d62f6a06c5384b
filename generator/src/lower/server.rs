//! The servers of single operations.

use openapiv3::Server;

use super::Lowering;
use crate::report::quoted;

/// Returns the server that an operation has for its own: the first, with its variables' defaults.
pub(super) fn own(
    lowering: &mut Lowering<'_>,
    servers: &[Server],
    pointer: &str,
) -> Option<String> {
    let server = servers.first()?;
    let mut url = server.url.clone();
    for (name, variable) in server.variables.iter().flatten() {
        url = url.replace(&format!("{{{name}}}"), &variable.default);
    }
    if !["https://", "http://"].iter().any(|it| url.starts_with(it)) {
        lowering.refuse(
            format!("the server {} is not an absolute URL", quoted(&url)),
            &format!("{pointer}/servers/0"),
            "correct it in spec/overlay.yaml",
        );
        return None;
    }
    Some(url.trim_end_matches('/').to_owned())
}
