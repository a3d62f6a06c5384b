//! Converts types of the API to Rust types of the crate.

use std::collections::BTreeSet;

use super::field;
use super::names::Names;
use super::rings::Rings;
use super::same;
use super::type_names::TypeNames;
use super::types::{
    Discriminator, EnumValue, Member, Named, Shape, Struct, Type, TypeDef, TypeScope, Union,
    Variant,
};
use crate::api;
use crate::api::index::Index;

/// Builds the types of a component schema or of an operation.
pub(super) struct Maker<'n, 'a> {
    pub(super) names: &'n Names<'a>,
    pub(super) index: &'n Index<'a>,
    /// The owner's types.
    pub(super) types: &'a [api::TypeDef],
    /// The names of the owner's types.
    pub(super) own: &'n [TypeNames],
    pub(super) home: api::TypeScope,
    /// The indexes of the types that a request can contain.
    pub(super) sent: &'n BTreeSet<usize>,
    /// The recursive types; `None` for an operation, whose own types are never recursive.
    pub(super) rings: Option<&'n Rings>,
}

impl<'a> Maker<'_, 'a> {
    pub(super) fn types(&self) -> Vec<TypeDef<'a>> {
        let defs = self.types.iter().zip(self.own).enumerate();
        let defs = defs.map(|(number, (def, names))| self.def(number, def, names));
        let mut defs: Vec<TypeDef<'a>> = defs.collect();
        for number in 0..defs.len() {
            let Some(first) = same::first(self.types, self.own, number) else {
                continue;
            };
            let (earlier, later) = defs.split_at_mut(number);
            if let (Some(first), Some(def)) = (earlier.get_mut(first), later.first_mut()) {
                def.same_as = Some(first.name.clone());
                first.stands_for_others |= first.doc != def.doc;
            }
        }
        defs
    }

    fn def(&self, number: usize, def: &'a api::TypeDef, names: &TypeNames) -> TypeDef<'a> {
        let mut doc = match def.doc.is_empty() {
            true => names.doc.clone(),
            false => def.doc.clone(),
        };
        let shape = match &def.shape {
            api::Shape::Struct(body) => {
                for rule in &body.rules {
                    doc = format!("{}\n\n{}", doc.trim_end(), rule.text);
                }
                let here = api::Named {
                    home: self.home.clone(),
                    number,
                };
                Shape::Struct(self.structure(&here, body, &names.parts))
            }
            api::Shape::Enum(values) => {
                let values = values.iter().zip(&names.parts);
                let values = values.map(|(it, name)| EnumValue {
                    api: it,
                    name: name.clone(),
                });
                Shape::Enum(values.collect())
            }
            api::Shape::Union(union) => Shape::Union(self.union(union, &names.parts)),
            api::Shape::Alias(kind) => Shape::Alias(self.kind(kind)),
        };
        TypeDef {
            api: def,
            name: names.name.clone(),
            doc,
            shape,
            same_as: None,
            stands_for_others: false,
        }
    }

    fn structure(&self, here: &api::Named, body: &'a api::Struct, names: &[String]) -> Struct<'a> {
        let in_request = self.sent.contains(&here.number);
        let member = |(it, name): (&'a api::Member, &String)| {
            let boxed = self
                .rings
                .is_some_and(|rings| rings.need_box(here, &it.kind));
            Member {
                api: it,
                name: name.clone(),
                kind: self.kind(&it.kind),
                boxed,
                field: field::of(it, in_request, boxed),
                has_setter: field::has_setter(it, in_request),
                takes_null: field::takes_null(it, boxed),
                named_by: it.named_by.as_ref().map(|by| {
                    let names = match &it.kind {
                        api::Type::Named(union) => self.names.find(union, self.own),
                        _ => None,
                    };
                    discriminator(by, names.map_or(&[], |it| &it.parts))
                }),
            }
        };
        let members: Vec<Member<'a>> = body.members.iter().zip(names).map(member).collect();
        Struct {
            api: body,
            additional: body.additional.as_ref().map(|it| self.kind(it)),
            tracks_nulls: field::tracks_nulls(&members, in_request),
            in_request,
            members,
        }
    }

    fn union(&self, union: &'a api::Union, names: &[String]) -> Union<'a> {
        let mut converted: Vec<api::Type> = Vec::new();
        let mut variant = |(it, name): (&'a api::Variant, &String)| {
            let behind = self.behind_aliases(&it.kind, 0);
            let converts = !converted.contains(&behind);
            converted.push(behind);
            Variant {
                api: it,
                name: name.clone(),
                kind: self.kind(&it.kind),
                converts,
            }
        };
        Union {
            api: union,
            variants: union.variants.iter().zip(names).map(&mut variant).collect(),
            several: union
                .several
                .iter()
                .zip(names.last())
                .map(&mut variant)
                .next(),
            discriminator: union
                .discriminator
                .as_ref()
                .map(|it| discriminator(it, names)),
        }
    }

    /// Returns the enum that an enum is.
    fn first(&self, named: &api::Named) -> api::Named {
        let types = self.index.owned(named, self.types);
        let names = self.names.owned(named, self.own);
        let number = same::first(types, names, named.number);
        api::Named {
            home: named.home.clone(),
            number: number.unwrap_or(named.number),
        }
    }

    /// Returns a type in which each alias is replaced by its target.
    fn behind_aliases(&self, kind: &api::Type, depth: usize) -> api::Type {
        /// The maximum length of a chain of aliases.
        const DEEPEST: usize = 32;
        let inner = |it: &api::Type| Box::new(self.behind_aliases(it, depth + 1));
        match kind {
            _ if depth > DEEPEST => kind.clone(),
            api::Type::List(it) => api::Type::List(inner(it)),
            api::Type::Map(it) => api::Type::Map(inner(it)),
            api::Type::Nullable(it) => api::Type::Nullable(inner(it)),
            api::Type::Named(named) => {
                match self.index.find(named, self.types).map(|def| &def.shape) {
                    Some(api::Shape::Alias(target)) => self.behind_aliases(target, depth + 1),
                    Some(api::Shape::Enum(_)) => api::Type::Named(self.first(named)),
                    _ => kind.clone(),
                }
            }
            _ => kind.clone(),
        }
    }

    /// Returns the type in the form of the crate.
    pub(super) fn kind(&self, kind: &api::Type) -> Type {
        kind.map(&|it| self.named(it))
    }

    fn named(&self, named: &api::Named) -> Named {
        let names = self.names.find(named, self.own);
        Named {
            name: names.map(|it| it.name.clone()).unwrap_or_default(),
            home: match (&named.home, named.number) {
                (api::TypeScope::Operation, _) => TypeScope::Operation,
                (api::TypeScope::Component(_), 0) => TypeScope::Types,
                (api::TypeScope::Component(wire), _) => {
                    let component = self.names.component(wire);
                    TypeScope::Within(component.map(|it| it.module.clone()).unwrap_or_default())
                }
            },
        }
    }

    /// Returns the name of the field of a property.
    pub(super) fn field(
        &self,
        object: &api::Named,
        wire: &str,
        operation: &api::Operation,
        index: &Index<'_>,
    ) -> String {
        let def = index.find(object, &operation.types);
        let place = match def.map(|it| &it.shape) {
            Some(api::Shape::Struct(body)) => body.members.iter().position(|it| it.wire == wire),
            _ => None,
        };
        let names = self.names.find(object, self.own);
        let name = names.zip(place).and_then(|(it, place)| it.parts.get(place));
        name.cloned().unwrap_or_default()
    }
}

fn discriminator(it: &api::Discriminator, variants: &[String]) -> Discriminator {
    let values = it.values.iter();
    let values = values.filter_map(|(value, number)| {
        let name = variants.get(*number)?;
        Some((value.clone(), name.clone()))
    });
    Discriminator {
        member: it.member.clone(),
        values: values.collect(),
    }
}
