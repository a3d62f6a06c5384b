//! One named type, used in every way: made, read, assigned, matched.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use tagsmith::model::{EnumValue, Shape, Struct, Type, TypeDef, Union};

use super::call::one_at_a_time;
use super::forms::Forms;
use super::path::{field_path, ident, path};

/// Returns the functions that use a type that stands at `here`.
pub(super) fn functions(
    index: usize,
    here: &TokenStream,
    def: &TypeDef,
    forms: &Forms<'_>,
) -> TokenStream {
    let name = format_ident!("type_{index}_{}", tagsmith::name::snake(&def.name));
    match &def.shape {
        Shape::Struct(body) => structure(&name, here, body, forms),
        Shape::Enum(values) => string_enum(&name, here, values),
        Shape::Union(body) => union(&name, here, body, forms),
        Shape::Alias(kind) => alias(&name, here, kind, forms),
    }
}

fn structure(
    name: &proc_macro2::Ident,
    here: &TokenStream,
    body: &Struct,
    forms: &Forms<'_>,
) -> TokenStream {
    let fields = body.members.iter().map(|member| {
        let (field, kind) = (ident(&member.name), field_path(member, forms.tag));
        quote! {
            let read: &#kind = &value.#field;
            let given: #kind = read.clone();
            value.#field = given;
        }
    });
    let additional = body.additional.as_ref().map(|kind| {
        let kind = path(&Type::Map(Box::new(kind.clone())), forms.tag);
        quote! {
            let read: &#kind = &value.additional;
            value.additional = read.clone();
        }
    });
    let made = made(here, body, forms);
    let with_setter = || body.members.iter().filter(|it| it.has_setter);
    let set = with_setter().flat_map(|member| {
        let setter = ident(&member.name);
        let forms = forms.setter(member).into_iter();
        forms.map(move |form| quote!(<#here>::default().#setter(#form)))
    });
    let chain = with_setter().filter_map(|member| {
        let (setter, form) = (
            ident(&member.name),
            forms.setter(member).into_iter().next()?,
        );
        Some(quote!(.#setter(#form)))
    });
    quote! {
        fn #name() {
            let mut value: #here = <#here>::default();
            #(#fields)*
            #additional
            #(let _: #here = #made;)*
            #(let _: #here = #set;)*
            let _: #here = value #(#chain)*;
            data::<#here>();
        }
    }
}

/// Returns the calls of `new`, which the structs of requests have.
fn made(here: &TokenStream, body: &Struct, forms: &Forms<'_>) -> Vec<TokenStream> {
    let required = body.asked();
    let arguments: Vec<_> = required.map(|it| forms.argument(it)).collect();
    if !body.in_request {
        return Vec::new();
    }
    if arguments.is_empty() {
        return vec![quote!(<#here>::new())];
    }
    let lists = one_at_a_time(&arguments).into_iter();
    lists.map(|list| quote!(<#here>::new(#list))).collect()
}

fn string_enum(name: &proc_macro2::Ident, here: &TokenStream, values: &[EnumValue]) -> TokenStream {
    let variants = values.iter().map(|it| ident(&it.name));
    quote! {
        fn #name(value: #here) {
            let _: &str = value.as_str();
            match &value {
                #(#here::#variants => {})*
                #here::Unknown(value) => { let _: &String = value; }
                _ => {}
            }
            let _: [#here; 3] = [<#here>::default(), <#here>::from("a"), <#here>::from(String::new())];
            let _: String = value.to_string();
            hashed::<#here>();
            data::<#here>();
        }
    }
}

fn union(
    name: &proc_macro2::Ident,
    here: &TokenStream,
    body: &Union,
    forms: &Forms<'_>,
) -> TokenStream {
    let arms = body.all().map(|it| {
        let (variant, kind) = (ident(&it.name), path(&it.kind, forms.tag));
        let held = match it.kind {
            Type::Named(_) => quote!(Box<#kind>),
            _ => kind,
        };
        quote!(#here::#variant(held) => { let _: &#held = held; })
    });
    let made = body.all().map(|it| {
        let kind = path(&it.kind, forms.tag);
        quote!(<#here>::from(<#kind>::default()))
    });
    let texts = body.all().filter(|it| it.kind == Type::Str);
    let texts = texts.map(|_| quote!(<#here>::from("a")));
    quote! {
        fn #name(value: &#here) {
            match value {
                #(#arms)*
                #here::Unknown(held) => { let _: &krate::serde_json::Value = held; }
                _ => {}
            }
            #(let _: #here = #made;)*
            #(let _: #here = #texts;)*
            let _: #here = <#here>::default();
            data::<#here>();
        }
    }
}

fn alias(
    name: &proc_macro2::Ident,
    here: &TokenStream,
    kind: &Type,
    forms: &Forms<'_>,
) -> TokenStream {
    let kind = path(kind, forms.tag);
    quote! {
        fn #name(value: &#here) {
            let value: &#kind = value;
            let _: #here = value.clone();
        }
    }
}

/// Returns what all types can do.
pub(super) fn traits() -> TokenStream {
    quote! {
        fn data<T>()
        where
            T: Clone + Default + PartialEq + std::fmt::Debug + Send + Sync + 'static,
        {
        }

        fn hashed<T: Eq + std::hash::Hash + std::fmt::Display>() {}
    }
}
