//! Resolves a request target to an allowed operation and an unambiguous upstream path.

use std::fmt::Write as _;

use http::Method;

use crate::operations::path::{self, Path};
use crate::operations::query;
use crate::operations::readings;
use crate::operations::table::{Account, Denied, Found, Route, Shape, Table};
use crate::problem::{Kind, Problem};

/// The resolved request target.
#[derive(Debug)]
pub struct Target<'a> {
    /// The operation.
    pub route: &'a Route,
    /// The operation's index in the table.
    pub index: usize,
    /// The path and query to send to the upstream.
    pub path: String,
    /// The account that the path contains, if there is one.
    pub account: Option<(Account, String)>,
}

impl<'a> Target<'a> {
    /// Parses a path and a query, and finds their operation.
    ///
    /// # Errors
    ///
    /// Fails for ambiguous text, for unknown operations, and for operations that are not allowed.
    pub fn read(
        table: &'a Table,
        method: &Method,
        path: &str,
        query: Option<&str>,
        prefix: &str,
    ) -> Result<Self, Problem> {
        let mut path = path::read(path).map_err(unreadable)?;
        let (route, shape) = loop {
            let (route, shape) = found(table, method, &path)?;
            // In a multi-segment value, an encoded slash is a separator and is sent as a slash. With these separators,
            // the path may match a different operation.
            match path.split(|segment| shape.is_several(segment)) {
                Some(split) => path = split,
                None => break (route, shape),
            }
        };
        let account = account(route, &path)?;
        if path.is_ambiguous() {
            let query = query.unwrap_or_default();
            check_other_readings(table, method, &path, query, account.as_ref())?;
        }
        let segments = &path.segments;
        let mut sent = String::with_capacity(prefix.len() + 32);
        sent.push_str(prefix);
        path::write(segments.iter().map(AsRef::as_ref), &mut sent);
        if shape.ends_empty {
            sent.push('/');
        }
        query::rewrite(query.unwrap_or_default(), &route.query, &mut sent)
            .map_err(|why| refused(why, route))?;
        Ok(Self {
            route,
            index: route.index,
            path: sent,
            account,
        })
    }
}

fn unreadable(why: path::Unreadable) -> Problem {
    Problem::new(Kind::Path, why.to_string())
}

fn found<'a>(
    table: &'a Table,
    method: &Method,
    path: &Path<'_>,
) -> Result<(&'a Route, Shape), Problem> {
    match table.find(method, path).map_err(unreadable)? {
        Found::Allowed(route, shape) => Ok((route, shape)),
        Found::Denied(route, why) => Err(denied(route, why)),
        Found::OtherMethods(routes) => Err(other_methods(&routes)),
        Found::Nothing => {
            let nearest = table.nearest(method, &path.segments);
            let nearest = nearest.map_or_else(String::new, |it| {
                format!(
                    "; the most similar operation is `{} {}` ({})",
                    it.method, it.template, it.id
                )
            });
            Err(Problem::new(
                Kind::NoOperation,
                format!("the description declares no operation with this path{nearest}"),
            ))
        }
    }
}

/// Returns the account that a path contains.
fn account(route: &Route, path: &Path<'_>) -> Result<Option<(Account, String)>, Problem> {
    let named = route
        .account
        .and_then(|(index, kind)| Some((kind, path.segments.get(index)?)));
    // The account selects the credential. No account name contains these characters.
    if named.is_some_and(|(_, name)| name.contains(path::AMBIGUOUS)) {
        let why = "the name of an owner has an encoded slash, `%`, `?` or `#`";
        return Err(Problem::new(Kind::Path, why).of(&route.id));
    }
    Ok(named.map(|(kind, name)| (kind, name.to_string())))
}

/// Refuses a request that a server could read as a denied operation, as an operation of another account, or as one with
/// an undeclared query.
fn check_other_readings(
    table: &Table,
    method: &Method,
    path: &Path<'_>,
    query: &str,
    own: Option<&(Account, String)>,
) -> Result<(), Problem> {
    let mut other_query = None;
    for reading in readings::others(path) {
        match table.find(method, &reading.path) {
            Ok(Found::Allowed(route, _)) => {
                if account(route, &reading.path)?.as_ref() != own {
                    let why = "a server that decodes the path differently reads another owner";
                    return Err(Problem::new(Kind::Path, why).of(&route.id));
                }
                // Text without `=` sets no parameter. For example, a file name may be `why?.md`.
                let hidden = reading.query.split('&').filter(|it| it.contains('='));
                let query = hidden.chain([query]).collect::<Vec<_>>().join("&");
                let read = query::rewrite(&query, &route.query, &mut String::new());
                other_query = other_query.or(read.err().map(|why| {
                    let (_, why) = worded(why, route);
                    let why = format!(
                        "a server that decodes the path differently reads another query: {why}"
                    );
                    Problem::new(Kind::Path, why).of(&route.id)
                }));
            }
            Ok(Found::Denied(route, why)) => return Err(denied(route, why)),
            Ok(Found::OtherMethods(_) | Found::Nothing) => {}
            // The last value must not be empty. The path without the trailing slash is among the other readings.
            Err(_) if reading.path.ends_with_slash => {}
            Err(why) => return Err(unreadable(why)),
        }
    }
    // A reading as a denied operation is reported before a reading with an undeclared query.
    other_query.map_or(Ok(()), Err)
}

fn denied(route: &Route, why: &Denied) -> Problem {
    Problem::new(
        Kind::NotAllowed,
        format!("`{}` is not allowed: {}", route.id, why.reason()),
    )
    .of(&route.id)
}

fn other_methods(routes: &[&Route]) -> Problem {
    let mut methods: Vec<&str> = routes.iter().map(|it| it.method.as_str()).collect();
    methods.sort_unstable();
    methods.dedup();
    let mut detail = "the path supports".to_owned();
    for route in routes {
        let _ = write!(detail, " `{}` ({})", route.method, route.id);
    }
    Problem::new(Kind::Method, detail).allow(&methods.join(", "))
}

fn refused(why: query::Refused, route: &Route) -> Problem {
    let (kind, why) = worded(why, route);
    Problem::new(kind, why).of(&route.id)
}

/// Returns the problem for a refused query.
fn worded(why: query::Refused, route: &Route) -> (Kind, String) {
    match why {
        query::Refused::Unreadable(why) => (Kind::Query, why.to_owned()),
        query::Refused::Repeated(name) => {
            let why = format!("the query parameter {} is repeated", quoted_name(&name));
            (Kind::Query, why)
        }
        query::Refused::Undeclared(name) => {
            let names: Vec<&str> = route.query.iter().map(|it| it.name.as_str()).collect();
            let known = if names.is_empty() {
                "no query parameters".to_owned()
            } else {
                format!("the query parameters {}", names.join(", "))
            };
            let why = format!(
                "`{}` declares {known}, but not {}",
                route.id,
                quoted_name(&name)
            );
            (Kind::UndeclaredParameter, why)
        }
    }
}

/// Returns the caller's text on one line, shortened.
fn quoted_name(text: &str) -> String {
    crate::refused::quoted(text)
}
