//! Validates host names that users configure.

use url::Url;

/// Returns the URL of a host name, with or without a port. Returns `None` for any other text.
pub(crate) fn host_url(host: &str) -> Option<String> {
    let url = Url::parse(&format!("https://{host}/")).ok()?;
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    let is_host = url.host_str()?.eq_ignore_ascii_case(name);
    let is_alone = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
    (is_host && is_alone).then(|| url.into())
}

#[cfg(test)]
mod tests {
    use super::host_url;

    #[test]
    fn only_a_host_name_with_an_optional_port_is_accepted() {
        for (host, url) in [
            ("github.example.com", "https://github.example.com/"),
            ("GHE.example:8443", "https://ghe.example:8443/"),
            ("10.0.0.1", "https://10.0.0.1/"),
        ] {
            assert_eq!(host_url(host).as_deref(), Some(url));
        }
        for host in [
            "",
            "https://github.example.com",
            "github.example.com/api/v3",
            "user:canary@github.example.com",
            "github.example.com?x",
            "github.example.com#x",
            "a b",
            ":80",
        ] {
            assert_eq!(host_url(host), None, "{host}");
        }
    }
}
