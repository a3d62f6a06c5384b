//! The crate's root, its modules, and the handles that lead to operations.

use proc_macro2::TokenStream;
use quote::quote;

use super::types::ident;
use super::{defaults, doc, example};
use crate::crate_ir::{Content, Crate, Operation, SchemaFile, Tag};
use crate::emit::prose::code;

/// Returns the code of `lib.rs`.
pub(super) fn root(krate: &Crate) -> TokenStream {
    let mut lines = vec![doc::line(&krate.package.description), String::new()];
    lines.extend(front_page(krate));
    let docs = doc::inner(lines);
    let modules = krate.tags.iter().map(|tag| {
        let (module, feature) = (ident(&tag.module), &tag.module);
        quote!(#[cfg(feature = #feature)] #[rustfmt::skip] pub mod #module;)
    });
    quote! {
        #docs
        #![cfg_attr(docsrs, feature(doc_cfg))]
        #![forbid(unsafe_code)]
        #![deny(missing_docs)]
        // What is deprecated is so for users, and still works; names and arguments are the API's.
        #![allow(clippy::enum_variant_names)]
        #![allow(clippy::too_many_arguments, clippy::upper_case_acronyms, deprecated)]

        #[rustfmt::skip]
        mod client;
        #(#modules)*
        #[cfg(any(feature = "conformance", feature = "mock"))]
        #[rustfmt::skip]
        mod operations;
        #[rustfmt::skip]
        pub mod types;

        pub use self::client::*;
        #[cfg(feature = "conformance")]
        pub use self::operations::conformance;
        #[cfg(feature = "mock")]
        pub use self::operations::mock;
    }
}

/// Returns the code of `client.rs`.
pub(super) fn client(krate: &Crate) -> TokenStream {
    let handles = krate.tags.iter().map(|tag| {
        let (module, handle, feature) = (ident(&tag.module), ident(&tag.handle), &tag.module);
        let doc = tag_doc(tag);
        quote! {
            #doc
            #[cfg(feature = #feature)]
            pub fn #module(&self) -> super::#module::#handle {
                super::#module::#handle {
                    core: self.core.clone(),
                }
            }
        }
    });
    let defaults = defaults::of(krate);
    let from_env = defaults::from_env(&krate.profile);
    let graphql = (!krate.profile.graphql.is_empty()).then(|| {
        quote! {
            /// Sends a GraphQL request: a document, and its variables, which are an object, or `()` if there are none.
            pub fn graphql(
                &self,
                document: impl Into<String>,
                variables: impl runtime::Serialize,
            ) -> runtime::GraphQl {
                runtime::GraphQl::new(&self.core, document, variables)
            }
        }
    });
    quote! {
        //! The client, and what its users need of the runtime.

        use tagsmith_runtime as runtime;
        pub use tagsmith_runtime::facade::*;

        static DEFAULTS: runtime::Defaults = #defaults;

        /// A client: a handle that is cheap to clone and can be sent anywhere.
        #[derive(Clone, Debug)]
        pub struct Client {
            core: runtime::Core,
        }

        impl Client {
            /// Begins to build a client.
            pub fn builder() -> runtime::ClientBuilder<Self> {
                runtime::Core::builder(&DEFAULTS)
            }

            #from_env

            /// Creates a client for another account, which shares this one's connections, settings, cache and retry
            /// budget. Creating it takes microseconds. Rate limits are remembered per account; `max_concurrent` and
            /// `pace_writes` count per account.
            ///
            /// A token is passed as [`auth::Credential::bearer`]. A source that requests tokens, such as an
            /// installation, is kept in an `Arc`, of which each client gets a clone.
            ///
            /// # Errors
            ///
            /// Fails if the credential could be read on its way: if the base URL is `http` on another machine, or
            /// `http` through a proxy that the builder named.
            pub fn with_credentials(
                &self,
                source: impl runtime::auth::CredentialSource,
            ) -> Result<Self, runtime::BuildError> {
                self.core.with_credentials(source).map(Self::from)
            }

            /// Calls an endpoint that the description does not declare: `path` is such as
            /// `/repos/{owner}/{repo}/new-thing`, and [`Request::path`](runtime::Request::path) sets its values.
            pub fn request(&self, method: runtime::Method, path: &'static str) -> runtime::Request {
                runtime::Request::new(&self.core, &method, path)
            }

            /// Calls an absolute URL from a response. Its scheme, host and port must be the base URL's, unless
            /// [`rebase_links`](runtime::ClientBuilder::rebase_links) is set.
            pub fn request_url(&self, method: runtime::Method, url: impl AsRef<str>) -> runtime::Request {
                runtime::Request::to_url(&self.core, &method, url.as_ref())
            }

            #graphql

            #(#handles)*
        }

        impl From<runtime::Core> for Client {
            fn from(core: runtime::Core) -> Self {
                Self { core }
            }
        }

        impl AsRef<runtime::Core> for Client {
            fn as_ref(&self) -> &runtime::Core {
                &self.core
            }
        }
    }
}

fn front_page(krate: &Crate) -> Vec<String> {
    let name = krate.package.name.replace('-', "_");
    let mut lines: Vec<String> = [
        "Each tag of the API is a method of [`Client`], each of its operations a method of what that",
        "returns. Required parameters are arguments, optional ones are setters, `.await` sends.",
        "",
        "```no_run",
        "# async fn example() -> Result<(), Box<dyn std::error::Error>> {",
    ]
    .map(str::to_owned)
    .to_vec();
    lines.push(format!(
        "let client = {name}::Client::builder().token(\"TOKEN\").build()?;"
    ));
    lines.extend(
        [
            "# let _ = client;",
            "# Ok(())",
            "# }",
            "```",
            "",
            "An [`Answer`] dereferences to its body and carries status, headers, rate limit, and what in it",
            "departed from the description ([`Drift`]): one such departure never loses the answer.",
            "",
            "The [guide](tagsmith_runtime) explains all that operations share: [authentication](tagsmith_runtime#authentication),",
            "[request bodies](tagsmith_runtime#request-bodies), [errors](tagsmith_runtime#errors),",
            "[retries and rate limits](tagsmith_runtime#retries-and-rate-limits), [pagination](tagsmith_runtime#pagination),",
            "[large bodies](tagsmith_runtime#large-bodies), and [middleware](tagsmith_runtime#middleware-and-custom-transports).",
            "",
            "| tag | operations |",
            "|---|---|",
        ]
        .map(str::to_owned),
    );
    for tag in &krate.tags {
        lines.push(format!(
            "| [`{0}`](Client::{0}) | {1} |",
            tag.module,
            tag.operations.len()
        ));
    }
    lines.extend(
        [
            "",
            "Each tag is a feature, and all of them are on by default (`all`). A crate that turns the default",
            "features off and names some tags compiles these alone, with the types that they reach. With the",
            "feature `serde`, all types implement `Serialize`, and `Deserialize`, which is strict; [`Read`] reads",
            "stored JSON and webhook payloads as tolerantly as answers.",
        ]
        .map(str::to_owned),
    );
    lines.extend(tests(krate));
    lines
}

/// Returns what the front page says of tests.
fn tests(krate: &Crate) -> Vec<String> {
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
    let Some((tag, operation)) = shortest else {
        return Vec::new();
    };
    let mut lines = [
        "",
        "# Tests",
        "",
        "With the feature `mock`, a server on this machine answers as a test says, and the compiler checks",
        "that it answers what the operation can.",
        "",
    ]
    .map(str::to_owned)
    .to_vec();
    lines.extend(example::mocked(krate, tag, operation));
    lines
}

fn tag_doc(tag: &Tag) -> TokenStream {
    let lines = doc::lines(&tag.doc);
    if lines.is_empty() {
        return doc::attributes([format!("The operations of the tag `{}`.", code(&tag.wire))]);
    }
    doc::attributes(lines)
}

/// Returns the code of a tag's `mod.rs`.
pub(super) fn tag(tag: &Tag) -> TokenStream {
    let handle = ident(&tag.handle);
    let module_doc = doc::inner(groups(tag));
    let modules = tag.operations.iter().map(|operation| {
        let module = ident(&operation.name);
        quote!(mod #module;)
    });
    let exports = tag.operations.iter().map(|operation| {
        let module = ident(&operation.name);
        let mut names = vec![
            ident(&operation.type_name),
            ident(&format!("{}Error", operation.type_name)),
        ];
        if let Content::ByStatus(name, _) = &operation.success.content {
            names.push(ident(name));
        }
        names.extend(operation.types.iter().map(|def| ident(&def.name)));
        quote!(pub use self::#module::{#(#names),*};)
    });
    let doc = tag_doc(tag);
    quote! {
        #module_doc

        use tagsmith_runtime as runtime;

        #(#modules)*
        #(#exports)*

        #doc
        #[derive(Clone, Debug)]
        pub struct #handle {
            pub(super) core: runtime::Core,
        }
    }
}

/// Returns the documentation of a tag's module: its operations, as the API's documentation groups them.
fn groups(tag: &Tag) -> Vec<String> {
    let mut groups: Vec<(&str, Vec<&Operation>)> = Vec::new();
    for operation in &tag.operations {
        let group = operation.group.as_deref().unwrap_or_default();
        match groups.iter_mut().find(|(name, _)| *name == group) {
            Some((_, operations)) => operations.push(operation),
            None => groups.push((group, vec![operation])),
        }
    }
    let mut lines = vec![format!("The tag `{}`.", code(&tag.wire))];
    for (group, operations) in groups {
        let title = match group {
            "" => "Operations".to_owned(),
            group => doc::line(&group.replace('-', " ")),
        };
        lines.extend([String::new(), format!("# {title}"), String::new()]);
        for operation in operations {
            let (name, summary) = (&operation.name, doc::line(&operation.summary));
            lines.push(format!("- {summary}: [`{}::{name}`]", tag.handle));
        }
    }
    lines
}

/// Returns the code of `types/mod.rs`.
pub(super) fn types(krate: &Crate) -> TokenStream {
    let modules = krate.schemas.iter().map(|file| {
        let module = ident(&file.module);
        let condition = condition(file);
        // A schema that has parts has a module for them.
        match file.types.len() {
            0 | 1 => quote!(#condition mod #module;),
            _ => quote!(#condition pub mod #module;),
        }
    });
    let exports = krate.schemas.iter().map(|file| {
        let module = ident(&file.module);
        let condition = condition(file);
        let name = file.types.first().map(|def| ident(&def.name));
        quote!(#condition pub use self::#module::#name;)
    });
    quote! {
        //! The types that operations share, one for each schema of the description. The parts of a schema
        //! stand in a module of its name.

        #(#modules)*
        #(#exports)*
    }
}

/// Returns with which features a schema is compiled: those of the tags that reach it.
fn condition(file: &SchemaFile) -> TokenStream {
    let features = &file.tags;
    match features.as_slice() {
        [only] => quote!(#[cfg(feature = #only)]),
        _ => quote!(#[cfg(any(#(feature = #features),*))]),
    }
}
