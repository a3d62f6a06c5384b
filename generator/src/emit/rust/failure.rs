//! Prints errors, with one variant per status: shared enums, and an alias or an enum for each operation.

use proc_macro2::TokenStream;
use quote::quote;

use super::doc;
use super::types::{self, ident, number};
use crate::crate_ir::docs::Doc;
use crate::crate_ir::{Crate, From, Operation, SharedError, Type, body_type};

/// Returns the operation's enum of its declared errors, or its alias of a shared enum.
pub(super) fn failures(operation: &Operation) -> TokenStream {
    let name = ident(&operation.error_name());
    let doc = doc::outer(&operation.error_doc());
    if let Some(shared) = &operation.shared_error {
        let shared = ident(shared);
        return quote!(#doc pub type #name = super::shared_errors::#shared;);
    }
    let variants = operation.failures.iter().map(|it| Variant {
        doc: it.variant_doc(),
        name: &it.variant,
        status: it.status,
        body: it.body.as_ref(),
    });
    let code = item(
        &operation.error_name(),
        variants.collect(),
        operation.other.as_ref(),
    );
    quote!(#doc #code)
}

/// Returns the code of a shared enum's file.
pub(super) fn shared(error: &SharedError) -> TokenStream {
    let doc = doc::outer(&error.enum_doc());
    let types_used = error.names_components().then(|| {
        quote!(
            use super::types;
        )
    });
    let variants = error.variants.iter().map(|it| Variant {
        doc: it.variant_doc(),
        name: &it.variant,
        status: it.status,
        body: it.body.as_ref(),
    });
    let code = item(&error.name, variants.collect(), error.other.as_ref());
    quote! {
        use tagsmith_runtime as runtime;
        #types_used

        #doc
        #code
    }
}

/// Returns the code of `shared_errors/mod.rs`.
pub(super) fn module(krate: &Crate) -> TokenStream {
    let condition = |error: &SharedError| super::client::condition(&error.tags);
    let modules = krate.errors.iter().map(|it| {
        let (module, condition) = (ident(&it.module), condition(it));
        quote!(#condition mod #module;)
    });
    let exports = krate.errors.iter().map(|it| {
        let (module, name) = (ident(&it.module), ident(&it.name));
        let condition = condition(it);
        quote!(#condition pub use self::#module::#name;)
    });
    let features = krate.component_error_tags();
    let types_used = (!features.is_empty()).then(|| {
        let condition = super::client::condition(&features);
        quote!(#condition use super::types;)
    });
    quote! {
        //! The error enums. Operations with the same statuses and bodies share one, and each operation has an alias of
        //! it. Use the alias, such as `GetThingError`. If the operation's errors change, the alias stays and names
        //! another enum.

        #types_used
        #(#modules)*
        #(#exports)*
    }
}

/// A variant of an error enum.
struct Variant<'k> {
    doc: Doc<'k>,
    name: &'k str,
    status: u16,
    body: Option<&'k Type>,
}

/// Returns an error enum.
fn item(name: &str, variants: Vec<Variant<'_>>, other: Option<&Type>) -> TokenStream {
    let name = ident(name);
    let rows = variants.iter().map(|it| {
        let (variant, status) = (ident(it.name), number(it.status));
        quote!(#variant = #status)
    });
    let variants = variants.iter().map(|it| {
        let doc = doc::outer(&it.doc);
        let (variant, kind) = (ident(it.name), body(it.body));
        quote!(#doc #variant(Option<#kind>))
    });
    let other = body(other);
    quote! {
        #[derive(Debug)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants,)*
            /// An undeclared status.
            Other(Option<#other>),
        }

        runtime::failures! {
            enum #name {
                #(#rows,)*
            }
        }
    }
}

fn body(declared: Option<&Type>) -> TokenStream {
    types::path(body_type(declared), From::Operation)
}
