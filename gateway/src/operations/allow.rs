//! Builds the table of operations from the description and the operator's choice.

use std::path::Path;

use http::Method;
use tagsmith::api::{self, BodyContent, Lists, ParameterLocation, Type};
use tagsmith::config::Config as Crate;
use tagsmith::description::load::{Document, Source};
use tagsmith::description::overlay::Overlay;
use tagsmith::description::profile::{Settings, choose};
use tagsmith::description::select::{Tags, check_tags, operations};
use tagsmith::pipeline::with_overlay;
use tagsmith::report::Diagnostics;

use crate::operations::header;
use crate::operations::query::Parameter;
use crate::operations::table::{Account, Body, Denied, Route, Table};
use crate::refused::{Refused, Result, quoted};

const DESCRIPTION: &str = include_str!("../../pin/github.yaml");
const CORRECTIONS: &str = include_str!("../../pin/overlay.yaml");
const CRATE: &str = include_str!("../../pin/tagsmith.toml");

/// The operator's choice of operations.
#[derive(Clone, Debug, Default)]
pub struct Choice {
    /// The description that replaces the pinned one.
    pub description: Option<std::path::PathBuf>,
    /// The tags that replace the pinned ones.
    pub tags: Vec<String>,
    /// Operations that are allowed even if they write or have a different tag.
    pub allow: Vec<String>,
    /// Operations that are denied. Takes precedence over `allow`.
    pub deny: Vec<String>,
    /// Whether operations that write are allowed.
    pub writes: bool,
    /// Whether only the operations in `allow` are allowed.
    pub only_named: bool,
    /// The API version that replaces the pinned one.
    pub api_version: Option<String>,
}

/// The result of the operator's choice.
#[derive(Debug)]
pub struct Allowed {
    /// All operations.
    pub table: Table,
    /// The API of the selected tags.
    pub api: api::Api,
    /// The OAuth scopes that the documentation of the allowed operations mentions.
    pub scopes: Vec<String>,
}

/// Reads the description, and applies the choice.
///
/// # Errors
///
/// Fails if the description is unreadable. Fails if the choice contradicts itself or the description.
pub fn allowed(choice: &Choice) -> Result<Allowed> {
    let source = match &choice.description {
        Some(path) => Source::read(path),
        None => Source::parse(DESCRIPTION.to_owned(), "the pinned description"),
    };
    let source = source.map_err(description)?;
    let mut config = Crate::parse(CRATE, Path::new("tagsmith.toml")).map_err(description)?;
    let document = Document::index(&source).map_err(description)?;
    if choice.description.is_some() {
        // The pinned profile and API version are facts of GitHub's API, and do not apply to a different description.
        config.profile = Settings::default();
        let chosen = choose(&config.profile, &document, None).map_err(description)?;
        if chosen.profile.version_header.is_none() {
            config.package.api_version = None;
        }
    }
    if let Some(version) = &choice.api_version {
        config.package.api_version = Some(version.clone());
    }
    let all = operations(&document).map_err(description)?;
    if let Some((operation, _)) = all.iter().find(|(it, _)| it.path.contains('?')) {
        // Such operations would differ only by their query, but the table finds operations by path.
        return Err(Refused::new(
            format!(
                "the description has a query in the path of the operation {} ({})",
                quoted(&operation.id),
                quoted(&operation.path)
            ),
            "remove the operations with a `?` in their path from the description",
        ));
    }
    let tags = tags(choice, &all, config.tags)?;
    config.tags = with_named(choice, &all, &tags)?;
    let overlay = Overlay::parse(CORRECTIONS, "the pinned corrections").map_err(description)?;
    let (lowered, _) = with_overlay(&source, Some(&overlay), &config).map_err(description)?;

    let mut table = Table::default();
    let mut scopes = Vec::new();
    let mut known = Vec::new();
    for tag in &lowered.api.tags {
        for operation in &tag.operations {
            known.push(operation.id.as_str());
            let denied = denied(choice, &tags, &tag.wire, operation)?;
            if denied.is_none() {
                scopes.extend(crate::operations::scopes::named(&operation.doc));
            }
            add(&mut table, operation, denied)?;
        }
    }
    for (operation, brief) in &all {
        if !known.contains(&operation.id.as_str()) {
            let tag = brief.tags.first().cloned().unwrap_or_default();
            let is_left_out = lowered.api.skipped.iter().any(|it| it.id == operation.id);
            let denied = if is_left_out {
                Denied::LeftOut
            } else {
                Denied::Tag(tag)
            };
            // A description does not declare which parameters may contain slashes. The safe choice is to assume that
            // all may contain slashes. Then more operations match a path, and all of them must be allowed.
            let route = Route {
                id: operation.id.clone(),
                method: method(&operation.method)?,
                template: operation.path.clone(),
                denied: Some(denied),
                ..Route::default()
            };
            table.add(route, |_| operation.raw.contains("x-multi-segment"));
        }
    }
    if table.allowed().next().is_none() {
        return Err(Refused::new(
            "no operation is allowed",
            "select a tag with --tag, or name operations with --allow",
        ));
    }
    scopes.sort();
    scopes.dedup();
    Ok(Allowed {
        table,
        api: lowered.api,
        scopes,
    })
}

type All<'a> = [(
    tagsmith::description::select::SelectedOperation<'a>,
    tagsmith::description::select::Brief,
)];

/// Returns the tags whose operations are allowed.
fn tags(choice: &Choice, all: &All<'_>, of_pin: Tags) -> Result<Tags> {
    if !choice.tags.is_empty() {
        check_tags(all, &choice.tags).map_err(description)?;
        return Ok(Tags::Named(choice.tags.clone()));
    }
    Ok(if choice.description.is_some() {
        Tags::All
    } else {
        of_pin
    })
}

/// Returns `tags`, and the tags of the operations that the operator named.
fn with_named(choice: &Choice, all: &All<'_>, tags: &Tags) -> Result<Tags> {
    let mut wanted = tags.clone();
    for id in choice.allow.iter().chain(&choice.deny) {
        let Some((_, brief)) = all.iter().find(|(it, _)| it.id == *id) else {
            let near = all
                .iter()
                .min_by_key(|(it, _)| strsim::levenshtein(&it.id, id));
            let near = near.map_or_else(String::new, |(it, _)| {
                format!("; the most similar is `{}`", it.id)
            });
            return Err(Refused::new(
                format!("the description declares no operation {}", quoted(id)),
                format!("name an operationId such as `copilot/list-copilot-seats`{near}"),
            ));
        };
        if choice.allow.contains(id) && choice.deny.contains(id) {
            return Err(Refused::new(
                format!("`{id}` is both allowed and denied"),
                "remove it from --allow or from --deny",
            ));
        }
        if let (Tags::Named(names), Some(tag)) = (&mut wanted, brief.tags.first())
            && choice.allow.contains(id)
            && !names.contains(tag)
        {
            names.push(tag.clone());
        }
    }
    Ok(wanted)
}

fn denied(
    choice: &Choice,
    tags: &Tags,
    tag: &str,
    operation: &api::Operation,
) -> Result<Option<Denied>> {
    let is_named = choice.allow.contains(&operation.id);
    if operation.server.is_some() {
        if is_named {
            return Err(Refused::new(
                format!("`{}` has a server other than the upstream", operation.id),
                "remove it from --allow: the gateway has one upstream",
            ));
        }
        return Ok(Some(Denied::OtherHost));
    }
    Ok(if is_named {
        None
    } else if choice.deny.contains(&operation.id) {
        Some(Denied::ByName)
    } else if *tags != Tags::All && !tags.has(tag) {
        Some(Denied::Tag(tag.to_owned()))
    } else if choice.only_named {
        Some(Denied::NotNamed)
    } else if operation.method != "GET" && !choice.writes {
        Some(Denied::Writes)
    } else {
        None
    })
}

fn add(table: &mut Table, operation: &api::Operation, denied: Option<Denied>) -> Result<()> {
    let parameters = &operation.parameters;
    let of_query = parameters
        .iter()
        .filter(|it| it.location == ParameterLocation::Query);
    let query = of_query.map(|it| Parameter {
        name: it.wire.clone(),
        repeats: it.list == Lists::Repeated && is_list(&it.kind),
    });
    let of_headers = parameters
        .iter()
        .filter(|it| it.location == ParameterLocation::Header);
    let headers = of_headers.filter_map(|it| it.wire.parse().ok());
    let is_in_path = |it: &api::Parameter| {
        matches!(
            it.location,
            ParameterLocation::Path | ParameterLocation::Segments
        )
    };
    let is_several = |name: &str| {
        let mut several = parameters
            .iter()
            .filter(|it| it.location == ParameterLocation::Segments);
        several.any(|it| it.wire == name)
    };
    let route = Route {
        index: 0,
        id: operation.id.clone(),
        method: method(&operation.method)?,
        template: operation.path.clone(),
        query: query.collect(),
        headers: headers.filter(header::may_pass).collect(),
        is_plain: !parameters.iter().any(|it| it.required && !is_in_path(it)),
        body: body(operation.body.as_ref()),
        account: account(&operation.path, is_several),
        denied,
    };
    table.add(route, is_several);
    Ok(())
}

fn is_list(kind: &Type) -> bool {
    match kind {
        Type::List(_) => true,
        Type::Nullable(kind) => is_list(kind),
        _ => false,
    }
}

fn body(body: Option<&api::Body>) -> Body {
    let Some(body) = body else { return Body::None };
    let mut types: Vec<String> = match &body.content {
        BodyContent::Json(_) => vec!["application/json".to_owned()],
        BodyContent::Text(media) => media.iter().map(|it| it.media_type.clone()).collect(),
        BodyContent::Binary(_) => return Body::Any,
    };
    types.extend(body.others.iter().cloned());
    Body::Of(types)
}

/// Returns the first segment that names an account, unless a multi-segment value precedes that segment.
fn account(template: &str, is_several: impl Fn(&str) -> bool) -> Option<(usize, Account)> {
    for (index, segment) in template.split('/').skip(1).enumerate() {
        match segment
            .strip_prefix('{')
            .and_then(|it| it.strip_suffix('}'))
        {
            Some("owner" | "org") => return Some((index, Account::Owner)),
            Some("enterprise") => return Some((index, Account::Enterprise)),
            Some(name) if is_several(name) => return None,
            _ => {}
        }
    }
    None
}

fn method(name: &str) -> Result<Method> {
    name.parse().map_err(|_| {
        Refused::new(
            format!("`{name}` is not an HTTP method"),
            "correct the description",
        )
    })
}

fn description(diagnostics: Diagnostics) -> Refused {
    Refused::verbatim(diagnostics.to_string())
}

#[cfg(test)]
mod tests {
    use super::{Choice, allowed};
    use crate::operations::table::Account;

    fn ids(choice: &Choice) -> Vec<String> {
        let allowed = allowed(choice).unwrap();
        allowed
            .table
            .allowed()
            .map(|it| format!("{} {}", it.method, it.id))
            .collect()
    }

    fn names(ids: &[&str]) -> Vec<String> {
        ids.iter().map(|it| (*it).to_owned()).collect()
    }

    #[test]
    fn allows_reads_by_default_and_writes_by_name() {
        let reads = ids(&Choice::default());
        assert!(!reads.is_empty());
        assert!(reads.iter().all(|it| it.starts_with("GET copilot/")));
        let all = ids(&Choice {
            writes: true,
            ..Choice::default()
        });
        assert!(reads.iter().all(|it| all.contains(it)));
        assert!(all.iter().any(|it| !it.starts_with("GET ")));
        let named = Choice {
            allow: names(&["copilot/add-copilot-seats-for-users"]),
            ..Choice::default()
        };
        let with_named = ids(&named);
        assert_eq!(with_named.len(), reads.len() + 1);
        assert!(reads.iter().all(|it| with_named.contains(it)));
        let only = Choice {
            only_named: true,
            ..named
        };
        assert_eq!(ids(&only), ["POST copilot/add-copilot-seats-for-users"]);
        let less = Choice {
            writes: true,
            deny: names(&["copilot/list-copilot-seats"]),
            ..Choice::default()
        };
        assert_eq!(ids(&less).len(), all.len() - 1);
    }

    #[test]
    fn an_invalid_choice_is_refused() {
        for (allow, deny, expected) in [
            (
                &["copilot/list-copilot-seat"][..],
                &[][..],
                "the most similar is `copilot/list-copilot-seats`",
            ),
            (
                &["copilot/list-copilot-seats"],
                &["copilot/list-copilot-seats"],
                "both allowed and denied",
            ),
        ] {
            let choice = Choice {
                allow: names(allow),
                deny: names(deny),
                ..Choice::default()
            };
            let error = allowed(&choice).unwrap_err().to_string();
            assert!(error.contains(expected), "{error}");
        }
        let nothing = Choice {
            only_named: true,
            ..Choice::default()
        };
        assert!(
            allowed(&nothing)
                .unwrap_err()
                .to_string()
                .contains("no operation is allowed")
        );
        let tag = Choice {
            tags: names(&["copliot"]),
            ..Choice::default()
        };
        assert!(allowed(&tag).unwrap_err().to_string().contains("`copilot`"));
    }

    #[test]
    fn another_description_gets_neither_the_profile_nor_the_pinned_api_version() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("api.json");
        for (server, version) in [
            ("https://api.example.org", None),
            ("https://api.github.com", Some("2022-11-28")),
        ] {
            let text = format!(
                r#"{{"openapi":"3.0.3","info":{{}},"servers":[{{"url":"{server}"}}],"paths":{{"/a":{{"get":{{
                "operationId":"a/b","tags":["a"],"responses":{{"204":{{"description":""}}}}}}}}}}}}"#
            );
            std::fs::write(&path, text).unwrap();
            let choice = Choice {
                description: Some(path.clone()),
                ..Choice::default()
            };
            let allowed = allowed(&choice).unwrap();
            assert_eq!(allowed.api.api_version.as_deref(), version, "{server}");
        }
    }

    #[test]
    fn finds_accounts_query_parameters_and_scopes_of_operations() {
        let allowed = allowed(&Choice::default()).unwrap();
        let route = |id: &str| {
            allowed
                .table
                .routes()
                .iter()
                .find(|it| it.id == id)
                .unwrap()
        };
        assert_eq!(
            route("copilot/list-copilot-seats").account,
            Some((1, Account::Owner))
        );
        let names: Vec<_> = route("copilot/list-copilot-seats")
            .query
            .iter()
            .map(|it| &it.name)
            .collect();
        assert_eq!(names, ["page", "per_page"]);
        let enterprise = route("copilot/copilot-enterprise-usage-metrics");
        assert_eq!(enterprise.account, Some((1, Account::Enterprise)));
        assert!(
            allowed
                .scopes
                .contains(&"manage_billing:copilot".to_owned()),
            "{:?}",
            allowed.scopes
        );
    }
}
