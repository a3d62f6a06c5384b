//! The folder of the runtime that a crate depends on.

use std::path::{Component, Path, PathBuf};

use serde::Deserialize;

use crate::file::text;
use crate::report::{Diagnostic, Result, quoted};

/// The name of the runtime's package.
const RUNTIME: &str = "tagsmith-runtime";

/// The parts of a `Cargo.toml` that `check` reads.
#[derive(Deserialize)]
struct Manifest {
    package: Option<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
}

/// Checks that a path is the runtime's folder. The path is relative to the crate's folder.
///
/// # Errors
///
/// Fails if the folder does not exist, or contains a different package.
pub fn check_runtime_path(path: &str, out: &Path) -> Result<()> {
    let folder = plain(&out.join(path));
    let manifest = folder.join("Cargo.toml");
    let wrong = |what: &str| {
        let help = format!(
            "pass the folder of {RUNTIME}, absolute or relative to the crate's folder {}, such as `../runtime`",
            quoted(&out.display().to_string())
        );
        Diagnostic::new(format!("--runtime-path {} {what}", quoted(path)), help)
            .at(folder.display().to_string())
    };
    if !manifest.is_file() {
        return Err(wrong("is not a folder with a Cargo.toml").into());
    }
    let package = toml::from_str::<Manifest>(&text(&manifest)?).map(|it| it.package);
    match package {
        Ok(Some(package)) if package.name == RUNTIME => Ok(()),
        Ok(Some(package)) => {
            let name = quoted(&package.name);
            Err(wrong(&format!("is the package {name}, not {RUNTIME}")).into())
        }
        Ok(None) => Err(wrong("is a workspace, not a package").into()),
        Err(_) => Err(wrong("has an invalid Cargo.toml").into()),
    }
}

/// Resolves `..` lexically, since the crate's folder may not exist yet.
fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if ends_in_name(&plain) => {
                plain.pop();
            }
            part => plain.push(part),
        }
    }
    plain
}

fn ends_in_name(path: &Path) -> bool {
    matches!(path.components().next_back(), Some(Component::Normal(_)))
}
