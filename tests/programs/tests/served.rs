//! Tests of the other example programs, against a server on this machine.

#[allow(dead_code)]
#[path = "../src/bin/app.rs"]
mod app;
#[allow(dead_code)]
#[path = "../src/bin/artifacts.rs"]
mod artifacts;
#[allow(dead_code)]
#[path = "../src/bin/release.rs"]
mod release;

use std::fs;

use axum::body::{Body, to_bytes};
use axum::http::Request;
use github_rest::actions::ListWorkflowRunArtifactsResponse;
use github_rest::apps::{
    ListReposAccessibleToInstallationResponse,
    ListReposAccessibleToInstallationResponseRepositoriesItem as Repository,
};
use github_rest::auth::App;
use github_rest::mock::Mock;
use github_rest::types::{Artifact, InstallationToken, Release};
use tower::ServiceExt as _;

#[tokio::test]
async fn logs_and_artifacts_are_saved() -> anyhow::Result<()> {
    let mock = Mock::start().await;
    let mut artifacts = ListWorkflowRunArtifactsResponse::default();
    let mut artifact = Artifact::default();
    artifact.id = 5;
    artifacts.artifacts = vec![artifact];
    let actions = mock.actions();
    let logs = actions.download_workflow_run_logs();
    logs.returns(mock.serves("/logs", "the logs"));
    let list = actions.list_workflow_run_artifacts();
    list.returns_pages([artifacts]);
    let download = actions.download_artifact().with_artifact_id(5);
    download.returns(mock.serves("/artifact", "an artifact"));

    let folder = tempfile::tempdir()?;
    let bytes = artifacts::save(&mock.client(), "o", "r", 1, folder.path()).await?;
    assert_eq!(bytes, 19);
    let read = |name| fs::read_to_string(folder.path().join(name));
    assert_eq!(read("logs.zip")?, "the logs");
    assert_eq!(read("5.zip")?, "an artifact");
    Ok(())
}

#[tokio::test]
async fn a_release_is_published_after_its_uploads() -> anyhow::Result<()> {
    let mock = Mock::start().await;
    let folder = tempfile::tempdir()?;
    let mut files = Vec::new();
    for name in ["a", "b", "c"] {
        files.push(folder.path().join(name));
        fs::write(folder.path().join(name), name)?;
    }
    let mut made = Release::default();
    (made.id, made.html_url) = (3, "https://example.org/r".to_owned());
    let repos = mock.repos();
    repos.create_release().returns(made.clone()).expect(1);
    let upload = repos.upload_release_asset().with_release_id(3);
    upload.returns(Default::default()).expect(3);
    let publish = repos.update_release().with_release_id(3);
    publish.returns(made).expect(1);

    let url = release::release(&mock.client(), "o", "r", "v1", files).await?;
    assert_eq!(url, "https://example.org/r");
    mock.verify();
    let last = mock.calls().pop();
    let last = last.and_then(|it| it.json());
    assert_eq!(last.unwrap()["draft"], false);
    let mut sent: Vec<_> = upload
        .calls()
        .iter()
        .map(|it| it.text().into_owned())
        .collect();
    sent.sort();
    assert_eq!(sent, ["a", "b", "c"]);
    Ok(())
}

#[tokio::test]
async fn the_service_lists_an_installations_repositories() -> anyhow::Result<()> {
    let mock = Mock::start().await;
    let mut token = InstallationToken::default();
    token.token = "ghs_1".to_owned();
    token.expires_at = "2999-01-01T00:00:00Z".to_owned();
    let apps = mock.apps();
    let tokens = apps.create_installation_access_token();
    tokens.with_installation_id(1).returns(token);
    let page = |name: &str| {
        let mut repository = Repository::default();
        repository.full_name = name.to_owned();
        let mut page = ListReposAccessibleToInstallationResponse::default();
        page.repositories = vec![repository];
        page
    };
    let list = apps.list_repos_accessible_to_installation();
    list.matching(|call| call.header("authorization") == Some("Bearer ghs_1"))
        .returns_pages([page("o/a"), page("o/b")]);

    let key = include_bytes!("../../../runtime/tests/keys/test-rsa.pkcs8.pem");
    let (app, github) = (App::new(1, key)?, mock.client());
    let service = app::router(app::Service { app, github });
    let get = |id: u32| {
        let request = Request::get(format!("/installations/{id}/repositories"));
        service
            .clone()
            .oneshot(request.body(Body::empty()).unwrap())
    };
    let response = get(1).await?;
    let body = to_bytes(response.into_body(), 1024).await?;
    assert_eq!(body, r#"["o/a","o/b"]"#);
    // The mock has no installation with this id.
    assert_eq!(get(2).await?.status(), 502);
    Ok(())
}
