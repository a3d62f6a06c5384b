//! A server for benchmarks.

use std::error::Error;
use std::time::Duration;

use conformance::server::{Reply, Server};
use tokio::runtime::{Builder, Runtime};

/// Starts the server on its own thread, so that its CPU time does not count as the caller's.
pub fn serve(body: Vec<u8>) -> Result<String, Box<dyn Error>> {
    let (tell, reported) = std::sync::mpsc::channel();
    std::thread::spawn(move || -> std::io::Result<()> {
        let json = ("content-type".to_owned(), "application/json".to_owned());
        let reply = Reply {
            status: 200,
            headers: vec![json],
            body: body.into(),
        };
        single()?.block_on(async {
            let server = Server::start(move |_| reply.clone()).await?;
            let _ = tell.send(server.url());
            loop {
                // The benchmark does not need recorded requests, and the record would grow.
                server.received();
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        })
    });
    Ok(reported.recv()?)
}

/// Returns a single-threaded runtime.
pub fn single() -> std::io::Result<Runtime> {
    Builder::new_current_thread().enable_all().build()
}
