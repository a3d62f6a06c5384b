//! What generated code calls for an operation whose answer links to reports.

/// Gives a [`Linked`](crate::Linked) operation its method.
#[doc(hidden)]
#[macro_export]
macro_rules! linked {
    ($name:ident) => {
        impl $name {
            /// Fetches the reports that the answer leads to.
            pub fn reports(self) -> $crate::Reports<Self> {
                $crate::Reports::new(self)
            }
        }
    };
    ($name:ident, $($links:tt)+) => {
        impl $crate::Linked for $name {
            fn links(body: &$crate::Body<Self>) -> &[::std::string::String] {
                $crate::linked!(@ body, $($links)+)
            }
        }

        impl $name {
            /// Fetches the reports that the answer leads to.
            pub fn reports(self) -> $crate::Reports<Self> {
                $crate::Reports::new(self)
            }
        }
    };
    (@ $body:ident, $links:ident) => {
        &$body.$links
    };
    (@ $body:ident, $links:ident?) => {
        $body.$links.as_deref().unwrap_or_default()
    };
    (@ $body:ident, ?$links:ident) => {
        $body.as_ref().map(|body| &*body.$links).unwrap_or_default()
    };
    (@ $body:ident, ?$links:ident?) => {
        $body.as_ref().and_then(|body| body.$links.as_deref()).unwrap_or_default()
    };
}
