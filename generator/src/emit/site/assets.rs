//! The site's scripts, styles and search index. File names contain a digest, so browsers may cache the files forever.

use super::text::{digest, header, script};
use crate::crate_ir::snippet::Frame;

/// The bundles, which `npm run build` in `generator/web` writes.
const CODE: &str = include_str!("assets/code.js");
const PAGE: &str = include_str!("assets/page.js");
const RESPONSE: &str = include_str!("assets/response.js");
const SEARCH: &str = include_str!("assets/search.js");
const STYLE: &str = include_str!("assets/site.css");

/// The styles that the text of a page needs, which are inlined to save a round trip.
pub(super) const FIRST_STYLE: &str = include_str!("assets/first.css");

/// The inlined script, which runs before the first paint.
pub(super) const FIRST_SCRIPT: &str = include_str!("assets/first.js");

const ICON: &str = include_str!("assets/icon.svg");

/// The files that pages load.
pub(super) struct Assets {
    pub(super) page: Asset,
    pub(super) code: Asset,
    pub(super) response: Asset,
    pub(super) search: Asset,
    pub(super) index: Asset,
    pub(super) style: Asset,
    pub(super) icon: Asset,
}

/// A file that pages load.
pub(super) struct Asset {
    /// The path from the root of the site.
    pub(super) path: String,
    text: String,
}

impl Assets {
    /// Returns all files. The script for snippets starts with the code around a call.
    pub(super) fn new(frame: &Frame, index: String) -> Self {
        let code = format!(
            "(globalThis.tagsmith??={{}}).frame={};\n{CODE}",
            script(frame)
        );
        Self {
            page: Asset::new("page", "js", PAGE),
            code: Asset::new("code", "js", &code),
            response: Asset::new("response", "js", RESPONSE),
            search: Asset::new("search", "js", SEARCH),
            index: Asset::new("search-index", "js", &index),
            style: Asset::new("site", "css", STYLE),
            icon: Asset::new("icon", "svg", ICON),
        }
    }

    pub(super) fn files(&self) -> impl Iterator<Item = (String, String)> {
        let all = [
            &self.page,
            &self.code,
            &self.response,
            &self.search,
            &self.index,
            &self.style,
            &self.icon,
        ];
        all.map(|it| (it.path.clone(), it.text.clone())).into_iter()
    }
}

impl Asset {
    fn new(name: &str, extension: &str, text: &str) -> Self {
        let header = header("its sources");
        let text = match extension {
            "svg" => format!("<!-- {header} -->\n{text}"),
            _ => format!("/* {header} */\n{text}"),
        };
        Self {
            path: format!("assets/{name}.{}.{extension}", digest(&text)),
            text,
        }
    }
}
