//! The impls that every generated type repeats. Generated code calls these; they are no API for
//! people.

/// Makes a struct a value: each field has its index in the table `MEMBERS`.
#[doc(hidden)]
#[macro_export]
macro_rules! object {
    ($name:ident { $($index:literal $field:ident),* $(,)? } $($extra:ident),*) => {
        impl $crate::value::Object for $name {
            fn members(&self) -> &'static [$crate::value::Member] {
                Self::MEMBERS
            }

            fn place(&mut self, index: usize) -> ::core::option::Option<$crate::value::Place<'_>> {
                match index {
                    $($index => ::core::option::Option::Some($crate::value::Value::place(&mut self.$field)),)*
                    _ => ::core::option::Option::None,
                }
            }

            fn view(&self, index: usize) -> $crate::value::View<'_> {
                match index {
                    $($index => $crate::value::Value::view(&self.$field),)*
                    _ => $crate::value::View::Absent,
                }
            }

            fn reset(&mut self) {
                *self = ::core::default::Default::default();
            }

            $($crate::object!(@$extra);)*
        }

        impl $crate::value::Value for $name {
            fn place(&mut self) -> $crate::value::Place<'_> {
                $crate::value::Place::Object(self)
            }

            fn view(&self) -> $crate::value::View<'_> {
                $crate::value::View::Object(self)
            }
        }

        impl ::core::clone::Clone for $name {
            fn clone(&self) -> Self {
                let mut copy = <Self as ::core::default::Default>::default();
                $crate::value::copy_object(&mut copy, self);
                copy
            }
        }

        impl ::core::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::value::debug(self, ::core::stringify!($name), f)
            }
        }

        $crate::object!(@equal $name);
        $crate::object!(@serde $name);
    };
    (@additional) => {
        fn additional(&mut self) -> ::core::option::Option<&mut dyn $crate::value::Map> {
            ::core::option::Option::Some(&mut self.additional)
        }

        fn view_additional(&self) -> $crate::value::View<'_> {
            $crate::value::View::Map(&self.additional)
        }
    };
    (@nulls) => {
        fn nulls(&self) -> ::core::option::Option<&$crate::value::Nulls> {
            ::core::option::Option::Some(&self.nulls)
        }

        fn nulls_mut(&mut self) -> ::core::option::Option<&mut $crate::value::Nulls> {
            ::core::option::Option::Some(&mut self.nulls)
        }
    };
    (@equal $name:ident) => {
        impl ::core::cmp::PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                $crate::value::equal(self, other)
            }
        }
    };
    (@serde $name:ident) => {
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

/// Makes an enum of unit variants and `Unknown(String)` a value.
#[doc(hidden)]
#[macro_export]
macro_rules! string_enum {
    ($name:ident { $($variant:ident => $wire:literal),* $(,)? }) => {
        impl $name {
            /// Returns the value as it stands on the wire.
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

        impl ::core::convert::From<&str> for $name {
            fn from(value: &str) -> Self {
                match value {
                    $($wire => Self::$variant,)*
                    other => Self::Unknown(other.to_owned()),
                }
            }
        }

        impl ::core::convert::From<::std::string::String> for $name {
            fn from(value: ::std::string::String) -> Self {
                Self::from(value.as_str())
            }
        }

        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl $crate::value::Enum for $name {
            fn set(&mut self, value: &str) -> bool {
                *self = Self::from(value);
                !::core::matches!(self, Self::Unknown(_))
            }

            fn declared(&self) -> &'static [&'static str] {
                &[$($wire),*]
            }
        }

        impl $crate::value::Value for $name {
            fn place(&mut self) -> $crate::value::Place<'_> {
                $crate::value::Place::Enum(self)
            }

            fn view(&self) -> $crate::value::View<'_> {
                $crate::value::View::Str(self.as_str())
            }
        }

        $crate::object!(@serde $name);
    };
}

/// Makes an enum of one-field variants and `Unknown(serde_json::Value)` a value. With `by`, a member
/// of an object says by its value which variant it is.
#[doc(hidden)]
#[macro_export]
macro_rules! union {
    (
        $name:ident { $($variant:ident),* $(,)? }
        $(by $member:literal { $($value:literal => $named:ident),* $(,)? })?
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

            $(
                fn discriminator(&self) -> ::core::option::Option<&'static str> {
                    ::core::option::Option::Some($member)
                }

                fn named(&self, value: &str) -> ::core::option::Option<usize> {
                    let name = match value {
                        $($value => {
                            let _ = Self::$named;
                            ::core::stringify!($named)
                        })*
                        _ => return ::core::option::Option::None,
                    };
                    $crate::value::Union::names(self).iter().position(|it| *it == name)
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

        impl ::core::default::Default for $name {
            fn default() -> Self {
                Self::Unknown($crate::serde_json::Value::Null)
            }
        }

        impl ::core::clone::Clone for $name {
            fn clone(&self) -> Self {
                let mut copy = <Self as ::core::default::Default>::default();
                $crate::value::copy_union(&mut copy, self);
                copy
            }
        }

        impl ::core::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Debug::fmt(&$crate::value::Value::view(self), f)
            }
        }

        $crate::object!(@equal $name);
        $crate::object!(@serde $name);
    };
}

/// Gives a struct one by-value setter for each of the members named.
#[doc(hidden)]
#[macro_export]
macro_rules! setters {
    ($name:ident { $($setter:ident($field:ident, $($type:tt)*)),* $(,)? }) => {
        impl $name {
            $($crate::setters!(@one $setter $field $($type)*);)*
        }
    };
    (@one $setter:ident $field:ident optional list $type:ty) => {
        #[doc = ::core::concat!("Sets `", ::core::stringify!($field), "`.")]
        #[must_use]
        pub fn $setter(mut self, value: impl ::core::iter::IntoIterator<Item = impl ::core::convert::Into<$type>>) -> Self {
            self.$field = ::core::option::Option::Some(value.into_iter().map(::core::convert::Into::into).collect());
            self
        }
    };
    (@one $setter:ident $field:ident list $type:ty) => {
        #[doc = ::core::concat!("Sets `", ::core::stringify!($field), "`.")]
        #[must_use]
        pub fn $setter(mut self, value: impl ::core::iter::IntoIterator<Item = impl ::core::convert::Into<$type>>) -> Self {
            self.$field = value.into_iter().map(::core::convert::Into::into).collect();
            self
        }
    };
    (@one $setter:ident $field:ident optional $type:ty) => {
        #[doc = ::core::concat!("Sets `", ::core::stringify!($field), "`.")]
        #[must_use]
        pub fn $setter(mut self, value: impl ::core::convert::Into<$type>) -> Self {
            self.$field = ::core::option::Option::Some(value.into());
            self
        }
    };
    (@one $setter:ident $field:ident nullable $type:ty) => {
        #[doc = ::core::concat!("Sets `", ::core::stringify!($field), "`, or clears it with `None`.")]
        #[must_use]
        pub fn $setter(mut self, value: impl ::core::convert::Into<$crate::Nullable<$type>>) -> Self {
            self.$field = value.into();
            self
        }
    };
    (@one $setter:ident $field:ident $type:ty) => {
        #[doc = ::core::concat!("Sets `", ::core::stringify!($field), "`.")]
        #[must_use]
        pub fn $setter(mut self, value: impl ::core::convert::Into<$type>) -> Self {
            self.$field = value.into();
            self
        }
    };
}
