//! The base URL of a description's API.

use openapiv3::Server;

/// Returns a server's URL with the defaults of its variables.
pub fn url_of(server: &Server) -> String {
    let mut url = server.url.clone();
    for (name, variable) in server.variables.iter().flatten() {
        url = url.replace(&format!("{{{name}}}"), &variable.default);
    }
    url
}
