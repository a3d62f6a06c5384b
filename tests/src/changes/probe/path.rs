//! Types as a user of the crate writes them, in full.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use tagsmith::api::{Content, Field, Home, Member, Named, Type};
use tagsmith::name;

/// Returns an identifier, raw where it has to be.
pub(super) fn ident(name: &str) -> Ident {
    match name::is_keyword(name) {
        true => Ident::new_raw(name, Span::call_site()),
        false => Ident::new(name, Span::call_site()),
    }
}

/// Returns a type; what is an operation's own is in the module of its tag.
pub(super) fn path(kind: &Type, tag: &str) -> TokenStream {
    match kind {
        Type::Bool => quote!(bool),
        Type::Int => quote!(i64),
        Type::Uint => quote!(u64),
        Type::Float => quote!(f64),
        Type::Str => quote!(String),
        Type::Time => quote!(krate::jiff::Timestamp),
        Type::Date => quote!(krate::jiff::civil::Date),
        Type::Json => quote!(krate::serde_json::Value),
        Type::List(item) => {
            let item = path(item, tag);
            quote!(Vec<#item>)
        }
        Type::Map(value) => {
            let value = path(value, tag);
            quote!(std::collections::BTreeMap<String, #value>)
        }
        Type::Nullable(kind) => {
            let kind = path(kind, tag);
            quote!(Option<#kind>)
        }
        Type::Named(named) => named_path(named, tag),
    }
}

/// Returns the path of a named type.
pub(super) fn named_path(named: &Named, tag: &str) -> TokenStream {
    let name = ident(&named.name);
    match &named.home {
        Home::Operation => {
            let tag = ident(tag);
            quote!(krate::#tag::#name)
        }
        Home::Types => quote!(krate::types::#name),
        Home::Within(module) => {
            let module = ident(module);
            quote!(krate::types::#module::#name)
        }
    }
}

/// Returns the type of a member's value, without what makes it optional.
pub(super) fn value_path(member: &Member, tag: &str) -> TokenStream {
    let kind = path(&member.kind, tag);
    match member.boxed {
        true => quote!(Box<#kind>),
        false => kind,
    }
}

/// Returns the type of a member's field.
pub(super) fn field_path(member: &Member, tag: &str) -> TokenStream {
    let value = value_path(member, tag);
    match member.field {
        Field::Plain => value,
        Field::Optional => quote!(Option<#value>),
        Field::ThreeValued => quote!(krate::Nullable<#value>),
    }
}

/// Returns the type of an answer's body.
pub(super) fn body_path(content: &Content, tag: &str) -> TokenStream {
    match content {
        Content::Empty => quote!(()),
        Content::YesOrNo => quote!(bool),
        Content::Json(kind) => path(kind, tag),
        Content::JsonOrEmpty(kind) => {
            let kind = path(kind, tag);
            quote!(Option<#kind>)
        }
        Content::Text => quote!(String),
        Content::Binary => quote!(krate::Bytes),
        Content::Redirect => quote!(krate::Redirect),
        Content::ByStatus(name, _) => {
            let (tag, name) = (ident(tag), ident(name));
            quote!(krate::#tag::#name)
        }
    }
}

/// Returns the type of what an error holds.
pub(super) fn failure_path(body: Option<&Type>, tag: &str) -> TokenStream {
    path(body.unwrap_or(&Type::Json), tag)
}
