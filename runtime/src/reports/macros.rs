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
}
