//! Macros for the impls that every generated type repeats. They are not a public API.
//!
//! The number of functions determines most of a large crate's check time. So a type has only the functions that no
//! default method and no blanket impl can provide.

/// Implements the standard library's and serde's traits for a value, by its view. `Debug` prints an enum of strings by
/// the names of its variants.
#[doc(hidden)]
#[macro_export]
macro_rules! standard {
    ($name:ident $($variant:ident)*) => {
        impl ::core::clone::Clone for $name {
            fn clone(&self) -> Self {
                $crate::value::copy(self)
            }
        }

        impl ::core::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::value::debug(self, ::core::stringify!($($variant)*), f)
            }
        }

        impl ::core::cmp::PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                $crate::value::equal(self, other)
            }
        }

        $crate::serde_impls!($name);
    };
}

/// Implements `Serialize` and `Deserialize`, since this crate's feature `serde` is enabled. Decoding is strict: nothing
/// is corrected. For the whole of GitHub, these two impls take a tenth of a crate's check time, and the client does not
/// need them.
#[cfg(feature = "serde")]
#[doc(hidden)]
#[macro_export]
macro_rules! serde_impls {
    ($name:ident) => {
        impl<'de> $crate::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::serde::Deserializer<'de>>(
                from: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::value::deserialize(from)
            }
        }

        impl $crate::serde::Serialize for $name {
            fn serialize<S: $crate::serde::Serializer>(
                &self,
                to: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::value::serialize(self, to)
            }
        }
    };
}

/// Expands to nothing, since this crate's feature `serde` is disabled.
#[cfg(not(feature = "serde"))]
#[doc(hidden)]
#[macro_export]
macro_rules! serde_impls {
    ($name:ident) => {};
}

/// Implements [`Value`](crate::value::Value) for an enum of unit variants and `Unknown(String)`. A row has the variant
/// and its wire value.
#[doc(hidden)]
#[macro_export]
macro_rules! string_enum {
    (enum $name:ident { $($variant:ident = $wire:literal,)* }) => {
        impl $name {
            /// Returns the wire value.
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $wire,)*
                    Self::Unknown(value) => value,
                }
            }
        }

        impl ::core::default::Default for $name {
            fn default() -> Self {
                Self::Unknown(::std::string::String::new())
            }
        }

        impl<S: ::core::convert::AsRef<str>> ::core::convert::From<S> for $name {
            fn from(value: S) -> Self {
                match value.as_ref() {
                    $($wire => Self::$variant,)*
                    other => Self::Unknown(other.to_owned()),
                }
            }
        }

        impl $crate::value::Open for $name {}

        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl ::core::cmp::Eq for $name {}

        impl ::core::hash::Hash for $name {
            fn hash<H: ::core::hash::Hasher>(&self, to: &mut H) {
                ::core::hash::Hash::hash(self.as_str(), to);
            }
        }

        impl $crate::value::Value for $name {
            const VALUES: &'static [&'static str] = &[$($wire),*];

            fn place(&mut self) -> $crate::value::Place<'_> {
                $crate::value::Place::Enum(self)
            }

            fn view(&self) -> $crate::value::View<'_> {
                $crate::value::View::Str(self.as_str())
            }
        }

        $crate::standard!($name $($variant)*);
    };
}

/// Implements [`Value`](crate::value::Value) for an enum of one-field variants and `Unknown(serde_json::Value)`. A row
/// is a variant. With `discriminator`, that property of an object names the variant by its `value`. With `several`,
/// that variant combines the properties of all others, for a value that matches several variants.
#[doc(hidden)]
#[macro_export]
macro_rules! union {
    (
        $(#[discriminator($member:literal)])?
        $(#[several($several:ident)])?
        enum $name:ident { $($(#[value($value:literal)])* $variant:ident,)* }
    ) => {
        impl $crate::value::Union for $name {
            fn names(&self) -> &'static [&'static str] {
                &[$(::core::stringify!($variant)),*]
            }

            #[allow(unused_assignments)]
            fn choose(&mut self, index: usize) -> ::core::option::Option<$crate::value::Place<'_>> {
                let mut at = 0;
                $(
                    if index == at {
                        *self = Self::$variant(::core::default::Default::default());
                        if let Self::$variant(value) = self {
                            return ::core::option::Option::Some($crate::value::Value::place(value));
                        }
                        return ::core::option::Option::None;
                    }
                    at += 1;
                )*
                ::core::option::Option::None
            }

            fn keep(&mut self, value: $crate::serde_json::Value) {
                *self = Self::Unknown(value);
            }

            $crate::union!(@named $($member)? { $($($value => $variant,)*)* });

            $(
                fn several(&self) -> ::core::option::Option<usize> {
                    let _ = Self::$several;
                    let mut names = $crate::value::Union::names(self).iter();
                    names.position(|it| *it == ::core::stringify!($several))
                }
            )?

            #[allow(unused_assignments)]
            fn view(&self) -> (::core::option::Option<usize>, $crate::value::View<'_>) {
                let mut at = 0;
                $(
                    if let Self::$variant(value) = self {
                        return (::core::option::Option::Some(at), $crate::value::Value::view(value));
                    }
                    at += 1;
                )*
                match self {
                    Self::Unknown(value) => (::core::option::Option::None, $crate::value::View::Json(value)),
                    #[allow(unreachable_patterns)]
                    _ => (::core::option::Option::None, $crate::value::View::Absent),
                }
            }
        }

        impl $crate::value::Value for $name {
            fn place(&mut self) -> $crate::value::Place<'_> {
                $crate::value::Place::Union(self)
            }

            fn view(&self) -> $crate::value::View<'_> {
                $crate::value::View::Union(self)
            }
        }

        impl $crate::value::Open for $name {}

        impl ::core::default::Default for $name {
            fn default() -> Self {
                Self::Unknown($crate::serde_json::Value::Null)
            }
        }

        $crate::standard!($name);
    };
    (@named {}) => {};
    (@named $member:literal { $($value:literal => $variant:ident,)* }) => {
        fn discriminator(&self) -> ::core::option::Option<&'static str> {
            ::core::option::Option::Some($member)
        }

        fn named(&self, value: &str) -> ::core::option::Option<usize> {
            let name = match value {
                $($value => ::core::stringify!($variant),)*
                _ => return ::core::option::Option::None,
            };
            $crate::value::Union::names(self).iter().position(|it| *it == name)
        }
    };
}
