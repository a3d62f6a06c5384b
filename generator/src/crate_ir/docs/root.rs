//! Documentation of the crate's root and of its tags.

use super::{Doc, Line, Paragraph, heading};
use crate::crate_ir::context::krate_name;
use crate::crate_ir::{Content, Crate, Tag, snippet};

/// Returns the documentation of the crate.
pub fn root<'k>(krate: &'k Crate<'_>) -> Doc<'k> {
    let name = krate_name(krate);
    let client = format!("let client = {name}::Client::builder().token(\"TOKEN\").build()?;");
    let tags = krate.tags.iter().map(|it| {
        let (module, count) = (&it.module, it.operations.len());
        Line::ours(format!("| [`{module}`](Client::{module}) | {count} |"))
    });
    let table = ["| tag | operations |", "|---|---|"].map(Line::ours);
    let table = table.into_iter().chain(tags);
    let mut example = OPENING.map(Line::ours).to_vec();
    example.push(Line::ours(client));
    example.extend(CLOSING.map(Line::ours));
    if krate.tags.is_empty() {
        let mut doc = vec![
            Line::text(&krate.package.description).into(),
            Paragraph::Lines(TYPES.map(Line::ours).to_vec()),
        ];
        doc.extend(nesting(krate));
        return doc;
    }
    let mut doc = vec![
        Line::text(&krate.package.description).into(),
        Paragraph::Lines(CALLS.map(Line::ours).to_vec()),
        Paragraph::Lines(example),
        Paragraph::Lines(RESPONSES.map(Line::ours).to_vec()),
        Paragraph::Lines(GUIDE.map(Line::ours).to_vec()),
        Paragraph::Lines(table.collect()),
        Paragraph::Lines(FEATURES.map(Line::ours).to_vec()),
    ];
    doc.extend(tests(krate).into_iter().flatten());
    doc.extend(nesting(krate));
    doc
}

/// Returns the paragraph about the recursion limit, if the crate needs another one than the default.
fn nesting<'k>(krate: &Crate<'_>) -> Option<Paragraph<'k>> {
    let limit = krate.recursion_limit?;
    Some(Paragraph::Lines(vec![
        Line::ours(
            "The types contain each other so deeply that the compiler may need a higher recursion limit to find out",
        ),
        Line::ours(format!(
            "whether a future of your program is `Send`: `#![recursion_limit = \"{limit}\"]` at the top of its crate root."
        )),
    ]))
}

const TYPES: [&str; 4] = [
    "The description has no operations. The crate contains the [`types`] of its schemas, such as the payloads of \
     webhooks.",
    "[`Read`] decodes JSON as one of these types. If the JSON deviates from the description, the decoder corrects it \
     and reports",
    "the deviation ([`Drift`]). With the feature `serde`, all types implement `Serialize` and a strict `Deserialize`.",
    "[`Client::request`] sends requests that the description does not declare.",
];
const CALLS: [&str; 2] = [
    "Each tag of the API is a method of [`Client`]. It returns a handle with a method for each operation.",
    "Required parameters are arguments, optional parameters are setters, and `.await` sends the request.",
];
const OPENING: [&str; 2] = [
    "```no_run",
    "# async fn example() -> Result<(), Box<dyn std::error::Error>> {",
];
const CLOSING: [&str; 4] = ["# let _ = client;", "# Ok(())", "# }", "```"];
const RESPONSES: [&str; 2] = [
    "A [`Response`] dereferences to its body, and contains the status, the headers and the rate limit. If the",
    "body deviates from the description, the decoder corrects it and reports the deviation ([`Drift`]).",
];
const GUIDE: [&str; 4] = [
    "The [guide](tagsmith_runtime) explains what all operations share: [authentication](tagsmith_runtime#authentication),",
    "[request bodies](tagsmith_runtime#request-bodies), [errors](tagsmith_runtime#errors),",
    "[retries and rate limits](tagsmith_runtime#retries-and-rate-limits), [pagination](tagsmith_runtime#pagination),",
    "[large bodies](tagsmith_runtime#large-bodies), and [middleware](tagsmith_runtime#middleware-and-custom-transports).",
];
const FEATURES: [&str; 4] = [
    "Each tag is a feature; the default feature `all` enables all of them. To compile only some tags and their",
    "types, disable the default features and enable the features of these tags. With the",
    "feature `serde`, all types implement `Serialize` and a strict `Deserialize`. [`Read`] decodes",
    "stored JSON and webhook payloads as tolerantly as responses.",
];
const TESTS: [&str; 2] = [
    "With the feature `mock`, a mock server on this machine responds as a test configures it. The compiler checks",
    "that each mocked response is one that the operation declares.",
];

/// Returns the section on tests of the crate's documentation; empty if no operation is simple enough for an example.
fn tests<'k>(krate: &'k Crate<'_>) -> Option<Doc<'k>> {
    let operations = krate.tags.iter().flat_map(|tag| {
        let operations = tag.operations.iter();
        operations.map(move |operation| (tag, operation))
    });
    let simple = operations.filter(|(_, operation)| {
        let content = &operation.success.content;
        !matches!(content, Content::Redirect | Content::ByStatus(..))
            && operation.deprecated.is_none()
    });
    let shortest = simple.min_by_key(|(_, operation)| (operation.name.len(), &operation.name));
    let (tag, operation) = shortest?;
    Some(vec![
        heading("Tests"),
        Paragraph::Lines(TESTS.map(Line::ours).to_vec()),
        Paragraph::Example {
            code: snippet::mocked(krate, tag, operation),
            feature: Some("mock"),
        },
    ])
}

impl Tag<'_> {
    /// Returns the documentation of the tag's handle and of the client's method that returns the handle.
    pub fn handle_doc(&self) -> Doc<'_> {
        let otherwise = Line::ours("The operations of the tag ").and_code(&self.wire);
        vec![Paragraph::TextOr(&self.doc, otherwise.and("."))]
    }

    /// Returns the documentation of the tag's module: the operations, in the groups of the API's documentation.
    pub fn module_doc(&self) -> Doc<'_> {
        let title = Line::ours("The tag ").and_code(&self.wire).and(".");
        let mut doc = vec![title.into()];
        for group in self.groups() {
            doc.push(Paragraph::Heading(match group.key {
                "" => Line::ours("Operations"),
                key => Line::text(key.replace('-', " ")),
            }));
            let lines = group.operations.iter().map(|it| {
                let link = format!(": [`{}::{}`]", self.handle, it.name);
                Line::ours("- ").and_text(&it.summary).and(link)
            });
            doc.push(Paragraph::Lines(lines.collect()));
        }
        doc
    }
}
