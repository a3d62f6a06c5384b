//! A small API, written like generated code.

#[path = "api/types.rs"]
mod types;

use std::time::Duration;

use tagsmith_runtime as runtime;

pub use self::types::{BasicError, Report, Thing, Things};

static DEFAULTS: runtime::Defaults =
    runtime::Defaults::new("https://api.example.org", "things/1.0")
        .version_header("X-GitHub-Api-Version")
        .api_version("2022-11-28")
        .unlimited_paths(&["/rate_limit"])
        .limit_messages(&["was submitted too quickly"])
        .error_documentation_url(&["/documentation_url"])
        .uploads(&[("*/api/v3", "*/api/uploads")])
        .graphql(&[("*/api/v3", "*/api/graphql"), ("*", "*/graphql")]);

#[derive(Clone, Debug)]
pub struct Client {
    pub core: runtime::Core,
}

impl From<runtime::Core> for Client {
    fn from(core: runtime::Core) -> Self {
        Self { core }
    }
}

/// Returns a client of a server, with a token.
pub fn client(url: &str) -> Client {
    builder(url).build().unwrap()
}

/// Returns a client builder for a server, with a token.
pub fn builder(url: &str) -> runtime::ClientBuilder<Client> {
    anonymous(url).token("canary")
}

/// Returns a client builder for a server, without a token.
pub fn anonymous(url: &str) -> runtime::ClientBuilder<Client> {
    preset(&DEFAULTS, url)
}

/// Returns a client with a token, for an API whose writes keep their method after 301 and 302.
pub fn redirecting_writes(url: &str) -> Client {
    static DEFAULTS: runtime::Defaults =
        runtime::Defaults::new("https://api.example.org", "things/1.0").redirect_writes(true);
    preset(&DEFAULTS, url).token("canary").build().unwrap()
}

/// Returns a client builder for a server, without a token, with the system's proxies.
pub fn preset_with_system_proxy(url: &str) -> runtime::ClientBuilder<Client> {
    runtime::Core::builder(&DEFAULTS).base_url(url)
}

pub fn preset(defaults: &'static runtime::Defaults, url: &str) -> runtime::ClientBuilder<Client> {
    runtime::Core::builder(defaults)
        .base_url(url)
        .no_proxy()
        .retry(runtime::RetryPolicy::new().first_wait(Duration::from_millis(1)))
}

macro_rules! operation {
    ($name:ident, $operation:ident, $success:ty, $id:literal, $method:literal, $path:literal, $statuses:expr $(, $more:ident($($value:expr)?))*) => {
        static $operation: runtime::Descriptor = runtime::Descriptor::new($id, $method, $path)
            .success($statuses)
            .failure(&[304, 404, 422])
            $(.$more($($value)?))*;

        #[derive(Clone, Debug)]
        pub struct $name {
            call: runtime::Call,
        }

        runtime::operation! {
            impl Operation for $name {
                const DESCRIPTOR: &Descriptor = &$operation;
                type Success = $success;
                type Body = <$success as runtime::Success>::Body;
                type Failure = ThingsError;
            }
        }
    };
}

pub(crate) use operation;

operation!(
    GetThing,
    GET_THING,
    runtime::Json<Thing>,
    "things/get",
    "GET",
    "/things/{thing}",
    &[200]
);
operation!(
    FindThing,
    FIND_THING,
    runtime::JsonOrEmpty<Thing>,
    "things/find",
    "GET",
    "/found",
    &[200, 204]
);
operation!(
    CreateThing,
    CREATE_THING,
    runtime::Json<Thing>,
    "things/create",
    "POST",
    "/things",
    &[201],
    notifies()
);
operation!(
    SetThing,
    SET_THING,
    runtime::Json<Thing>,
    "things/set",
    "PUT",
    "/things/{thing}",
    &[200]
);
operation!(
    MergeThing,
    MERGE_THING,
    runtime::Json<Thing>,
    "things/merge",
    "PUT",
    "/things/{thing}/merge",
    &[200],
    idempotent(false)
);
operation!(
    StarThing,
    STAR_THING,
    runtime::Empty,
    "things/star",
    "POST",
    "/things/{thing}/star",
    &[204]
);
operation!(
    TouchThing,
    TOUCH_THING,
    runtime::Empty,
    "things/touch",
    "PATCH",
    "/things/{thing}",
    &[204]
);
operation!(
    CountThings,
    COUNT_THINGS,
    Count,
    "things/count",
    "GET",
    "/count",
    &[200, 202, 203]
);
operation!(
    DeleteThing,
    DELETE_THING,
    runtime::Empty,
    "things/delete",
    "DELETE",
    "/things/{thing}",
    &[204]
);
operation!(
    GetSchema,
    GET_SCHEMA,
    runtime::Json<serde_json::Value>,
    "things/get-schema",
    "GET",
    "/schema",
    &[200],
    accept("application/schema+json")
);
operation!(
    GetReadme,
    GET_README,
    runtime::Text,
    "things/get-readme",
    "GET",
    "/readme",
    &[200],
    accept("text/html")
);
operation!(
    GetFile,
    GET_FILE,
    runtime::Json<Thing>,
    "things/get-file",
    "GET",
    "/things/{names}/files/{path}",
    &[200]
);
operation!(
    UploadImage,
    UPLOAD_IMAGE,
    runtime::Json<Thing>,
    "things/upload-image",
    "POST",
    "/image",
    &[201],
    server("https://uploads.example.org")
);
operation!(
    GetImage,
    GET_IMAGE,
    runtime::Binary,
    "things/get-image",
    "GET",
    "/image",
    &[200]
);
operation!(
    Download,
    DOWNLOAD,
    runtime::Redirected,
    "things/download",
    "GET",
    "/download",
    &[302]
);
operation!(
    ListThings,
    LIST_THINGS,
    runtime::Json<Things>,
    "things/list",
    "GET",
    "/things",
    &[200]
);
operation!(
    ListAll,
    LIST_ALL,
    runtime::Json<Vec<Thing>>,
    "things/list-all",
    "GET",
    "/all",
    &[200]
);

operation!(
    GetReport,
    GET_REPORT,
    runtime::Json<Report>,
    "things/get-report",
    "GET",
    "/report",
    &[200]
);

impl runtime::ReportLinks for GetReport {
    fn links(body: &Report) -> &[String] {
        &body.download_links
    }
}

runtime::report_links!(GetReport);

/// The success responses of `count`, by status.
#[derive(Debug)]
pub enum Count {
    Ok(Box<Things>),
    Accepted(String),
    NonAuthoritativeInformation(Box<Thing>),
}

runtime::by_status! {
    enum Count {
        Ok(Box<runtime::Json<Things>>) = 200,
        Accepted(runtime::Text) = 202,
        NonAuthoritativeInformation(Box<runtime::Json<Thing>>) = 203,
    }
}

const PAGINATION: runtime::Pagination = runtime::Pagination::new()
    .number("page")
    .size("per_page", 30);

impl runtime::Paginated for ListThings {
    type Item = Thing;
    const PAGINATION: runtime::Pagination = PAGINATION.items("things");

    fn items(body: Things) -> Vec<Thing> {
        body.things.unwrap_or_default()
    }

    fn total(body: &Things) -> Option<i64> {
        Some(body.total_count)
    }
}

runtime::paginated!(ListThings);

impl runtime::Paginated for ListAll {
    type Item = Thing;
    const PAGINATION: runtime::Pagination = PAGINATION;

    fn items(body: Vec<Thing>) -> Vec<Thing> {
        body
    }
}

runtime::paginated!(ListAll);

#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum ThingsError {
    NotModified(Option<serde_json::Value>),
    NotFound(Option<BasicError>),
    UnprocessableEntity(Option<serde_json::Value>),
    Other(Option<serde_json::Value>),
}

impl runtime::Failure for ThingsError {
    fn read(status: u16, payload: &mut runtime::Payload<'_>) -> Self {
        match status {
            304 => Self::NotModified(payload.lenient()),
            404 => Self::NotFound(payload.lenient()),
            422 => Self::UnprocessableEntity(payload.lenient()),
            _ => Self::Other(payload.lenient()),
        }
    }
}

impl Client {
    pub fn request(&self, method: runtime::Method, path: &'static str) -> runtime::Request {
        runtime::Request::new(&self.core, &method, path)
    }

    pub fn graphql(
        &self,
        document: impl Into<String>,
        variables: impl serde::Serialize,
    ) -> runtime::GraphQl {
        runtime::GraphQl::new(&self.core, document, variables)
    }

    pub fn request_url(&self, method: runtime::Method, url: &str) -> runtime::Request {
        runtime::Request::to_url(&self.core, &method, url)
    }

    pub fn get(&self, thing: impl Into<String>) -> GetThing {
        let call = runtime::Call::new(&self.core, &GET_THING).path::<String>("thing", thing.into());
        GetThing { call }
    }

    pub fn find(&self, name: impl Into<String>) -> FindThing {
        let call = runtime::Call::new(&self.core, &FIND_THING).query::<String>("name", name.into());
        FindThing { call }
    }

    pub fn create(&self, thing: &Thing) -> CreateThing {
        let call = runtime::Call::new(&self.core, &CREATE_THING).body(thing);
        CreateThing { call }
    }

    pub fn set(&self, thing: &Thing) -> SetThing {
        let call = runtime::Call::new(&self.core, &SET_THING);
        SetThing {
            call: call.path("thing", thing.id).body(thing),
        }
    }

    pub fn merge(&self, thing: i64) -> MergeThing {
        let call = runtime::Call::new(&self.core, &MERGE_THING).path("thing", thing);
        MergeThing { call }
    }

    pub fn star(&self, thing: i64) -> StarThing {
        let call = runtime::Call::new(&self.core, &STAR_THING).path("thing", thing);
        StarThing { call }
    }

    pub fn touch(&self, thing: i64) -> TouchThing {
        let call = runtime::Call::new(&self.core, &TOUCH_THING).path("thing", thing);
        TouchThing { call }
    }

    pub fn count(&self) -> CountThings {
        let call = runtime::Call::new(&self.core, &COUNT_THINGS);
        CountThings { call }
    }

    pub fn delete(&self, thing: i64) -> DeleteThing {
        let call = runtime::Call::new(&self.core, &DELETE_THING).path("thing", thing);
        DeleteThing { call }
    }

    pub fn schema(&self) -> GetSchema {
        let call = runtime::Call::new(&self.core, &GET_SCHEMA);
        GetSchema { call }
    }

    pub fn readme(&self) -> GetReadme {
        let call = runtime::Call::new(&self.core, &GET_README);
        GetReadme { call }
    }

    pub fn file(&self, names: Vec<String>, path: &str) -> GetFile {
        let call = runtime::Call::new(&self.core, &GET_FILE)
            .path("names", names)
            .segments::<String>("path", path.into());
        GetFile { call }
    }

    pub fn upload(&self, image: impl Into<runtime::Upload>) -> UploadImage {
        let call = runtime::Call::new(&self.core, &UPLOAD_IMAGE)
            .upload("application/octet-stream", image.into());
        UploadImage { call }
    }

    pub fn upload_any(&self, file: runtime::Upload) -> UploadImage {
        let call = runtime::Call::new(&self.core, &UPLOAD_IMAGE).upload("*/*", file);
        UploadImage { call }
    }

    pub fn render(&self, text: impl Into<String>) -> UploadImage {
        let call =
            runtime::Call::new(&self.core, &UPLOAD_IMAGE).text_body("text/x-markdown", text.into());
        UploadImage { call }
    }

    pub fn image(&self) -> GetImage {
        let call = runtime::Call::new(&self.core, &GET_IMAGE);
        GetImage { call }
    }

    pub fn download(&self) -> Download {
        let call = runtime::Call::new(&self.core, &DOWNLOAD);
        Download { call }
    }

    pub fn report(&self) -> GetReport {
        let call = runtime::Call::new(&self.core, &GET_REPORT);
        GetReport { call }
    }

    pub fn list(&self) -> ListThings {
        let call = runtime::Call::new(&self.core, &LIST_THINGS);
        ListThings { call }
    }

    pub fn list_all(&self) -> ListAll {
        let call = runtime::Call::new(&self.core, &LIST_ALL);
        ListAll { call }
    }
}

impl GetFile {
    pub fn with(mut self, call: impl FnOnce(runtime::Call) -> runtime::Call) -> Self {
        self.call = call(self.call);
        self
    }
}

impl ListThings {
    pub fn per_page(mut self, per_page: i64) -> Self {
        self.call = self.call.query("per_page", per_page);
        self
    }

    pub fn page(mut self, page: i64) -> Self {
        self.call = self.call.query("page", page);
        self
    }
}

impl ListAll {
    pub fn per_page(mut self, per_page: i64) -> Self {
        self.call = self.call.query("per_page", per_page);
        self
    }
}
