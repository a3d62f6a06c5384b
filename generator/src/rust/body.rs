//! The request body of a call: an argument or a setter.

use proc_macro2::TokenStream;
use quote::quote;

use super::doc;
use super::types::{self, From, ident};
use crate::model::{Body, BodyContent, Given};

/// Returns the argument that takes the body, if it has to be given.
pub(super) fn argument(body: &Body) -> Option<TokenStream> {
    if body.given != Given::Always {
        return None;
    }
    Some(match &body.content {
        BodyContent::Json(kind) => {
            let kind = types::path(kind, From::Operation);
            quote!(body: #kind)
        }
        BodyContent::Text(_) => quote!(body: impl Into<String>),
        BodyContent::Binary(_) => quote!(body: impl Into<runtime::Upload>),
    })
}

/// Returns what a call begins with: the body that is given, or the empty one that the server asks for.
pub(super) fn value(body: &Body) -> Option<TokenStream> {
    match (&body.content, body.given) {
        (BodyContent::Json(_), Given::Always) => Some(quote!(.body(&body))),
        (BodyContent::Json(kind), Given::OrEmpty) => {
            let kind = types::path(kind, From::Operation);
            Some(quote!(.body(&<#kind>::default())))
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

/// Returns the setters that take the body, if it need not be given.
pub(super) fn setters(body: &Body) -> Vec<TokenStream> {
    if body.given == Given::Always {
        return Vec::new();
    }
    let mut lines = doc::lines(&body.doc);
    if lines.is_empty() {
        lines.push("Sets the request body.".to_owned());
    }
    match &body.content {
        BodyContent::Json(kind) => {
            let doc = doc::attributes(lines);
            let kind = types::path(kind, From::Operation);
            vec![quote! {
                #doc
                pub fn body(mut self, body: #kind) -> Self {
                    self.call = self.call.body(&body);
                    self
                }
            }]
        }
        BodyContent::Text(texts) => texts
            .iter()
            .map(|text| {
                let media = format!("It is sent as {}.", types::code(&text.media_type));
                let lines = lines.iter().cloned().chain([String::new(), media]);
                let doc = doc::attributes(lines);
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
