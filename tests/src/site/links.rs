//! Rules for links: collects the targets, and reports malformed links.

use super::{Link, Page};

/// Returns the links to pages of the site. Reports malformed links.
pub(super) fn of(page: &Page<'_>, broken: &mut Vec<String>) -> Vec<Link> {
    let mut links = Vec::new();
    // The 404 page is shown at any address, so its links begin at the root.
    let own = page.path == "404.html";
    for element in page.all("a[href], link[href], script[src]") {
        let href = element
            .attr("href")
            .or(element.attr("src"))
            .unwrap_or_default();
        if href.contains("://") || href.starts_with("mailto:") {
            continue;
        }
        let (path, anchor) = match href.split_once('#') {
            Some((path, anchor)) => (path, Some(anchor.to_owned())),
            None => (href, None),
        };
        let resolved = match path {
            "" => Some(page.path.to_owned()),
            path if own => path.strip_prefix("/reference/").map(str::to_owned),
            path => resolved(page.path, path),
        };
        match resolved {
            Some(path) => links.push(Link {
                from: page.path.to_owned(),
                path,
                anchor: anchor.filter(|it| !it.is_empty()),
            }),
            None => {
                broken.push(page.broken(format!("contains an unexpected external link: {href}")))
            }
        }
    }
    links
}

/// Resolves a relative path against the path of a page.
fn resolved(page: &str, relative: &str) -> Option<String> {
    let mut steps: Vec<&str> = page.split('/').collect();
    steps.pop();
    for step in relative.split('/') {
        match step {
            "." => {}
            ".." => {
                steps.pop()?;
            }
            step => steps.push(step),
        }
    }
    Some(steps.join("/"))
}
