//! What generated code calls for an operation that answers in pages.

/// Gives a [`Paginated`](crate::Paginated) operation its two methods.
#[doc(hidden)]
#[macro_export]
macro_rules! paginated {
    ($name:ident) => {
        impl $name {
            /// Fetches one page after the other.
            pub fn pages(self) -> $crate::Pages<Self> {
                $crate::Pages::new(self)
            }

            /// Fetches one item after the other, from page to page.
            pub fn items(self) -> $crate::Items<Self> {
                $crate::Items::new(self)
            }
        }
    };
}
