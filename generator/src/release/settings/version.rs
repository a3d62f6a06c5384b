//! Replaces the version in `tagsmith.toml`, and changes no other byte. The parser `toml` reports the position of the
//! version. `toml_edit` would normalize the line endings of the whole file.

use std::path::Path;

use serde::Deserialize;
use toml::Spanned;

use crate::report::{Diagnostic, Result, describe};

/// Returns the text of a configuration with a new version of the crate.
///
/// # Errors
///
/// Fails if the text contains no version.
pub fn with_version(text: &str, version: &str, path: &Path) -> Result<String> {
    #[derive(Deserialize)]
    struct Settings {
        #[serde(rename = "crate")]
        package: Package,
    }
    #[derive(Deserialize)]
    struct Package {
        version: Spanned<String>,
    }
    let refuse = |why: String| {
        Diagnostic::new(
            format!("the version cannot be replaced: {why}"),
            "write `version = \"0.1.0\"` under `[crate]`",
        )
        .at(path.display().to_string())
    };
    let settings: Settings = toml::from_str(text).map_err(|it| refuse(describe(&it.message())))?;
    let at = settings.package.version.span();
    match (text.get(..at.start), text.get(at.end..)) {
        (Some(before), Some(after)) => Ok(format!("{before}\"{version}\"{after}")),
        _ => Err(refuse("it is not found".to_owned()).into()),
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::with_version;

    #[test]
    fn all_other_bytes_stay_unchanged() {
        for text in [
            "# A\n[crate] # b\nname='é'\r\n  version   = \"0.1.0\" # the version = \"0.1.0\"\r\n\n",
            "\u{feff}crate = { version = '0.1.0', name = \"0.1.0\" }\n[runtime]\nversion = \"0.1.0\"",
            "crate.version = \"\"\"0.1.0\"\"\"\n",
        ] {
            let moved = with_version(text, "0.2.0", Path::new("tagsmith.toml")).unwrap();
            let old = [
                "= \"0.1.0\" # the",
                "{ version = '0.1.0'",
                "= \"\"\"0.1.0\"\"\"",
            ];
            let new = ["= \"0.2.0\" # the", "{ version = \"0.2.0\"", "= \"0.2.0\""];
            let mut expected = text.to_owned();
            for (old, new) in old.into_iter().zip(new) {
                expected = expected.replacen(old, new, 1);
            }
            assert_eq!(moved, expected);
        }
        for text in ["", "[crate]\n", "[crate]\nversion = 1\n", "["] {
            let reported = with_version(text, "0.2.0", Path::new("a.toml")).unwrap_err();
            assert!(reported.to_string().contains("--> a.toml"), "{reported}");
        }
    }
}
