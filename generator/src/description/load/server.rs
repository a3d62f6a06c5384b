//! Where a description says that its API is.

use openapiv3::Server;

/// Returns a server's URL with its variables' defaults.
pub fn url_of(server: &Server) -> String {
    let mut url = server.url.clone();
    for (name, variable) in server.variables.iter().flatten() {
        url = url.replace(&format!("{{{name}}}"), &variable.default);
    }
    url
}
