//! The base URL of a description's API.

use openapiv3::Server;

/// Returns the URL of a server, with the default values of its variables.
pub fn url_of(server: &Server) -> String {
    let mut url = server.url.clone();
    for (name, variable) in server.variables.iter().flatten() {
        url = url.replace(&format!("{{{name}}}"), &variable.default);
    }
    url
}
