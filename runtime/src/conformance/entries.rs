//! The macro that generates a crate's module `conformance`.

/// Generates the module [`conformance`](crate::conformance) of a crate. [`operations!`](crate::operations) passes the
/// rows.
#[doc(hidden)]
#[macro_export]
macro_rules! entries {
    (impl $client:ident {$(
        #[cfg(feature = $feature:literal)]
        fn $module:ident() -> $handle:ident {$(
            $method:ident
                .call::<$call:ident $(,)?>()
                $(.required::<$kind:ty $(,)?>($wire:literal, $with:ident $(,)?))*
                $(.optional::<$value:ty $(,)?>($name:literal, $set:ident, $setter:ident $(,)?))*
                $(.body $(::<$body:ty $(,)?>)? ($($how:tt)+))?
                $(.pages($pages:ident))?;
        )*}
    )*}) => {
        /// All operations by operationId, for tests and for replaying recorded traffic.
        pub mod conformance {
            #[allow(unused_imports)]
            use super::*;

            /// Returns all operations.
            pub fn operations() -> ::std::vec::Vec<$crate::conformance::Entry<$client>> {
                #[allow(unused_mut)]
                let mut operations = ::std::vec::Vec::new();
                $($(
                    #[cfg(feature = $feature)]
                    operations.push({
                        #[allow(unused_mut, unused_variables)]
                        fn make(
                            client: &$client,
                            given: &$crate::conformance::Arguments,
                        ) -> ::core::result::Result<$module::$call, $crate::conformance::ArgumentsError> {
                            let mut call = $crate::entries!(
                                @call client.$module(), $method, given, ($(given.argument::<$kind>($wire)?),*) $(, $($how)+ $(($body))?)?
                            );
                            $(
                                if let ::core::option::Option::Some(value) = given.setter::<$value>($name)? {
                                    call = call.$setter(value);
                                }
                            )*
                            ::core::result::Result::Ok(call)
                        }
                        $crate::entries!(@entry make $($($how)+ $(($body))?)?)$(.$pages(make))?
                    });
                )*)*
                operations
            }
        }
    };
    (@call $tag:expr, $method:ident, $given:ident, ($($argument:expr),*)) => {
        $tag.$method($($argument),*)
    };
    (@call $tag:expr, $method:ident, $given:ident, ($($argument:expr),*), given ($body:ty)) => {
        $tag.$method($($argument,)* $given.body::<$body>()?)
    };
    (@call $tag:expr, $method:ident, $given:ident, ($($argument:expr),*), text) => {
        $tag.$method($($argument,)* $given.text_body()?)
    };
    (@call $tag:expr, $method:ident, $given:ident, ($($argument:expr),*), upload) => {
        $tag.$method($($argument,)* $given.upload()?)
    };
    (@call $tag:expr, $method:ident, $given:ident, ($($argument:expr),*), set ($body:ty)) => {{
        let call = $tag.$method($($argument),*);
        match $given.optional_body::<$body>()? {
            ::core::option::Option::Some(body) => call.body(body),
            ::core::option::Option::None => call,
        }
    }};
    (@call $tag:expr, $method:ident, $given:ident, ($($argument:expr),*), text_by ($setter:ident)) => {{
        let call = $tag.$method($($argument),*);
        match $given.optional_body::<::std::string::String>()? {
            ::core::option::Option::Some(body) => call.$setter(body),
            ::core::option::Option::None => call,
        }
    }};
    (@entry $make:ident text_by ($setter:ident)) => {
        $crate::conformance::Entry::of($make).with_raw_body()
    };
    (@entry $make:ident) => {
        $crate::conformance::Entry::of($make)
    };
    (@entry $make:ident $how:ident ($body:ty)) => {
        $crate::conformance::Entry::of($make).with_body::<$body>()
    };
    (@entry $make:ident $raw:ident) => {
        $crate::conformance::Entry::of($make).with_raw_body()
    };
}
