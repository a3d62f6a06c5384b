//! A property test of path readings. Each forwarded path is an allowed operation of the account whose credential is
//! sent. By any other reading, the path is also such an operation, or no operation at all.

use http::Method;
use tagsmith_gateway::operations::allow::{Choice, allowed};
use tagsmith_gateway::operations::table::{Account, Denied, Found, Route, Table};
use tagsmith_gateway::operations::target::Target;

/// The number of generated targets. The environment variable `TARGETS` changes this number.
const TARGETS: usize = 50_000;

const SEVERAL: &str = "path";

/// The pinned operations, and further operations that are harder to distinguish.
fn table() -> Table {
    let mut table = allowed(&Choice::default()).unwrap().table;
    for (method, template, is_allowed) in [
        ("GET", "/repos/{owner}/{repo}/contents/{path}", true),
        ("PUT", "/repos/{owner}/{repo}/contents/{path}", false),
        ("GET", "/repos/{owner}/{repo}/commits", true),
        ("GET", "/repos/{owner}/{repo}/commits/{path}", true),
        ("GET", "/repos/{owner}/{repo}/labels/{name}", true),
        ("GET", "/repos/{owner}/{repo}/labels/{name}/x", false),
        ("DELETE", "/repos/{owner}/{repo}/labels/{name}", true),
        ("GET", "/repos/{owner}/{repo}/environments/{name}", true),
        (
            "GET",
            "/repos/{owner}/{repo}/environments/{name}/secrets/{id}",
            true,
        ),
        ("GET", "/orgs/{org}/packages/{kind}/{name}", true),
        ("DELETE", "/orgs/{org}/packages/{kind}/{name}", false),
        ("GET", "/repos/{owner}/{repo}/commits/{path}/status", false),
        ("GET", "/repos/{owner}/{repo}/releases/{id}", true),
        ("GET", "/repos/{owner}/{repo}/releases/latest", false),
        ("DELETE", "/repos/{owner}/{repo}", false),
        ("GET", "/user", false),
        ("GET", "/gists/{id}", true),
        ("GET", "/gists/public", false),
        ("DELETE", "/gists/{id}", false),
    ] {
        let route = Route {
            id: format!("{method} {template}"),
            method: method.parse().unwrap(),
            template: template.to_owned(),
            account: account(template),
            denied: (!is_allowed).then_some(Denied::ByName),
            ..Route::default()
        };
        table.add(route, |name| name == SEVERAL);
    }
    table
}

fn account(template: &str) -> Option<(usize, Account)> {
    let mut segments = template.split('/').skip(1);
    let index = segments.position(|it| matches!(it, "{owner}" | "{org}"))?;
    Some((index, Account::Owner))
}

fn decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut to = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let pair = bytes
            .get(at + 1..at + 3)
            .and_then(|it| std::str::from_utf8(it).ok());
        match pair
            .filter(|_| bytes[at] == b'%')
            .and_then(|it| u8::from_str_radix(it, 16).ok())
        {
            Some(byte) => {
                to.push(byte);
                at += 3;
            }
            None => {
                to.push(bytes[at]);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&to).into_owned()
}

/// Resolves the dot segments `.` and `..`.
fn folders(path: &str) -> Vec<String> {
    let mut segments: Vec<String> = Vec::new();
    for segment in path.split('/').skip(1) {
        match segment {
            "." => {}
            ".." => drop(segments.pop()),
            other => segments.push(other.to_owned()),
        }
    }
    segments
}

/// Returns the readings of a path by different servers. A server may split first or decode first, may be lenient, and
/// may cut at `?` or `#` after decoding.
fn readings(path: &str) -> [Vec<String>; 5] {
    let split = path.split('/').skip(1).map(decoded).collect();
    let whole = folders(&decoded(path));
    let helpful = decoded(&decoded(path)).replace('\\', "/").replace('+', " ");
    let helpful = helpful.split('\0').next().unwrap().to_owned();
    let cut: Vec<&str> = helpful
        .split('/')
        .map(|it| it.split(';').next().unwrap())
        .collect();
    let helpful = folders(&cut.join("/"))
        .into_iter()
        .filter(|it| !it.trim().is_empty())
        .collect();
    let cut = |decoded: String| {
        let path = decoded.split(['?', '#']).next().unwrap();
        let mut segments = folders(path);
        segments.retain(|it| !it.is_empty());
        segments
    };
    let once = cut(decoded(path));
    let twice = cut(decoded(&decoded(path)));
    [split, whole, helpful, once, twice]
}

/// Returns whether segments match a template. This implementation is independent of the gateway.
fn fits(template: &[&str], segments: &[String]) -> bool {
    match (template.split_first(), segments.split_first()) {
        (None, None) => true,
        (Some((first, rest)), Some((segment, others))) => match first.strip_prefix('{') {
            None => first == segment && fits(rest, others),
            Some(name) if name.strip_suffix('}') == Some(SEVERAL) => {
                (1..=segments.len()).any(|taken| fits(rest, &segments[taken..]))
            }
            Some(_) => !segment.is_empty() && fits(rest, others),
        },
        _ => false,
    }
}

/// Returns the operations that a path may match. Operations with an empty last value are returned only if there are no
/// others.
fn meant<'a>(
    table: &'a Table,
    method: &Method,
    segments: &[String],
) -> Vec<(&'a Route, Vec<bool>)> {
    let mut all: Vec<(&Route, Vec<bool>)> = Vec::new();
    let mut empty = Vec::new();
    for route in table.routes().iter().filter(|it| it.method == *method) {
        let template: Vec<&str> = route.template.split('/').skip(1).collect();
        let row = || {
            let values = template.iter().map(|it| it.starts_with('{')).collect();
            (route, values)
        };
        let end = format!("{{{SEVERAL}}}");
        if fits(&template, segments) {
            all.push(row());
        } else if template.last() == Some(&&*end) && fits(&template[..template.len() - 1], segments)
        {
            empty.push(row());
        }
    }
    if all.is_empty() { empty } else { all }
}

/// Returns whether all operations that match a path are allowed. Returns `None` if no operation matches.
fn is_allowed(table: &Table, method: &Method, segments: &[String]) -> Option<bool> {
    let mut all = meant(table, method, segments);
    // Fixed segments take precedence, except within multi-segment values.
    all.sort_by(|left, right| left.1.cmp(&right.1));
    let is_open = all.iter().any(|(it, _)| it.template.contains("{path}"));
    let (first, rest) = all.split_first()?;
    Some(first.0.denied.is_none() && (!is_open || rest.iter().all(|it| it.0.denied.is_none())))
}

/// Returns the query parameters that a decoded path sets and that its operation does not declare.
fn hidden(table: &Table, method: &Method, decoded: &str) -> Vec<String> {
    let whole = decoded.split('#').next().unwrap();
    let Some((path, query)) = whole.split_once('?') else {
        return Vec::new();
    };
    let mut segments = folders(path);
    segments.retain(|it| !it.is_empty());
    let meant = meant(table, method, &segments);
    let Some((route, _)) = meant.iter().min_by_key(|(_, values)| values.clone()) else {
        return Vec::new();
    };
    let names = query.split('&').filter(|it| it.contains('='));
    let names = names.map(|it| self::decoded(it.split('=').next().unwrap()));
    let is_declared = |name: &String| route.query.iter().any(|it| it.name == *name);
    names.filter(|it| !is_declared(it)).collect()
}

const HOSTILE: &[&str] = &[
    "..",
    ".",
    "%2e%2e",
    "%2E",
    ".%2e",
    "%2f",
    "%2F",
    "%5c",
    "\\",
    "%00",
    ";",
    "%3b",
    ";a=b",
    "//",
    "/",
    "/./",
    "/../",
    "%252f",
    "%252e",
    "%25",
    "%c0%af",
    "%c0%ae",
    "%e0%80%af",
    "%ff",
    "%",
    "%2",
    "%zz",
    "%u002f",
    "#",
    "%23",
    "?",
    "%3f",
    "%253f",
    "..%3f",
    "%2e%2e%23a",
    "public%3fa",
    "%3fx",
    "%3fpage=1",
    "%3f_method=DELETE",
    "%253fpage=1",
    "+",
    "%2b",
    "%20",
    " ",
    "%09",
    "%0a",
    "%7f",
    "%c2%85",
    "\u{e9}",
    "%c3%a9",
    "\u{ff0f}",
    "%ef%bc%8f",
    "%e2%80%8b",
    "public",
    "latest",
    "status",
    "LATEST",
    "user",
    "@",
    ":",
    "http://x",
    "&",
    "=",
    "*",
    "~",
    "'",
    "(",
    "...",
    "..%20",
    "%20..",
    "&_method=DELETE",
    "x%2Fpublic",
    "%2Fstatus",
    "/status",
    "status%2f",
    "100%25",
    "%25%20",
    "%2525",
    "%2570ublic",
    "%252570ublic",
    "%252f..",
    "%25u002f",
    "%25c0%25af",
    "labels",
    "x%2fx",
    "secrets",
    "%2fsecrets%2fa",
    "octo-org%2fb",
    "%2561",
    "a",
    "%61",
];

const VALUES: &[&str] = &[
    "octo-org",
    "a.b",
    "1",
    "x%20y",
    "a/b",
    "main",
    "src%2Flib.rs",
    "heads%2fmain",
    "area%2Fapi",
    "100%25",
    "50%25%20off",
    "%40s%2Fn",
    "",
];

fn target(random: &mut fastrand::Rng, templates: &[String]) -> String {
    let template = random.choice(templates).unwrap();
    let filled = template
        .split('/')
        .map(|segment| match segment.starts_with('{') {
            true => random.choice(VALUES).unwrap(),
            false => segment,
        });
    let mut target = filled.collect::<Vec<_>>().join("/");
    for _ in 0..random.usize(0..4) {
        let places: Vec<usize> = (0..=target.len())
            .filter(|it| target.is_char_boundary(*it))
            .collect();
        let index = random.usize(0..places.len());
        let (from, to) = (places[index], places[(index + 2).min(places.len() - 1)]);
        match random.u8(0..6) {
            0..3 => target.insert_str(from, random.choice(HOSTILE).unwrap()),
            3 => target.replace_range(from..to, ""),
            4 => {
                // A different encoding of the same character.
                if let Some(character) = target[from..].chars().next().filter(char::is_ascii) {
                    target.replace_range(from..=from, &format!("%{:02x}", character as u32));
                }
            }
            _ => {
                let mut segments: Vec<&str> = target.split('/').collect();
                let index = random.usize(0..segments.len());
                segments[index] = random.choice(HOSTILE).unwrap();
                target = segments.join("/");
            }
        }
    }
    target
}

#[test]
fn forwarded_paths_are_allowed_by_every_reading() {
    let count = std::env::var("TARGETS").map_or(TARGETS, |it| it.parse().unwrap());
    let table = table();
    let mut templates: Vec<String> = table
        .routes()
        .iter()
        .map(|it| it.template.clone())
        .collect();
    templates.sort();
    templates.dedup();
    // Templates with multi-segment values are generated more often.
    let hard: Vec<String> = templates
        .iter()
        .filter(|it| it.contains("{path}") || it.contains("{name}"))
        .cloned()
        .collect();
    for _ in 0..5 {
        templates.extend_from_slice(&hard);
    }
    let mut random = fastrand::Rng::with_seed(7);
    let (mut passed, mut hard, mut slashes, mut kept, mut empty) = (0, 0, 0, 0, 0);
    for _ in 0..count {
        let target = target(&mut random, &templates);
        // hyper rejects every target that is not a URI.
        let Ok(uri) = target.parse::<http::uri::PathAndQuery>() else {
            continue;
        };
        let method = random
            .choice([Method::GET, Method::GET, Method::DELETE, Method::PUT])
            .unwrap();
        // Finding the most similar operation is slow, and this test does not need the result.
        let found = tagsmith_gateway::operations::path::read(uri.path())
            .ok()
            .map(|it| {
                table
                    .find(&method, &it)
                    .is_ok_and(|it| matches!(it, Found::Allowed(..)))
            });
        if found != Some(true) {
            continue;
        }
        let Ok(read) = Target::read(&table, &method, uri.path(), uri.query(), "") else {
            continue;
        };
        passed += 1;
        hard += usize::from(target.contains('%'));
        let sent: http::uri::PathAndQuery = read.path.parse().unwrap();
        let is_encoded = target.to_ascii_lowercase().contains("%2f");
        slashes += usize::from(is_encoded && !sent.path().contains("%2F"));
        kept += usize::from(sent.path().contains("%2F"));
        empty += usize::from(sent.path().ends_with('/'));
        for (index, reading) in readings(sent.path()).into_iter().enumerate() {
            let is_allowed = is_allowed(&table, &method, &reading);
            // Reading 0 splits the path before it decodes the segments, as the described API does.
            assert!(
                is_allowed == Some(true) || (index > 0 && is_allowed.is_none()),
                "{method} {target} was sent as {sent} and can be read as {reading:?}"
            );
            let named = meant(&table, &method, &reading);
            let named = named.first().map(|(route, _)| {
                let place = route.account.map(|(place, _)| place);
                place.and_then(|it| reading.get(it)).cloned()
            });
            let own = read.account.as_ref().map(|(_, name)| match index {
                2 => name.replace('+', " "),
                _ => name.clone(),
            });
            assert!(
                named.is_none_or(|it| it == own),
                "{method} {target} was sent as {sent} with the credential of {own:?}"
            );
        }
        for decoded in [decoded(sent.path()), decoded(&decoded(sent.path()))] {
            let names = hidden(&table, &method, &decoded);
            assert!(
                names.is_empty(),
                "{method} {target} was sent as {sent} and hides the parameters {names:?}"
            );
        }
        assert_eq!(read.route.denied, None);
        // If the forwarded path is sent to the gateway, it is forwarded unchanged.
        let again = Target::read(&table, &method, sent.path(), sent.query(), "").unwrap();
        assert_eq!(again.path, read.path);
    }
    // The test proves something only if enough targets are accepted.
    let seen = [passed / 5, hard, slashes * 4, kept, empty * 20];
    assert!(
        seen.iter().all(|it| *it > count / 200),
        "{passed} of {count} passed: {hard} encoded, {slashes} with slashes that separate, {kept} with slashes in values, \
         {empty} with an empty value"
    );
}
