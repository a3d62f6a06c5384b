//! A server on this machine that answers as a test says, and a client that calls it: so what is
//! tested is the program with its client, connections and retries included, and the compiler checks
//! that each operation answers what it can answer.

mod answering;
mod matcher;
mod prepared;
mod received;
mod reply;
mod route;
mod rows;
mod rule;
mod server;
mod state;

pub use self::answering::{Answering, Mocked};
#[doc(hidden)]
pub use self::prepared::Prepared;
pub(crate) use self::prepared::{status, with_body};
pub use self::received::Received;
pub use self::server::Server;
#[doc(hidden)]
pub use self::server::Tell;
pub use crate::success::{Binary, Json, Text};
