//! Prints the success of an operation.

use proc_macro2::TokenStream;
use quote::quote;

use super::doc;
use super::types::{self, ident, number};
use crate::crate_ir::{Choice, Content, From, Operation};

/// Returns the type that decodes a response.
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

/// Returns the type of a response's body.
pub(super) fn body(content: &Content) -> TokenStream {
    types::tokens(&content.spelled(From::Operation))
}

/// Returns the methods that request alternative media types.
pub(super) fn choices(operation: &Operation) -> Option<TokenStream> {
    let choices = &operation.success.choices;
    if choices.is_empty() {
        return None;
    }
    let name = ident(&operation.type_name);
    let methods = choices.iter().map(|choice| {
        let Choice { name, .. } = choice;
        let media_type = &choice.media_type;
        let doc = doc::outer(&choice.doc());
        let (method, reader) = (ident(name), reader(&choice.content));
        quote! {
            #doc
            pub fn #method(self) -> runtime::AcceptCall<Self, #reader> {
                runtime::AcceptCall::new(self, #media_type)
            }
        }
    });
    Some(quote!(impl #name { #(#methods)* }))
}

/// Returns the enum of responses by status, if there is one.
pub(super) fn by_status(operation: &Operation) -> Option<TokenStream> {
    let Content::ByStatus(name, cases) = &operation.success.content else {
        return None;
    };
    let name = ident(name);
    let doc = doc::outer(&operation.response_doc());
    let variants = cases.iter().map(|case| {
        let doc = doc::outer(&case.variant_doc());
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
