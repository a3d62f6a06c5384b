//! What a request is for: an operation that is allowed, and the path and the query to send, written anew.

use std::fmt::Write as _;

use http::Method;

use crate::path;
use crate::problem::{Kind, Problem};
use crate::query;
use crate::table::{Account, Denied, Found, Route, Table};

/// What a request is for.
#[derive(Debug)]
pub struct Target<'a> {
    /// The operation.
    pub route: &'a Route,
    /// Its place in the table.
    pub index: usize,
    /// The path and the query to send.
    pub path: String,
    /// The account that the path names.
    pub account: Option<(Account, String)>,
}

impl<'a> Target<'a> {
    /// Reads a path and a query, and finds what they are for.
    ///
    /// # Errors
    ///
    /// Fails for what can be read in two ways, for what is no operation, and for one that is not allowed.
    pub fn read(
        table: &'a Table,
        method: &Method,
        path: &str,
        query: Option<&str>,
        prefix: &str,
    ) -> Result<Self, Problem> {
        let unreadable = |why: path::Unreadable| Problem::new(Kind::Path, why.to_string());
        let segments = path::read(path).map_err(unreadable)?;
        let route = match table.find(method, &segments).map_err(unreadable)? {
            Found::Allowed(route) => route,
            Found::Denied(route, why) => return Err(denied(route, why)),
            Found::OtherMethods(routes) => return Err(other_methods(&routes)),
            Found::Nothing => {
                let nearest = table.nearest(method, &segments);
                let nearest = nearest.map_or_else(String::new, |it| {
                    format!(
                        "; the nearest is `{} {}` ({})",
                        it.method, it.template, it.id
                    )
                });
                return Err(Problem::new(
                    Kind::NoOperation,
                    format!("the description has no operation with this path{nearest}"),
                ));
            }
        };
        let mut sent = String::with_capacity(prefix.len() + path.len() + 32);
        sent.push_str(prefix);
        path::write(segments.iter().map(AsRef::as_ref), &mut sent);
        query::rewrite(query.unwrap_or_default(), &route.query, &mut sent)
            .map_err(|why| refused(why, route))?;
        let account = route
            .account
            .and_then(|(index, kind)| Some((kind, segments.get(index)?.to_string())));
        Ok(Self {
            route,
            index: route.index,
            path: sent,
            account,
        })
    }
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
    let mut detail = "this path has".to_owned();
    for route in routes {
        let _ = write!(detail, " `{}` ({})", route.method, route.id);
    }
    Problem::new(Kind::Method, detail).allow(&methods.join(", "))
}

fn refused(why: query::Refused, route: &Route) -> Problem {
    match why {
        query::Refused::Unreadable(why) => Problem::new(Kind::Query, why),
        query::Refused::Repeated(name) => Problem::new(
            Kind::Query,
            format!("the parameter {} stands twice", shown(&name)),
        ),
        query::Refused::Undeclared(name) => {
            let names: Vec<&str> = route.query.iter().map(|it| it.name.as_str()).collect();
            let known = if names.is_empty() {
                "no query parameters".to_owned()
            } else {
                format!("the query parameters {}", names.join(", "))
            };
            Problem::new(
                Kind::UndeclaredParameter,
                format!("`{}` has {known}, and not {}", route.id, shown(&name)),
            )
        }
    }
    .of(&route.id)
}

/// Returns what a caller has written, in one line, and not all of a long one.
fn shown(text: &str) -> String {
    crate::refused::quoted(text)
}
