//! A web service of a GitHub App. `GET /installations/{id}/repositories` lists the repositories that an installation
//! can access. `APP_ID=… APP_KEY_FILE=… app`

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use github_rest::auth::App;
use github_rest::{AnyError, BuildError, Client};

#[derive(Debug, thiserror::Error)]
pub enum ServiceError {
    #[error(transparent)]
    Api(#[from] AnyError),
    #[error(transparent)]
    Client(#[from] BuildError),
}

impl IntoResponse for ServiceError {
    fn into_response(self) -> Response {
        tracing::error!(error = %self, "the request failed");
        let status = match &self {
            Self::Api(error) if error.limit().is_some() => StatusCode::SERVICE_UNAVAILABLE,
            Self::Api(error) if error.status() == Some(StatusCode::NOT_FOUND) => {
                StatusCode::NOT_FOUND
            }
            _ => StatusCode::BAD_GATEWAY,
        };
        (status, self.to_string()).into_response()
    }
}

#[derive(Clone)]
pub struct Service {
    pub app: App,
    pub github: Client,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    tracing_subscriber::fmt().init();
    let key = std::fs::read(std::env::var("APP_KEY_FILE")?)?;
    let app = App::new(std::env::var("APP_ID")?, &key)?;
    let github = Client::builder().build()?;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:3000").await?;
    Ok(axum::serve(listener, router(Service { app, github })).await?)
}

pub fn router(service: Service) -> Router {
    Router::new()
        .route("/installations/{id}/repositories", get(repositories))
        .with_state(service)
}

#[tracing::instrument(skip(service))]
async fn repositories(
    State(service): State<Service>,
    Path(id): Path<i64>,
) -> Result<Json<Vec<String>>, ServiceError> {
    let github = service.github;
    let github = github.with_credentials(service.app.installation(id))?;
    let call = github.apps().list_repos_accessible_to_installation();
    let mut items = call.per_page(100).items();
    let mut names = Vec::new();
    while let Some(repository) = items.try_next().await.map_err(AnyError::from)? {
        names.push(repository.full_name);
    }
    tracing::info!(repositories = names.len());
    Ok(Json(names))
}
