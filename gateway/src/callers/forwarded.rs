//! The address of a caller behind a proxy: the last address in `X-Forwarded-For`.

use std::borrow::Cow;
use std::net::IpAddr;

use http::HeaderMap;

/// Returns the last address, which the proxy added. Text before the last comma may be forged by the caller, and is
/// ignored.
///
/// # Errors
///
/// Returns the invalid text, or an empty text if the header is missing.
pub fn address(headers: &HeaderMap) -> Result<IpAddr, Cow<'_, str>> {
    let last = headers.get_all("x-forwarded-for").iter().next_back();
    let last = last.map_or(&b""[..], |it| it.as_bytes());
    let last = last.rsplit(|it| *it == b',').next().unwrap_or_default();
    let last = String::from_utf8_lossy(last.trim_ascii());
    read(&last).ok_or(last)
}

/// Parses an address with optional brackets, zone and port.
fn read(text: &str) -> Option<IpAddr> {
    if let Ok(address) = text.parse() {
        return Some(address);
    }
    let text = text
        .strip_prefix('"')
        .and_then(|it| it.strip_suffix('"'))
        .unwrap_or(text);
    if let Some(rest) = text.strip_prefix('[') {
        let (address, port) = rest.split_once(']')?;
        let is_port = port.is_empty() || port.strip_prefix(':').is_some_and(is_number);
        return v6(address).filter(|_| is_port);
    }
    match text.split_once(':') {
        Some((address, port)) if is_number(port) && address.contains('.') => {
            address.parse().ok().filter(IpAddr::is_ipv4)
        }
        _ => v6(text),
    }
}

/// Parses an IPv6 address and drops its zone, which has a meaning only on the proxy's machine.
fn v6(text: &str) -> Option<IpAddr> {
    let address = match text.split_once('%') {
        Some((address, zone)) if !zone.is_empty() => address,
        Some(_) => return None,
        None => text,
    };
    address.parse().ok().filter(IpAddr::is_ipv6)
}

fn is_number(text: &str) -> bool {
    text.parse::<u16>().is_ok() && text.bytes().all(|it| it.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, HeaderValue};

    use super::address;

    fn of<T: AsRef<[u8]>>(values: &[T]) -> Result<String, String> {
        let mut headers = HeaderMap::new();
        for value in values {
            let value = HeaderValue::from_bytes(value.as_ref()).unwrap();
            headers.append("x-forwarded-for", value);
        }
        let address = address(&headers);
        address
            .map(|it| it.to_string())
            .map_err(std::borrow::Cow::into_owned)
    }

    #[test]
    fn ignores_addresses_that_the_caller_forged() {
        let hostile = b"\xff, 192.0.2.1";
        assert_eq!(of(&[hostile]).as_deref(), Ok("192.0.2.1"));
        assert_eq!(of(&[b"192.0.2.1, \xff"]), Err("\u{fffd}".to_owned()));
    }

    #[test]
    fn parses_the_last_address_in_every_notation_of_proxies() {
        for (text, expected) in [
            ("192.0.2.1", "192.0.2.1"),
            ("192.0.2.1:4711", "192.0.2.1"),
            ("2001:db8::1", "2001:db8::1"),
            ("[2001:db8::1]", "2001:db8::1"),
            ("[2001:db8::1]:4711", "2001:db8::1"),
            ("\"[2001:db8::1]:4711\"", "2001:db8::1"),
            ("fe80::1%eth0", "fe80::1"),
            ("[fe80::1%2]:80", "fe80::1"),
            ("::ffff:192.0.2.1", "::ffff:192.0.2.1"),
            ("evil, 198.51.100.1 ,\t192.0.2.1 ", "192.0.2.1"),
        ] {
            assert_eq!(of(&[text]).as_deref(), Ok(expected), "{text}");
        }
        assert_eq!(of(&["192.0.2.1", "192.0.2.2"]).as_deref(), Ok("192.0.2.2"));
    }

    #[test]
    fn returns_text_that_is_not_an_address_as_an_error() {
        for text in [
            "",
            "unknown",
            "unix:",
            "_hidden",
            "192.0.2.1,",
            "192.0.2.1:",
            "192.0.2.1:x",
            "192.0.2.1:+1",
            "192.0.2.1:99999",
            "[192.0.2.1]",
            "[2001:db8::1",
            "[2001:db8::1]x",
            "2001:db8::1]",
            "fe80::1%",
            "192.0.2.1%1",
            "192.0.2",
            "gateway.example:80",
        ] {
            let last = text.rsplit(',').next().unwrap();
            assert_eq!(of(&[text]), Err(last.to_owned()), "{text}");
        }
        assert_eq!(of::<&str>(&[]), Err(String::new()));
    }
}
