//! The named types that a type consists of, by their names in the change report.

use tagsmith::crate_ir::{Named, Shape, Type, TypeScope};

use super::forms::Forms;

/// The maximum length of a chain of aliases.
const DEEPEST: usize = 8;

/// Returns the name of a named type in the change report.
pub(super) fn item_of(named: &Named, tag: &str) -> String {
    match &named.home {
        TypeScope::Operation => format!("{tag}::{}", named.name),
        TypeScope::Types => format!("types::{}", named.name),
        TypeScope::Within(module) => format!("types::{module}::{}", named.name),
    }
}

/// Returns the named types that determine the accepted forms of a type.
pub(super) fn items(kind: &Type, forms: &Forms<'_>) -> Vec<String> {
    let mut found = Vec::new();
    collect(kind, forms, 0, &mut found);
    found
}

fn collect(kind: &Type, forms: &Forms<'_>, depth: usize, found: &mut Vec<String>) {
    let named = match kind {
        Type::List(inner) | Type::Map(inner) | Type::Nullable(inner) => {
            return collect(inner, forms, depth, found);
        }
        Type::Named(named) => named,
        _ => return,
    };
    found.push(item_of(named, forms.tag));
    let shape = forms.types.find(named, forms.tag).map(|def| &def.shape);
    if let Some(Shape::Alias(kind)) = shape
        && depth < DEEPEST
    {
        collect(kind, forms, depth + 1, found);
    }
}
