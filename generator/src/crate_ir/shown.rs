//! Operations and types in a line each, as texts on the crate show them.

use super::operation::{Body, BodyContent, Given, Operation, Parameter, Tag};
use super::types::{Member, Shape, TypeDef, Variant};

/// How many members of a type its line has.
const SHOWN: usize = 6;

impl Operation<'_> {
    /// Returns how the operation is called, and with what it answers.
    pub fn shown(&self, tag: &Tag<'_>) -> String {
        let argument = |it: &Parameter<'_>| format!("{}: {}", it.name, it.kind.shown());
        let required = self.parameters.iter().filter(|it| it.required);
        let mut arguments: Vec<String> = required.map(argument).collect();
        if let Some(body) = &self.body
            && body.given == Given::Always
        {
            arguments.extend(body.shown().map(|(_, kind)| format!("body: {kind}")));
        }
        let answer = self.success.content.shown();
        let (module, name) = (&tag.module, &self.name);
        format!("{module}().{name}({}) -> {answer}", arguments.join(", "))
    }
}

impl Body<'_> {
    /// Returns by which names the body is given, and what it is.
    pub fn shown(&self) -> impl Iterator<Item = (&str, String)> {
        let arguments = match &self.content {
            BodyContent::Json(kind) => vec![("body", kind.shown())],
            BodyContent::Binary(_) => vec![("body", "Upload".to_owned())],
            BodyContent::Text(texts) => {
                let texts = texts.iter();
                texts
                    .map(|it| (it.name.as_str(), "String".to_owned()))
                    .collect()
            }
        };
        arguments.into_iter()
    }
}

impl TypeDef<'_> {
    /// Returns what the type is, as source sees it: at most some of its members.
    pub fn shown(&self) -> String {
        let some = |all: Vec<String>| {
            let more = if all.len() > SHOWN { ", …" } else { "" };
            let shown: Vec<String> = all.into_iter().take(SHOWN).collect();
            format!("{{ {}{more} }}", shown.join(", "))
        };
        let name = &self.name;
        match &self.shape {
            Shape::Struct(body) => {
                let members = body.members.iter();
                let member = |it: &Member<'_>| format!("{}: {}", it.name, it.shown());
                format!("struct {name} {}", some(members.map(member).collect()))
            }
            Shape::Enum(values) => {
                let names = values.iter().map(|it| it.name.clone());
                format!("enum {name} {}", some(names.collect()))
            }
            Shape::Union(union) => {
                let shape = |it: &Variant<'_>| format!("{}({})", it.name, it.kind.shown());
                format!("enum {name} {}", some(union.all().map(shape).collect()))
            }
            Shape::Alias(kind) => format!("type {name} = {}", kind.shown()),
        }
    }
}
