//! Success types: how an operation's response is decoded.

mod json;
mod kind;
mod raw;
mod redirected;
mod related;
mod undeclared;
mod yes_or_no;

pub use self::json::{Empty, Json, JsonOrEmpty};
pub use self::kind::Success;
pub use self::raw::{Binary, Text};
pub use self::redirected::{Redirect, Redirected};
pub use self::undeclared::BestFit;
pub(crate) use self::undeclared::{is_undeclared, status_drift};

pub use self::yes_or_no::YesOrNo;
