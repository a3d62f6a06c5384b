//! Full type paths, as a user of the crate writes them.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use tagsmith::crate_ir::name;
use tagsmith::crate_ir::{Content, From, Member, Named, Spelled, Type, body_type};

/// Returns an identifier, as a raw identifier if necessary.
pub(super) fn ident(name: &str) -> Ident {
    match name::is_keyword(name) {
        true => Ident::new_raw(name, Span::call_site()),
        false => Ident::new(name, Span::call_site()),
    }
}

/// Returns the path of a type. The types of an operation are in the module of its tag.
pub(super) fn path(kind: &Type, tag: &str) -> TokenStream {
    tokens(&kind.spelled(user(tag)))
}

/// Returns the path of a named type.
pub(super) fn named_path(named: &Named, tag: &str) -> TokenStream {
    tokens(&named.spelled(user(tag)))
}

/// Returns the type of a property's value, without `Option` or `Nullable`.
pub(super) fn value_path(member: &Member, tag: &str) -> TokenStream {
    tokens(&member.value_spelled(user(tag)))
}

/// Returns the type of a property's field.
pub(super) fn field_path(member: &Member, tag: &str) -> TokenStream {
    tokens(&member.spelled(user(tag)))
}

/// Returns the type of a response body.
pub(super) fn body_path(content: &Content, tag: &str) -> TokenStream {
    tokens(&content.spelled(user(tag)))
}

/// Returns the type of an error's body.
pub(super) fn failure_path(body: Option<&Type>, tag: &str) -> TokenStream {
    path(body_type(body), tag)
}

fn user(tag: &str) -> From<'_> {
    From::User {
        krate: "krate",
        tag,
    }
}

fn tokens(spelled: &Spelled) -> TokenStream {
    if spelled.path.is_empty() {
        return quote!(());
    }
    let path = spelled.path.iter().map(|it| ident(it));
    let arguments: Vec<TokenStream> = spelled.arguments.iter().map(tokens).collect();
    let arguments = (!arguments.is_empty()).then(|| quote!(<#(#arguments),*>));
    quote!(#(#path)::* #arguments)
}
