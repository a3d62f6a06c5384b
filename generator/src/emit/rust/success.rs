//! What an operation answers if all is well, as code.

use proc_macro2::TokenStream;
use quote::quote;

use super::doc;
use super::types::{self, ident, number};
use crate::crate_ir::{Choice, Content, From, Operation};

/// Returns the type that reads an answer.
pub(super) fn reader(content: &Content) -> TokenStream {
    match content {
        Content::Empty => quote!(runtime::Empty),
        Content::YesOrNo => quote!(runtime::YesOrNo),
        Content::Json(kind) => {
            let kind = types::path(kind, From::Operation);
            quote!(runtime::Json<#kind>)
        }
        Content::JsonOrEmpty(kind) => {
            let kind = types::path(kind, From::Operation);
            quote!(runtime::JsonOrEmpty<#kind>)
        }
        Content::Text => quote!(runtime::Text),
        Content::Binary => quote!(runtime::Binary),
        Content::Redirect => quote!(runtime::Redirected),
        Content::ByStatus(name, _) => {
            let name = ident(name);
            quote!(#name)
        }
    }
}

/// Returns what a call responds with, as the documentation of its method says it.
pub(super) fn told(content: &Content) -> String {
    let what = match content {
        Content::Empty => return "An [`Answer`](runtime::Answer) without a body.".to_owned(),
        Content::YesOrNo => "`true` for status 204, or `false` for 404".to_owned(),
        Content::Json(kind) => types::told(kind),
        Content::JsonOrEmpty(kind) => format!("{}, or `None` without a body", types::told(kind)),
        Content::Text => "text, a [`String`]".to_owned(),
        Content::Binary => "the body's bytes, [`Bytes`](runtime::Bytes)".to_owned(),
        Content::Redirect => {
            "a [`Redirect`](runtime::Redirect), which names where to go".to_owned()
        }
        Content::ByStatus(name, _) => format!("[`{name}`], by status"),
    };
    format!("An [`Answer`](runtime::Answer) with {what}.")
}

/// Returns the type of an answer's body.
pub(super) fn body(content: &Content) -> TokenStream {
    types::tokens(&content.spelled(From::Operation))
}

/// Returns the methods that ask for another media type.
pub(super) fn choices(operation: &Operation) -> Option<TokenStream> {
    let choices = &operation.success.choices;
    if choices.is_empty() {
        return None;
    }
    let name = ident(&operation.type_name);
    let methods = choices.iter().map(|choice| {
        let Choice { name, .. } = choice;
        let media_type = &choice.media_type;
        let doc = doc::attributes([format!("Asks for {}.", types::code(media_type))]);
        let (method, reader) = (ident(name), reader(&choice.content));
        quote! {
            #doc
            pub fn #method(self) -> runtime::As<Self, #reader> {
                runtime::As::new(self, #media_type)
            }
        }
    });
    Some(quote!(impl #name { #(#methods)* }))
}

/// Returns the enum of the answers, if there is another one with each status.
pub(super) fn by_status(operation: &Operation) -> Option<TokenStream> {
    let Content::ByStatus(name, cases) = &operation.success.content else {
        return None;
    };
    let name = ident(name);
    let doc = doc::attributes([format!(
        "What the server answers to [`{}`] if all is well, by status.",
        operation.type_name
    )]);
    let variants = cases.iter().map(|case| {
        let doc = doc::attributes([format!("{}: {}", case.status, doc::line(&case.doc))]);
        let variant = ident(&case.variant);
        let body = (case.content != Content::Empty).then(|| {
            let body = body(&case.content);
            match case.content.is_boxed() {
                true => quote!((Box<#body>)),
                false => quote!((#body)),
            }
        });
        quote!(#doc #variant #body)
    });
    let rows = cases.iter().map(|case| {
        let (status, variant) = (number(case.status), ident(&case.variant));
        let reader = match &case.content {
            Content::Empty => None,
            content => {
                let reader = reader(content);
                Some(match content.is_boxed() {
                    true => quote!((Box<#reader>)),
                    false => quote!((#reader)),
                })
            }
        };
        quote!(#variant #reader = #status)
    });
    Some(quote! {
        #doc
        #[derive(Clone, Debug)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants,)*
        }

        runtime::by_status! {
            enum #name {
                #(#rows,)*
            }
        }
    })
}
