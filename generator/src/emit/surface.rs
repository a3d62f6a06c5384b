//! Prints SURFACE.md: a sorted list of the crate's public items, one line each, for reviewers.

use crate::crate_ir::{
    Content, Crate, Given, Member, Operation, SchemaFile, Shape, Tag, TypeDef, body_type,
};
use crate::emit::prose::code;

/// Returns `SURFACE.md`, without its header.
pub fn render(krate: &Crate<'_>) -> String {
    let mut text = format!("# The public surface of {}\n", krate.package.name);
    let handle = |tag: &Tag| format!("`Client::{0}() -> {0}::{1}`", tag.module, tag.handle);
    let mut client = vec!["`Client`".to_owned(), "`Client::builder()`".to_owned()];
    if krate.profile.reads_environment() {
        client.push("`Client::from_env()`".to_owned());
    }
    client.push("`Client::with_credentials(source)`".to_owned());
    client.push("`Client::request(Method, path) -> Request`".to_owned());
    client.push("`Client::request_url(Method, url) -> Request`".to_owned());
    if !krate.profile.graphql.is_empty() {
        client.push("`Client::graphql(document, variables) -> GraphQl`".to_owned());
    }
    client.extend(krate.tags.iter().map(handle));
    section(&mut text, "Client", client);
    let mock = "`mock::Mock`: a mock server with a method for each tag";
    section(&mut text, "With the feature `mock`", [mock.to_owned()]);
    for tag in &krate.tags {
        section(
            &mut text,
            &format!("Operations of `{}`", code(&tag.wire)),
            operations(tag),
        );
    }
    for tag in &krate.tags {
        let lines = tag.operations.iter().flat_map(|operation| {
            let own = operation
                .types
                .iter()
                .flat_map(|def| type_lines(&tag.module, def));
            call_lines(&tag.module, operation).into_iter().chain(own)
        });
        section(
            &mut text,
            &format!("Calls, errors and types of `{}`", code(&tag.wire)),
            lines,
        );
    }
    section(
        &mut text,
        "Shared types",
        krate.schemas.iter().flat_map(shared),
    );
    for (title, stated) in [
        ("Not idempotent, unlike their HTTP method", false),
        ("Idempotent, unlike their HTTP method", true),
    ] {
        let lines = krate.tags.iter().flat_map(|tag| repetitions(tag, stated));
        section(&mut text, title, lines);
    }
    let skips = krate.skipped.iter().map(|it| {
        let reason: Vec<&str> = it.reason.split_whitespace().collect();
        let id = match it.id.is_empty() {
            true => String::new(),
            false => format!(" `{}`", code(&it.id)),
        };
        format!("`{}`{id}: {}", code(&it.call), reason.join(" "))
    });
    section(&mut text, "Left out", skips);
    text
}

/// Returns the lines of a component schema and its parts. The parts are in the module of the schema.
fn shared(file: &SchemaFile) -> Vec<String> {
    let parts = format!("types::{}", file.module);
    let types = file.types.iter().enumerate();
    let lines = types.flat_map(|(index, def)| match index {
        0 => type_lines("types", def),
        _ => type_lines(&parts, def),
    });
    lines.collect()
}

fn section(text: &mut String, title: &str, lines: impl IntoIterator<Item = String>) {
    let mut lines: Vec<String> = lines.into_iter().collect();
    if lines.is_empty() {
        return;
    }
    lines.sort_unstable();
    text.push_str(&format!("\n## {title}\n\n"));
    for line in lines {
        text.push_str(&format!("- {line}\n"));
    }
}

fn operations(tag: &Tag) -> Vec<String> {
    let line = |it: &Operation| {
        let call = format!("`{} {}` `{}`", it.method, code(&it.path), code(&it.id));
        format!("{call}: `{}`{}", it.display(tag), notes(it))
    };
    tag.operations.iter().map(line).collect()
}

/// Returns the lines of operations that are idempotent although their HTTP method is not, or the reverse.
fn repetitions(tag: &Tag, stated: bool) -> impl Iterator<Item = String> {
    let operations = tag.operations.iter();
    let stated = operations.filter(move |it| it.idempotent_despite_method() == Some(stated));
    stated.map(|it| {
        let (path, id) = (code(&it.path), code(&it.id));
        format!(
            "`{} {path}` `{id}`: `{}().{}`",
            it.method, tag.module, it.name
        )
    })
}

/// Returns the lines of a call's setters and errors.
fn call_lines(module: &str, operation: &Operation) -> Vec<String> {
    let path = format!("{module}::{}", operation.type_name);
    let optional = operation.parameters.iter().filter(|it| !it.required);
    let other = body_type(operation.other.as_ref()).display();
    let shared = operation.shared_error.as_ref();
    let mut lines = vec![
        format!("`{path}`, a call"),
        format!(
            "`{path}Error`, an enum, undeclared statuses as `Other(Option<{other}>)`{}",
            shared.map_or_else(String::new, |it| format!(", from `shared_errors::{it}`"))
        ),
    ];
    lines.extend(optional.map(|it| {
        let deprecated = noted(it.deprecated);
        format!("`{path}::{}({})`{deprecated}", it.name, it.kind.display())
    }));
    if operation.pagination.is_some() {
        lines.push(format!("`{path}::items() -> Items`"));
        lines.push(format!("`{path}::pages() -> Pages`"));
    }
    lines.extend((operation.links.iter()).map(|_| format!("`{path}::reports() -> Reports`")));
    if let Some(body) = &operation.body
        && body.given != Given::Always
    {
        let setters = body.display();
        lines.extend(setters.map(|(name, kind)| format!("`{path}::{name}({kind})`")));
    }
    for choice in &operation.success.choices {
        lines.push(format!(
            "`{path}::{}() -> {}` for `{}`",
            choice.name,
            choice.content.display(),
            code(&choice.media_type)
        ));
    }
    if let Content::ByStatus(name, cases) = &operation.success.content {
        let name = format!("{module}::{name}");
        lines.push(format!("`{name}`, an enum by status"));
        lines.extend(cases.iter().map(|case| {
            let body = match &case.content {
                Content::Empty => String::new(),
                content => format!("({})", content.display()),
            };
            format!("`{name}::{}{body}` for {}", case.variant, case.status)
        }));
    }
    for failure in &operation.failures {
        let kind = body_type(failure.body.as_ref()).display();
        let (variant, status) = (&failure.variant, failure.status);
        lines.push(format!(
            "`{path}Error::{variant}(Option<{kind}>)` for {status}"
        ));
    }
    lines
}

fn notes(operation: &Operation) -> String {
    let mut notes = String::new();
    if let Some(pagination) = &operation.pagination {
        let by = pagination.number.as_deref().unwrap_or("link");
        notes.push_str(&format!(
            ", pages of `{}` by `{by}`",
            pagination.item.display()
        ));
        if let Some(envelope) = &pagination.envelope {
            notes.push_str(&format!(" in `{}`", envelope.items));
        }
    }
    if let Some(why) = &operation.unpaged {
        notes.push_str(&format!(", no pages: {}", code(why)));
    }
    match operation.idempotent_despite_method() {
        Some(true) => notes.push_str(", idempotent"),
        Some(false) => notes.push_str(", not idempotent"),
        None => {}
    }
    if let Some(server) = &operation.server {
        notes.push_str(&format!(", at `{}`", code(server)));
    }
    if let Some(why) = &operation.deprecated {
        notes.push_str(&format!(", {why}"));
    }
    notes
}

fn type_lines(module: &str, def: &TypeDef) -> Vec<String> {
    let path = format!("{module}::{}", def.name);
    if let Some(same) = &def.same_as {
        return vec![format!("`{path} = {same}`")];
    }
    match &def.shape {
        Shape::Struct(body) => {
            let mut lines = vec![format!("`{path}`, a struct")];
            lines.extend(body.members.iter().map(|it| member_line(&path, it)));
            let required: Vec<String> = body
                .asked()
                .map(|it| format!("{}: {}", it.name, it.display()))
                .collect();
            if body.in_request {
                lines.push(format!("`{path}::new({})`", required.join(", ")));
            }
            if let Some(kind) = &body.additional {
                lines.push(format!("`{path}.additional: Map<{}>`", kind.display()));
            }
            lines
        }
        Shape::Enum(values) => {
            let mut lines = vec![format!(
                "`{path}`, an enum, undeclared values as `Unknown(String)`"
            )];
            let line = |name: &str, wire: &str| format!("`{path}::{name}` for `{}`", code(wire));
            lines.extend(values.iter().map(|it| line(&it.name, &it.wire)));
            lines
        }
        Shape::Union(union) => {
            let mut lines = vec![format!(
                "`{path}`, a union, undeclared values as `Unknown(Value)`"
            )];
            lines.extend(
                union
                    .all()
                    .map(|it| format!("`{path}::{}({})`", it.name, it.kind.display())),
            );
            lines
        }
        Shape::Alias(kind) => vec![format!("`{path} = {}`", kind.display())],
    }
}

fn member_line(path: &str, member: &Member) -> String {
    let name = &member.name;
    let deprecated = noted(member.deprecated);
    let setter = match member.has_setter {
        true => format!(", set by `{name}`"),
        false => String::new(),
    };
    format!("`{path}.{name}: {}`{setter}{deprecated}", member.display())
}

fn noted(is_deprecated: bool) -> &'static str {
    match is_deprecated {
        true => ", deprecated",
        false => "",
    }
}
