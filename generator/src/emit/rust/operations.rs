//! Prints the table of all operations, from which the test tools are generated.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::types::{self, ident};
use crate::crate_ir::{Body, BodyContent, Crate, From, Given, Operation, Parameter, Tag};

/// Returns the code of `operations.rs`.
pub(super) fn file(krate: &Crate) -> TokenStream {
    let imports = krate.tags.iter().map(|tag| {
        let (feature, module) = (&tag.module, ident(&tag.module));
        quote!(#[cfg(feature = #feature)] use super::#module;)
    });
    let tags = krate.tags.iter().map(|tag| {
        let (feature, module, handle) = (&tag.module, ident(&tag.module), ident(&tag.handle));
        let rows = tag.operations.iter().map(|operation| row(tag, operation));
        quote! {
            #[cfg(feature = #feature)]
            fn #module() -> #handle {
                #(#rows)*
            }
        }
    });
    quote! {
        //! All operations in a table, of which the tools for tests are made.

        use tagsmith_runtime as runtime;
        use super::Client;
        // Not all features of the crate need it.
        #[allow(unused_imports)]
        use super::types;
        #(#imports)*

        runtime::operations! {
            impl Client {
                #(#tags)*
            }
        }
    }
}

/// Returns the table row of an operation.
fn row(tag: &Tag, operation: &Operation) -> TokenStream {
    let from = From::Table(&tag.module);
    let (method, call) = (ident(&operation.name), ident(&operation.type_name));
    let parameters = operation.parameters.iter();
    let (required, optional): (Vec<_>, Vec<_>) = parameters.partition(|it| it.required);
    let with = |it: &Parameter| {
        let (with, kind) = (
            format_ident!("with_{}", it.name),
            types::path(&it.kind, from),
        );
        (kind, with)
    };
    let required = required.into_iter().map(|it| {
        let (wire, (kind, with)) = (&it.wire, with(it));
        quote!(.required::<#kind>(#wire, #with))
    });
    let optional = optional.into_iter().map(|it| {
        let (setter, wire, (kind, with)) = (ident(&it.name), &it.wire, with(it));
        quote!(.optional::<#kind>(#wire, #with, #setter))
    });
    let body = operation.body.as_ref().map(|it| given_body(it, from));
    let pages = operation.pagination.as_ref();
    let pages = pages.map(|_| quote!(.pages(with_pages)));
    quote!(#method.call::<#call>() #(#required)* #(#optional)* #body #pages;)
}

/// Returns how callers pass the request body.
fn given_body(body: &Body, from: From<'_>) -> TokenStream {
    match (&body.content, body.given) {
        (BodyContent::Json(kind), Given::Always) => {
            let kind = types::path(kind, from);
            quote!(.body::<#kind>(given))
        }
        (BodyContent::Json(kind), _) => {
            let kind = types::path(kind, from);
            quote!(.body::<#kind>(set))
        }
        (BodyContent::Text(_), Given::Always) => quote!(.body(text)),
        (BodyContent::Text(texts), _) => {
            let setter = texts.first().map(|it| ident(&it.name));
            quote!(.body(text_by(#setter)))
        }
        (BodyContent::Binary(_), _) => quote!(.body(upload)),
    }
}
