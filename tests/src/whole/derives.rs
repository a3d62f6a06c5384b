//! Generates handwritten-style types from the model: plain structs with serde derives, which fail at the first
//! difference from the description.
//!
//! If a type can be written in two ways, the faster way is used. For example, an unknown enum value is not kept.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use tagsmith::crate_ir::name;
use tagsmith::crate_ir::{
    Crate, EnumValue, Field, Member, Named, Operation, Shape, Struct, Tag, Type, TypeDef,
    TypeScope, Union,
};

/// The types that were written so far, and the types to write.
pub(super) struct Derives<'a> {
    krate: &'a Crate<'a>,
    /// The written types, by module and name.
    written: BTreeMap<(String, String), String>,
}

/// The names of common types in the generated code.
pub(super) struct Names {
    /// A date and time.
    pub time: &'static str,
    /// A date.
    pub date: &'static str,
    /// A named type.
    pub named: fn(&Named, Of<'_>) -> String,
}

/// The names within this file.
const HERE: Names = Names {
    time: "conformance::parsed::Time",
    date: "conformance::parsed::Date",
    named: |it, of| format!("crate::derives::{}::{}", module(it, of), ident(&it.name)),
};

/// The operation that owns types with the home `Operation`.
#[derive(Clone, Copy)]
pub(super) struct Of<'a>(pub &'a Tag<'a>, pub &'a Operation<'a>);

impl<'a> Derives<'a> {
    pub(super) fn new(krate: &'a Crate<'a>) -> Self {
        Self {
            krate,
            written: BTreeMap::new(),
        }
    }

    /// Writes a type and its dependencies. Returns the type's name.
    pub(super) fn kind(&mut self, kind: &Type, of: Of<'_>) -> Result<String, String> {
        let mut left = named(kind);
        let mut seen = BTreeSet::new();
        while let Some(next) = left.pop() {
            let place = (module(&next, of), next.name.clone());
            if !seen.insert(place.clone()) {
                continue;
            }
            let def = self.def(&next, of)?;
            left.extend(needed(def));
            self.written.entry(place).or_insert_with(|| item(def, of));
        }
        Ok(path(kind, of, &HERE))
    }

    /// Returns the content of the file.
    pub(super) fn file(&self) -> String {
        let mut file = "//! The same types with serde's derives.\n\n\
                        #![allow(dead_code, non_snake_case, unreachable_patterns, unused_imports)]\n"
            .to_owned();
        let mut last = None;
        for ((module, _), code) in &self.written {
            if last.is_some_and(|last| last != module) {
                file += "}\n";
            }
            if last != Some(module) {
                let _ = write!(file, "\npub mod {module} {{\nuse serde::Deserialize;\n");
            }
            file += code;
            last = Some(module);
        }
        if last.is_some() {
            file += "}\n";
        }
        file
    }

    fn def<'b>(&self, named: &Named, of: Of<'b>) -> Result<&'b TypeDef<'b>, String>
    where
        'a: 'b,
    {
        let Of(_, operation) = of;
        let found = self.krate.find(named, &operation.types);
        found.ok_or_else(|| format!("the model has no type {}", named.name))
    }
}

/// Returns the module of a type.
fn module(named: &Named, Of(tag, operation): Of<'_>) -> String {
    match &named.home {
        TypeScope::Operation => format!("operation_{}_{}", tag.module, operation.name),
        TypeScope::Types => "schemas".to_owned(),
        TypeScope::Within(module) => format!("schema_{module}"),
    }
}

/// Returns the named types within a type.
pub(super) fn named(kind: &Type) -> Vec<Named> {
    match kind {
        Type::List(kind) | Type::Map(kind) | Type::Nullable(kind) => named(kind),
        Type::Named(it) => vec![it.clone()],
        _ => Vec::new(),
    }
}

/// Returns the named types that a type consists of.
fn needed(def: &TypeDef) -> Vec<Named> {
    let kinds: Vec<&Type> = match &def.shape {
        Shape::Struct(it) => {
            let members = it.members.iter().map(|it| &it.kind);
            members.chain(&it.additional).collect()
        }
        Shape::Enum(_) => Vec::new(),
        Shape::Union(it) => it.all().map(|it| &it.kind).collect(),
        Shape::Alias(kind) => vec![kind],
    };
    kinds.into_iter().flat_map(named).collect()
}

/// Returns a type as code.
pub(super) fn path(kind: &Type, of: Of<'_>, names: &Names) -> String {
    let path = |kind| path(kind, of, names);
    match kind {
        Type::Bool => "bool".to_owned(),
        Type::Int => "i64".to_owned(),
        Type::Uint => "u64".to_owned(),
        Type::Float => "f64".to_owned(),
        Type::Str => "String".to_owned(),
        Type::Time => names.time.to_owned(),
        Type::Date => names.date.to_owned(),
        Type::Json => "serde_json::Value".to_owned(),
        Type::List(item) => format!("Vec<{}>", path(item)),
        Type::Map(value) => format!("std::collections::BTreeMap<String, {}>", path(value)),
        Type::Nullable(kind) => format!("Option<{}>", path(kind)),
        Type::Named(it) => (names.named)(it, of),
    }
}

fn item(def: &TypeDef, of: Of<'_>) -> String {
    let name = ident(&def.name);
    match &def.shape {
        Shape::Struct(body) => structure(&name, body, of),
        Shape::Enum(values) => string_enum(&name, values),
        Shape::Union(body) => union(&name, body, of),
        Shape::Alias(kind) => format!("\npub type {name} = {};\n", path(kind, of, &HERE)),
    }
}

fn structure(name: &str, body: &Struct, of: Of<'_>) -> String {
    let mut fields: String = body.members.iter().map(|it| field(it, of)).collect();
    let mut attributes = "";
    if let Some(kind) = &body.additional {
        let rest = Type::Map(Box::new(kind.clone()));
        // A union of one variant needs no buffer.
        match body.members.as_slice() {
            [] => attributes = "#[serde(transparent)]\n",
            _ => fields += "#[serde(flatten)]\n",
        }
        fields += &format!("additional: {},\n", path(&rest, of, &HERE));
    }
    format!("\n#[derive(Deserialize)]\n{attributes}pub struct {name} {{\n{fields}}}\n")
}

fn field(member: &Member, of: Of<'_>) -> String {
    let mut kind = path(&member.kind, of, &HERE);
    if member.boxed {
        kind = format!("Box<{kind}>");
    }
    if member.field != Field::Plain {
        kind = format!("Option<{kind}>");
    }
    let (name, wire) = (ident(&member.name), &member.wire);
    format!("#[serde(rename = {wire:?})]\n{name}: {kind},\n")
}

fn string_enum(name: &str, values: &[EnumValue]) -> String {
    let variants = values.iter().map(|value| {
        let (variant, wire) = (ident(&value.name), &value.wire);
        format!("#[serde(rename = {wire:?})]\n{variant},\n")
    });
    let variants: String = variants.collect();
    format!(
        "\n#[derive(Deserialize)]\npub enum {name} {{\n{variants}#[serde(other)]\nUnknown,\n}}\n"
    )
}

fn union(name: &str, body: &Union, of: Of<'_>) -> String {
    let variants = body.all().map(|variant| {
        let (kind, name) = (path(&variant.kind, of, &HERE), ident(&variant.name));
        match variant.kind {
            Type::Named(_) => format!("{name}(Box<{kind}>),\n"),
            _ => format!("{name}({kind}),\n"),
        }
    });
    let variants: String = variants.collect();
    let last = "Unknown(serde_json::Value),\n";
    format!(
        "\n#[derive(Deserialize)]\n#[serde(untagged)]\npub enum {name} {{\n{variants}{last}}}\n"
    )
}

/// Returns an identifier, as a raw identifier if necessary.
pub(super) fn ident(text: &str) -> String {
    if name::is_keyword(text) {
        format!("r#{text}")
    } else {
        text.to_owned()
    }
}
