//! The types that the API's bodies are read as.

use super::runtime;

#[derive(Default)]
pub struct Thing {
    pub id: i64,
    pub name: String,
}

runtime::table! {
    Thing {
        id "id" REQUIRED;
        name "name" REQUIRED;
    } 0 1
}

#[derive(Default)]
pub struct Things {
    pub total_count: i64,
    pub things: Option<Vec<Thing>>,
}

runtime::table! {
    Things {
        total_count "total_count" REQUIRED;
        things "things" OPTIONAL;
    } 0 1
}

#[derive(Default)]
pub struct Report {
    pub download_links: Vec<String>,
}

runtime::table! {
    Report {
        download_links "download_links" REQUIRED;
    } 0
}

#[derive(Default)]
pub struct BasicError {
    pub message: Option<String>,
}

runtime::table! {
    BasicError {
        message "message" OPTIONAL;
    } 0
}
