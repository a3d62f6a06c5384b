//! The documentation of the crate's root and of its tags.

use super::{Doc, Line, Paragraph, heading};
use crate::crate_ir::context::krate_name;
use crate::crate_ir::{Content, Crate, Tag, snippet};

/// Returns the documentation of the crate: its front page.
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
    let mut doc = vec![
        Line::text(&krate.package.description).into(),
        Paragraph::Lines(CALLS.map(Line::ours).to_vec()),
        Paragraph::Lines(example),
        Paragraph::Lines(ANSWERS.map(Line::ours).to_vec()),
        Paragraph::Lines(GUIDE.map(Line::ours).to_vec()),
        Paragraph::Lines(table.collect()),
        Paragraph::Lines(FEATURES.map(Line::ours).to_vec()),
    ];
    doc.extend(tests(krate).into_iter().flatten());
    doc
}

const CALLS: [&str; 2] = [
    "Each tag of the API is a method of [`Client`], each of its operations a method of what that",
    "returns. Required parameters are arguments, optional ones are setters, `.await` sends.",
];
const OPENING: [&str; 2] = [
    "```no_run",
    "# async fn example() -> Result<(), Box<dyn std::error::Error>> {",
];
const CLOSING: [&str; 4] = ["# let _ = client;", "# Ok(())", "# }", "```"];
const ANSWERS: [&str; 2] = [
    "An [`Answer`] dereferences to its body and carries status, headers, rate limit, and what in it",
    "departed from the description ([`Drift`]): one such departure never loses the answer.",
];
const GUIDE: [&str; 4] = [
    "The [guide](tagsmith_runtime) explains all that operations share: [authentication](tagsmith_runtime#authentication),",
    "[request bodies](tagsmith_runtime#request-bodies), [errors](tagsmith_runtime#errors),",
    "[retries and rate limits](tagsmith_runtime#retries-and-rate-limits), [pagination](tagsmith_runtime#pagination),",
    "[large bodies](tagsmith_runtime#large-bodies), and [middleware](tagsmith_runtime#middleware-and-custom-transports).",
];
const FEATURES: [&str; 4] = [
    "Each tag is a feature, and all of them are on by default (`all`). A crate that turns the default",
    "features off and names some tags compiles these alone, with the types that they reach. With the",
    "feature `serde`, all types implement `Serialize`, and `Deserialize`, which is strict; [`Read`] reads",
    "stored JSON and webhook payloads as tolerantly as answers.",
];
const TESTS: [&str; 2] = [
    "With the feature `mock`, a server on this machine answers as a test says, and the compiler checks",
    "that it answers what the operation can.",
];

/// Returns what the front page says of tests: none if no operation is simple enough for an example.
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
    /// Returns the documentation of the tag's handle, and of the client's method for it.
    pub fn handle_doc(&self) -> Doc<'_> {
        let otherwise = Line::ours("The operations of the tag ").and_code(&self.wire);
        vec![Paragraph::TextOr(&self.doc, otherwise.and("."))]
    }

    /// Returns the documentation of the tag's module: its operations, as the API's documentation groups them.
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
