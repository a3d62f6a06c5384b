//! Probes one operation: its arguments in each form, its setters, its pages and its responses.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};
use tagsmith::crate_ir::{
    Body, BodyContent, Case, Content, Given, Operation, Pagination, Parameter, Tag, TextMedia, Type,
};

use super::forms::Forms;
use super::named::{item_of, items};
use super::path::{body_path, ident, named_path, path};
use super::unit::Unit;

/// An operation to probe, with its name in the change report.
pub(super) struct CallOutput<'a> {
    tag: &'a Tag<'a>,
    operation: &'a Operation<'a>,
    item: String,
    call: TokenStream,
}

impl<'a> CallOutput<'a> {
    pub(super) fn new(tag: &'a Tag<'a>, operation: &'a Operation<'a>) -> Self {
        let (module, name) = (ident(&tag.module), ident(&operation.type_name));
        Self {
            tag,
            operation,
            item: format!("{}::{}", tag.module, operation.type_name),
            call: quote!(krate::#module::#name),
        }
    }

    /// Returns the operation's name in the change report.
    pub(super) fn item(&self) -> &str {
        &self.item
    }

    /// Returns the units that use the operation.
    pub(super) fn units(&self, forms: &Forms<'_>) -> Vec<Unit> {
        let mut units = self.calls(forms);
        units.extend(self.setters(forms));
        units.extend(self.operation.pagination.as_ref().map(|it| self.paged(it)));
        units.extend(self.operation.links.as_ref().map(|_| {
            let code = quote! {
                let reports: krate::Reports<Call> = call.reports();
                let _ = reports.rows::<krate::serde_json::Value>();
            };
            self.one("reports", &self.item, &code)
        }));
        for choice in &self.operation.success.choices {
            let body = body_path(&choice.content, &self.tag.module);
            let method = ident(&choice.name);
            let about = format!("{}::{}", self.item, choice.name);
            let code = quote! {
                let outcome: Outcome<#body> = call.#method().await;
                let _ = outcome;
            };
            units.push(self.one(&format!("as_{}", choice.name), &about, &code));
        }
        units.push(self.responded());
        if let Content::ByStatus(name, cases) = &self.operation.success.content {
            units.push(self.by_status(name, cases));
        }
        units.push(self.failed());
        units.extend(self.mocked(forms));
        units
    }

    fn function(&self, part: &str) -> Ident {
        format_ident!("call_{}_{}_{part}", self.tag.module, self.operation.name)
    }

    /// Returns the first lines of a function that makes a call.
    fn begin(&self, part: &str) -> Unit {
        let (name, call) = (self.function(part), &self.call);
        let module = ident(&self.tag.module);
        let error = format_ident!("{}Error", self.operation.type_name);
        let code = quote! {
            async fn #name(call: #call) {
                type Call = #call;
                type Failure = krate::#module::#error;
                type Outcome<T> = Result<krate::Response<T>, krate::Error<Failure>>;
            }
        };
        // Returns without closing the block.
        let code = code.to_string();
        let open = code.strip_suffix('}').unwrap_or(&code).to_owned();
        Unit::default().text(&self.item, &quote!(#call), &open)
    }

    /// Returns a unit whose statements concern a part of the operation.
    fn one(&self, part: &str, about: &str, code: &TokenStream) -> Unit {
        self.begin(part).line(about, code).close(about, "}")
    }

    fn calls(&self, forms: &Forms<'_>) -> Vec<Unit> {
        let (item, call) = (&self.item, &self.call);
        let (module, handle) = (ident(&self.tag.module), ident(&self.tag.handle));
        let method = ident(&self.operation.name);
        let alternatives = arguments(self.operation, forms);
        let forms: Vec<_> = alternatives.iter().map(|it| it.forms.clone()).collect();
        let lists = one_at_a_time(&forms).into_iter().enumerate();
        let unit = |(index, list): (usize, Vec<TokenStream>)| {
            let name = self.function(&format!("made_{index}"));
            let mut unit = Unit::default()
                .open(
                    item,
                    &quote!(fn #name(handle: krate::#module::#handle)),
                    "{",
                )
                .open(item, &quote!(let _: #call = handle.#method), "(");
            for (argument, given) in list.iter().zip(&alternatives) {
                let about = format!("{item}{}", given.about);
                unit = unit
                    .line(&about, &quote!(#argument,))
                    .using(given.used.clone());
            }
            unit.close(item, "); }")
        };
        lists.map(unit).collect()
    }

    fn setters(&self, forms: &Forms<'_>) -> Vec<Unit> {
        let mut units = Vec::new();
        for (name, given) in setters(self.operation, forms) {
            let (setter, about) = (ident(&name), format!("{}{}", self.item, given.about));
            for (index, form) in given.forms.iter().enumerate() {
                let code = quote!(let _: Call = call.#setter(#form););
                let unit = self.begin(&format!("set_{name}_{index}"));
                let unit = unit.line(&about, &code).using(given.used.clone());
                units.push(unit.close(&about, "}"));
            }
        }
        units
    }

    fn paged(&self, pagination: &Pagination) -> Unit {
        let item = path(&pagination.item, &self.tag.module);
        // The item type of a page is the type of a property of the page's body.
        let page = match self.operation.success.content.kinds().as_slice() {
            [Type::Named(page)] => Some(item_of(page, &self.tag.module)),
            _ => None,
        };
        let envelope = pagination.envelope.as_ref().zip(page);
        let member = envelope.map(|(envelope, page)| format!("{page}.{}", envelope.items));
        let body = body_path(&self.operation.success.content, &self.tag.module);
        let code = quote! {
            let mut pages: krate::Pages<Call> = call.clone().pages();
            let page: Result<Option<krate::Response<#body>>, krate::Error<Failure>> = pages.try_next().await;
            let mut items: krate::Items<Call> = call.items();
            let item: Result<Option<#item>, krate::Error<Failure>> = items.try_next().await;
            let _ = (page, item);
        };
        let unit = self.begin("pages").line(&self.item, &code).using(member);
        unit.close(&self.item, "}")
    }

    fn responded(&self) -> Unit {
        let body = body_path(&self.operation.success.content, &self.tag.module);
        let code = quote! {
            let call: Call = call.clone();
            let outcome: Outcome<#body> = call.await;
            let Ok(response) = outcome else { return; };
            let body: #body = response.into_body();
        };
        self.one("response", &self.item, &code)
    }

    /// Returns a match on a response enum by status.
    fn by_status(&self, name: &str, cases: &[Case]) -> Unit {
        let (module, here) = (ident(&self.tag.module), ident(name));
        let here = quote!(krate::#module::#here);
        let item = format!("{}::{name}", self.tag.module);
        let function = self.function("status");
        let mut unit = Unit::default().open(&item, &quote!(fn #function(body: #here)), "{");
        unit = unit.open(&item, &quote!(match body), "{");
        for case in cases {
            let variant = ident(&case.variant);
            let arm = match &case.content {
                Content::Empty => quote!(#here::#variant => {}),
                content => {
                    let held = body_path(content, &self.tag.module);
                    let held = match content {
                        Content::Json(Type::Named(_)) => quote!(Box<#held>),
                        _ => held,
                    };
                    quote!(#here::#variant(held) => { let _: #held = held; })
                }
            };
            unit = unit.line(&format!("{item}::{}", case.variant), &arm);
        }
        unit.line(&item, &quote!(_ => {})).close(&item, "} }")
    }

    /// Returns a match on the operation's error.
    fn failed(&self) -> Unit {
        let module = ident(&self.tag.module);
        let error = format_ident!("{}Error", self.operation.type_name);
        let (here, item) = (
            quote!(krate::#module::#error),
            format!("{}Error", self.item),
        );
        let name = self.function("error");
        let mut unit = Unit::default()
            .open(
                &item,
                &quote!(fn #name(error: &krate::ApiError<#here>)),
                "{",
            )
            .open(&item, &quote!(match error.kind()), "{");
        let failures = self.operation.failures.iter();
        let declared = failures.map(|it| (it.variant.as_str(), it.body.as_ref()));
        for (variant, body) in declared.chain([("Other", self.operation.other.as_ref())]) {
            let body = super::path::failure_path(body, &self.tag.module);
            let about = format!("{item}::{variant}");
            let variant = ident(variant);
            let arm = quote!(#here::#variant(body) => { let _: &Option<#body> = body; });
            unit = unit.line(&about, &arm);
        }
        unit.line(&item, &quote!(_ => {})).close(&item, "} }")
    }

    /// Returns functions that restrict a mock of the operation by each parameter.
    fn mocked(&self, forms: &Forms<'_>) -> Vec<Unit> {
        let (module, method) = (ident(&self.tag.module), ident(&self.operation.name));
        let parameters = self.operation.parameters.iter().map(Some);
        let unit = |(index, parameter): (usize, Option<&Parameter>)| {
            let name = self.function(&format!("mock_{index}"));
            let with = parameter.map(|it| {
                let (with, value) = (format_ident!("with_{}", it.name), forms.default(&it.kind));
                quote!(.#with(#value))
            });
            let about = match parameter {
                Some(it) => format!("{}::{}", self.item, it.name),
                None => self.item.clone(),
            };
            let code = quote! {
                fn #name(mock: &krate::mock::Mock) { let _ = mock.#module().#method() #with; }
            };
            Unit::default().line(&about, &code)
        };
        [None]
            .into_iter()
            .chain(parameters)
            .enumerate()
            .map(unit)
            .collect()
    }
}

/// An argument: a parameter or a body.
struct Passed {
    /// The part of the operation, such as `::name`.
    about: String,
    /// The named types that determine the accepted forms.
    used: Vec<String>,
    forms: Vec<TokenStream>,
}

impl Passed {
    fn parameter(it: &Parameter, forms: &Forms<'_>) -> Self {
        Self {
            about: format!("::{}", it.name),
            used: items(&it.kind, forms),
            forms: forms.parameter(&it.kind),
        }
    }

    fn body(about: String, it: &Body, forms: &Forms<'_>) -> Self {
        let used = it.content.kind().map(|kind| items(kind, forms));
        Self {
            about,
            used: used.unwrap_or_default(),
            forms: body_forms(it, forms),
        }
    }
}

/// Returns the arguments of an operation's method.
fn arguments(operation: &Operation, forms: &Forms<'_>) -> Vec<Passed> {
    let required = operation.parameters.iter().filter(|it| it.required);
    let mut arguments: Vec<_> = required.map(|it| Passed::parameter(it, forms)).collect();
    let body = operation.body.as_ref();
    let body = body.filter(|it| it.given == Given::Always);
    arguments.extend(body.map(|it| Passed::body(String::new(), it, forms)));
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

/// Returns argument lists that together contain each form of each argument.
pub(super) fn one_at_a_time(alternatives: &[Vec<TokenStream>]) -> Vec<Vec<TokenStream>> {
    let most = alternatives.iter().map(Vec::len).max().unwrap_or(1);
    let list = |index: usize| {
        let arguments = alternatives.iter();
        let arguments = arguments.filter_map(|forms| forms.get(index).or(forms.first()));
        arguments.cloned().collect()
    };
    (0..most).map(list).collect()
}

/// Returns the setters by name.
fn setters(operation: &Operation, forms: &Forms<'_>) -> Vec<(String, Passed)> {
    let optional = operation.parameters.iter().filter(|it| !it.required);
    let setter = |it: &Parameter| (it.name.clone(), Passed::parameter(it, forms));
    let mut setters: Vec<_> = optional.map(setter).collect();
    let body = operation.body.as_ref();
    if let Some(body) = body.filter(|it| it.given != Given::Always) {
        let given = |about: String| Passed::body(about, body, forms);
        match &body.content {
            BodyContent::Text(texts) => {
                let text = |it: &TextMedia| (it.name.clone(), given(format!("::{}", it.name)));
                setters.extend(texts.iter().map(text));
            }
            _ => setters.push(("body".to_owned(), given(String::new()))),
        }
    }
    setters
}

/// Returns the function that names the types of an operation's tag.
pub(super) fn names(tag: &Tag, operation: &Operation) -> Vec<TokenStream> {
    let own = operation.types.iter().map(|def| def.name.clone());
    let own = own.map(|name| {
        let named = tagsmith::crate_ir::Named {
            name,
            home: tagsmith::crate_ir::TypeScope::Operation,
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
