//! The facts of an API that no description states.

/// The facts of an API that no description states. Without facts, the client uses the defaults.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profile {
    /// The name.
    pub name: String,
    /// The environment variable that contains the base URL.
    pub base_url_variable: Option<String>,
    /// The environment variable that contains the server's host, for an API without a fixed one.
    pub host_variable: Option<HostVariable>,
    /// The environment variables that contain tokens.
    pub tokens: Vec<TokenVariables>,
    /// The default media type of `Accept`.
    pub media_type: String,
    /// The header that carries the API version.
    pub version_header: Option<String>,
    /// Whether a write keeps its method and body after a redirect by 301 or 302.
    pub redirect_writes: bool,
    /// The paths of operations that no rate limit applies to.
    pub unlimited_paths: Vec<String>,
    /// Texts in lower case: a 422 whose message contains one of them is a rate limit.
    pub limit_messages: Vec<String>,
    /// The maximum number of items that the server returns of a list.
    pub result_cap: Option<u32>,
    /// JSON pointers to the message in an error's body; empty for the usual places.
    pub error_message: Vec<String>,
    /// JSON pointers to the URL of the documentation in an error's body.
    pub error_documentation_url: Vec<String>,
    /// The servers of operations with a server of their own, by pattern of the base URL.
    pub uploads: Vec<UploadServer>,
    /// The GraphQL endpoints, by pattern of the base URL; empty if the API has no GraphQL.
    pub graphql: Vec<GraphQlEndpoint>,
}

/// Environment variables that contain a token, and the hosts that receive the token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenVariables {
    /// The variables, in order of precedence.
    pub variables: Vec<String>,
    /// The hosts; empty if only the API's own server receives the token.
    pub hosts: Vec<String>,
    /// Whether the server that the environment names receives the token, unless other variables list its host.
    pub named_server: bool,
}

/// An environment variable that contains a host, and the base URLs of hosts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HostVariable {
    /// The variable.
    pub name: String,
    /// The patterns of hosts; the first match applies.
    pub servers: Vec<HostServer>,
}

/// The base URL of hosts that match a pattern: `*` stands for the same text in both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HostServer {
    /// The pattern of the host.
    pub host: String,
    /// The pattern of the base URL.
    pub base_url: String,
}

/// The server of uploads for base URLs that match a pattern: `*` stands for the same text in both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UploadServer {
    /// The pattern of the base URL.
    pub base: String,
    /// The pattern of the server.
    pub uploads: String,
}

/// The GraphQL endpoint for base URLs that match a pattern: `*` stands for the same text in both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GraphQlEndpoint {
    /// The pattern of the base URL.
    pub base: String,
    /// The pattern of the endpoint.
    pub url: String,
}

impl Profile {
    /// Returns whether the client reads environment variables.
    pub fn reads_environment(&self) -> bool {
        self.base_url_variable.is_some() || self.host_variable.is_some() || !self.tokens.is_empty()
    }

    /// Returns the environment variable from which examples read the token.
    pub fn token_variable(&self) -> &str {
        let mut variables = self.tokens.iter().flat_map(|it| &it.variables);
        variables.next().map_or("TOKEN", String::as_str)
    }
}
