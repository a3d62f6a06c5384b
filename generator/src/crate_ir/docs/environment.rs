//! Documentation of `from_env`.

use super::{Doc, Line, Paragraph, heading};
use crate::api::{HostVariable, Profile, TokenVariables};

/// Returns the documentation of `from_env`.
pub fn from_env(profile: &Profile) -> Doc<'_> {
    let mut doc = vec![
        Line::ours(
            "Creates a client from environment variables. An empty variable counts as unset.",
        )
        .into(),
        Paragraph::Lines(variables(profile).into_iter().map(Line::ours).collect()),
    ];
    doc.extend(server(profile).map(|it| Line::ours(it).into()));
    doc.extend([
        heading("Errors"),
        Line::ours("Fails if a variable is invalid.").into(),
    ]);
    doc
}

/// Returns the table of the variables.
fn variables(profile: &Profile) -> Vec<String> {
    let mut lines = ["| variable | value |", "|---|---|"]
        .map(str::to_owned)
        .to_vec();
    if let Some(name) = &profile.base_url_variable {
        lines.push(format!("| `{name}` | the base URL |"));
    }
    if let Some(HostVariable { name, .. }) = &profile.host_variable {
        let unless = match &profile.base_url_variable {
            Some(base_url) => format!("; an error if `{base_url}` names a different server"),
            None => String::new(),
        };
        lines.push(format!("| `{name}` | the host of the server{unless} |"));
    }
    for token in &profile.tokens {
        let names = code(&token.variables, ", else ");
        lines.push(format!(
            "| {names} | the token for {} |",
            hosts(profile, token)
        ));
    }
    lines
}

/// Describes the hosts that receive a token.
fn hosts(profile: &Profile, token: &TokenVariables) -> String {
    match token.hosts.as_slice() {
        [] if token.named_server => {
            let host = profile.host_variable.as_ref().map(|it| it.name.clone());
            let servers = host.into_iter().chain(profile.base_url_variable.clone());
            let servers: Vec<String> = servers.collect();
            let servers = code(&servers, ", else ");
            format!("the server that {servers} names, unless another token's hosts include it")
        }
        [] => "the API's own server".to_owned(),
        hosts => code(hosts, ", "),
    }
}

/// Describes the token that is sent to the server in the environment.
fn server(profile: &Profile) -> Option<String> {
    let (name, first) = (profile.base_url_variable.as_ref()?, profile.tokens.first()?);
    let token = match profile.tokens.len() {
        1 => "the token".to_owned(),
        _ => format!("the token of {}", code(&first.variables, " or ")),
    };
    Some(format!(
        "If `{name}` is set, {token} is only for that server. Without a token, calls are anonymous."
    ))
}

fn code(names: &[String], between: &str) -> String {
    let names: Vec<String> = names.iter().map(|it| format!("`{it}`")).collect();
    names.join(between)
}
