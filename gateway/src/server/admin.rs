//! The admin listener: health checks and metrics.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use axum::routing::get;
use tokio::net::TcpListener;

use crate::exchange::gateway::Gateway;
use crate::observability::log::Level;
use crate::observability::metrics::Left;

#[derive(Clone)]
struct Admin {
    gateway: Arc<Gateway>,
    is_ready: Arc<AtomicBool>,
}

/// Serves until the future is dropped.
pub async fn serve(listener: TcpListener, gateway: Arc<Gateway>, is_ready: Arc<AtomicBool>) {
    let routes = Router::new()
        .route("/healthz", get(|| async { "ok\n" }))
        .route("/readyz", get(ready))
        .route("/metrics", get(metrics))
        .with_state(Admin {
            gateway: gateway.clone(),
            is_ready,
        });
    if let Err(error) = axum::serve(listener, routes).await {
        gateway
            .log
            .event(Level::Error, "the admin listener ended", "", Some(&error));
    }
}

async fn ready(State(admin): State<Admin>) -> impl IntoResponse {
    match admin.is_ready.load(Ordering::Acquire) {
        true => (StatusCode::OK, "ready\n"),
        false => (StatusCode::SERVICE_UNAVAILABLE, "stopping\n"),
    }
}

async fn metrics(State(admin): State<Admin>) -> impl IntoResponse {
    let metrics = admin.gateway.metrics();
    for (credential, left) in admin.gateway.credentials.left() {
        for (resource, left) in left {
            let labels = Left {
                credential: credential.clone(),
                resource,
            };
            metrics.left.get_or_create(&labels).set(left);
        }
    }
    (
        [(
            CONTENT_TYPE,
            "application/openmetrics-text; version=1.0.0; charset=utf-8",
        )],
        metrics.text(),
    )
}
