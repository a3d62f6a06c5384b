//! Checks that every page of the reference site is safe, complete and usable. The rules use an HTML parser, and are
//! independent of the code that generates the pages.

mod controls;
mod hostile;
mod links;
mod safety;
mod structure;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use scraper::{ElementRef, Html, Selector};
use tagsmith::config::Config;
use tagsmith::crate_ir::Crate;
use tagsmith::description::load::Source;
use tagsmith::emit::site::Options;

pub use self::hostile::{ATTACKS, hostile};

/// The results.
#[derive(Debug, Default)]
pub struct Report {
    /// The number of pages.
    pub pages: usize,
    /// The number of links within the site.
    pub links: usize,
    /// The violations, each with its location.
    pub broken: Vec<String>,
}

/// One page, parsed.
struct Page<'a> {
    path: &'a str,
    html: Html,
}

/// Returns the files of the site of GitHub's description.
///
/// # Errors
///
/// Fails with the generator's error.
pub fn render(source: &Source, tags: &str) -> Result<BTreeMap<String, String>, String> {
    render_with(source, tags, "api_version = \"2022-11-28\"")
}

/// Returns the files of the site of a description. `more` contains additional lines for the configuration.
///
/// # Errors
///
/// Fails with the generator's error.
pub fn render_with(
    source: &Source,
    tags: &str,
    more: &str,
) -> Result<BTreeMap<String, String>, String> {
    let text = format!(
        "description = \"-\"\nout = \"client\"\ntags = {tags}\n\
         [crate]\nname = \"github-rest\"\nversion = \"0.1.0\"\ndescription = \"A client\"\n\
         repository = \"https://github.com/tagsmith/tagsmith\"\n{more}\n\
         [runtime]\nversion = \"0.1.0\"\n"
    );
    let config = Config::parse(&text, Path::new("tagsmith.toml"));
    let config = config.map_err(|it| it.to_string())?;
    let made = tagsmith::pipeline::lowered(source, &config);
    let (lowered, _) = made.map_err(|it| it.to_string())?;
    let options = Options {
        base_url: Some("https://example.com/reference/".to_owned()),
        ..Options::default()
    };
    Ok(tagsmith::emit::site::render(
        &Crate::of(&lowered.api),
        &options,
    ))
}

/// Checks the files of a site against all rules.
pub fn check(files: &BTreeMap<String, String>) -> Report {
    let mut report = Report::default();
    let mut wanted = Vec::new();
    let mut anchors: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for (path, text) in files.iter().filter(|(path, _)| path.ends_with(".html")) {
        let page = Page {
            path,
            html: Html::parse_document(text),
        };
        report.pages += 1;
        safety::check(&page, files, &mut report.broken);
        structure::check(&page, &mut report.broken);
        controls::check(&page, &mut report.broken);
        wanted.extend(links::of(&page, &mut report.broken));
        anchors.insert(path, ids(&page).into_iter().collect());
    }
    report.links = wanted.len();
    for link in wanted {
        let found = match (files.get(&link.path), &link.anchor) {
            (None, _) => false,
            (Some(_), None) => true,
            (Some(_), Some(anchor)) => anchors
                .get(link.path.as_str())
                .is_some_and(|it| it.contains(anchor)),
        };
        if !found {
            let Link { from, path, anchor } = link;
            let anchor = anchor.map_or_else(String::new, |it| format!("#{it}"));
            report.broken.push(format!(
                "{from}: links to {path}{anchor}, which does not exist"
            ));
        }
    }
    report
}

/// A link from one page to another.
struct Link {
    from: String,
    path: String,
    anchor: Option<String>,
}

impl Page<'_> {
    /// Returns the elements that match a selector, which must be valid.
    fn all(&self, selector: &str) -> Vec<ElementRef<'_>> {
        match Selector::parse(selector) {
            Ok(selector) => self.html.select(&selector).collect(),
            Err(_) => Vec::new(),
        }
    }

    fn broken(&self, what: impl std::fmt::Display) -> String {
        format!("{}: {what}", self.path)
    }
}

/// Returns the ids of a page's elements, in order.
fn ids(page: &Page<'_>) -> Vec<String> {
    let with_id = page.all("[id]").into_iter();
    with_id
        .filter_map(|it| it.attr("id"))
        .map(str::to_owned)
        .collect()
}

/// Returns the text of an element.
fn text(element: ElementRef<'_>) -> String {
    element.text().collect::<String>().trim().to_owned()
}
