//! Documentation of types and their parts.

use super::{Doc, Line, Paragraph, default};
use crate::crate_ir::{EnumValue, Field, Member, SchemaFile, Struct, TypeDef, Union, Variant};

impl SchemaFile<'_> {
    /// Returns the documentation of the module.
    pub fn module_doc(&self) -> Doc<'_> {
        let line = Line::ours("The schema ").and_code(&self.wire);
        vec![line.and(".").into()]
    }
}

impl TypeDef<'_> {
    /// Returns the documentation of the type.
    pub fn type_doc(&self) -> Doc<'_> {
        match self.stands_for_others {
            true => vec![
                Line::ours("Values that several properties or parameters have in common.").into(),
            ],
            false => vec![Paragraph::Text(&self.doc)],
        }
    }
}

impl Struct<'_> {
    /// Returns the documentation of the constructor.
    pub fn constructor_doc(&self) -> Doc<'_> {
        let mut line = Line::ours("Creates the value from its required properties: ");
        let mut is_first = true;
        for member in self.asked() {
            let between = if is_first { "" } else { ", " };
            line = line.and(between).and_code(&member.wire);
            is_first = false;
        }
        match is_first {
            true => vec![Line::ours("Creates an empty value, to be filled by setters.").into()],
            false => vec![line.and(".").into()],
        }
    }

    /// Returns whether a field has no documentation.
    pub fn is_undocumented(&self) -> bool {
        self.members.iter().any(|it| it.doc.trim().is_empty())
    }
}

impl Member<'_> {
    /// Returns the documentation of the field.
    pub fn field_doc(&self) -> Doc<'_> {
        let mut doc = vec![Paragraph::Text(&self.doc)];
        doc.extend(default(self.default.as_deref().filter(|_| self.has_setter)));
        doc
    }

    /// Returns the documentation of the setter.
    pub fn setter_doc(&self) -> Doc<'_> {
        let clears = match self.field {
            Field::ThreeValued => "; `None` sends `null`, which clears the value",
            Field::Plain | Field::Optional => "",
        };
        vec![Line::ours(format!("Sets `{}`{clears}.", self.name)).into()]
    }
}

impl EnumValue<'_> {
    /// Returns the documentation of the variant.
    pub fn variant_doc(&self) -> Doc<'_> {
        vec![Line::default().and_code(&self.wire).and(".").into()]
    }
}

impl Union<'_> {
    /// Returns the documentation of a variant of the union.
    pub fn variant_doc<'k>(&self, variant: &'k Variant<'_>) -> Doc<'k> {
        let is_several = (self.several.as_ref()).is_some_and(|it| it.name == variant.name);
        let line = match is_several {
            true => Line::ours(
                "The combined properties of several variants, for a value that matches more than one.",
            ),
            false => Line::ours("The variant ").and_code(&variant.name).and("."),
        };
        vec![line.into()]
    }
}
