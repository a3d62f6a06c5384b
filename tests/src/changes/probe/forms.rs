//! The forms of an argument that `impl Into<…>` accepts.

use proc_macro2::TokenStream;
use quote::quote;
use tagsmith::crate_ir::{Field, Member, Named, Shape, Type};

use super::path::{ident, named_path, path, value_path};
use super::types::Types;

/// Generates values of a crate's types, for the operations of a tag.
#[derive(Clone, Copy)]
pub(super) struct Forms<'a> {
    pub(super) types: &'a Types<'a>,
    pub(super) tag: &'a str,
}

impl Forms<'_> {
    /// Returns the forms that `impl Into` of a type accepts: the type itself, and types that convert into it.
    pub(super) fn of(&self, kind: &Type) -> Vec<TokenStream> {
        match kind {
            Type::Str => {
                let texts = [quote!("a"), quote!(String::new()), quote!(&String::new())];
                // String enums and unions have no conversion from these types.
                texts.into_iter().chain([quote!('a')]).collect()
            }
            Type::Named(named) => self.named(named),
            kind => vec![self.default(kind)],
        }
    }

    /// Returns the forms of a parameter. If only one type is accepted, callers may rely on type inference, as in
    /// `count.try_into()?`.
    pub(super) fn parameter(&self, kind: &Type) -> Vec<TokenStream> {
        match kind {
            Type::List(item) => self.list(item),
            Type::Bool | Type::Int | Type::Uint | Type::Float | Type::Time | Type::Date => {
                vec![self.default(kind), quote!("1".parse().unwrap_or_default())]
            }
            kind => self.of(kind),
        }
    }

    /// Returns the forms of a list: an array of each form of an item, a `Vec`, and another iterator.
    pub(super) fn list(&self, item: &Type) -> Vec<TokenStream> {
        let arrays = self.of(item).into_iter().map(|form| quote!([#form]));
        let kind = path(item, self.tag);
        let others = [
            quote!(Vec::<#kind>::new()),
            quote!(::std::iter::empty::<#kind>()),
        ];
        arrays.chain(others).collect()
    }

    /// Returns the forms that a property's setter accepts.
    pub(super) fn setter(&self, member: &Member) -> Vec<TokenStream> {
        match &member.kind {
            _ if member.field == Field::ThreeValued => self.nullable(member),
            Type::List(item) => self.list(item),
            _ => self.value(member),
        }
    }

    /// Returns the forms that `new` accepts for a property.
    pub(super) fn argument(&self, member: &Member) -> Vec<TokenStream> {
        match &member.kind {
            Type::List(item) if member.field == Field::Plain => self.list(item),
            _ if member.takes_null => self.nullable(member),
            _ if member.field == Field::Optional => self.optional(member),
            _ => self.value(member),
        }
    }

    /// Returns the default value of a type. Every type has a default value.
    pub(super) fn default(&self, kind: &Type) -> TokenStream {
        let kind = path(kind, self.tag);
        quote!(<#kind>::default())
    }

    fn value(&self, member: &Member) -> Vec<TokenStream> {
        let mut forms = match member.boxed {
            false => self.of(&member.kind),
            true => vec![self.default(&member.kind)],
        };
        if member.boxed {
            let kind = value_path(member, self.tag);
            forms.push(quote!(<#kind>::default()));
        }
        forms
    }

    fn optional(&self, member: &Member) -> Vec<TokenStream> {
        let kind = value_path(member, self.tag);
        vec![quote!(<#kind>::default()), quote!(None::<#kind>)]
    }

    fn nullable(&self, member: &Member) -> Vec<TokenStream> {
        let kind = value_path(member, self.tag);
        let mut forms = vec![
            quote!(<#kind>::default()),
            quote!(None),
            quote!(krate::Nullable::<#kind>::Null),
        ];
        if member.kind == Type::Str {
            forms.push(quote!("a"));
        }
        forms
    }

    fn named(&self, named: &Named) -> Vec<TokenStream> {
        let here = named_path(named, self.tag);
        let itself = quote!(<#here>::default());
        match self.types.find(named, self.tag).map(|def| &def.shape) {
            Some(Shape::Enum(values)) => {
                let variants = values.iter().map(|it| {
                    let variant = ident(&it.name);
                    quote!(#here::#variant)
                });
                let strings = [quote!("a"), quote!(String::new())];
                variants.chain(strings).collect()
            }
            Some(Shape::Union(union)) => {
                let kinds = union.all().map(|it| &it.kind);
                let mut forms: Vec<TokenStream> = kinds.map(|it| self.default(it)).collect();
                let has_text = union.all().any(|it| it.kind == Type::Str);
                forms.extend(has_text.then(|| quote!("a")));
                forms.push(itself);
                forms
            }
            Some(Shape::Alias(kind)) => self.of(kind),
            Some(Shape::Struct(_)) | None => vec![itself],
        }
    }
}
