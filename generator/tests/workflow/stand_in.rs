//! Scripts that replace programs that use the network.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

/// Each script records its arguments. The script for gh also stores the pull request that it opens, and its standard
/// input.
pub const ALL: &[(&str, &str)] = &[
    ("git", "exec \"$real_git\" \"$@\""),
    ("sudo", ""),
    (
        "npm",
        "case $1 in\n\
         view) cat \"$here/view.json\" ;;\n\
         pack) cp \"$here/package.tgz\" things-api.tgz; echo '[]' ;;\n\
         esac",
    ),
    (
        "gh",
        "case \"$1 $2\" in\n\
         'auth setup-git') [ -n \"$GH_TOKEN\" ] ;;\n\
         'label create') echo 'label with name \"it\" already exists; use `--force`' >&2; exit 1 ;;\n\
         'pr list') cat \"$here/pulls.json\" ;;\n\
         'pr create' | 'pr edit') cat >\"$here/body\"; echo https://example.com/pull/7 ;;\n\
         'release create') for file; do :; done; cp \"$file\" \"$here/body\" ;;\n\
         esac",
    ),
    (
        "cargo",
        "case $1 in\n\
         pkgid) echo \"path+file:///a/$3#$3@1.2.3\" ;;\n\
         info) grep -qx -- \"$5\" \"$here/published\" ;;\n\
         publish) [ -n \"$CARGO_REGISTRY_TOKEN\" ]; for name; do :; done; echo \"$name@1.2.3\" >>\"$here/published\" ;;\n\
         esac",
    ),
];

/// Writes a script that replaces a program. The script records its calls in a folder.
pub fn write(here: &Path, name: &str, script: &str) {
    let real = Command::new("sh").args(["-c", "command -v git"]).output();
    let real = String::from_utf8(real.unwrap().stdout).unwrap();
    let begin = format!("here='{}' real_git='{}'", here.display(), real.trim());
    let note = format!("echo \"{name} $*\" >>\"$here/calls\"");
    let path = here.join("bin").join(name);
    fs::write(&path, format!("#!/bin/sh\n{begin}\n{note}\n{script}\n")).unwrap();
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
}
