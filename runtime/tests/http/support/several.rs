//! Operations with several declared success statuses, written like generated code.

use tagsmith_runtime as runtime;

use crate::api::{Client, Thing, ThingsError, operation};

operation!(
    ListSoon,
    ListSoonOperation,
    runtime::Json<Vec<Thing>>,
    "things/list-soon",
    "GET",
    "/all",
    &[200, 202]
);
operation!(
    ListIfAny,
    ListIfAnyOperation,
    runtime::JsonOrEmpty<Vec<Thing>>,
    "things/list-if-any",
    "GET",
    "/all",
    &[200, 204]
);
operation!(
    StartTask,
    StartTaskOperation,
    Started,
    "things/start",
    "POST",
    "/tasks",
    &[201, 202]
);

#[derive(Default)]
pub struct Task {
    pub id: i64,
    pub url: String,
    pub state: String,
    pub creator: String,
    pub created: String,
}

runtime::table! {
    struct Task {
        id: Required<"id">,
        url: Required<"url">,
        state: Required<"state">,
        creator: Required<"creator">,
        created: Required<"created">,
    }
}

#[derive(Default)]
pub struct Ticket {
    pub message: Option<String>,
    pub id: Option<i64>,
}

runtime::table! {
    struct Ticket {
        message: Optional<"message">,
        id: Optional<"id">,
    }
}

/// The success responses of `start-task`, by status.
#[derive(Debug)]
pub enum Started {
    Created(Box<Task>),
    Accepted(Box<Ticket>),
}

runtime::by_status! {
    enum Started {
        Created(Box<runtime::Json<Task>>) = 201,
        Accepted(Box<runtime::Json<Ticket>>) = 202,
    }
}

const PAGINATION: runtime::Pagination = runtime::Pagination::new()
    .number("page")
    .size("per_page", 30);

impl runtime::Paginated for ListSoon {
    type Item = Thing;
    const PAGINATION: runtime::Pagination = PAGINATION;

    fn items(body: Vec<Thing>) -> Vec<Thing> {
        body
    }
}

runtime::paginated!(ListSoon);

impl runtime::Paginated for ListIfAny {
    type Item = Thing;
    const PAGINATION: runtime::Pagination = PAGINATION;

    fn items(body: Option<Vec<Thing>>) -> Vec<Thing> {
        body.unwrap_or_default()
    }
}

runtime::paginated!(ListIfAny);

pub fn list_soon(client: &Client) -> ListSoon {
    runtime::Call::of::<ListSoonOperation>(&client.core).into()
}

pub fn list_if_any(client: &Client) -> ListIfAny {
    runtime::Call::of::<ListIfAnyOperation>(&client.core).into()
}

pub fn start(client: &Client) -> StartTask {
    runtime::Call::of::<StartTaskOperation>(&client.core).into()
}
