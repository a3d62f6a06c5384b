//! One operation, used in every way: its call in each form, its setters, its pages, its answers.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use tagsmith::model::{Body, BodyContent, Content, Given, Operation, Parameter, Tag, Type};

use super::forms::Forms;
use super::path::{body_path, ident, named_path, path};

/// Returns the function that uses an operation.
pub(super) fn function(tag: &Tag, operation: &Operation, forms: &Forms<'_>) -> TokenStream {
    let name = format_ident!("call_{}_{}", tag.module, operation.name);
    let (module, handle) = (ident(&tag.module), ident(&tag.handle));
    let (method, call_type) = (ident(&operation.name), ident(&operation.type_name));
    let alternatives = arguments(operation, forms);
    let first = alternatives.iter().filter_map(|forms| forms.first());
    let first = quote!(#(#first),*);
    let calls = one_at_a_time(&alternatives);
    let setters = setters(operation, forms);
    let each = setters.iter().flat_map(|(setter, forms)| {
        forms
            .iter()
            .map(move |form| quote!(call.clone().#setter(#form)))
    });
    let chain = setters.iter().filter_map(|(setter, forms)| {
        let form = forms.first()?;
        Some(quote!(.#setter(#form)))
    });
    let paged = operation
        .pagination
        .as_ref()
        .map(|it| paged(tag, operation, &it.item));
    let linked = operation.links.as_ref().map(|_| {
        quote! {
            let reports: krate::Reports<Call> = call.clone().reports();
            let _ = reports.rows::<krate::serde_json::Value>();
        }
    });
    let choices = operation.success.choices.iter().map(|choice| {
        let (method, body) = (ident(&choice.name), body_path(&choice.content, &tag.module));
        quote! {
            let outcome: Outcome<#body> = call.clone().#method().await;
            let _ = outcome;
        }
    });
    let error = format_ident!("{}Error", operation.type_name);
    let body = body_path(&operation.success.content, &tag.module);
    let read = read(&operation.success.content, tag);
    quote! {
        async fn #name(client: &krate::Client) {
            type Call = krate::#module::#call_type;
            type Failure = krate::#module::#error;
            type Outcome<T> = Result<krate::Answer<T>, krate::Error<Failure>>;
            let handle: krate::#module::#handle = client.#module();
            #(let _: Call = handle.#method(#calls);)*
            let call: Call = handle.#method(#first);
            #(let _: Call = #each;)*
            let _: Call = call.clone() #(#chain)*;
            #paged
            #linked
            #(#choices)*
            let outcome: Outcome<#body> = call.await;
            let Ok(answer) = outcome else { return; };
            let body: #body = answer.into_body();
            #read
        }
    }
}

/// Returns the function that narrows the mock of an operation down by each of its parameters.
pub(super) fn mocked(tag: &Tag, operation: &Operation, forms: &Forms<'_>) -> TokenStream {
    let name = format_ident!("mock_{}_{}", tag.module, operation.name);
    let (module, method) = (ident(&tag.module), ident(&operation.name));
    let parameters = operation.parameters.iter().map(|it| {
        let with = format_ident!("with_{}", it.name);
        let value = forms.default(&it.kind);
        quote!(let _ = mock.#module().#method().#with(#value);)
    });
    quote! {
        fn #name(mock: &krate::mock::Mock) {
            let _ = mock.#module().#method();
            #(#parameters)*
        }
    }
}

/// Returns, for each argument, the forms in which it is given.
pub(super) fn arguments(operation: &Operation, forms: &Forms<'_>) -> Vec<Vec<TokenStream>> {
    let required = operation.parameters.iter().filter(|it| it.required);
    let mut arguments: Vec<_> = required.map(|it| forms.parameter(&it.kind)).collect();
    if let Some(body) = operation
        .body
        .as_ref()
        .filter(|it| it.given == Given::Always)
    {
        arguments.push(body_forms(body, forms));
    }
    arguments
}

fn body_forms(body: &Body, forms: &Forms<'_>) -> Vec<TokenStream> {
    match &body.content {
        BodyContent::Json(kind) => vec![forms.default(kind)],
        BodyContent::Text(_) => vec![quote!("a"), quote!(String::new())],
        BodyContent::Binary(_) => {
            vec![quote!("a"), quote!(Vec::new()), quote!(krate::Bytes::new())]
        }
    }
}

/// Returns lists of arguments in which each form of each stands once.
pub(super) fn one_at_a_time(alternatives: &[Vec<TokenStream>]) -> Vec<TokenStream> {
    let most = alternatives.iter().map(Vec::len).max().unwrap_or(1);
    let list = |index: usize| {
        let arguments = alternatives.iter();
        let arguments = arguments.filter_map(|forms| forms.get(index).or(forms.first()));
        quote!(#(#arguments),*)
    };
    (0..most).map(list).collect()
}

/// Returns the setters, each with the forms in which it takes its value.
fn setters(
    operation: &Operation,
    forms: &Forms<'_>,
) -> Vec<(proc_macro2::Ident, Vec<TokenStream>)> {
    let optional = operation.parameters.iter().filter(|it| !it.required);
    let setter = |it: &Parameter| (ident(&it.name), forms.parameter(&it.kind));
    let mut setters: Vec<_> = optional.map(setter).collect();
    if let Some(body) = operation
        .body
        .as_ref()
        .filter(|it| it.given != Given::Always)
    {
        match &body.content {
            BodyContent::Text(texts) => {
                let texts = texts.iter();
                setters.extend(texts.map(|it| (ident(&it.name), body_forms(body, forms))));
            }
            _ => setters.push((ident("body"), body_forms(body, forms))),
        }
    }
    setters
}

fn paged(tag: &Tag, operation: &Operation, item: &Type) -> TokenStream {
    let item = path(item, &tag.module);
    let body = body_path(&operation.success.content, &tag.module);
    quote! {
        let mut pages: krate::Pages<Call> = call.clone().pages();
        let page: Result<Option<krate::Answer<#body>>, krate::Error<Failure>> = pages.try_next().await;
        let mut items: krate::Items<Call> = call.clone().items();
        let item: Result<Option<#item>, krate::Error<Failure>> = items.try_next().await;
        let _ = (page, item);
    }
}

/// Returns the match of an answer that is an enum by status.
fn read(content: &Content, tag: &Tag) -> TokenStream {
    let Content::ByStatus(name, cases) = content else {
        return quote!(let _ = body;);
    };
    let (module, name) = (ident(&tag.module), ident(name));
    let arms = cases.iter().map(|case| {
        let variant = ident(&case.variant);
        match &case.content {
            Content::Empty => quote!(krate::#module::#name::#variant => {}),
            content => {
                let held = body_path(content, &tag.module);
                let held = match content {
                    Content::Json(Type::Named(_)) => quote!(Box<#held>),
                    _ => held,
                };
                quote!(krate::#module::#name::#variant(held) => { let _: #held = held; })
            }
        }
    });
    quote! {
        match body {
            #(#arms)*
            _ => {}
        }
    }
}

/// Returns the function that matches an operation's error.
pub(super) fn failure(tag: &Tag, operation: &Operation) -> TokenStream {
    let name = format_ident!("error_{}_{}", tag.module, operation.name);
    let module = ident(&tag.module);
    let error = format_ident!("{}Error", operation.type_name);
    let declared = operation
        .failures
        .iter()
        .map(|it| (ident(&it.variant), it.body.as_ref()));
    let all = declared.chain([(ident("Other"), operation.other.as_ref())]);
    let arms = all.map(|(variant, body)| {
        let body = super::path::failure_path(body, &tag.module);
        quote!(krate::#module::#error::#variant(body) => { let _: &Option<#body> = body; })
    });
    quote! {
        fn #name(error: &krate::ApiError<krate::#module::#error>) {
            match error.kind() {
                #(#arms)*
                _ => {}
            }
        }
    }
}

/// Returns the function that names the types of an operation's tag.
pub(super) fn names(tag: &Tag, operation: &Operation) -> Vec<TokenStream> {
    let own = operation.types.iter().map(|def| def.name.clone());
    let own = own.map(|name| {
        let named = tagsmith::model::Named {
            name,
            home: tagsmith::model::Home::Operation,
        };
        named_path(&named, &tag.module)
    });
    let module = ident(&tag.module);
    let (call, error) = (
        ident(&operation.type_name),
        format_ident!("{}Error", operation.type_name),
    );
    own.chain([
        quote!(krate::#module::#call),
        quote!(krate::#module::#error),
    ])
    .collect()
}
