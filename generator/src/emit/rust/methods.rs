//! Prints the constructor and setters of a struct, and arguments in general.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::doc;
use super::format::parsed;
use super::types::ident;
use crate::crate_ir::{Field, From, Member, Sets, Struct, Takes, Type};

/// Returns the constructor and setters of a struct that requests can contain. Each optional property has a setter.
pub(super) fn of(name: &Ident, body: &Struct, from: From<'_>) -> Option<TokenStream> {
    let constructor = body.in_request.then(|| constructor(body, from));
    let members = body.members.iter().filter(|it| it.has_setter);
    let setters = members.map(|it| setter(it, from));
    let methods: Vec<TokenStream> = constructor.into_iter().chain(setters).collect();
    (!methods.is_empty()).then(|| quote!(impl #name { #(#methods)* }))
}

/// Returns the setter of a property.
fn setter(member: &Member, from: From<'_>) -> TokenStream {
    let argument = argument("value", &member.set_argument(from));
    let value = match member.sets() {
        Sets::Itself => quote!(value),
        Sets::Into | Sets::OrNull => quote!(value.into()),
        Sets::Items(item) => collected(&quote!(value), item),
        Sets::Values(_) => {
            let converted = quote!(|(name, value)| (name.into(), value.into()));
            quote!(value.into_iter().map(#converted).collect())
        }
    };
    let value = match member.field {
        Field::Optional => quote!(Some(#value)),
        Field::Plain | Field::ThreeValued => value,
    };
    let doc = doc::outer(&member.setter_doc());
    let name = ident(&member.name);
    quote! {
        #doc
        #[must_use]
        pub fn #name(mut self, #argument) -> Self {
            self.#name = #value;
            self
        }
    }
}

/// Returns `new`, whose arguments are the required properties.
fn constructor(body: &Struct, from: From<'_>) -> TokenStream {
    let required: Vec<&Member> = body.asked().collect();
    let doc = doc::outer(&body.constructor_doc());
    if required.is_empty() {
        return quote! {
            #doc
            #[must_use]
            pub fn new() -> Self {
                <Self as ::core::default::Default>::default()
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
    quote! {
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

/// Returns an argument of a type.
pub(super) fn argument(name: &str, kind: &str) -> TokenStream {
    let (name, kind) = (ident(name), parsed(kind));
    quote!(#name: #kind)
}

/// Returns the expression that collects an argument's items into a list.
pub(super) fn collected(argument: &TokenStream, item: &Type) -> TokenStream {
    match item.is_exact() {
        true => quote!(#argument.into_iter().collect()),
        false => quote!(#argument.into_iter().map(Into::into).collect()),
    }
}
