//! Types written like generated code, with example bodies.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};
use tagsmith_runtime::jiff::Timestamp;
use tagsmith_runtime::jiff::civil::Date;
use tagsmith_runtime::value::Nulls;
use tagsmith_runtime::{Read, string_enum, table, union};

#[derive(Default)]
pub struct Pull {
    pub number: i64,
    pub created_at: Timestamp,
    pub head: Head,
    pub state: State,
    pub due: Option<Date>,
    pub score: Option<f64>,
    pub size: Option<i64>,
    pub total: Option<u64>,
    pub labels: Vec<Label>,
    pub merged_at: Option<Timestamp>,
    pub more: Option<Json>,
    pub rest: BTreeMap<String, f64>,
    nulls: Nulls,
}

table! {
    #[additional(rest)]
    #[nulls(nulls)]
    struct Pull {
        number: Required<"number">,
        created_at: Required<"created_at">,
        head: Required<"head">,
        state: Required<"state">,
        due: Optional<"due">,
        score: Optional<"score">,
        size: Optional<"size">,
        total: Optional<"total">,
        labels: Optional<"labels">,
        merged_at: OptionalNullable<"merged_at">,
        more: Optional<"more">,
    }
}

#[derive(Default)]
pub struct Head {
    pub sha: String,
    pub repo: Option<Box<Repo>>,
}

table! {
    struct Head {
        sha: Required<"sha">,
        repo: Optional<"repo">,
    }
}

#[derive(Default)]
pub struct Repo {
    pub id: i64,
}

table! {
    struct Repo {
        id: Required<"id">,
    }
}

pub enum State {
    Open,
    Unknown(String),
}
string_enum! {
    enum State {
        Open = "open",
    }
}

pub enum Label {
    Name(String),
    Repo(Box<Repo>),
    Numbers(Vec<i64>),
    Unknown(Json),
}
union! {
    enum Label {
        Name,
        Repo,
        Numbers,
    }
}

/// A body without drift.
pub fn pull() -> Json {
    json!({"number": 1, "created_at": "2024-01-01T00:00:00Z", "head": {"sha": "a"}, "state": "open"})
}

/// Returns the body with some properties replaced.
pub fn with(members: Json) -> Json {
    let mut body = pull();
    let other = members.as_object().unwrap().clone();
    body.as_object_mut().unwrap().extend(other);
    body
}

pub fn read(members: Json) -> Read<Pull> {
    Read::from_slice(with(members).to_string().as_bytes()).unwrap()
}

/// Returns drift as the log shows it.
pub fn display<T>(read: &Read<T>) -> Vec<String> {
    read.drift.iter().map(ToString::to_string).collect()
}
