//! The scripts that define types: one for each component schema.

use std::collections::BTreeMap;

use super::places::{Places, slug};
use super::text::{digest, header, script};
use super::type_data::{self, TypeDef};
use crate::crate_ir::index::named;
use crate::crate_ir::{Crate, SchemaFile, Type, TypeDef as Def};

/// The paths and texts of the scripts, by module.
pub(super) struct Scripts<'a>(BTreeMap<&'a str, (String, String)>);

impl<'a> Scripts<'a> {
    pub(super) fn new(api: &'a Crate<'a>, places: &Places<'a>) -> Self {
        let script = |file: &'a SchemaFile<'a>| {
            let text = text(places, file);
            let path = format!("types/{}/type.{}.js", slug(&file.module), digest(&text));
            (file.module.as_str(), (path, text))
        };
        Self(api.schemas.iter().map(script).collect())
    }

    /// Returns the path and the text of the script that defines a component schema's types.
    pub(super) fn of(&self, file: &SchemaFile) -> (String, String) {
        let script = self.0.get(file.module.as_str());
        script.cloned().unwrap_or_default()
    }

    /// Returns the scripts that define the types reached from the given types: paths from the root, by key.
    pub(super) fn for_types(
        &self,
        places: &Places<'a>,
        kinds: &[&Type],
        own: &'a [Def<'a>],
    ) -> BTreeMap<String, &str> {
        let reached = places.reached(kinds, own);
        let files = reached.iter().filter_map(|it| places.file(it));
        let script = |file: &SchemaFile| {
            let (path, _) = self.0.get(file.module.as_str())?;
            Some((slug(&file.module), path.as_str()))
        };
        files.filter_map(script).collect()
    }
}

fn text(places: &Places<'_>, file: &SchemaFile) -> String {
    let types: BTreeMap<String, TypeDef<'_>> = (file.types.iter().enumerate())
        .filter_map(|(index, def)| {
            let named = named(file, index)?;
            let data = type_data::type_def(places, &named, def, None, true);
            Some((places.key(&named), data))
        })
        .collect();
    let (key, types) = (script(&slug(&file.module)), script(&types));
    let header = header(&format!("schema `{}`", file.wire));
    format!("/* {header} */\ntagsmith.define({key},{types});\n")
}
