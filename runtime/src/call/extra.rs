//! Extra headers and query parameters of one call.

use std::borrow::Cow;

use serde::Serialize;

use crate::base::text::one_line;
use crate::call::arguments::Call;
use crate::call::header;

impl Call {
    /// Adds a header and replaces an earlier value.
    pub(crate) fn extra_header(&mut self, name: &str, value: &str) {
        match header::extra(name, value) {
            Ok((name, value)) => self.put_header(name, value),
            Err(help) => {
                let name = one_line(name);
                self.refuse_whole(format!("the header `{name}` cannot be set: {help}"));
            }
        }
    }

    /// Adds a query parameter and replaces earlier values. Each item of a list becomes a parameter, and null removes
    /// the parameter.
    pub(crate) fn extra_query(&mut self, name: Cow<'static, str>, value: impl Serialize) {
        match serde_json::to_value(value) {
            Ok(value) => self.put_query(name, &value),
            Err(_) => self.refuse_parameter(name, "cannot be serialized as a query parameter"),
        }
    }
}
