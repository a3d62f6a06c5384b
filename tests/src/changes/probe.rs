//! The probe: a program that uses every public item of a crate in every supported way. The probe is generated from the
//! model and not from the emitted code, so that neither hides errors of the other.

mod call;
mod forms;
mod item;
mod named;
mod path;
mod requests;
mod types;
mod unit;

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;
use tagsmith::api::Api;
use tagsmith::crate_ir::{Crate, Named, TypeScope};

use self::call::CallOutput;
use self::forms::Forms;
use self::item::Used;
use self::named::item_of;
use self::path::{ident, named_path};
use self::types::{Types, shared};
use self::unit::Unit;

pub(super) use self::unit::{About, Probe};

/// Returns the probe of a whole crate. In the probe, the crate has the name `krate`.
pub(super) fn whole(api: &Api) -> Probe {
    let api = &Crate::of(api);
    let types = Types::new(api);
    let mut probe = Probe::default();
    clients(api).into_iter().for_each(|it| probe.add(it));
    probe.add(item::traits());
    let mut count = 0..;
    let mut define = |probe: &mut Probe, named: &Named, def, tag| {
        let forms = Forms { types: &types, tag };
        let used = Used {
            here: &named_path(named, tag),
            item: &item_of(named, tag),
            index: count.next().unwrap_or_default(),
        };
        let units = item::units(&used, def, &forms);
        units.into_iter().for_each(|it| probe.add(it));
    };
    for tag in &api.tags {
        for operation in &tag.operations {
            let forms = Forms {
                types: &types,
                tag: &tag.module,
            };
            let called = CallOutput::new(tag, operation);
            let units = called.units(&forms);
            units.into_iter().for_each(|it| probe.add(it));
            for def in &operation.types {
                let name = def.name.clone();
                let home = TypeScope::Operation;
                define(&mut probe, &Named { name, home }, def, &tag.module);
            }
            probe.add_request(called.item(), |index| {
                requests::unit(tag, operation, &types, index)
            });
        }
    }
    for (named, def) in api.schemas.iter().flat_map(shared) {
        define(&mut probe, &named, def, "");
    }
    probe
}

/// Returns the probe of a crate that is compiled with the feature of a single tag. The probe names the types that must
/// exist.
pub(super) fn with_tag(api: &Api, module: &str) -> Probe {
    let api = &Crate::of(api);
    let files = api.schemas.iter();
    let files = files.filter(|it| it.tags.iter().any(|tag| tag == module));
    let mut names: Vec<TokenStream> = files
        .flat_map(shared)
        .map(|(named, _)| named_path(&named, module))
        .collect();
    for tag in api.tags.iter().filter(|it| it.module == module) {
        names.extend(tag.operations.iter().flat_map(|it| call::names(tag, it)));
    }
    let tag = ident(module);
    let mut probe = Probe::default();
    let handle = quote!(fn handle(client: &krate::Client) { let _ = client.#tag(); });
    probe.add(Unit::default().line(module, &handle));
    for (index, name) in names.iter().enumerate() {
        let function = quote::format_ident!("name_{index}");
        let code = quote!(fn #function() { let _: Option<#name> = None; });
        probe.add(Unit::default().line("", &code));
    }
    probe
}

/// Returns the modules of the component schemas that are compiled with the feature of a tag.
pub(super) fn schemas_with<'a>(api: &'a Crate<'a>, module: &str) -> BTreeSet<&'a str> {
    let files = api.schemas.iter();
    let files = files.filter(|it| it.tags.iter().any(|tag| tag == module));
    files.map(|it| it.module.as_str()).collect()
}

/// Returns the functions that create a client and call the method of each tag.
fn clients(api: &Crate) -> Vec<Unit> {
    let client = quote! {
        fn client() -> Result<krate::Client, krate::BuildError> {
            krate::Client::builder().token("a").build()
        }
    };
    let mut units = vec![Unit::default().line("Client", &client)];
    if api.profile.reads_environment() {
        let code = quote!(
            fn from_env() {
                let _: Result<krate::Client, krate::BuildError> = krate::Client::from_env();
            }
        );
        units.push(Unit::default().line("Client", &code));
    }
    units.extend(api.tags.iter().map(|tag| {
        let (module, handle) = (ident(&tag.module), ident(&tag.handle));
        let name = quote::format_ident!("handle_{}", tag.module);
        let code = quote! {
            fn #name(client: &krate::Client) { let _: krate::#module::#handle = client.#module(); }
        };
        Unit::default().line(&format!("{}::{}", tag.module, tag.handle), &code)
    }));
    units
}
