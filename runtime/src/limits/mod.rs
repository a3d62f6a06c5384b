//! Rate limits, pacing, the retry policy and the retry budget.

mod graphql;
mod limit;
mod pace;
mod read;
pub(crate) mod retry;
mod tracker;

pub(crate) use self::graphql::read_graphql;
pub use self::limit::{Limit, LimitKind};
pub(crate) use self::pace::{Pace, Permit};
pub(crate) use self::read::read;
pub(crate) use self::tracker::{Caller, ExceededLimit, SentAt, Tracker};
