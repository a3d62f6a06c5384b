//! Macros for generated code: implement the method that returns an operation's reports.

/// Implements the method of a [`ReportLinks`](crate::ReportLinks) operation.
#[doc(hidden)]
#[macro_export]
macro_rules! report_links {
    ($name:ident) => {
        impl $name {
            /// Returns the reports that the response links to.
            pub fn reports(self) -> $crate::Reports<Self> {
                $crate::Reports::new(self)
            }
        }
    };
}
