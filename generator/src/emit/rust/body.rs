//! Prints the request body of a call: an argument or a setter.

use proc_macro2::TokenStream;
use quote::quote;

use super::types::{self, ident};
use super::{doc, methods};
use crate::crate_ir::{Body, BodyContent, From, Given, Operation, Takes, Type};

/// Returns the call's method for a JSON body, with the body.
fn json(body: &Body, kind: &Type) -> TokenStream {
    let path = types::path(kind, From::Operation);
    match body.takes() {
        Takes::Items(item) => {
            let list = methods::collected(&quote!(body), item);
            quote!(.body::<#path>(&#list))
        }
        Takes::Into | Takes::OrNull => quote!(.body::<#path>(&body.into())),
        Takes::Itself => quote!(.body(&body)),
    }
}

/// Returns the initial body of a call: the argument, or the empty body that the server requires.
pub(super) fn value(operation: &Operation) -> Option<TokenStream> {
    let body = operation.body.as_ref()?;
    match (&body.content, body.given) {
        (BodyContent::Json(kind), Given::Always) => Some(json(body, kind)),
        (BodyContent::Json(kind), Given::OrEmpty) => {
            let kind = types::path(kind, From::Operation);
            // A property `default` may have a setter of that name.
            Some(quote!(.body(&<#kind as Default>::default())))
        }
        (BodyContent::Text(texts), Given::Always) => {
            let media_type = texts.first().map(|it| &it.media_type);
            Some(quote!(.text_body(#media_type, body.into())))
        }
        (BodyContent::Binary(media_type), Given::Always) => {
            Some(quote!(.upload(#media_type, body.into())))
        }
        _ => None,
    }
}

/// Returns the setters of an optional body.
pub(super) fn setters(operation: &Operation) -> Vec<TokenStream> {
    let Some(body) = &operation.body else {
        return Vec::new();
    };
    if body.given == Given::Always {
        return Vec::new();
    }
    match &body.content {
        BodyContent::Json(kind) => {
            let doc = doc::outer(&body.setter_doc(None));
            let argument = methods::argument("body", &body.argument());
            let put = json(body, kind);
            vec![quote! {
                #doc
                pub fn body(mut self, #argument) -> Self {
                    self.call = self.call #put;
                    self
                }
            }]
        }
        BodyContent::Text(texts) => texts
            .iter()
            .map(|text| {
                let doc = doc::outer(&body.setter_doc(Some(text)));
                let (name, media_type) = (ident(&text.name), &text.media_type);
                quote! {
                    #doc
                    pub fn #name(mut self, body: impl Into<String>) -> Self {
                        self.call = self.call.text_body(#media_type, body.into());
                        self
                    }
                }
            })
            .collect(),
        BodyContent::Binary(_) => Vec::new(),
    }
}
