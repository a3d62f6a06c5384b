//! The table by which a generated crate lists its operations, for what needs them all.

/// Lists the operations of a client, by their tags: makes the module `conformance` with the feature
/// of that name, and the module `mock` with the feature `mock`.
///
/// A tag has its feature, its module, which is the client's method too, and its handle. A row has an
/// operation's method and its builder; the required parameters, each with what narrows a mock down to
/// a value of it and its wire name; the same for the optional ones, with their setters before it; and
/// how its request body is given: `no`, as an argument (`given`), by a setter (`set`), as a text by the
/// argument (`text`) or by a setter (`text_by`), or as bytes (`upload`); then whether it answers in
/// pages.
#[doc(hidden)]
#[macro_export]
macro_rules! operations {
    ($($table:tt)*) => {
        #[cfg(feature = "conformance")]
        $crate::entries! { $($table)* }

        #[cfg(feature = "mock")]
        $crate::mocks! { $($table)* }
    };
}
