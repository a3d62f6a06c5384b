//! The table of all operations, of which the tools for tests are made.

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
        quote!(#feature #module #handle { #(#rows)* })
    });
    quote! {
        //! All operations in a table, of which the tools for tests are made.
        #![allow(unused_imports)]

        use tagsmith_runtime as runtime;
        use super::{Client, types};
        #(#imports)*

        runtime::operations! { Client { #(#tags)* } }
    }
}

/// Returns what is needed to make an operation's call, or to tell one from another.
fn row(tag: &Tag, operation: &Operation) -> TokenStream {
    let from = From::Table(&tag.module);
    let (method, call) = (ident(&operation.name), ident(&operation.type_name));
    let parameter = |it: &Parameter| {
        let with = format_ident!("with_{}", it.name);
        let (wire, kind) = (&it.wire, types::path(&it.kind, from));
        quote!(#with #wire: #kind)
    };
    let required = operation.parameters.iter().filter(|it| it.required);
    let arguments = required.map(parameter);
    let optional = operation.parameters.iter().filter(|it| !it.required);
    let setters = optional.map(|it| {
        let (setter, parameter) = (ident(&it.name), parameter(it));
        quote!(#setter #parameter)
    });
    let body = match &operation.body {
        Some(body) => given_body(body, from),
        None => quote!(no),
    };
    let pages = operation.pagination.as_ref().map(|_| quote!(, with_pages));
    quote!(#method #call (#(#arguments),*) [#(#setters),*] #body #pages;)
}

/// Returns how a request body is given.
fn given_body(body: &Body, from: From<'_>) -> TokenStream {
    match (&body.content, body.given) {
        (BodyContent::Json(kind), Given::Always) => {
            let kind = types::path(kind, from);
            quote!(given(#kind))
        }
        (BodyContent::Json(kind), _) => {
            let kind = types::path(kind, from);
            quote!(set(#kind))
        }
        (BodyContent::Text(_), Given::Always) => quote!(text),
        (BodyContent::Text(texts), _) => {
            let setter = texts.first().map(|it| ident(&it.name));
            quote!(text_by(#setter))
        }
        (BodyContent::Binary(_), _) => quote!(upload),
    }
}
