//! Prints named types: data, and a table of properties.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote;

use super::{doc, methods};
use crate::crate_ir::name;
use crate::crate_ir::{
    EnumValue, From, Member, Shape, Spelled, Struct, Type, TypeDef, Union, Variant,
};

/// Returns an identifier, raw if necessary.
pub(super) fn ident(name: &str) -> Ident {
    if name::is_keyword(name) {
        Ident::new_raw(name, Span::call_site())
    } else {
        Ident::new(name, Span::call_site())
    }
}

/// Returns the code of a type.
pub(super) fn path(kind: &Type, from: From<'_>) -> TokenStream {
    tokens(&kind.spelled(from))
}

/// Returns the code of a spelled type.
pub(super) fn tokens(spelled: &Spelled) -> TokenStream {
    if spelled.path.is_empty() {
        return quote!(());
    }
    let path = spelled.path.iter().map(|it| ident(it));
    let arguments: Vec<TokenStream> = spelled.arguments.iter().map(tokens).collect();
    let arguments = (!arguments.is_empty()).then(|| quote!(<#(#arguments),*>));
    quote!(#(#path)::* #arguments)
}

/// Returns the code of a named type.
pub(super) fn item(def: &TypeDef, from: From<'_>) -> TokenStream {
    let doc = doc::outer(&def.type_doc());
    let deprecated = def.deprecated.then(|| quote!(#[deprecated]));
    let name = ident(&def.name);
    if let Some(same) = &def.same_as {
        let same = ident(same);
        return quote!(pub use self::#same as #name;);
    }
    match &def.shape {
        Shape::Struct(body) => {
            let code = structure(&name, body, from);
            quote!(#doc #deprecated #code)
        }
        Shape::Enum(values) => {
            let code = string_enum(&name, values);
            quote!(#doc #deprecated #code)
        }
        Shape::Union(body) => {
            let code = union(&name, body, from);
            quote!(#doc #deprecated #code)
        }
        Shape::Alias(kind) => {
            let kind = path(kind, from);
            quote!(#doc #deprecated pub type #name = #kind;)
        }
    }
}

fn structure(name: &Ident, body: &Struct, from: From<'_>) -> TokenStream {
    let fields = body.members.iter().map(|member| {
        let doc = doc::outer(&member.field_doc());
        let deprecated = member.deprecated.then(|| quote!(#[deprecated]));
        let field = ident(&member.name);
        let kind = field_type(member, from);
        quote!(#doc #deprecated pub #field: #kind)
    });
    let additional = body.additional.as_ref().map(|kind| {
        let kind = path(kind, from);
        quote! {
            /// The undeclared properties.
            pub additional: std::collections::BTreeMap<String, #kind>,
        }
    });
    let nulls = body
        .tracks_nulls
        .then(|| quote!(nulls: runtime::value::Nulls,));
    let undocumented = body
        .is_undocumented()
        .then(|| quote!(#[allow(missing_docs)]));
    let table = table(name, body);
    let methods = methods::of(name, body, from);
    quote! {
        #[non_exhaustive]
        #[derive(Default)]
        #undocumented
        pub struct #name {
            #(#fields,)*
            #additional
            #nulls
        }

        #methods
        #table
    }
}

fn field_type(member: &Member, from: From<'_>) -> TokenStream {
    tokens(&member.spelled(from))
}

/// Returns the table from which the runtime implements the struct's traits.
fn table(name: &Ident, body: &Struct) -> TokenStream {
    let rows = body.members.iter().map(|member| {
        let (field, wire) = (ident(&member.name), &member.wire);
        let is = match (body.misses(member), member.nullable) {
            (true, false) => quote!(Required),
            (true, true) => quote!(RequiredNullable),
            (false, false) => quote!(Optional),
            (false, true) => quote!(OptionalNullable),
        };
        quote!(#field: #is<#wire>)
    });
    let additional = body.additional.as_ref();
    let rest = additional.map(|_| quote!(#[additional(additional)]));
    let nulls = body.tracks_nulls.then(|| quote!(#[nulls(nulls)]));
    let only: Vec<TokenStream> = body.members.iter().filter_map(only).collect();
    let only = (!only.is_empty()).then(|| quote!(#[only(#(#only),*)]));
    let closed = body.closed.then(|| quote!(#[is(closed)]));
    let siblings = body.members.iter().filter_map(|member| {
        let (wire, by) = (&member.wire, member.named_by.as_ref()?);
        let (named_by, values) = (&by.member, by.values.iter());
        let values = values.map(|(value, variant)| quote!(#value = #variant));
        Some(quote!(#[sibling_discriminator(#wire, #named_by #(, #values)*)]))
    });
    quote! {
        runtime::table! {
            #rest #nulls #only #closed #(#siblings)*
            struct #name {
                #(#rows,)*
            }
        }
    }
}

/// Returns the only allowed value of a property.
fn only(member: &Member) -> Option<TokenStream> {
    let (wire, only) = (&member.wire, member.only.as_ref()?);
    Some(quote!(#wire = #only))
}

fn string_enum(name: &Ident, values: &[EnumValue]) -> TokenStream {
    let variants = values.iter().map(|value| {
        let variant = ident(&value.name);
        let doc = doc::outer(&value.variant_doc());
        quote!(#doc #variant)
    });
    let rows = values.iter().map(|value| {
        let (variant, wire) = (ident(&value.name), &value.wire);
        quote!(#variant = #wire)
    });
    quote! {
        #[non_exhaustive]
        pub enum #name {
            #(#variants,)*
            /// An undeclared value.
            Unknown(String),
        }

        runtime::string_enum! {
            enum #name {
                #(#rows,)*
            }
        }
    }
}

fn union(name: &Ident, body: &Union, from: From<'_>) -> TokenStream {
    let variants: Vec<&Variant> = body.all().collect();
    let by = body.discriminator.as_ref().map(|it| {
        let member = &it.member;
        quote!(#[discriminator(#member)])
    });
    let cases = variants.iter().map(|it| {
        let doc = doc::outer(&body.variant_doc(it));
        let (variant, kind) = (ident(&it.name), path(&it.kind, from));
        match it.is_boxed() {
            true => quote!(#doc #variant(Box<#kind>)),
            false => quote!(#doc #variant(#kind)),
        }
    });
    let rows = variants.iter().map(|it| {
        let variant = ident(&it.name);
        let named = body.discriminator.iter().flat_map(|by| &by.values);
        let named = named.filter(|(_, variant)| *variant == it.name);
        let named = named.map(|(value, _)| quote!(#[value(#value)]));
        quote!(#(#named)* #variant)
    });
    let several = body.several.as_ref().map(|it| {
        let variant = ident(&it.name);
        quote!(#[several(#variant)])
    });
    let conversions = variants.iter().filter(|it| it.converts).map(|it| {
        let (variant, from_kind) = (ident(&it.name), path(&it.kind, from));
        let value = match it.is_boxed() {
            true => quote!(Box::new(value)),
            false => quote!(value),
        };
        let text = (it.kind == Type::Str).then(|| {
            quote! {
                impl From<&str> for #name {
                    fn from(value: &str) -> Self {
                        Self::#variant(value.to_owned())
                    }
                }

                impl From<&String> for #name {
                    fn from(value: &String) -> Self {
                        Self::#variant(value.clone())
                    }
                }
            }
        });
        let array = match &it.kind {
            Type::List(item) if body.has_one_list() => {
                let item = path(item, from);
                Some(quote! {
                    impl<T: Into<#item>, const N: usize> From<[T; N]> for #name {
                        fn from(value: [T; N]) -> Self {
                            Self::#variant(value.into_iter().map(Into::into).collect())
                        }
                    }
                })
            }
            _ => None,
        };
        quote! {
            impl From<#from_kind> for #name {
                fn from(value: #from_kind) -> Self {
                    Self::#variant(#value)
                }
            }

            #text
            #array
        }
    });
    quote! {
        #[non_exhaustive]
        pub enum #name {
            #(#cases,)*
            /// A value that matches no declared variant.
            Unknown(runtime::serde_json::Value),
        }

        #(#conversions)*
        runtime::union! {
            #by #several
            enum #name {
                #(#rows,)*
            }
        }
    }
}

/// Returns a number as code.
pub(super) fn number(value: u16) -> Literal {
    Literal::u16_unsuffixed(value)
}
