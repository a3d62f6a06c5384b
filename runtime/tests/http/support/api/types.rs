//! The types of the API's bodies.

use super::runtime;

#[derive(Default)]
pub struct Thing {
    pub id: i64,
    pub name: String,
}

runtime::table! {
    struct Thing {
        id: Required<"id">,
        name: Required<"name">,
    }
}

#[derive(Default)]
pub struct Things {
    pub total_count: i64,
    pub things: Option<Vec<Thing>>,
}

runtime::table! {
    struct Things {
        total_count: Required<"total_count">,
        things: Optional<"things">,
    }
}

#[derive(Default)]
pub struct Report {
    pub download_links: Vec<String>,
}

runtime::table! {
    struct Report {
        download_links: Required<"download_links">,
    }
}

#[derive(Default)]
pub struct BasicError {
    pub message: Option<String>,
}

runtime::table! {
    struct BasicError {
        message: Optional<"message">,
    }
}
