//! Prints a schema as an expandable tree of its properties. The type of a component schema is a link to its page.

use std::cell::RefCell;
use std::collections::BTreeSet;

use maud::{Markup, html};

use super::markdown::{self, Location};
use super::shared::Site;
use super::tree::{Opened, is_own};
use crate::crate_ir::context::Types;
use crate::crate_ir::{Bound, EnumValue, Member, Named, Shape, Struct, Type, TypeDef, Union};
use crate::emit::prose::visible;

/// The maximum number of enum values in a row. Further values are collapsed.
const VALUES: usize = 12;

/// The maximum number of union variants that a row names. A row with more variants contains only their number.
const SHAPES: usize = 3;

/// Prints the tree of a type.
pub(super) struct Schema<'s, 'a> {
    pub(super) site: &'s Site<'a>,
    /// The operation's own types; empty on other pages.
    pub(super) own: &'a [TypeDef<'a>],
    pub(super) location: Location<'s>,
    /// Whether the tree belongs to a request. The tree of a request marks required properties, and the tree of a
    /// response marks optional properties.
    pub(super) is_sent: bool,
    /// The anchors on the page so far, since a type has an anchor only at its first occurrence.
    pub(super) anchors: &'s RefCell<BTreeSet<String>>,
}

impl<'a> Schema<'_, 'a> {
    /// Returns the tree of a type, including the type itself.
    pub(super) fn tree(&self, kind: &Type) -> Markup {
        let opened = Opened::of(self.site, self.own, kind);
        html! {
            p.root { (self.label(kind)) }
            @if let Some(def) = self.def(kind) {
                @if opened.has(&[]) {
                    (self.within(def, &opened, &mut Vec::new(), anchor(kind)))
                } @else if let Shape::Enum(values) = &def.shape {
                    (enum_values(values))
                }
            }
        }
    }

    /// Returns the rows of a type.
    pub(super) fn of_def(&self, def: &'a TypeDef<'a>, root: &Type) -> Markup {
        let opened = Opened::of(self.site, self.own, root);
        match &def.shape {
            Shape::Enum(values) => enum_values(values),
            Shape::Alias(kind) => html! { p.root { "Alias of " (self.label(kind)) } },
            _ => self.within(def, &opened, &mut Vec::new(), None),
        }
    }

    /// Returns a type as text with links.
    pub(super) fn label(&self, kind: &Type) -> Markup {
        self.label_within(kind, false)
    }

    /// Returns a type as text, like `label`. Names an inner union without its variants.
    fn label_within(&self, kind: &Type, in_union: bool) -> Markup {
        match kind {
            Type::Bool => html!(span.kind { "boolean" }),
            Type::Int | Type::Uint => html!(span.kind { "integer" }),
            Type::Float => html!(span.kind { "number" }),
            Type::Str => html!(span.kind { "string" }),
            Type::Time => html!(span.kind { "date and time" }),
            Type::Date => html!(span.kind { "date" }),
            Type::Json => html!(span.kind { "anything" }),
            Type::List(item) => {
                html!(span.kind { "list of " } (self.label_within(item, in_union)))
            }
            Type::Map(value) => {
                html!(span.kind { "map of " } (self.label_within(value, in_union)))
            }
            Type::Nullable(inner) => {
                html!((self.label_within(inner, in_union)) span.kind { " or null" })
            }
            Type::Named(named) => self.named(named, in_union),
        }
    }

    fn named(&self, named: &Named, in_union: bool) -> Markup {
        let def = self.site.places.find(named, self.own);
        match def.map(|it| &it.shape) {
            Some(Shape::Enum(_)) if is_own(named) => html!(span.kind { "string" }),
            Some(Shape::Union(union)) if is_own(named) && !in_union => self.shapes(union),
            Some(Shape::Alias(kind)) if is_own(named) => self.label_within(kind, in_union),
            _ if is_own(named) => html!(span.kind title=(named.name) { "object" }),
            // An alias of a type that has no rows to expand.
            Some(Shape::Alias(kind)) if kind.named().is_none() => html! {
                (self.link(named, None)) span.kind { " (" } (self.label(kind)) span.kind { ")" }
            },
            _ => self.link(named, Some(self.site.places.key(named))),
        }
    }

    fn link(&self, named: &Named, key: Option<String>) -> Markup {
        let page = self.site.places.link(named, self.location.root);
        html! { a.type href=(page) data-type=[key] { (named.name) } }
    }

    fn shapes(&self, union: &Union) -> Markup {
        let kinds = union.variants.iter().map(|it| &it.kind);
        let mut labels: Vec<Markup> = Vec::new();
        for label in kinds.map(|it| self.label_within(it, true)) {
            if labels.iter().all(|it| it.0 != label.0) {
                labels.push(label);
            }
        }
        if labels.len() > SHAPES {
            return html! { span.kind { "one of " (labels.len()) " variants" } };
        }
        html! {
            @for (index, label) in labels.iter().enumerate() {
                @if index > 0 { span.kind { " or " } }
                (label)
            }
        }
    }

    /// Returns the named types in scope.
    pub(super) fn types(&self) -> Types<'_> {
        Types::new(self.site.api, self.own)
    }

    fn def(&self, kind: &Type) -> Option<&'a TypeDef<'a>> {
        self.site.places.find(kind.named()?, self.own)
    }

    fn within(
        &self,
        def: &'a TypeDef<'a>,
        opened: &Opened,
        way: &mut Vec<usize>,
        anchor: Option<String>,
    ) -> Markup {
        let id = anchor.filter(|it| self.anchors.borrow_mut().insert(it.clone()));
        match &def.shape {
            Shape::Struct(body) => self.members(body, opened, way, id.as_deref()),
            Shape::Union(union) => self.variants(union, opened, way, id.as_deref()),
            Shape::Alias(kind) => {
                way.push(0);
                let below = self.below(kind, opened, way);
                way.pop();
                html! { div.alias id=[id] { (self.label(kind)) (below) } }
            }
            Shape::Enum(values) => html! { div id=[id] { (enum_values(values)) } },
        }
    }

    fn members(
        &self,
        body: &'a Struct<'a>,
        opened: &Opened,
        way: &mut Vec<usize>,
        id: Option<&str>,
    ) -> Markup {
        html! {
            ul.schema id=[id] {
                @for (position, member) in body.members.iter().enumerate() {
                    li { (self.member(member, position, opened, way)) }
                }
                @if let Some(kind) = &body.additional {
                    li {
                        p.row { em { "any other property" } " " (self.label(kind)) }
                        ({
                            way.push(body.members.len());
                            let below = self.below(kind, opened, way);
                            way.pop();
                            below
                        })
                    }
                }
            }
        }
    }

    fn member(
        &self,
        member: &'a Member,
        position: usize,
        opened: &Opened,
        way: &mut Vec<usize>,
    ) -> Markup {
        way.push(position);
        let below = self.below(&member.kind, opened, way);
        way.pop();
        html! {
            p.row {
                code.name { (visible(&member.wire)) } " " (self.label(&member.kind))
                @if member.nullable { span.kind { " or null" } }
                @if member.is_asked() && self.is_sent { " " span.must { "required" } }
                @if member.read_only && self.is_sent { " " span.limit { "set by the server" } }
                @if !member.required && !self.is_sent { " " span.limit { "optional" } }
                @if member.deprecated { " " span.old { "deprecated" } }
                @if let Some(only) = &member.only { " always " code { (visible(only)) } }
                (limits(member.default.as_deref(), &member.bounds))
            }
            @if !member.doc.trim().is_empty() {
                div.text { (markdown::block(self.site, self.location, &member.doc)) }
            }
            (below)
        }
    }

    fn variants(
        &self,
        union: &'a Union<'a>,
        opened: &Opened,
        way: &mut Vec<usize>,
        id: Option<&str>,
    ) -> Markup {
        html! {
            p.row.or id=[id] {
                "One of these"
                @if let Some(it) = &union.discriminator {
                    ", selected by " code { (visible(&it.member)) }
                }
                ":"
            }
            ul.schema {
                @for (position, variant) in union.variants.iter().enumerate() {
                    li {
                        p.row { span.variant { (variant.name) } " " (self.label(&variant.kind)) }
                        ({
                            way.push(position);
                            let below = self.below(&variant.kind, opened, way);
                            way.pop();
                            below
                        })
                    }
                }
            }
        }
    }

    /// Returns the expandable content of a row.
    fn below(&self, kind: &Type, opened: &Opened, way: &mut Vec<usize>) -> Markup {
        let Some(def) = self.def(kind) else {
            return html!();
        };
        if let Shape::Enum(values) = &def.shape {
            return enum_values(values);
        }
        if !opened.has(way) {
            return html!();
        }
        let title = match &def.shape {
            Shape::Struct(body) if body.members.len() == 1 => "1 member".to_owned(),
            Shape::Struct(body) => format!("{} members", body.members.len()),
            Shape::Union(union) => format!("{} shapes", union.variants.len()),
            _ => "more".to_owned(),
        };
        html! {
            details { summary { (title) } (self.within(def, opened, way, anchor(kind))) }
        }
    }
}

/// Returns the anchor of a type on the page of its operation.
fn anchor(kind: &Type) -> Option<String> {
    let named = kind.named().filter(|it| is_own(it))?;
    Some(format!("type-{}", named.name))
}

/// Returns the allowed values of a string.
pub(super) fn enum_values(values: &[EnumValue]) -> Markup {
    let (displayed, folded) = values.split_at(values.len().min(VALUES));
    let listed = |values: &[EnumValue]| {
        html! { @for it in values { code { (visible(&it.wire)) } " " } }
    };
    html! {
        p.values { "One of " (listed(displayed)) }
        @if !folded.is_empty() {
            details { summary { (folded.len()) " more values" } p.values { (listed(folded)) } }
        }
    }
}

/// Describes the constraints of values.
pub(super) fn limits(default: Option<&str>, bounds: &[Bound]) -> Markup {
    html! {
        @if let Some(default) = default {
            " " span.limit { "default " code { (visible(default.trim_matches('"'))) } }
        }
        @for bound in bounds {
            @if let Some((words, value)) = in_words(bound) {
                " " span.limit { (words) @if let Some(value) = value { " " code { (visible(value)) } } }
            }
        }
    }
}

/// Describes a constraint. Returns the words and the value that follows, or nothing for formats that the type already
/// states.
pub(super) fn in_words(bound: &Bound) -> Option<(String, Option<&str>)> {
    let (of, keyword) = match bound.keyword.rsplit_once('.') {
        Some((of, keyword)) => (format!("{} ", of.replace("items", "each item")), keyword),
        None => (String::new(), bound.keyword.as_str()),
    };
    let value = bound.value.trim_matches('"');
    let words = match keyword {
        "minimum" => "at least",
        "maximum" => "at most",
        "minLength" => "minimum length:",
        "maxLength" => "maximum length:",
        "minItems" => "minimum number of items:",
        "maxItems" => "maximum number of items:",
        "minProperties" => "minimum number of properties:",
        "maxProperties" => "maximum number of properties:",
        "multipleOf" => "a multiple of",
        "enum" => "one of",
        "pattern" => "matches",
        "uniqueItems" => return Some((format!("{of}without duplicates"), None)),
        "exclusiveMinimum" => return Some((format!("{of}excluding the minimum"), None)),
        "exclusiveMaximum" => return Some((format!("{of}excluding the maximum"), None)),
        "format" if matches!(value, "date-time" | "date" | "int64" | "int32") => return None,
        "format" => "format",
        other => other,
    };
    Some((format!("{of}{words}"), Some(value)))
}
