//! The example in an operation's documentation: code that compiles and is not run.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::format;
use super::types::{self, ident};
use crate::crate_ir::{
    BodyContent, Crate, From, Given, Member, Named, Operation, Parameter, Shape, Tag, Type,
};

/// Returns the example's lines, with its fence.
pub(super) fn lines(api: &Crate, tag: &Tag, operation: &Operation) -> Vec<String> {
    fenced("```no_run", code(api, tag, operation))
}

/// Returns what of the example is shown.
pub(super) fn shown(api: &Crate, tag: &Tag, operation: &Operation) -> String {
    let lines = parted(&format::plain(code(api, tag, operation)));
    let shown = lines.into_iter().filter_map(Result::ok);
    shown.collect::<Vec<_>>().join("\n")
}

fn code(api: &Crate, tag: &Tag, operation: &Operation) -> TokenStream {
    let krate = krate(api);
    let call = call(api, tag, operation);
    let allow = operation
        .deprecated
        .as_ref()
        .map(|_| quote!(#[allow(deprecated)]));
    let client = match api.profile.reads_environment() {
        true => quote!(#krate::Client::from_env()?),
        false => quote!(#krate::Client::builder().token("TOKEN").build()?),
    };
    quote! {
        async fn example() -> Result<(), Box<dyn std::error::Error>> {
            let client = #client;
            #allow
            let answer = client.#call.await?;
            println!("{answer:?}");
            Ok(())
        }
    }
}

/// Returns the lines of an example of how an operation is mocked.
pub(super) fn mocked(api: &Crate, tag: &Tag, operation: &Operation) -> Vec<String> {
    let krate = krate(api);
    let (handle, method) = (ident(&tag.module), ident(&operation.name));
    let call = call(api, tag, operation);
    let code = quote! {
        async fn example() -> Result<(), Box<dyn std::error::Error>> {
            let mock = #krate::mock::Mock::start().await;
            mock.#handle().#method().returns(Default::default());
            let answer = mock.client().#call.await?;
            println!("{answer:?}");
            Ok(())
        }
    };
    let mut lines = fenced("```no_run", code);
    lines.insert(1, "# #[cfg(feature = \"mock\")]".to_owned());
    lines
}

fn krate(api: &Crate) -> Ident {
    ident(&api.package.name.replace('-', "_"))
}

/// Returns a call of an operation, without the client.
fn call(api: &Crate, tag: &Tag, operation: &Operation) -> TokenStream {
    let (handle, method) = (ident(&tag.module), ident(&operation.name));
    let sample = Sample {
        api,
        operation,
        tag,
    };
    let required = operation.parameters.iter().filter(|it| it.required);
    let mut arguments: Vec<TokenStream> = required.map(|it| sample.parameter(it)).collect();
    if let Some(body) = &operation.body
        && body.given == Given::Always
    {
        arguments.push(match &body.content {
            BodyContent::Json(kind) => sample.value(kind, 0),
            BodyContent::Text(_) | BodyContent::Binary(_) => quote!("Hello, world"),
        });
    }
    quote!(#handle().#method(#(#arguments),*))
}

/// Returns the lines of an example's body, between fences.
fn fenced(fence: &str, code: TokenStream) -> Vec<String> {
    let mut lines = vec![fence.to_owned()];
    for line in parted(&format::plain(code)) {
        lines.push(line.unwrap_or_else(|hidden| format!("# {hidden}")));
    }
    lines.push("```".to_owned());
    lines
}

/// Tells what the call needs, which is shown, from what is compiled around it.
fn parted(code: &str) -> Vec<Result<String, String>> {
    let part = |line: &str| match line.strip_prefix("    ") {
        Some("Ok(())") | None => Err(line.trim_start().to_owned()),
        Some(body) => Ok(body.to_owned()),
    };
    code.lines().map(part).collect()
}

/// How many structs within structs are spelled out: a schema may hold itself.
const DEEPEST: usize = 3;

struct Sample<'a> {
    api: &'a Crate<'a>,
    operation: &'a Operation<'a>,
    tag: &'a Tag<'a>,
}

impl Sample<'_> {
    fn parameter(&self, parameter: &Parameter) -> TokenStream {
        match &parameter.kind {
            Type::Str => {
                let text = parameter.wire.to_uppercase();
                quote!(#text)
            }
            kind => self.value(kind, 0),
        }
    }

    fn value(&self, kind: &Type, depth: usize) -> TokenStream {
        let krate = ident(&self.api.package.name.replace('-', "_"));
        match kind {
            Type::Bool => quote!(true),
            Type::Int | Type::Uint => quote!(1),
            Type::Float => quote!(1.0),
            Type::Str => quote!("octocat"),
            Type::Time => quote!("2025-10-13T00:00:00Z".parse::<#krate::jiff::Timestamp>()?),
            Type::Date => quote!(#krate::jiff::civil::date(2025, 10, 13)),
            Type::Json => quote!(#krate::serde_json::Value::Null),
            Type::List(item) => {
                let item = self.value(item, depth);
                quote!([#item])
            }
            Type::Map(_) => quote!(std::collections::BTreeMap::new()),
            Type::Nullable(_) => quote!(None),
            Type::Named(named) => {
                let (krate, tag) = (krate.to_string(), self.tag.module.as_str());
                let path = types::tokens(&named.spelled(From::User { krate: &krate, tag }));
                match self
                    .api
                    .find(named, &self.operation.types)
                    .map(|def| &def.shape)
                {
                    Some(Shape::Struct(body)) => {
                        let required: Vec<_> = body.asked().collect();
                        if required.is_empty() || !body.in_request || depth >= DEEPEST {
                            return quote!(#path::default());
                        }
                        let values = required.iter().map(|it| self.member(it, depth + 1));
                        quote!(#path::new(#(#values),*))
                    }
                    Some(Shape::Enum(values)) => match values.first() {
                        Some(value) => {
                            let variant = ident(&value.name);
                            quote!(#path::#variant)
                        }
                        None => quote!(#path::default()),
                    },
                    Some(Shape::Alias(kind)) => self.value(kind, depth),
                    Some(Shape::Union(union)) => {
                        let kinds = union.variants.iter().map(|it| &it.kind);
                        let is_word = |it: &&Type| matches!(it, Type::Str | Type::Int | Type::Uint);
                        match kinds.clone().find(is_word).or(kinds.clone().next()) {
                            // Whoever takes the union takes what becomes one.
                            Some(kind) if depth < DEEPEST => self.value(kind, depth),
                            _ => quote!(#path::default()),
                        }
                    }
                    None => quote!(#path::default()),
                }
            }
        }
    }

    fn is_union(&self, named: &Named) -> bool {
        let def = self.api.find(named, &self.operation.types);
        def.is_some_and(|it| matches!(it.shape, Shape::Union(_)))
    }

    /// Returns what `new` of a struct takes for a member.
    fn member(&self, member: &Member, depth: usize) -> TokenStream {
        let value = self.value(&member.kind, depth);
        match &member.kind {
            _ if !member.takes_null => value,
            Type::List(_) | Type::Map(_) => quote!(None),
            Type::Named(named) if self.is_union(named) => {
                quote!(Some(#value.into()))
            }
            _ => value,
        }
    }
}
