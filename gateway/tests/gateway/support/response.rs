//! A response of the gateway, as the caller receives it.

/// A response.
#[derive(Clone, Debug)]
pub struct Got {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
    /// Whether the response is complete according to its framing, and whether the connection ended as expected.
    pub is_whole: bool,
}

impl Got {
    pub fn read(bytes: &[u8], is_ended: bool) -> Self {
        let end = bytes.windows(4).position(|it| it == b"\r\n\r\n");
        let Some(end) = end else {
            return Self {
                status: 0,
                headers: Vec::new(),
                body: bytes.to_vec(),
                is_whole: false,
            };
        };
        let head = std::str::from_utf8(&bytes[..end]).unwrap();
        let mut lines = head.split("\r\n");
        let status = lines
            .next()
            .unwrap()
            .split(' ')
            .nth(1)
            .unwrap()
            .parse()
            .unwrap();
        let pairs = lines.filter_map(|it| it.split_once(": "));
        let headers: Vec<_> = pairs
            .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
            .collect();
        let mut got = Self {
            status,
            headers,
            body: bytes[end + 4..].to_vec(),
            is_whole: is_ended,
        };
        if got.header("transfer-encoding").is_some() {
            got.is_whole &= got.body.ends_with(b"0\r\n\r\n");
        } else if let Some(length) = got.header("content-length") {
            got.is_whole &= length == got.body.len().to_string();
        }
        got
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(own, _)| own == name)
            .map(|(_, value)| value.as_str())
    }

    pub fn text(&self) -> String {
        String::from_utf8(self.body.clone()).unwrap()
    }

    /// The name of the problem that the gateway returned. Empty if the response is no problem.
    pub fn problem(&self) -> String {
        let body: serde_json::Value = serde_json::from_slice(&self.body).unwrap_or_default();
        let name = body["type"]
            .as_str()
            .unwrap_or_default()
            .split_once("gateway/PROBLEMS.md#");
        if let Some((_, name)) = name {
            let media_type = self.header("content-type").unwrap_or_default();
            assert!(
                [
                    "application/problem+json",
                    "application/json; charset=utf-8"
                ]
                .contains(&media_type),
                "{media_type}"
            );
            assert_eq!(body["status"], self.status);
            assert!(body["title"].is_string() && body["detail"].is_string());
            let message = body["message"].as_str().unwrap();
            assert!(
                message.ends_with(body["detail"].as_str().unwrap()),
                "{message}"
            );
            assert_eq!(body["documentation_url"], body["type"]);
            assert_eq!(self.header("x-tagsmith-problem"), Some(name));
        } else {
            assert_eq!(self.header("x-tagsmith-problem"), None);
        }
        name.map_or_else(String::new, |(_, name)| name.to_owned())
    }
}
