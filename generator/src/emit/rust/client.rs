//! Prints the crate's root, its modules, and the handles of tags.

use proc_macro2::TokenStream;
use quote::quote;

use super::types::ident;
use super::{defaults, doc};
use crate::crate_ir::{Crate, Operation, Tag, docs};

/// Returns the code of `lib.rs`.
pub(super) fn root(krate: &Crate) -> TokenStream {
    let docs = doc::inner(&docs::root(krate));
    let modules = krate.tags.iter().map(|tag| {
        let (module, feature) = (ident(&tag.module), &tag.module);
        quote!(#[cfg(feature = #feature)] #[rustfmt::skip] pub mod #module;)
    });
    let shared_errors = (!krate.errors.is_empty()).then(|| {
        quote! {
            #[rustfmt::skip]
            pub mod shared_errors;
        }
    });
    let recursion_limit = krate.recursion_limit.map(|it| {
        let limit = it.to_string();
        // A crate that is a module of another one has the limit of that crate.
        quote! {
            #![allow(unused_attributes)]
            #![recursion_limit = #limit]
        }
    });
    quote! {
        #docs
        #recursion_limit
        #![cfg_attr(docsrs, feature(doc_cfg))]
        #![forbid(unsafe_code)]
        #![deny(missing_docs)]
        // What is deprecated is so for users, and still works; names and arguments are the API's.
        #![allow(clippy::enum_variant_names, clippy::module_inception)]
        #![allow(clippy::too_many_arguments, clippy::upper_case_acronyms, deprecated)]

        #[rustfmt::skip]
        mod client;
        #(#modules)*
        #[cfg(any(feature = "conformance", feature = "mock"))]
        #[rustfmt::skip]
        mod operations;
        #shared_errors
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
        let doc = doc::outer(&tag.handle_doc());
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
    // A crate of schemas alone has no calls.
    let call = (!krate.tags.is_empty()).then(|| {
        quote! {
            runtime::call! {
                pub struct Call<O>;
            }
        }
    });
    let from_env = defaults::from_env(&krate.profile);
    let graphql = (!krate.profile.graphql.is_empty()).then(|| {
        quote! {
            /// Creates a GraphQL request from a document and its variables: an object, or `()` for none.
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
        //! The client, and the types of the runtime that its users need.

        use tagsmith_runtime as runtime;
        pub use tagsmith_runtime::facade::*;

        static DEFAULTS: runtime::Defaults = #defaults;

        #call

        /// A client of the API. It is `Send` and cheap to clone.
        #[derive(Clone, Debug)]
        pub struct Client {
            core: runtime::Core,
        }

        impl Client {
            /// Creates a client builder.
            pub fn builder() -> runtime::ClientBuilder<Self> {
                runtime::Core::builder(&DEFAULTS)
            }

            #from_env

            /// Creates a client for another account. It shares this client's connections, settings, cache and retry
            /// budget. Creating it takes microseconds. Rate limits are remembered per account; `max_concurrent` and
            /// `pace_writes` count per account.
            ///
            /// Pass a token as [`auth::Credential::bearer`]. Keep a source that requests tokens, such as an
            /// installation, in an `Arc`, and pass clones of it.
            ///
            /// # Errors
            ///
            /// Fails if the credential could be read in transit: if the base URL is `http` on another machine, or
            /// `http` through a proxy that the builder configured.
            pub fn with_credentials(
                &self,
                source: impl runtime::auth::CredentialSource,
            ) -> Result<Self, runtime::BuildError> {
                self.core.with_credentials(source).map(Self::from)
            }

            /// Calls an endpoint that the description does not declare. `path` is a template such as
            /// `/repos/{owner}/{repo}/new-thing`; [`Request::path`](runtime::Request::path) sets its parameters.
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

/// Returns the code of a tag's `mod.rs`.
pub(super) fn tag(tag: &Tag) -> TokenStream {
    let handle = ident(&tag.handle);
    let module_doc = doc::inner(&tag.module_doc());
    let modules = tag.operations.iter().map(|operation| {
        let module = ident(&operation.name);
        quote!(mod #module;)
    });
    let exports = tag.operations.iter().map(|operation| {
        let module = ident(&operation.name);
        let names = operation.items().into_iter().map(|it| ident(&it));
        quote!(pub use self::#module::{#(#names),*};)
    });
    let doc = doc::outer(&tag.handle_doc());
    // The modules of operations import these from here.
    let mut operations = tag.operations.iter();
    let is_shared = operations.any(|it| it.shared_error.is_some());
    let shared_errors = is_shared.then(|| {
        quote!(
            use super::shared_errors;
        )
    });
    let mut operations = tag.operations.iter();
    let names_components = operations.any(Operation::names_components);
    let types_used = names_components.then(|| {
        quote!(
            use super::types;
        )
    });
    quote! {
        #module_doc

        use tagsmith_runtime as runtime;
        use super::client;
        #shared_errors
        #types_used

        #(#modules)*
        #(#exports)*

        #doc
        #[derive(Clone, Debug)]
        pub struct #handle {
            pub(super) core: runtime::Core,
        }
    }
}

/// Returns the code of `types/mod.rs`.
pub(super) fn types(krate: &Crate) -> TokenStream {
    let modules = krate.schemas.iter().map(|file| {
        let module = ident(&file.module);
        let condition = condition(&file.tags);
        // A schema with several types has a module for them.
        match file.types.len() {
            0 | 1 => quote!(#condition mod #module;),
            _ => quote!(#condition pub mod #module;),
        }
    });
    let exports = krate.schemas.iter().map(|file| {
        let module = ident(&file.module);
        let condition = condition(&file.tags);
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

/// Returns the condition of an item: the feature of one of these tags. A crate of schemas alone has no tags.
pub(super) fn condition(features: &[String]) -> TokenStream {
    match features {
        [] => quote!(),
        [only] => quote!(#[cfg(feature = #only)]),
        _ => quote!(#[cfg(any(#(feature = #features),*))]),
    }
}
