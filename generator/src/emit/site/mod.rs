//! Prints the reference site: static pages that work without JavaScript, and the data of their scripts. Printing makes
//! no decisions and cannot fail.

mod assets;
mod colour;
mod curl;
mod data;
mod examples;
mod facts;
mod form;
mod index;
mod initial;
mod introduction;
mod map;
mod markdown;
mod missing;
mod narrow;
mod navigation;
mod operation;
mod page;
mod parameters;
mod places;
mod policy;
mod responses;
mod schema;
mod scripts;
mod search;
mod shared;
mod signature;
mod snippets;
mod tag;
mod text;
mod tree;
mod type_data;
mod type_index;
mod types;

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use crate::crate_ir::{Crate, Operation, SchemaFile, Shape, Tag, snippet};

pub use self::policy::content_policy;

use self::assets::Assets;
use self::places::Places;
use self::scripts::Scripts;
use self::shared::Site;

/// The options of a site.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The public URL of the site with a trailing slash, for canonical links and the sitemap.
    pub base_url: Option<String>,
    /// The public path of the site, between slashes, for use if the server is unknown.
    pub root: Option<String>,
}

/// A file to print.
enum Job<'a> {
    Index,
    Types,
    Missing,
    Map,
    Tag(&'a Tag<'a>),
    Operation(&'a Tag<'a>, usize),
    Schema(&'a SchemaFile<'a>),
    TypeScript(&'a SchemaFile<'a>),
}

/// Returns the files of the site, by path.
pub fn render(api: &Crate<'_>, options: &Options) -> BTreeMap<String, String> {
    let places = Places::new(api);
    let scripts = Scripts::new(api, &places);
    let assets = Assets::new(&snippet::frame(api), search::script(api));
    let site = Site {
        api,
        places,
        scripts,
        assets,
        policy: content_policy(),
        secret_names: secret_names(api),
        base_url: options.base_url.as_deref(),
        root: options.root.as_deref(),
    };
    let mut jobs = vec![Job::Index, Job::Types, Job::Missing];
    jobs.extend(site.base_url.map(|_| Job::Map));
    jobs.extend(api.schemas.iter().map(Job::Schema));
    jobs.extend(api.schemas.iter().map(Job::TypeScript));
    for tag in &api.tags {
        jobs.push(Job::Tag(tag));
        jobs.extend((0..tag.operations.len()).map(|index| Job::Operation(tag, index)));
    }
    let mut files: BTreeMap<String, String> =
        jobs.par_iter().filter_map(|job| job.run(&site)).collect();
    files.extend(site.assets.files());
    files
}

impl Job<'_> {
    /// Returns the path and text of the file.
    fn run(&self, site: &Site<'_>) -> Option<(String, String)> {
        Some(match *self {
            Self::Index => ("index.html".to_owned(), index::page(site)),
            Self::Types => (type_index::PATH.to_owned(), type_index::page(site)),
            Self::Missing => ("404.html".to_owned(), missing::page(site)),
            Self::Map => ("sitemap.xml".to_owned(), map::text(site)?),
            Self::Tag(tag) => (places::tag(tag), tag::page(site, tag)),
            Self::Operation(tag, index) => {
                let operation: &Operation = tag.operations.get(index)?;
                let page = operation::page(site, tag, operation, index);
                (places::operation(tag, operation), page)
            }
            Self::Schema(file) => (places::schema(file), types::page(site, file)),
            Self::TypeScript(file) => site.scripts.of(file),
        })
    }
}

/// Returns the names of all secret properties in requests. Objects with additional properties may contain secrets of
/// the same names.
fn secret_names<'a>(api: &'a Crate<'a>) -> BTreeSet<&'a str> {
    let operations = api.tags.iter().flat_map(|it| &it.operations);
    let own = operations.flat_map(|it| &it.types);
    let shared = api.schemas.iter().flat_map(|it| &it.types);
    own.chain(shared)
        .filter_map(|def| match &def.shape {
            Shape::Struct(body) if body.in_request => Some(&body.members),
            _ => None,
        })
        .flatten()
        .filter(|it| it.secret)
        .map(|it| it.wire.as_str())
        .collect()
}
