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

runtime::call! {
    pub struct Call<O>;
}

macro_rules! operation {
    ($name:ident, $operation:ident, $success:ty, $id:literal, $method:literal, $path:literal, $statuses:expr $(, $more:ident($($value:expr)?))*) => {
        pub type $name = $crate::api::Call<$operation>;

        pub enum $operation {}

        impl runtime::OperationSpec for $operation {
            const DESCRIPTOR: runtime::Descriptor = runtime::Descriptor::new($id, $method, $path)
                .success($statuses)
                .failure(&[304, 404, 422])
                $(.$more($($value)?))*;
            type Success = $success;
            type Failure = ThingsError;
        }
    };
}

pub(crate) use operation;

operation!(
    GetThing,
    GetThingOperation,
    runtime::Json<Thing>,
    "things/get",
    "GET",
    "/things/{thing}",
    &[200]
);
operation!(
    FindThing,
    FindThingOperation,
    runtime::JsonOrEmpty<Thing>,
    "things/find",
    "GET",
    "/found",
    &[200, 204]
);
operation!(
    CreateThing,
    CreateThingOperation,
    runtime::Json<Thing>,
    "things/create",
    "POST",
    "/things",
    &[201],
    notifies()
);
operation!(
    SetThing,
    SetThingOperation,
    runtime::Json<Thing>,
    "things/set",
    "PUT",
    "/things/{thing}",
    &[200]
);
operation!(
    MergeThing,
    MergeThingOperation,
    runtime::Json<Thing>,
    "things/merge",
    "PUT",
    "/things/{thing}/merge",
    &[200],
    idempotent(false)
);
operation!(
    StarThing,
    StarThingOperation,
    runtime::Empty,
    "things/star",
    "POST",
    "/things/{thing}/star",
    &[204]
);
operation!(
    TouchThing,
    TouchThingOperation,
    runtime::Empty,
    "things/touch",
    "PATCH",
    "/things/{thing}",
    &[204]
);
operation!(
    CountThings,
    CountThingsOperation,
    Count,
    "things/count",
    "GET",
    "/count",
    &[200, 202, 203]
);
operation!(
    DeleteThing,
    DeleteThingOperation,
    runtime::Empty,
    "things/delete",
    "DELETE",
    "/things/{thing}",
    &[204]
);
operation!(
    GetSchema,
    GetSchemaOperation,
    runtime::Json<serde_json::Value>,
    "things/get-schema",
    "GET",
    "/schema",
    &[200],
    accept("application/schema+json")
);
operation!(
    GetReadme,
    GetReadmeOperation,
    runtime::Text,
    "things/get-readme",
    "GET",
    "/readme",
    &[200],
    accept("text/html")
);
operation!(
    GetFile,
    GetFileOperation,
    runtime::Json<Thing>,
    "things/get-file",
    "GET",
    "/things/{names}/files/{path}",
    &[200]
);
operation!(
    UploadImage,
    UploadImageOperation,
    runtime::Json<Thing>,
    "things/upload-image",
    "POST",
    "/image",
    &[201],
    server("https://uploads.example.org")
);
operation!(
    GetImage,
    GetImageOperation,
    runtime::Binary,
    "things/get-image",
    "GET",
    "/image",
    &[200]
);
operation!(
    Download,
    DownloadOperation,
    runtime::Redirected,
    "things/download",
    "GET",
    "/download",
    &[302]
);
operation!(
    ListThings,
    ListThingsOperation,
    runtime::Json<Things>,
    "things/list",
    "GET",
    "/things",
    &[200]
);
operation!(
    ListAll,
    ListAllOperation,
    runtime::Json<Vec<Thing>>,
    "things/list-all",
    "GET",
    "/all",
    &[200]
);

operation!(
    GetReport,
    GetReportOperation,
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
        runtime::Call::of::<GetThingOperation>(&self.core)
            .path::<String>("thing", thing.into())
            .into()
    }

    pub fn find(&self, name: impl Into<String>) -> FindThing {
        runtime::Call::of::<FindThingOperation>(&self.core)
            .query::<String>("name", name.into())
            .into()
    }

    pub fn create(&self, thing: &Thing) -> CreateThing {
        runtime::Call::of::<CreateThingOperation>(&self.core)
            .body(thing)
            .into()
    }

    pub fn set(&self, thing: &Thing) -> SetThing {
        runtime::Call::of::<SetThingOperation>(&self.core)
            .path("thing", thing.id)
            .body(thing)
            .into()
    }

    pub fn merge(&self, thing: i64) -> MergeThing {
        runtime::Call::of::<MergeThingOperation>(&self.core)
            .path("thing", thing)
            .into()
    }

    pub fn star(&self, thing: i64) -> StarThing {
        runtime::Call::of::<StarThingOperation>(&self.core)
            .path("thing", thing)
            .into()
    }

    pub fn touch(&self, thing: i64) -> TouchThing {
        runtime::Call::of::<TouchThingOperation>(&self.core)
            .path("thing", thing)
            .into()
    }

    pub fn count(&self) -> CountThings {
        runtime::Call::of::<CountThingsOperation>(&self.core).into()
    }

    pub fn delete(&self, thing: i64) -> DeleteThing {
        runtime::Call::of::<DeleteThingOperation>(&self.core)
            .path("thing", thing)
            .into()
    }

    pub fn schema(&self) -> GetSchema {
        runtime::Call::of::<GetSchemaOperation>(&self.core).into()
    }

    pub fn readme(&self) -> GetReadme {
        runtime::Call::of::<GetReadmeOperation>(&self.core).into()
    }

    pub fn file(&self, names: Vec<String>, path: &str) -> GetFile {
        runtime::Call::of::<GetFileOperation>(&self.core)
            .path("names", names)
            .segments::<String>("path", path.into())
            .into()
    }

    pub fn upload(&self, image: impl Into<runtime::Upload>) -> UploadImage {
        runtime::Call::of::<UploadImageOperation>(&self.core)
            .upload("application/octet-stream", image.into())
            .into()
    }

    pub fn upload_any(&self, file: runtime::Upload) -> UploadImage {
        runtime::Call::of::<UploadImageOperation>(&self.core)
            .upload("*/*", file)
            .into()
    }

    pub fn render(&self, text: impl Into<String>) -> UploadImage {
        let call = runtime::Call::of::<UploadImageOperation>(&self.core)
            .text_body("text/x-markdown", text.into());
        call.into()
    }

    pub fn image(&self) -> GetImage {
        runtime::Call::of::<GetImageOperation>(&self.core).into()
    }

    pub fn download(&self) -> Download {
        runtime::Call::of::<DownloadOperation>(&self.core).into()
    }

    pub fn report(&self) -> GetReport {
        runtime::Call::of::<GetReportOperation>(&self.core).into()
    }

    pub fn list(&self) -> ListThings {
        runtime::Call::of::<ListThingsOperation>(&self.core).into()
    }

    pub fn list_all(&self) -> ListAll {
        runtime::Call::of::<ListAllOperation>(&self.core).into()
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
