//! One-line summaries of operations and types.

use super::operation::{Body, BodyContent, Given, Operation, Parameter, Tag};
use super::types::{Member, Shape, TypeDef, Variant};

/// The maximum number of parts of a type in its summary.
const SHOWN: usize = 6;

impl Operation<'_> {
    /// Returns the operation's call and its result.
    pub fn display(&self, tag: &Tag<'_>) -> String {
        let argument = |it: &Parameter<'_>| format!("{}: {}", it.name, it.kind.display());
        let required = self.parameters.iter().filter(|it| it.required);
        let mut arguments: Vec<String> = required.map(argument).collect();
        if let Some(body) = &self.body
            && body.given == Given::Always
        {
            arguments.extend(body.display().map(|(_, kind)| format!("body: {kind}")));
        }
        let response = self.success.content.display();
        let (module, name) = (&tag.module, &self.name);
        format!("{module}().{name}({}) -> {response}", arguments.join(", "))
    }
}

impl Body<'_> {
    /// Returns the names of the methods that set the body, with the types of the body.
    pub fn display(&self) -> impl Iterator<Item = (&str, String)> {
        let arguments = match &self.content {
            BodyContent::Json(kind) => vec![("body", kind.display())],
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
    /// Returns the declaration of the type, shortened to a few parts.
    pub fn display(&self) -> String {
        let some = |all: Vec<String>| {
            let more = if all.len() > SHOWN { ", …" } else { "" };
            let listed: Vec<String> = all.into_iter().take(SHOWN).collect();
            format!("{{ {}{more} }}", listed.join(", "))
        };
        let name = &self.name;
        match &self.shape {
            Shape::Struct(body) => {
                let members = body.members.iter();
                let member = |it: &Member<'_>| format!("{}: {}", it.name, it.display());
                format!("struct {name} {}", some(members.map(member).collect()))
            }
            Shape::Enum(values) => {
                let names = values.iter().map(|it| it.name.clone());
                format!("enum {name} {}", some(names.collect()))
            }
            Shape::Union(union) => {
                let shape = |it: &Variant<'_>| format!("{}({})", it.name, it.kind.display());
                format!("enum {name} {}", some(union.all().map(shape).collect()))
            }
            Shape::Alias(kind) => format!("type {name} = {}", kind.display()),
        }
    }
}
