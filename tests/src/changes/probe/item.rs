//! Probes one named type: creates, reads, assigns and matches a value.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use tagsmith::crate_ir::{EnumValue, Shape, Struct, Type, TypeDef, Union};

use super::call::one_at_a_time;
use super::forms::Forms;
use super::named::items as forms_of;
use super::path::{field_path, ident, path};
use super::unit::Unit;

/// A type to probe: its path, its name in the change report, and the prefix for its functions.
pub(super) struct Used<'a> {
    pub(super) here: &'a TokenStream,
    pub(super) item: &'a str,
    pub(super) index: usize,
}

/// Returns the units that use a type.
pub(super) fn units(used: &Used<'_>, def: &TypeDef, forms: &Forms<'_>) -> Vec<Unit> {
    let mut units = match &def.shape {
        Shape::Struct(body) => structure(used, body, forms),
        Shape::Enum(values) => string_enum(used, values),
        Shape::Union(body) => union(used, body, forms),
        Shape::Alias(kind) => return vec![alias(used, kind, forms)],
    };
    let (here, name) = (used.here, used.function("data"));
    let code = quote!(fn #name() { let _: #here = <#here>::default(); data::<#here>(); });
    units.push(Unit::default().line(used.item, &code));
    units
}

impl Used<'_> {
    fn function(&self, part: impl std::fmt::Display) -> proc_macro2::Ident {
        format_ident!("type_{}_{}", self.index, part.to_string())
    }

    /// Returns a unit with one statement about a part of the type.
    fn one(&self, part: &str, about: &str, code: &TokenStream) -> Unit {
        let name = self.function(part);
        Unit::default().line(about, &quote!(fn #name() { #code }))
    }
}

fn structure(used: &Used<'_>, body: &Struct, forms: &Forms<'_>) -> Vec<Unit> {
    let (here, item) = (used.here, used.item);
    let mut units = Vec::new();
    let mut field = |name: &str, kind: &TokenStream| {
        let (field, function) = (ident(name), used.function(format!("field_{name}")));
        let code = quote! {
            fn #function(mut value: #here) {
                let read: &#kind = &value.#field;
                let given: #kind = read.clone();
                value.#field = given;
            }
        };
        units.push(Unit::default().line(&format!("{item}.{name}"), &code));
    };
    for member in &body.members {
        field(&member.name, &field_path(member, forms.tag));
    }
    if let Some(kind) = &body.additional {
        let kind = path(&Type::Map(Box::new(kind.clone())), forms.tag);
        field("additional", &kind);
    }
    for member in body.members.iter().filter(|it| it.has_setter) {
        let (setter, about) = (ident(&member.name), format!("{item}.{}", member.name));
        for (index, form) in forms.setter(member).into_iter().enumerate() {
            let part = format!("set_{}_{index}", member.name);
            let code = quote!(let _: #here = <#here>::default().#setter(#form););
            units.push(
                used.one(&part, &about, &code)
                    .using(forms_of(&member.kind, forms)),
            );
        }
    }
    if body.in_request {
        units.extend(made(used, body, forms));
    }
    units
}

/// Returns the calls of `new`, which only request structs have.
fn made(used: &Used<'_>, body: &Struct, forms: &Forms<'_>) -> Vec<Unit> {
    let (here, item) = (used.here, used.item);
    let asked = body.asked();
    let items: Vec<(String, Vec<String>)> = asked
        .map(|it| (format!("{item}.{}", it.name), forms_of(&it.kind, forms)))
        .collect();
    let arguments: Vec<_> = body.asked().map(|it| forms.argument(it)).collect();
    let lists = one_at_a_time(&arguments).into_iter().enumerate();
    let unit = |(index, list): (usize, Vec<TokenStream>)| {
        let name = used.function(format!("new_{index}"));
        let mut unit = Unit::default().open(item, &quote!(fn #name()), "{").open(
            item,
            &quote!(let _: #here = <#here>::new),
            "(",
        );
        for (argument, (about, used)) in list.iter().zip(&items) {
            unit = unit.line(about, &quote!(#argument,)).using(used.clone());
        }
        unit.close(item, "); }")
    };
    lists.map(unit).collect()
}

fn string_enum(used: &Used<'_>, values: &[EnumValue]) -> Vec<Unit> {
    let (here, item) = (used.here, used.item);
    let name = used.function("match");
    let mut unit = Unit::default().open(item, &quote!(fn #name(value: #here)), "{");
    unit = unit.open(item, &quote!(match &value), "{");
    for value in values {
        let variant = ident(&value.name);
        let about = format!("{item}::{}", value.name);
        unit = unit.line(&about, &quote!(#here::#variant => {}));
    }
    let rest = quote!(#here::Unknown(value) => { let _: &String = value; } _ => {});
    let matched = unit.line(item, &rest).close(item, "} }");
    let all = quote! {
        let value = <#here>::from("a");
        let _: &str = value.as_str();
        let _: [#here; 3] = [<#here>::default(), <#here>::from("a"), <#here>::from(String::new())];
        let _: String = value.to_string();
        hashed::<#here>();
    };
    vec![matched, used.one("from", item, &all)]
}

fn union(used: &Used<'_>, body: &Union, forms: &Forms<'_>) -> Vec<Unit> {
    let (here, item) = (used.here, used.item);
    let name = used.function("match");
    let mut matched = Unit::default().open(item, &quote!(fn #name(value: &#here)), "{");
    matched = matched.open(item, &quote!(match value), "{");
    let mut units = Vec::new();
    for (index, shape) in body.all().enumerate() {
        let (variant, kind) = (ident(&shape.name), path(&shape.kind, forms.tag));
        let held = match shape.kind {
            Type::Named(_) => quote!(Box<#kind>),
            _ => kind.clone(),
        };
        let about = format!("{item}::{}", shape.name);
        let arm = quote!(#here::#variant(held) => { let _: &#held = held; });
        matched = matched.line(&about, &arm);
        let made = quote!(let _: #here = <#here>::from(<#kind>::default()););
        units.push(used.one(&format!("from_{index}"), &about, &made));
        if shape.kind == Type::Str {
            let made = quote!(let _: #here = <#here>::from("a"););
            units.push(used.one(&format!("text_{index}"), &about, &made));
        }
    }
    let rest = quote!(#here::Unknown(held) => { let _: &krate::serde_json::Value = held; } _ => {});
    units.push(matched.line(item, &rest).close(item, "} }"));
    units
}

fn alias(used: &Used<'_>, kind: &Type, forms: &Forms<'_>) -> Unit {
    let (here, kind, name) = (used.here, path(kind, forms.tag), used.function("alias"));
    let code = quote! {
        fn #name(value: &#here) {
            let value: &#kind = value;
            let _: #here = value.clone();
        }
    };
    Unit::default().line(used.item, &code)
}

/// Returns a check of the traits that all types implement.
pub(super) fn traits() -> Unit {
    let code = quote! {
        fn data<T>()
        where
            T: Clone + Default + PartialEq + std::fmt::Debug + Send + Sync + 'static,
        {
        }

        fn hashed<T: Eq + std::hash::Hash + std::fmt::Display>() {}
    };
    Unit::default().line("", &code)
}
