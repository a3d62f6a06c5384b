//! Prints the crate's files that are not Rust: manifest, README, licence.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::crate_ir::snippet;
use crate::crate_ir::{Crate, Package};

/// GitHub's licence notice for the text of its description.
pub(super) const NOTICE: &str = include_str!("../../../LICENSE-GITHUB");

/// Features that enable a feature of the runtime.
const FORWARDED: [(&str, &str); 9] = [
    ("app", "tagsmith-runtime/app"),
    ("blocking", "tagsmith-runtime/blocking"),
    ("cache", "tagsmith-runtime/cache"),
    ("conformance", "tagsmith-runtime/conformance"),
    ("device", "tagsmith-runtime/device"),
    ("gh", "tagsmith-runtime/gh"),
    ("media-types", "tagsmith-runtime/media-types"),
    ("mock", "tagsmith-runtime/mock"),
    ("serde", "tagsmith-runtime/serde"),
];

#[derive(Serialize)]
struct Manifest<'a> {
    package: About<'a>,
    dependencies: BTreeMap<&'static str, Dependency<'a>>,
    features: BTreeMap<&'a str, Vec<&'a str>>,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct About<'a> {
    name: &'a str,
    version: &'a str,
    edition: &'a str,
    rust_version: &'a str,
    description: &'a str,
    license: &'a str,
    repository: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    documentation: Option<&'a str>,
    readme: &'a str,
    metadata: Metadata,
}

#[derive(Serialize)]
struct Metadata {
    docs: Docs,
}

#[derive(Serialize)]
struct Docs {
    rs: DocsRs,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct DocsRs {
    all_features: bool,
    rustdoc_args: [&'static str; 2],
}

#[derive(Serialize)]
struct Dependency<'a> {
    version: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<&'a str>,
}

/// Returns `Cargo.toml` without its header.
pub(super) fn cargo(api: &Crate) -> String {
    let Package {
        name,
        version,
        description,
        repository,
        documentation,
        runtime_version,
        runtime_path,
        names: _,
    } = &api.package;
    let tags: Vec<&str> = api.tags.iter().map(|tag| tag.module.as_str()).collect();
    let of_tags = api
        .tags
        .iter()
        .map(|tag| (tag.module.as_str(), tag.needs.clone()));
    let mut features: BTreeMap<&str, Vec<&str>> = of_tags.collect();
    features.insert("all", tags);
    features.insert("default", vec!["all"]);
    features.extend(FORWARDED.map(|(name, of_runtime)| (name, vec![of_runtime])));
    let runtime = Dependency {
        version: runtime_version,
        path: runtime_path.as_deref(),
    };
    let manifest = Manifest {
        package: About {
            name,
            version,
            edition: "2024",
            rust_version: env!("CARGO_PKG_RUST_VERSION"),
            description,
            license: "(MIT OR Apache-2.0) AND MIT",
            repository,
            documentation: documentation.as_deref(),
            readme: "README.md",
            metadata: Metadata {
                docs: Docs {
                    rs: DocsRs {
                        all_features: true,
                        // docs.rs then shows the feature that each item requires.
                        rustdoc_args: ["--cfg", "docsrs"],
                    },
                },
            },
        },
        dependencies: BTreeMap::from([("tagsmith-runtime", runtime)]),
        features,
    };
    // Cannot fail: the manifest consists of strings.
    toml::to_string(&manifest).unwrap_or_default()
}

/// Returns `README.md` without its header.
pub(super) fn readme(api: &Crate) -> String {
    let package = &api.package;
    let client = snippet::frame(api).client.join("\n    ");
    let tags: String = api
        .tags
        .iter()
        .map(|tag| format!("| `{}` | {} |\n", tag.module, tag.operations.len()))
        .collect();
    format!(
        "# {name}

{description}

```rust,no_run
# fn example() -> Result<(), Box<dyn std::error::Error>> {{
{client}
# Ok(())
# }}
```

[SURFACE.md](SURFACE.md) lists all public items.

| feature | operations |
|---|---|
{tags}
The code is licensed under MIT or Apache-2.0, at your choice. Its documentation comes from the API's description, under
the licence in [LICENSE-GITHUB](LICENSE-GITHUB).
",
        name = package.name,
        description = package.description,
    )
}
