//! Macros for generated code: the methods of paginated operations.

/// Implements the two methods of a [`Paginated`](crate::Paginated) operation.
#[doc(hidden)]
#[macro_export]
macro_rules! paginated {
    ($name:ident) => {
        impl $name {
            /// Returns all pages, fetched one after the other.
            pub fn pages(self) -> $crate::Pages<Self> {
                $crate::Pages::new(self)
            }

            /// Returns all items, across pages.
            pub fn items(self) -> $crate::Items<Self> {
                $crate::Items::new(self)
            }
        }
    };
}
