//! Generates code snippets that call an operation. A snippet is complete with samples, or has holes for the values of a
//! form.

use serde::Serialize;

use super::context::{Context, krate_name};
use super::fill::{fill, joined, put};
use super::name::raw;
use super::sample::{self, Value};
use super::slot;
use super::spelling::string;
use super::{BodyContent, Crate, Given, Operation, Tag};

/// The code around a call, which is the same for each operation. The hole `{s}` is for a string.
#[derive(Clone, Debug, Serialize)]
pub struct Frame {
    /// The import that extension methods require.
    #[serde(rename = "use")]
    extension: String,
    /// The statement that creates the client.
    pub client: Vec<String>,
    /// The statement that creates a client for a gateway.
    gateway: Vec<String>,
    /// The attribute before the call of a deprecated operation.
    allow: &'static str,
    /// The beginning of the call statement.
    call: &'static str,
    /// The method that sends a caller token, which it reads from an environment variable.
    caller: &'static str,
    /// The end of the call statement.
    end: &'static str,
    /// The statement that prints the response.
    show: &'static str,
}

/// Returns the code around each call.
pub fn frame(krate: &Crate<'_>) -> Frame {
    let name = krate_name(krate);
    let client = format!("let client = {name}::Client");
    Frame {
        extension: format!("use {name}::OperationExt as _;"),
        client: match krate.profile.reads_environment() {
            true => vec![format!("{client}::from_env()?;")],
            false => vec![
                format!("{client}::builder()"),
                format!(".token({})", string("TOKEN")),
                ".build()?;".to_owned(),
            ],
        },
        gateway: vec![
            format!("{client}::builder()"),
            ".base_url({s})".to_owned(),
            ".build()?;".to_owned(),
        ],
        allow: "#[allow(deprecated)]",
        call: "let response = client",
        caller: ".header(\"x-tagsmith-token\", std::env::var({s})?)",
        end: ".await?;",
        show: "println!(\"{response:?}\");",
    }
}

/// Returns the method calls of an operation. The hole `{}` is for its arguments.
pub fn call(tag: &Tag, operation: &Operation) -> [String; 2] {
    [
        format!(".{}()", raw(&tag.module)),
        format!(".{}({{}})", raw(&operation.name)),
    ]
}

/// Returns the method call that requests a different media type: the method for this media type, or the general one.
pub fn asked(method: Option<&str>, media_type: &str, is_text: bool) -> Vec<String> {
    match (method, is_text) {
        (Some(name), _) => vec![format!(".{}()", raw(name))],
        (None, true) => vec![
            format!(".accept({})", string(media_type)),
            ".text()".to_owned(),
        ],
        (None, false) => vec![
            format!(".accept({})", string(media_type)),
            ".bytes()".to_owned(),
        ],
    }
}

/// Returns the statements that call an operation with samples.
pub fn example(krate: &Crate, tag: &Tag, operation: &Operation) -> String {
    let frame = frame(krate);
    let call = put(
        &call(tag, operation).concat(),
        &arguments(krate, tag, operation),
    );
    let mut statements = vec![frame.client.concat()];
    if operation.deprecated.is_some() {
        statements.push(frame.allow.to_owned());
    }
    statements.push(format!("{}{call}{}", frame.call, frame.end));
    statements.push(frame.show.to_owned());
    statements.join("\n")
}

/// Returns the statements that call an operation of a mock server.
pub fn mocked(krate: &Crate, tag: &Tag, operation: &Operation) -> String {
    let [handle, method] = [raw(&tag.module), raw(&operation.name)];
    let (name, arguments) = (raw(&krate_name(krate)), arguments(krate, tag, operation));
    [
        format!("let mock = {name}::mock::Mock::start().await;"),
        format!("mock.{handle}().{method}().returns(Default::default());"),
        format!("let response = mock.client().{handle}().{method}({arguments}).await?;"),
        "println!(\"{response:?}\");".to_owned(),
    ]
    .join("\n")
}

/// Returns the arguments of an operation's method, filled with samples.
pub fn arguments(krate: &Crate, tag: &Tag, operation: &Operation) -> String {
    let context = &Context::new(krate, tag, operation);
    let required = operation.parameters.iter().filter(|it| it.required);
    let parameters = required.map(|it| {
        let slot = slot::parameter(context, it);
        fill(context, &slot, &sample::parameter(&context.types, it))
    });
    let body = operation
        .body
        .as_ref()
        .filter(|it| it.given == Given::Always);
    let body = body.map(|it| {
        let sample = sample::body(&context.types, it);
        match (&it.content, &sample) {
            // An example cannot read a file, so it uploads a constant.
            (BodyContent::Binary(_), Value::Text(text)) => string(text),
            _ => fill(context, &slot::body(context, it), &sample),
        }
    });
    joined(parameters.chain(body))
}
