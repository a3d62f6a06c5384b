//! The methods of a struct, and how an argument takes a value.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::doc;
use super::types::{code, ident, parsed, path, tokens};
use crate::crate_ir::{Field, From, Member, Sets, Struct, Takes, Type};

/// Returns a member's setter.
pub(super) fn setter(member: &Member, from: From<'_>) -> TokenStream {
    let name = ident(&member.name);
    let option = (member.field == Field::Optional).then(|| quote!(optional));
    let value = match member.sets() {
        Sets::OrNull => {
            let kind = value_type(member, from);
            quote!(nullable #kind)
        }
        Sets::Items(item) => {
            let item = path(item, from);
            quote!(list #item)
        }
        Sets::Values(value) => {
            let value = path(value, from);
            quote!(map #value)
        }
        Sets::Into => value_type(member, from),
    };
    quote!(#name(#option #value))
}

/// Returns `new`, for a struct that a request can hold: it takes what is required.
pub(super) fn constructor(name: &Ident, body: &Struct, from: From<'_>) -> TokenStream {
    let required: Vec<&Member> = body.asked().collect();
    if required.is_empty() {
        return quote! {
            impl #name {
                /// Creates an empty value, to be filled by setters.
                #[must_use]
                pub fn new() -> Self {
                    <Self as ::core::default::Default>::default()
                }
            }
        };
    }
    let arguments = required.iter();
    let arguments = arguments.map(|member| argument(&member.name, &member.argument(from)));
    let values = required.iter().map(|member| {
        let field = ident(&member.name);
        match member.takes() {
            Takes::Items(item) => {
                let items = collected(&quote!(#field), item);
                quote!(#field: #items)
            }
            Takes::Itself => quote!(#field),
            Takes::OrNull => quote!(#field: #field.into().into_option()),
            Takes::Into => quote!(#field: #field.into()),
        }
    });
    let names: Vec<String> = required.iter().map(|it| code(&it.wire)).collect();
    let line = format!("Creates one with what it must have: {}.", names.join(", "));
    let doc = doc::attributes([line]);
    quote! {
        impl #name {
            #doc
            #[must_use]
            pub fn new(#(#arguments),*) -> Self {
                Self {
                    #(#values,)*
                    ..<Self as ::core::default::Default>::default()
                }
            }
        }
    }
}

/// Returns an argument of a type.
pub(super) fn argument(name: &str, kind: &str) -> TokenStream {
    let (name, kind) = (ident(name), parsed(kind));
    quote!(#name: #kind)
}

/// Returns the list of an argument that takes items.
pub(super) fn collected(argument: &TokenStream, item: &Type) -> TokenStream {
    match item.is_exact() {
        true => quote!(#argument.into_iter().collect()),
        false => quote!(#argument.into_iter().map(Into::into).collect()),
    }
}

fn value_type(member: &Member, from: From<'_>) -> TokenStream {
    tokens(&member.value_spelled(from))
}
