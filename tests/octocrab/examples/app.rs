//! The program `app` with octocrab, to compare with `app` in `tests/programs`.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use octocrab::Octocrab;

#[derive(Debug, thiserror::Error)]
pub enum ServiceError {
    #[error(transparent)]
    Api(#[from] octocrab::Error),
}

impl IntoResponse for ServiceError {
    fn into_response(self) -> Response {
        let Self::Api(error) = &self;
        let (status, message) = match error {
            octocrab::Error::GitHub { source, .. } => {
                let is_limit = source.message.contains("rate limit");
                let status = match source.status_code.as_u16() {
                    403 | 429 if is_limit => StatusCode::SERVICE_UNAVAILABLE,
                    404 => StatusCode::NOT_FOUND,
                    _ => StatusCode::BAD_GATEWAY,
                };
                (status, source.message.clone())
            }
            other => (StatusCode::BAD_GATEWAY, other.to_string()),
        };
        tracing::error!(error = %message, "the request failed");
        (status, message).into_response()
    }
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    tracing_subscriber::fmt().init();
    let key = std::fs::read(std::env::var("APP_KEY_FILE")?)?;
    let app = std::env::var("APP_ID")?.parse::<u64>()?;
    let github = Octocrab::builder().app_from_rsa_pem(app.into(), &key)?;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:3000").await?;
    Ok(axum::serve(listener, router(github.build()?)).await?)
}

pub fn router(github: Octocrab) -> Router {
    Router::new()
        .route("/installations/{id}/repositories", get(repositories))
        .with_state(github)
}

#[tracing::instrument(skip(github))]
async fn repositories(
    State(github): State<Octocrab>,
    Path(id): Path<u64>,
) -> Result<Json<Vec<String>>, ServiceError> {
    let github = github.installation(id.into())?;
    let mut names = Vec::new();
    for page in 1u32.. {
        let apps = github.apps();
        let call = apps.installation_repositories().per_page(100).page(page);
        let repositories = call.send().await?.repositories;
        let is_last = repositories.len() < 100;
        names.extend(repositories.into_iter().filter_map(|it| it.full_name));
        if is_last {
            break;
        }
    }
    tracing::info!(repositories = names.len());
    Ok(Json(names))
}
