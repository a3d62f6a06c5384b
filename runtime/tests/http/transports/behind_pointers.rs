//! Tests of credential sources, transports and caches behind `Arc` and `Box`.

use std::sync::Arc;

use tagsmith_runtime::auth::{Credential, CredentialSource};
use tagsmith_runtime::transport::{Body, BoxFuture, Fault, HttpRequest, HttpResponse, Transport};

use crate::api;

/// Responds with a thing, but only to requests with the token `own`.
struct Fixed;

impl Transport for Fixed {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, Fault>> {
        let is_own = request.headers.get("authorization").unwrap() == "Bearer own";
        let body = if is_own { r#"{"id":1,"name":"a"}"# } else { "" };
        Box::pin(std::future::ready(Ok(HttpResponse::new(Body::from(body)))))
    }
}

async fn works(transport: impl Transport, source: impl CredentialSource) {
    let builder = api::anonymous("https://api.example.org").transport(transport);
    let client = builder.credentials(source).strict(true).build().unwrap();
    assert_eq!(client.get("1").await.unwrap().id, 1);
}

#[tokio::test]
async fn pointers_implement_the_traits_of_sources_and_transports() {
    let own = || Credential::bearer("own").unwrap();
    works(Arc::new(Fixed), Arc::new(own())).await;
    works(Box::new(Fixed), Box::new(own())).await;
    let shared: (Arc<dyn Transport>, Arc<dyn CredentialSource>) =
        (Arc::new(Fixed), Arc::new(own()));
    works(Arc::clone(&shared.0), Arc::clone(&shared.1)).await;
    let boxed: (Box<dyn Transport>, Box<dyn CredentialSource>) = (Box::new(Fixed), Box::new(own()));
    works(boxed.0, boxed.1).await;
}

#[cfg(feature = "cache")]
#[test]
fn a_cache_may_be_chosen_at_run_time() {
    use tagsmith_runtime::cache::{Cache, MemoryCache};

    let shared: Arc<dyn Cache> = Arc::new(MemoryCache::new(1 << 20));
    let boxed: Box<dyn Cache> = Box::new(Arc::clone(&shared));
    for builder in [
        api::anonymous("https://api.example.org").cache(shared),
        api::anonymous("https://api.example.org").cache(boxed),
    ] {
        builder.build().unwrap();
    }
}
