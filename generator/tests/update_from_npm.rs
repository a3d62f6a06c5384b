//! Tests of `tagsmith update` with a fake npm: valid, broken and hostile packages.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod place;

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use flate2::Compression;
use flate2::write::GzEncoder;
use place::{Place, Run, next_description};
use sha2::{Digest, Sha512};
use tar::{Builder, EntryType, Header};
use tempfile::TempDir;

const FILE: &str = "package/generated/api.json";

/// A fake npm, which records its arguments, returns a prepared response, and writes a package.
struct Npm(TempDir);

impl Npm {
    /// Creates a fake npm with one release and its tarball.
    fn new(version: &str, tarball: &[u8]) -> Self {
        let npm = Self(TempDir::new().unwrap());
        let integrity = STANDARD.encode(Sha512::digest(tarball));
        npm.prints(&format!(
            "{{\"version\": \"{version}\", \"dist.integrity\": \"sha512-{integrity}\"}}"
        ));
        fs::write(npm.path("package.tgz"), tarball).unwrap();
        npm.does(
            "case $1 in\n\
             view) cat \"$here/view.json\" ;;\n\
             pack) cp \"$here/package.tgz\" things-api.tgz; echo '[]' ;;\n\
             esac",
        );
        npm
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn prints(&self, view: &str) {
        fs::write(self.path("view.json"), view).unwrap();
    }

    fn does(&self, script: &str) {
        let here = self.0.path().display();
        let script = format!("#!/bin/sh\nhere='{here}'\necho \"$@\" >>\"$here/calls\"\n{script}\n");
        fs::write(self.path("npm"), script).unwrap();
        fs::set_permissions(self.path("npm"), fs::Permissions::from_mode(0o755)).unwrap();
    }

    fn run(&self, place: &Place, arguments: &[&str]) -> Run {
        let path = format!(
            "{}:{}",
            self.0.path().display(),
            std::env::var("PATH").unwrap()
        );
        let mut command = place.command(arguments);
        command.env("PATH", path).env("TMPDIR", self.path("tmp"));
        let _ = fs::create_dir(self.path("tmp"));
        let run = Run::of(&mut command);
        // Checks that no temporary file remains, and that nothing was unpacked.
        assert_eq!(fs::read_dir(self.path("tmp")).unwrap().count(), 0);
        run
    }
}

fn header(kind: EntryType, name: &str, size: usize) -> Header {
    let mut header = Header::new_ustar();
    header.set_entry_type(kind);
    header.set_size(size as u64);
    header.set_mode(0o644);
    header.as_mut_bytes()[..name.len()].copy_from_slice(name.as_bytes());
    header
}

fn tarball(entries: &[(EntryType, &str, &str)]) -> Vec<u8> {
    let mut to = Builder::new(GzEncoder::new(Vec::new(), Compression::fast()));
    for (kind, name, text) in entries {
        let is_link = *kind == EntryType::Symlink;
        let mut header = header(*kind, name, if is_link { 0 } else { text.len() });
        if is_link {
            header.set_link_name_literal(text).unwrap();
        }
        header.set_cksum();
        let content = if is_link { "" } else { text };
        to.append(&header, content.as_bytes()).unwrap();
    }
    to.into_inner().unwrap().finish().unwrap()
}

fn right() -> Vec<u8> {
    tarball(&[
        (EntryType::Regular, "package/package.json", "{}"),
        (EntryType::Regular, FILE, &next_description()),
        (EntryType::Regular, "package/generated/other.json", "{}"),
    ])
}

#[test]
fn a_requested_version_is_downloaded_with_npm() {
    let (place, npm) = (Place::released(), Npm::new("2.0.0", &right()));
    let run = npm.run(&place, &["update", "--to", "2.0.0", "--timeout", "7"]);
    run.ends(0);
    assert!(run.out.contains("@things/api 1.0.0 → 2.0.0"), "{}", run.out);
    let calls = fs::read_to_string(npm.path("calls")).unwrap();
    let flags = "--fetch-timeout=7000 --fetch-retries=2 --no-update-notifier";
    assert_eq!(
        calls,
        format!(
            "view --json @things/api@2.0.0 version dist.integrity {flags}\n\
             pack --json --ignore-scripts @things/api@2.0.0 {flags}\n"
        )
    );
    place.run(&["generate", "--check"]).ends(0);

    // A file with the same bytes gives the same result.
    let other = Place::released();
    other.put("next.yaml", &next_description());
    let arguments = ["update", "--description", "next.yaml", "--version", "2.0.0"];
    other.run(&arguments).ends(0);
    fs::remove_file(other.0.path().join("next.yaml")).unwrap();
    assert_eq!(place.files(""), other.files(""));
}

#[test]
fn the_newest_version_is_found() {
    let (place, npm) = (Place::released(), Npm::new("3.1.4", &right()));
    npm.run(&place, &["update"]).ends(0);
    assert!(place.text("spec/pin.lock").contains("version = \"3.1.4\""));
    let calls = fs::read_to_string(npm.path("calls")).unwrap();
    assert!(
        calls.starts_with("view --json @things/api version dist.integrity "),
        "{calls}"
    );
    assert!(
        calls.contains("\npack --json --ignore-scripts @things/api@3.1.4 "),
        "{calls}"
    );
}

#[test]
fn a_broken_or_hostile_package_changes_nothing() {
    let place = Place::released();
    let before = place.files("");
    let check = |npm: &Npm, says: &str| {
        let run = npm.run(&place, &["update", "--to", "2.0.0"]);
        assert!(run.ends(2).err.contains(says), "{says}: {}", run.err);
        assert_eq!(place.files(""), before, "{says}");
    };
    let npm = Npm::new("2.0.0", &right());
    let mut other = right();
    *other.last_mut().unwrap() ^= 1;
    fs::write(npm.path("package.tgz"), other).unwrap();
    check(&npm, "does not match the SHA-512 in the registry");

    npm.prints("{\"version\": \"2.0.0\", \"dist.integrity\": \"sha1-abc\"}");
    check(&npm, "no SHA-512");
    npm.prints("{\"version\": \"2.0.1\", \"dist.integrity\": \"sha512-abc\"}");
    check(&npm, "npm returned version `2.0.1`");
    for response in ["", "[]", "{\"version\": \"2.0.0\"}"] {
        npm.prints(response);
        check(&npm, "cannot parse the output of npm");
    }
    npm.does("echo 'npm error code E404' >&2; echo 'npm error No such version' >&2; exit 1");
    check(&npm, "No such version");
    npm.does("cat \"$here/view.json\"");
    npm.prints("{\"version\": \"2.0.0\", \"dist.integrity\": \"sha512-abc\"}");
    check(&npm, "npm wrote no package");

    for (entries, says) in [
        (
            vec![(EntryType::Symlink, FILE, "/etc/passwd")],
            "not a plain file",
        ),
        (
            vec![(EntryType::Regular, "package/generated/../api.json", "{}")],
            "the package does not contain",
        ),
        (vec![(EntryType::Regular, FILE, "{")], "is not valid JSON"),
        (vec![(EntryType::Regular, FILE, "\u{feff}")], "is empty"),
    ] {
        check(&Npm::new("2.0.0", &tarball(&entries)), says);
    }
    check(&Npm::new("2.0.0", &right()[..40]), "not a tarball");
    // 100 MiB of zeros, in 100 KB.
    let bomb = " ".repeat(100 << 20);
    check(
        &Npm::new("2.0.0", &tarball(&[(EntryType::Regular, FILE, &bomb)])),
        "more than 64 MiB",
    );
}

#[test]
fn other_files_of_a_package_are_not_unpacked() {
    let outside = TempDir::new().unwrap();
    let target = outside.path().join("escaped");
    let target = target.to_str().unwrap();
    let npm = Npm::new(
        "2.0.0",
        &tarball(&[
            (
                EntryType::Symlink,
                "package",
                outside.path().to_str().unwrap(),
            ),
            (EntryType::Regular, "package/escaped", "out"),
            (
                EntryType::Regular,
                "../../../../../../../../tmp/../escaped",
                "out",
            ),
            (EntryType::Regular, target, "out"),
            (EntryType::Regular, FILE, &next_description()),
        ]),
    );
    let place = Place::released();
    npm.run(&place, &["update", "--to", "2.0.0"]).ends(0);
    assert_eq!(fs::read_dir(outside.path()).unwrap().count(), 0);
}
