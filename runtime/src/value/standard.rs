//! Implements `Value` for types of the standard library and of other crates.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::Value as Json;

use super::place::{Optional, Place, Value};
use super::view::View;

macro_rules! scalar {
    ($($type:ty: $variant:ident, $this:ident => $view:expr;)*) => {$(
        impl Value for $type {
            fn place(&mut self) -> Place<'_> {
                Place::$variant(self)
            }

            fn view(&self) -> View<'_> {
                let $this = self;
                View::$variant($view)
            }
        }
    )*};
}

scalar! {
    bool: Bool, it => *it;
    i64: Int, it => *it;
    u64: Uint, it => *it;
    f64: Float, it => *it;
    String: Str, it => it;
    Timestamp: Time, it => *it;
    Date: Date, it => *it;
    Json: Json, it => it;
}

impl<T: Value> Value for Vec<T> {
    fn place(&mut self) -> Place<'_> {
        Place::List(self)
    }

    fn view(&self) -> View<'_> {
        View::List(self)
    }
}

impl<T: Value> Value for BTreeMap<String, T> {
    fn place(&mut self) -> Place<'_> {
        Place::Map(self)
    }

    fn view(&self) -> View<'_> {
        View::Map(self)
    }
}

impl<T: Value> Value for Box<T> {
    fn place(&mut self) -> Place<'_> {
        (**self).place()
    }

    fn view(&self) -> View<'_> {
        (**self).view()
    }
}

impl<T: Value> Value for Option<T> {
    fn place(&mut self) -> Place<'_> {
        Place::Optional(self)
    }

    fn view(&self) -> View<'_> {
        self.as_ref().map_or(View::Absent, Value::view)
    }
}

impl<T: Value> Optional for Option<T> {
    fn some(&mut self) -> Place<'_> {
        self.insert(T::default()).place()
    }

    fn none(&mut self) {
        *self = None;
    }

    fn null(&mut self) {
        *self = None;
    }
}
