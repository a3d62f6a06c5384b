//! The macro that implements `Value` for a struct, from a table with one row for each property.

/// Implements [`Value`](crate::value::Value) for a struct.
///
/// A row has the field, whether the property is `Required` or `Optional`, whether it is `Nullable`, and its wire name.
/// Attributes before the rows declare:
///
/// - `additional`: the field of undeclared properties,
/// - `nulls`: the field with the set of properties that were `null`,
/// - `only`: constant properties,
/// - `is(closed)`: that undeclared properties are forbidden,
/// - `sibling_discriminator`: a union property whose variant a sibling names.
#[doc(hidden)]
#[macro_export]
macro_rules! table {
    // An object without properties.
    ($(#[is($closed:ident)])? struct $name:ident {}) => {
        impl $crate::value::Value for $name {
            $crate::rules! { $(.$closed())? ; }
        }

        $crate::standard!($name);
    };
    (
        $(#[additional($rest:ident)])?
        $(#[nulls($nulls:ident)])?
        $(#[only($($only:literal = $value:literal),+ $(,)?)])?
        $(#[is($closed:ident)])?
        $(#[sibling_discriminator($member:literal, $named_by:literal $(, $message:literal = $variant:literal)*)])*
        struct $name:ident { $($field:ident: $is:ident<$wire:literal $(,)?>,)* }
    ) => {
        impl $crate::value::Value for $name {
            const MEMBERS: &'static [$crate::value::Member] = &[$(($wire, $crate::value::Is::$is)),*];
            $crate::rules! {
                $(.only(&[$(($only, $value)),+]))?
                $(.$closed())?
                ; $($crate::value::Sibling::new($member, $named_by, &[$(($message, $variant)),*]);)*
            }

            $crate::members! { @number [$($rest)?] {} [
                0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31
                32 33 34 35 36 37 38 39 40 41 42 43 44 45 46 47 48 49 50 51 52 53 54 55 56 57 58 59 60 61 62 63
            ] $($field)* }

            $(
                fn nulls(&self) -> ::core::option::Option<&$crate::value::Nulls> {
                    ::core::option::Option::Some(&self.$nulls)
                }

                fn nulls_mut(&mut self) -> ::core::option::Option<&mut $crate::value::Nulls> {
                    ::core::option::Option::Some(&mut self.$nulls)
                }
            )?
        }

        $crate::standard!($name);
    };
}

/// Finds a struct's fields by index. A match on numbers compiles fastest, and a macro cannot count. So it takes numbers
/// from a list, eight at a time. Fields beyond the list are counted at run time.
#[doc(hidden)]
#[macro_export]
macro_rules! members {
    (
        @number [$($rest:ident)?] {$($numbered:tt)*}
        [$i0:tt $i1:tt $i2:tt $i3:tt $i4:tt $i5:tt $i6:tt $i7:tt $($index:tt)*]
        $f0:ident $f1:ident $f2:ident $f3:ident $f4:ident $f5:ident $f6:ident $f7:ident $($field:ident)*
    ) => {
        $crate::members! {
            @number [$($rest)?]
            {$($numbered)* $i0 $f0 $i1 $f1 $i2 $f2 $i3 $f3 $i4 $f4 $i5 $f5 $i6 $f6 $i7 $f7}
            [$($index)*]
            $($field)*
        }
    };
    (
        @number [$($rest:ident)?] {$($numbered:tt)*}
        [$i0:tt $i1:tt $i2:tt $i3:tt $i4:tt $i5:tt $i6:tt $($index:tt)*]
        $($f0:ident $($f1:ident $($f2:ident $($f3:ident $($f4:ident $($f5:ident $($f6:ident)?)?)?)?)?)?)?
    ) => {
        $crate::members! {
            @find [$($rest)?]
            {$($numbered)* $($i0 $f0 $($i1 $f1 $($i2 $f2 $($i3 $f3 $($i4 $f4 $($i5 $f5 $($i6 $f6)?)?)?)?)?)?)?}
        }
    };
    (@number [$($rest:ident)?] {$($numbered:tt)*} [] $($field:ident)*) => {
        $crate::members! { @find [$($rest)?] {$($numbered)*} $($field)* }
    };
    (@find [$($rest:ident)?] {$($index:literal $field:ident)*} $($more:ident)*) => {
        fn member(&mut self, index: usize) -> ::core::option::Option<&mut dyn $crate::value::Slot> {
            ::core::option::Option::Some(match index {
                $($index => &mut self.$field,)*
                $($crate::value::REST => &mut self.$rest,)?
                _ => $crate::members!(@more index [$(&mut self.$more),*]),
            })
        }

        fn slot(&self, index: usize) -> ::core::option::Option<&dyn $crate::value::Slot> {
            ::core::option::Option::Some(match index {
                $($index => &self.$field,)*
                $($crate::value::REST => &self.$rest,)?
                _ => $crate::members!(@more index [$(&self.$more),*]),
            })
        }
    };
    (@more $index:ident []) => {
        return ::core::option::Option::None
    };
    (@more $index:ident [$($place:expr),+]) => {{
        let mut at = 63;
        $(
            at += 1;
            if $index == at {
                return ::core::option::Option::Some($place);
            }
        )+
        return ::core::option::Option::None;
    }};
}

/// Sets the constraints of a struct, if there are any: a constant for each struct would cost check time.
#[doc(hidden)]
#[macro_export]
macro_rules! rules {
    (;) => {};
    ($(.$rule:ident($($value:expr)?))* ; $($sibling:expr;)*) => {
        const RULES: $crate::value::Rules = $crate::value::Rules::NONE
            $(.$rule($($value)?))*
            .siblings(&[$($sibling),*]);
    };
}
