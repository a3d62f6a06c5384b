//! The requests that a probe sends. Each operation is called once. The value of each argument identifies the argument.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use tagsmith::crate_ir::{Body, BodyContent, Given, Operation, Shape, Struct, Tag, Type};

use super::forms::Forms;
use super::path::{ident, path};
use super::types::Types;
use super::unit::Unit;

/// The maximum nesting of structs with values, because a schema may contain itself.
const DEEPEST: usize = 3;

/// Returns the unit that sends an operation's request, in the function with this number.
pub(super) fn unit(tag: &Tag, operation: &Operation, types: &Types<'_>, index: usize) -> Unit {
    let forms = Forms {
        types,
        tag: &tag.module,
    };
    let (name, call) = (
        format_ident!("request_{index}"),
        call(tag, operation, &forms),
    );
    let code = quote!(async fn #name(client: &krate::Client) { let _ = #call.await; });
    Unit::default().line(&format!("{}::{}", tag.module, operation.type_name), &code)
}

fn call(tag: &Tag, operation: &Operation, forms: &Forms<'_>) -> TokenStream {
    let (module, method) = (ident(&tag.module), ident(&operation.name));
    let required = operation.parameters.iter().filter(|it| it.required);
    let arguments = required.map(|it| given(&it.kind, &it.name, forms, 0));
    let given_body = |it: &Body| given_body(it, forms);
    let is_argument = |it: &&Body| it.given == Given::Always;
    let body = operation.body.as_ref().filter(is_argument).map(given_body);
    let arguments = arguments.chain(body);
    let optional = operation.parameters.iter().filter(|it| !it.required);
    let setters = optional.map(|it| {
        let (setter, value) = (ident(&it.name), given(&it.kind, &it.name, forms, 0));
        quote!(.#setter(#value))
    });
    quote!(client.#module().#method(#(#arguments),*) #(#setters)*)
}

fn given_body(body: &Body, forms: &Forms<'_>) -> TokenStream {
    match &body.content {
        BodyContent::Json(kind) => given(kind, "body", forms, 0),
        BodyContent::Text(_) | BodyContent::Binary(_) => quote!("body"),
    }
}

/// Returns a value that identifies its argument.
fn given(kind: &Type, name: &str, forms: &Forms<'_>, depth: usize) -> TokenStream {
    match kind {
        Type::Str => quote!(#name),
        // The sum of the letters differs for most names.
        Type::Int => {
            let value: i64 = name.bytes().map(i64::from).sum();
            quote!(#value)
        }
        Type::List(item) => {
            let item = given(item, name, forms, depth);
            quote!([#item])
        }
        Type::Named(named) => match forms.types.find(named, forms.tag).map(|def| &def.shape) {
            Some(Shape::Struct(body)) if depth < DEEPEST => structure(kind, body, forms, depth + 1),
            Some(Shape::Enum(_)) => {
                let kind = path(kind, forms.tag);
                quote!(<#kind>::from(#name))
            }
            // A list with an alias is passed as a whole, not item by item.
            Some(Shape::Alias(Type::List(_))) => forms.default(kind),
            Some(Shape::Alias(kind)) => given(kind, name, forms, depth),
            _ => forms.default(kind),
        },
        _ => forms.default(kind),
    }
}

/// Returns a request struct created by `new`, without setters.
fn structure(kind: &Type, body: &Struct, forms: &Forms<'_>, depth: usize) -> TokenStream {
    let required: Vec<_> = body.asked().collect();
    if !body.in_request || required.is_empty() {
        return forms.default(kind);
    }
    let simple = |it: &&tagsmith::crate_ir::Member| !it.boxed && !it.takes_null;
    let arguments = required.iter().map(|member| match simple(member) {
        true => given(&member.kind, &member.name, forms, depth),
        false => forms
            .argument(member)
            .into_iter()
            .next()
            .unwrap_or_default(),
    });
    let here = path(kind, forms.tag);
    quote!(<#here>::new(#(#arguments),*))
}
