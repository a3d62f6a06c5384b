//! Compares origins, and decides whether a token would be exposed in transit.

use url::{Host, Url};

/// Returns whether two http or https URLs have the same scheme, host and port.
pub(crate) fn same(left: &Url, right: &Url) -> bool {
    // `Url::origin` would allocate memory.
    left.scheme() == right.scheme()
        && left.host() == right.host()
        && left.port_or_known_default() == right.port_or_known_default()
}

/// Returns a URL with the path and query of one URL and the origin of another, without user name and fragment.
pub(crate) fn moved(url: &Url, endpoint: &Url) -> Url {
    let mut moved = endpoint.clone();
    moved.set_path(url.path());
    moved.set_query(url.query());
    moved
}

/// Returns whether a request to this URL could be read in transit.
pub(crate) fn is_exposed(url: &Url) -> bool {
    url.scheme() != "https" && !is_loopback(url)
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{is_exposed, same};

    #[test]
    fn an_origin_is_scheme_host_and_port() {
        let base = "https://api.github.com/".parse().unwrap();
        for url in ["https://api.github.com/x", "https://API.github.com:443/y"] {
            assert!(same(&base, &url.parse().unwrap()), "{url}");
        }
        for url in [
            "http://api.github.com/x",
            "https://api.github.com:8443/x",
            "https://api.github.com.example/x",
            "https://github.com/x",
        ] {
            assert!(!same(&base, &url.parse().unwrap()), "{url}");
        }
    }

    #[test]
    fn plain_http_is_exposed_unless_it_stays_on_this_machine() {
        for url in [
            "https://example.org",
            "http://localhost:1",
            "http://127.1.2.3",
            "http://[::1]:80",
        ] {
            assert!(!is_exposed(&url.parse().unwrap()), "{url}");
        }
        for url in [
            "http://example.org",
            "http://localhost.example.org",
            "http://10.0.0.1",
            "http://[::2]",
        ] {
            assert!(is_exposed(&url.parse().unwrap()), "{url}");
        }
    }
}
