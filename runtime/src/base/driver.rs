//! A background thread that drives connections and timers for as long as the process runs.

use std::io;
use std::sync::{Mutex, PoisonError, mpsc};
use std::thread;

use tokio::runtime::{Builder, Handle};

/// Returns the thread's tokio runtime. The first call starts the thread.
///
/// # Errors
///
/// Fails if the system can start no thread, or no I/O driver for the thread.
pub(crate) fn driver() -> io::Result<Handle> {
    static DRIVER: Mutex<Option<Handle>> = Mutex::new(None);
    let mut driver = DRIVER.lock().unwrap_or_else(PoisonError::into_inner);
    match &*driver {
        Some(handle) => Ok(handle.clone()),
        None => Ok(driver.insert(start()?).clone()),
    }
}

fn start() -> io::Result<Handle> {
    let (reported, hears) = mpsc::channel();
    let drive = move || match Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => {
            let _ = reported.send(Ok(runtime.handle().clone()));
            runtime.block_on(std::future::pending::<()>());
        }
        Err(error) => {
            let _ = reported.send(Err(error));
        }
    };
    let name = "tagsmith-connections".to_owned();
    thread::Builder::new().name(name).spawn(drive)?;
    let started = hears.recv();
    started.unwrap_or_else(|_| {
        Err(io::Error::other(
            "the thread that drives connections has ended",
        ))
    })
}
