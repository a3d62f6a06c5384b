//! The table of all operations by which tests and recorded traffic reach them.

use proc_macro2::TokenStream;
use quote::quote;

use super::types::{self, From, ident};
use crate::model::{self, Api, BodyContent, Operation, Tag};

/// Returns the code of `conformance.rs`.
pub(super) fn file(api: &Api) -> TokenStream {
    let operations = || {
        let tags = api.tags.iter();
        tags.flat_map(|tag| tag.operations.iter().map(move |operation| (tag, operation)))
    };
    let pushes = operations().map(|(tag, operation)| {
        let (feature, make) = (&tag.module, make_name(tag, operation));
        let kind = operation.body.as_ref().and_then(|it| it.content.kind());
        let with_body = kind.map(|kind| {
            let kind = types::path(kind, From::Conformance(&tag.module));
            quote!(.with_body::<#kind>())
        });
        quote! {
            #[cfg(feature = #feature)]
            operations.push(Entry::of(#make)#with_body);
        }
    });
    let makers = operations().map(|(tag, operation)| maker(tag, operation));
    quote! {
        //! Every operation by its operationId, for tests and for recorded traffic.
        #![allow(clippy::vec_init_then_push, unused_imports)]

        use super::{Client, types};
        use tagsmith_runtime as runtime;
        use tagsmith_runtime::conformance::{Entry, Given, GivenError};

        /// Returns all operations.
        pub fn operations() -> Vec<Entry<Client>> {
            let mut operations = Vec::new();
            #(#pushes)*
            operations
        }

        #(#makers)*
    }
}

/// Returns the name of the function that makes an operation's call.
fn make_name(tag: &Tag, operation: &Operation) -> proc_macro2::Ident {
    quote::format_ident!("{}_{}", tag.module, operation.name)
}

/// Returns the function that makes an operation's call of what is given by wire names.
fn maker(tag: &Tag, operation: &Operation) -> TokenStream {
    let from = From::Conformance(&tag.module);
    let (module, call, method) = (
        ident(&tag.module),
        ident(&operation.type_name),
        ident(&operation.name),
    );
    let (required, optional): (Vec<_>, Vec<_>) =
        operation.parameters.iter().partition(|it| it.required);
    let mut arguments: Vec<TokenStream> = required
        .iter()
        .map(|it| {
            let (wire, kind) = (&it.wire, types::path(&it.kind, from));
            quote!(given.argument::<#kind>(#wire)?)
        })
        .collect();
    let mut setters: Vec<TokenStream> = optional
        .iter()
        .map(|it| {
            let (wire, setter, kind) = (&it.wire, ident(&it.name), types::path(&it.kind, from));
            quote! {
                if let Some(value) = given.setter::<#kind>(#wire)? {
                    call = call.#setter(value);
                }
            }
        })
        .collect();
    if let Some(body) = &operation.body {
        let (argument, body_setters) = given_body(body, from);
        arguments.extend(argument);
        setters.extend(body_setters);
    }
    let given = if arguments.is_empty() && setters.is_empty() {
        quote!(_)
    } else {
        quote!(given)
    };
    let made = quote!(client.#module().#method(#(#arguments),*));
    let body = if setters.is_empty() {
        quote!(Ok(#made))
    } else {
        quote! {
            let mut call = #made;
            #(#setters)*
            Ok(call)
        }
    };
    let (feature, name) = (&tag.module, make_name(tag, operation));
    quote! {
        #[cfg(feature = #feature)]
        fn #name(client: &Client, #given: &Given) -> Result<super::#module::#call, GivenError> {
            #body
        }
    }
}

/// Returns the argument that takes the request body, or the setters that do.
fn given_body(body: &model::Body, from: From<'_>) -> (Option<TokenStream>, Vec<TokenStream>) {
    let is_argument = body.given == model::Given::Always;
    match &body.content {
        BodyContent::Json(kind) => {
            let kind = types::path(kind, from);
            if is_argument {
                return (Some(quote!(given.body::<#kind>()?)), Vec::new());
            }
            let setter = quote! {
                if let Some(body) = given.optional_body::<#kind>()? {
                    call = call.body(body);
                }
            };
            (None, vec![setter])
        }
        BodyContent::Text(_) if is_argument => (Some(quote!(given.body::<String>()?)), Vec::new()),
        BodyContent::Text(texts) => {
            let setter = texts.first().map(|text| {
                let name = ident(&text.name);
                quote! {
                    if let Some(body) = given.optional_body::<String>()? {
                        call = call.#name(body);
                    }
                }
            });
            (None, setter.into_iter().collect())
        }
        BodyContent::Binary(_) => (Some(quote!(given.body::<String>()?)), Vec::new()),
    }
}
