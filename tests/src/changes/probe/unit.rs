//! The units of a probe. Each unit compiles independently, and records for each line which items of the crate that line
//! concerns.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{TokenStream, TokenTree};

/// The lines before the first unit.
const HEAD: &str = "//! Uses a crate in every way that it promises.\n#![allow(warnings)]\n";

/// A program that uses a crate.
#[derive(Clone, Debug, Default)]
pub(in crate::changes) struct Probe {
    units: Vec<Unit>,
    /// The units that send requests: the function's number, and the operation's item.
    requests: Vec<(usize, String)>,
}

/// Code that compiles independently of other units.
#[derive(Clone, Debug, Default)]
pub(super) struct Unit {
    lines: Vec<Line>,
}

#[derive(Clone, Debug)]
struct Line {
    code: String,
    about: About,
}

/// The items that a line concerns, each with a flag. If the flag is set, the line concerns all parts of the item too.
pub(in crate::changes) type About = BTreeMap<String, bool>;

impl Unit {
    /// Adds a line that concerns an item, and the items whose paths the line contains.
    pub(super) fn line(self, about: &str, code: &TokenStream) -> Self {
        self.push(about, code, "")
    }

    /// Adds a line that opens a block or an argument list. The line's items also apply to the lines within the block.
    pub(super) fn open(self, about: &str, code: &TokenStream, end: &str) -> Self {
        let unit = self.push(about, code, end);
        match end {
            "(" => unit.using([about.to_owned()]),
            _ => unit,
        }
    }

    /// Extends the last line: it concerns these items and all their parts.
    pub(super) fn using(mut self, items: impl IntoIterator<Item = String>) -> Self {
        if let Some(line) = self.lines.last_mut() {
            line.about.extend(items.into_iter().map(|it| (it, true)));
        }
        self
    }

    /// Adds a line that closes a block or an argument list.
    pub(super) fn close(self, about: &str, end: &str) -> Self {
        self.push(about, &TokenStream::new(), end)
    }

    /// Adds a line of any text, which concerns the items that `named` contains.
    pub(super) fn text(self, about: &str, named: &TokenStream, text: &str) -> Self {
        let mut unit = self.push(about, named, "");
        if let Some(line) = unit.lines.last_mut() {
            text.clone_into(&mut line.code);
        }
        unit
    }

    fn push(mut self, about: &str, code: &TokenStream, end: &str) -> Self {
        let mut items = BTreeSet::new();
        paths(code.clone(), &mut items);
        items.extend((!about.is_empty()).then(|| about.to_owned()));
        self.lines.push(Line {
            code: format!("{code} {end}"),
            about: items.into_iter().map(|it| (it, false)).collect(),
        });
        self
    }
}

impl Probe {
    /// Adds a unit.
    pub(super) fn add(&mut self, unit: Unit) {
        self.units.push(unit);
    }

    /// Adds the unit that sends an operation's request, in a function `request_N`. Returns N.
    pub(super) fn add_request(&mut self, item: &str, unit: impl FnOnce(usize) -> Unit) {
        let index = self.units.len();
        self.units.push(unit(index));
        self.requests.push((index, item.to_owned()));
    }

    /// Returns whether a unit only sends a request.
    pub(in crate::changes) fn is_request(&self, unit: usize) -> bool {
        self.requests.iter().any(|(index, _)| *index == unit)
    }

    /// Returns the program without some units. The lines of these units are empty.
    pub(in crate::changes) fn text(&self, without: &BTreeSet<usize>) -> String {
        let mut text = HEAD.to_owned();
        for (index, unit) in self.units.iter().enumerate() {
            for line in &unit.lines {
                if !without.contains(&index) {
                    text.push_str(&line.code);
                }
                text.push('\n');
            }
        }
        if !self.requests.is_empty() {
            let requests = self.requests.iter();
            let requests = requests.filter(|(index, _)| !without.contains(index));
            let calls: String = requests
                .map(|(index, item)| {
                    format!("println!(\"@{item}\");\nrequest_{index}(&client).await;\n")
                })
                .collect();
            text.push_str(&REQUESTS.replace("CALLS\n", &calls));
        }
        text
    }

    /// Returns the unit at a line of the program, counted from 1, and the items that the line concerns.
    pub(in crate::changes) fn at(&self, line: usize) -> Option<(usize, &About)> {
        let mut first = HEAD.lines().count() + 1;
        for (index, unit) in self.units.iter().enumerate() {
            let end = first + unit.lines.len();
            if line < end {
                let line = unit.lines.get(line.checked_sub(first)?)?;
                return Some((index, &line.about));
            }
            first = end;
        }
        None
    }
}

/// Sends the request of each operation by a transport.
const REQUESTS: &str = "\
pub async fn requests(transport: impl krate::transport::Transport) -> Result<(), krate::BuildError> {
let builder = krate::Client::builder().token(\"a\").retry(krate::RetryPolicy::never());
let client = builder.transport(transport).build()?;
CALLS
Ok(())
}
";

/// Collects the items whose paths the code contains, such as `types::Thing`.
fn paths(code: TokenStream, found: &mut BTreeSet<String>) {
    let mut path: Option<Vec<String>> = None;
    let mut is_after_colons = false;
    let mut colons = 0;
    let mut finish = |path: &mut Option<Vec<String>>| {
        if let Some(steps) = path.take()
            && !steps.is_empty()
        {
            found.insert(steps.join("::"));
        }
    };
    let mut groups = Vec::new();
    for token in code {
        match token {
            TokenTree::Ident(name) => {
                let name = name.to_string();
                let name = name.strip_prefix("r#").unwrap_or(&name).to_owned();
                match &mut path {
                    Some(steps) if is_after_colons => steps.push(name),
                    _ => {
                        finish(&mut path);
                        path = (name == "krate").then(Vec::new);
                    }
                }
                (is_after_colons, colons) = (false, 0);
            }
            TokenTree::Punct(mark) if mark.as_char() == ':' => {
                colons += 1;
                is_after_colons = colons == 2;
            }
            other => {
                finish(&mut path);
                (is_after_colons, colons) = (false, 0);
                if let TokenTree::Group(group) = other {
                    groups.push(group);
                }
            }
        }
    }
    finish(&mut path);
    for group in groups {
        paths(group.stream(), found);
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use quote::quote;

    use super::{Probe, Unit};

    #[test]
    fn finds_the_unit_of_a_line() {
        let mut probe = Probe::default();
        probe.add(Unit::default().line(
            "a",
            &quote!(
                fn a() {}
            ),
        ));
        let kind = quote!(Vec<krate::types::r#type::Thing>);
        let unit = Unit::default()
            .open("", &quote!(fn b(it: #kind)), "{")
            .line("types::thing::Thing.c", &quote!(it.c;))
            .close("", "}");
        probe.add(unit);
        let text = probe.text(&BTreeSet::new());
        let line = text.lines().position(|it| it.contains("it . c")).unwrap() + 1;
        let about = |line: usize| {
            let (unit, about) = probe.at(line).unwrap();
            (unit, about.keys().map(String::as_str).collect::<Vec<_>>())
        };
        assert_eq!(about(line), (1, vec!["types::thing::Thing.c"]));
        assert_eq!(about(line - 1), (1, vec!["types::type::Thing"]));
        assert_eq!(about(line - 2), (0, vec!["a"]));
        assert!(probe.at(1).is_none() && probe.at(99).is_none());
        let rest = probe.text(&BTreeSet::from([1]));
        assert_eq!(rest.lines().count(), text.lines().count());
        assert!(rest.contains("fn a") && !rest.contains("it . c"));
    }
}
