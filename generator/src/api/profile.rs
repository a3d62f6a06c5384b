//! The profile of an API: facts that its description does not state.

/// The profile of an API: facts that its description does not state. Without a fact, the client uses its default.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profile {
    /// The name of the profile.
    pub name: String,
    /// The environment variable that contains the base URL.
    pub base_url_variable: Option<String>,
    /// The environment variable that contains the server's host, for an API that is served on several hosts.
    pub host_variable: Option<HostVariable>,
    /// The environment variables that contain tokens.
    pub tokens: Vec<TokenVariables>,
    /// The default value of the header `Accept`.
    pub media_type: String,
    /// The header that carries the API version.
    pub version_header: Option<String>,
    /// Whether a request that writes keeps its method and body after a redirect with the status 301 or 302.
    pub redirect_writes: bool,
    /// The paths of operations without a rate limit.
    pub unlimited_paths: Vec<String>,
    /// Texts in lower case. A response with the status 422 is a rate limit if its message contains one of these texts.
    pub limit_messages: Vec<String>,
    /// The maximum page size of the server.
    pub result_cap: Option<u32>,
    /// JSON pointers to the message in an error's body. If the list is empty, the client searches the usual properties.
    pub error_message: Vec<String>,
    /// JSON pointers to the URL of the documentation in an error's body.
    pub error_documentation_url: Vec<String>,
    /// The servers of operations that use a separate server, by pattern of the base URL.
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
    /// Whether the token is sent to the server that the environment names. Other variables that list this server's host
    /// take precedence.
    pub named_server: bool,
}

/// An environment variable that contains a host, and the base URLs for hosts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HostVariable {
    /// The variable.
    pub name: String,
    /// The patterns of hosts; the first match applies.
    pub servers: Vec<HostServer>,
}

/// The base URL for hosts that match a pattern. `*` matches any text, which replaces `*` in the base URL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HostServer {
    /// The pattern of the host.
    pub host: String,
    /// The pattern of the base URL.
    pub base_url: String,
}

/// The upload server for base URLs that match a pattern. `*` matches any text, which replaces `*` in the server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UploadServer {
    /// The pattern of the base URL.
    pub base: String,
    /// The pattern of the server.
    pub uploads: String,
}

/// The GraphQL endpoint for base URLs that match a pattern. `*` matches any text, which replaces `*` in the endpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GraphQlEndpoint {
    /// The pattern of the base URL.
    pub base: String,
    /// The pattern of the endpoint.
    pub url: String,
}

impl Profile {
    /// Returns whether the client reads any environment variables.
    pub fn reads_environment(&self) -> bool {
        self.base_url_variable.is_some() || self.host_variable.is_some() || !self.tokens.is_empty()
    }

    /// Returns the environment variable that code examples read the token from.
    pub fn token_variable(&self) -> &str {
        let mut variables = self.tokens.iter().flat_map(|it| &it.variables);
        variables.next().map_or("TOKEN", String::as_str)
    }
}
