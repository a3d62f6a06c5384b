//! The table of all operations by which tests and recorded traffic reach them.

use proc_macro2::TokenStream;
use quote::quote;

use super::types::{self, From, ident};
use crate::model::{Api, Body, BodyContent, Given, Operation, Tag};

/// Returns the code of `conformance.rs`.
pub(super) fn file(api: &Api) -> TokenStream {
    let operations = api.tags.iter().flat_map(|tag| {
        let operations = tag.operations.iter();
        operations.map(move |operation| row(tag, operation))
    });
    quote! {
        //! Every operation by its operationId, for tests and for recorded traffic.
        #![allow(unused_imports)]

        use super::{Client, types};
        use tagsmith_runtime as runtime;

        runtime::entries! { Client { #(#operations)* } }
    }
}

/// Returns what is needed to make an operation's call of what is given by wire names.
fn row(tag: &Tag, operation: &Operation) -> TokenStream {
    let from = From::Conformance(&tag.module);
    let (feature, module) = (&tag.module, ident(&tag.module));
    let (method, call) = (ident(&operation.name), ident(&operation.type_name));
    let required = operation.parameters.iter().filter(|it| it.required);
    let arguments = required.map(|it| {
        let (wire, kind) = (&it.wire, types::path(&it.kind, from));
        quote!(#wire: #kind)
    });
    let optional = operation.parameters.iter().filter(|it| !it.required);
    let setters = optional.map(|it| {
        let (setter, wire, kind) = (ident(&it.name), &it.wire, types::path(&it.kind, from));
        quote!(#setter #wire: #kind)
    });
    let body = match &operation.body {
        Some(body) => given_body(body, from),
        None => quote!(no),
    };
    let pages = operation.pagination.as_ref().map(|_| quote!(, with_pages));
    quote!(#feature #module #method #call (#(#arguments),*) [#(#setters),*] #body #pages;)
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
