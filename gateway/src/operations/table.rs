//! The table of all operations, searchable by method and path.

use std::borrow::Cow;
use std::collections::BTreeMap;

use http::{HeaderName, Method};
use smallvec::SmallVec;

use crate::operations::path::{Path, Unreadable, encode};
use crate::operations::query::Parameter;

/// An operation.
#[derive(Debug, Default)]
pub struct Route {
    /// The index in the table.
    pub index: usize,
    /// The operationId.
    pub id: String,
    /// The method.
    pub method: Method,
    /// The path template.
    pub template: String,
    /// The query parameters.
    pub query: Vec<Parameter>,
    /// The header parameters that are forwarded.
    pub headers: Vec<HeaderName>,
    /// Whether a request needs only the path: no query, header or body is required.
    pub is_plain: bool,
    /// The request body.
    pub body: Body,
    /// The owner of the requested resource, as the index of a path segment.
    pub account: Option<(usize, Account)>,
    /// Why the operation is denied, or `None` if it is allowed.
    pub denied: Option<Denied>,
}

/// The request body of an operation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Body {
    /// No body.
    #[default]
    None,
    /// One of these media types. Without a `Content-Type`, the first one applies.
    Of(Vec<String>),
    /// Any media type.
    Any,
}

/// The kind of account in a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Account {
    /// A user or an organization.
    Owner,
    /// An enterprise.
    Enterprise,
}

/// Why an operation is denied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Denied {
    /// The operation writes.
    Writes,
    /// The operator denies it with `--deny`.
    ByName,
    /// Its tag is not selected.
    Tag(String),
    /// The operator allows only the operations that `--allow` names.
    NotNamed,
    /// Its server is another host.
    OtherHost,
    /// The configuration of the generator skips the operation.
    LeftOut,
}

/// All operations of the description.
#[derive(Debug, Default)]
pub struct Table {
    routes: Vec<Route>,
    root: Node,
}

#[derive(Debug, Default)]
struct Node {
    fixed: BTreeMap<Box<str>, Node>,
    /// Matches one segment with any text.
    one: Option<Box<Node>>,
    /// Matches one or more segments with any text.
    several: Option<Box<Node>>,
    routes: SmallVec<[usize; 4]>,
}

/// The result of looking up a method and path.
#[derive(Debug)]
pub enum Found<'a> {
    /// An allowed operation, and how the path matches it.
    Allowed(&'a Route, Shape),
    /// The path matches an operation that is not allowed.
    Denied(&'a Route, &'a Denied),
    /// The path matches operations with other methods.
    OtherMethods(Vec<&'a Route>),
    /// No operation matches.
    Nothing,
}

/// How a path matches an operation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Shape {
    /// The path segments that belong to multi-segment values, as a bit set.
    several: u64,
    /// Whether the multi-segment value at the end of the path is empty.
    pub ends_empty: bool,
}

impl Shape {
    /// Returns whether a segment belongs to a multi-segment value.
    pub fn is_several(self, segment: usize) -> bool {
        u32::try_from(segment).is_ok_and(|it| self.several.checked_shr(it).unwrap_or(0) & 1 == 1)
    }

    fn with(mut self, segment: usize) -> Self {
        let bit = u32::try_from(segment).ok();
        self.several |= bit.and_then(|it| 1_u64.checked_shl(it)).unwrap_or(0);
        self
    }
}

/// The nodes that match a path. The most specific node is first.
#[derive(Default)]
struct Fits<'a> {
    nodes: SmallVec<[(&'a Node, Shape); 4]>,
    /// The nodes that match if the value at the end of the path is empty.
    empty: SmallVec<[(&'a Node, Shape); 1]>,
    /// Whether any of `nodes` is within a multi-segment value.
    is_open: bool,
}

impl Denied {
    /// Returns why the operation is denied, and how the operator can allow it.
    pub fn reason(&self) -> String {
        match self {
            Self::Writes => {
                "it writes; the operator can allow it with --allow or --allow-writes".to_owned()
            }
            Self::ByName => "the operator denies it with --deny".to_owned(),
            Self::Tag(tag) => format!(
                "its tag `{tag}` is not selected; the operator can allow it with --allow or --tag"
            ),
            Self::NotNamed => "the operator allows only operations that --allow names".to_owned(),
            Self::OtherHost => "its server is not the upstream".to_owned(),
            Self::LeftOut => "the configuration skips it".to_owned(),
        }
    }
}

impl Table {
    /// Adds an operation. `is_several` tells whether a parameter may contain slashes.
    pub fn add(&mut self, mut route: Route, is_several: impl Fn(&str) -> bool) {
        route.index = self.routes.len();
        let mut node = &mut self.root;
        let segments = route.template.split('/').skip(1);
        for segment in segments.filter(|it| !it.is_empty()) {
            let parameter = segment
                .strip_prefix('{')
                .and_then(|it| it.strip_suffix('}'));
            node = match parameter {
                Some(name) if is_several(name) => &mut **node.several.get_or_insert_default(),
                Some(_) => &mut **node.one.get_or_insert_default(),
                None => node.fixed.entry(segment.into()).or_default(),
            };
        }
        node.routes.push(route.index);
        self.routes.push(route);
    }

    /// Returns all operations.
    pub fn routes(&self) -> &[Route] {
        &self.routes
    }

    /// Returns the allowed operations.
    pub fn allowed(&self) -> impl Iterator<Item = &Route> {
        self.routes.iter().filter(|it| it.denied.is_none())
    }

    /// Finds the operation of a request. If the path matches several operations, all of them must be allowed.
    ///
    /// # Errors
    ///
    /// Fails for a path that differs from an operation's path only in case. Fails for a trailing slash, unless the last
    /// value of the path may be empty.
    pub fn find(&self, method: &Method, path: &Path<'_>) -> Result<Found<'_>, Unreadable> {
        let mut fits = Fits::default();
        self.root
            .walk(&path.segments, 0, Shape::default(), &mut fits)?;
        let full = self.routes_of(&fits.nodes);
        let empty = self.routes_of(&fits.empty);
        if path.ends_with_slash && empty.is_empty() {
            return Err(Unreadable::new("the path has an empty segment"));
        }
        let is_meant = |(route, _): &&(&Route, Shape)| route.method == *method;
        let is_empty = path.ends_with_slash || !full.iter().any(|it| is_meant(&it));
        // Some servers drop a trailing slash.
        let (mut meant, others) = match is_empty {
            true => (empty.iter().filter(is_meant), full.iter().filter(is_meant)),
            false => (full.iter().filter(is_meant), [].iter().filter(is_meant)),
        };
        let Some((first, shape)) = meant.next() else {
            let all = empty.iter().chain(&full).map(|(route, _)| *route);
            let all: Vec<&Route> = all.collect();
            return Ok(match all.is_empty() {
                true => Found::Nothing,
                false => Found::OtherMethods(all),
            });
        };
        let mut denied = first.denied.as_ref().map(|why| Found::Denied(first, why));
        if denied.is_none() && (fits.is_open || is_empty) {
            denied = meant
                .chain(others)
                .find_map(|(it, _)| it.denied.as_ref().map(|why| Found::Denied(it, why)));
        }
        Ok(denied.unwrap_or(Found::Allowed(first, *shape)))
    }

    fn routes_of(&self, nodes: &[(&Node, Shape)]) -> SmallVec<[(&Route, Shape); 8]> {
        let routes = nodes.iter().flat_map(|(node, shape)| {
            let routes = node.routes.iter().filter_map(|it| self.routes.get(*it));
            routes.map(|it| (it, *shape))
        });
        routes.collect()
    }

    /// Returns an example path for the allowed read operation with the fewest parameters. Parameter names are in
    /// capitals.
    pub fn example(&self) -> Option<String> {
        let reads = self
            .allowed()
            .filter(|it| it.method == Method::GET && it.is_plain);
        let simplest =
            reads.min_by_key(|it| (it.template.matches('{').count(), it.template.len()))?;
        let mut path = String::new();
        for segment in simplest.template.split('/').skip(1) {
            path.push('/');
            let named = segment.chars().map(|it| match it {
                '{' | '}' => None,
                it if it.is_ascii_alphanumeric() => Some(it.to_ascii_uppercase()),
                _ => Some('_'),
            });
            match segment.contains('{') {
                true => path.extend(named.flatten()),
                false => encode(segment, &mut path),
            }
        }
        Some(path)
    }

    /// Returns the allowed operation whose template is most similar to a path.
    pub fn nearest(&self, method: &Method, segments: &[Cow<'_, str>]) -> Option<&Route> {
        let path: String = segments.iter().flat_map(|it| ["/", it]).collect();
        // Long paths are unlikely to be typing errors, and are expensive to compare.
        let score = |route: &Route| {
            let templates = route.template.split('/').skip(1);
            let filled = templates
                .enumerate()
                .map(|(index, it)| match segments.get(index) {
                    Some(own) if it.starts_with('{') => own,
                    _ => it,
                });
            let filled: String = filled.flat_map(|it| ["/", it]).collect();
            strsim::levenshtein(&path, &filled) * 2 + usize::from(route.method != *method)
        };
        let near = self.allowed().filter(|_| path.len() <= 256);
        near.min_by_key(|it| score(it))
    }
}

impl Node {
    fn walk<'a>(
        &'a self,
        segments: &[Cow<'_, str>],
        at: usize,
        shape: Shape,
        fits: &mut Fits<'a>,
    ) -> Result<(), Unreadable> {
        let Some((segment, rest)) = segments.split_first() else {
            if !self.routes.is_empty() {
                fits.nodes.push((self, shape));
            }
            if let Some(node) = self.several.as_deref().filter(|it| !it.routes.is_empty()) {
                let shape = Shape {
                    ends_empty: true,
                    ..shape
                };
                fits.empty.push((node, shape));
            }
            return Ok(());
        };
        match self.fixed.get(&**segment) {
            Some(node) => node.walk(rest, at + 1, shape, fits)?,
            None if self
                .fixed
                .keys()
                .any(|own| own.eq_ignore_ascii_case(segment)) =>
            {
                return Err(Unreadable::new(
                    "the path differs from an operation's path only in case",
                ));
            }
            None => {}
        }
        if let Some(node) = &self.one {
            node.walk(rest, at + 1, shape, fits)?;
        }
        if let Some(node) = &self.several {
            let mut shape = shape;
            for taken in 1..=segments.len() {
                shape = shape.with(at + taken - 1);
                let before = fits.nodes.len();
                let rest = segments.get(taken..).unwrap_or_default();
                node.walk(rest, at + taken, shape, fits)?;
                fits.is_open |= fits.nodes.len() > before;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use http::Method;

    use super::{Denied, Found, Route, Table};
    use crate::operations::path::read;

    fn table(operations: &[(&str, &str, bool)]) -> Table {
        let mut table = Table::default();
        for (method, template, allowed) in operations {
            let route = Route {
                id: format!("{method} {template}"),
                method: method.parse().unwrap(),
                template: (*template).to_owned(),
                denied: (!allowed).then_some(Denied::ByName),
                ..Route::default()
            };
            table.add(route, |name| name == "path");
        }
        table
    }

    fn found(table: &Table, method: &str, path: &str) -> String {
        let method: Method = method.parse().unwrap();
        match table.find(&method, &read(path).unwrap()) {
            Ok(Found::Allowed(route, _)) => route.template.clone(),
            Ok(Found::Denied(route, _)) => format!("denied {}", route.template),
            Ok(Found::OtherMethods(routes)) => format!("{} others", routes.len()),
            Ok(Found::Nothing) => "nothing".to_owned(),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn finds_the_most_specific_operation_of_a_path() {
        let table = table(&[
            ("GET", "/r/{id}", true),
            ("GET", "/r/latest", true),
            ("DELETE", "/r/{id}", false),
            ("GET", "/r/{id}/x", true),
        ]);
        for (method, path, expected) in [
            ("GET", "/r/1", "/r/{id}"),
            ("GET", "/r/latest", "/r/latest"),
            ("DELETE", "/r/latest", "denied /r/{id}"),
            ("GET", "/r/latest/x", "/r/{id}/x"),
            ("POST", "/r/latest", "3 others"),
            ("GET", "/r/1/y", "nothing"),
            ("GET", "/r", "nothing"),
            ("GET", "/r/1/x/y", "nothing"),
            (
                "GET",
                "/r/Latest",
                "the path differs from an operation's path only in case",
            ),
            (
                "GET",
                "/R/1",
                "the path differs from an operation's path only in case",
            ),
        ] {
            assert_eq!(found(&table, method, path), expected, "{method} {path}");
        }
    }

    #[test]
    fn allows_an_ambiguous_path_only_if_all_its_operations_are_allowed() {
        let paths = ["/c/{path}", "/c/{path}/status", "/c/main/{path}/x"];
        for allowed in 0..8 {
            let is_allowed = |index: u32| allowed & (1 << index) != 0;
            let operations: Vec<_> = (0..)
                .zip(paths)
                .map(|(index, path)| ("GET", path, is_allowed(index)))
                .collect();
            let table = table(&operations);
            let response = |path: &str| !found(&table, "GET", path).starts_with("denied");
            assert_eq!(response("/c/a/b"), is_allowed(0));
            assert_eq!(response("/c/a/b/status"), is_allowed(0) && is_allowed(1));
            assert_eq!(response("/c/main/a/x"), is_allowed(0) && is_allowed(2));
        }
    }

    #[test]
    fn accepts_an_empty_value_at_the_end_of_a_path() {
        for allowed in 0..4 {
            let is_allowed = |index: u32| allowed & (1 << index) != 0;
            let table = table(&[
                ("GET", "/c", is_allowed(0)),
                ("GET", "/c/{path}", is_allowed(1)),
                ("GET", "/d/{path}", is_allowed(1)),
                ("PUT", "/d/{path}", true),
                ("GET", "/c/{path}/x", true),
                ("GET", "/e/{id}", true),
            ]);
            let response = |path: &str| found(&table, "GET", path);
            let name = |is_allowed: bool, template: &str| match is_allowed {
                true => template.to_owned(),
                false => format!("denied {template}"),
            };
            // An operation with exactly this path takes precedence over an operation with an empty value, unless the
            // path has a trailing slash.
            assert_eq!(response("/c"), name(is_allowed(0), "/c"));
            let denied = if is_allowed(1) { "/c" } else { "/c/{path}" };
            let expected = match allowed {
                3 => "/c/{path}".to_owned(),
                _ => format!("denied {denied}"),
            };
            assert_eq!(response("/c/"), expected);
            assert_eq!(response("/d"), name(is_allowed(1), "/d/{path}"));
            assert_eq!(response("/d/"), name(is_allowed(1), "/d/{path}"));
            assert_eq!(found(&table, "DELETE", "/d/"), "2 others");
            for path in ["/e/", "/e/1/", "/d/a/", "/c/a/x/", "/c//x"] {
                assert!(
                    read(path).is_err() || response(path) == "the path has an empty segment",
                    "{path}"
                );
            }
            assert_eq!(response("/e"), "nothing");
        }
    }

    #[test]
    fn suggests_only_allowed_operations() {
        let table = table(&[
            ("GET", "/orgs/{org}/seats", true),
            ("GET", "/orgs/{org}/seat", false),
        ]);
        let path = read("/orgs/octo/saets").unwrap();
        let nearest = table.nearest(&Method::GET, &path.segments).unwrap();
        assert_eq!(nearest.template, "/orgs/{org}/seats");
    }
}
