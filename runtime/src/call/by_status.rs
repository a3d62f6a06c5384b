//! Responses whose body type depends on the status.

/// Implements [`Success`](crate::Success) for an enum. Each row contains a variant, a status, and the success type that
/// decodes the body if there is one. The type is wrapped in `Box` if the variant boxes its body. A status without a row
/// decodes as the variant that matches best.
#[doc(hidden)]
#[macro_export]
macro_rules! by_status {
    (enum $name:ident { $($variant:ident $(($($reader:tt)+))? = $status:literal,)+ }) => {
        impl $crate::Success for $name {
            type Body = Self;

            fn read(
                status: u16,
                payload: &mut $crate::Payload<'_>,
            ) -> ::core::result::Result<Self, $crate::ReadError> {
                $crate::by_status!(@read status, payload, $($status => $variant $(($($reader)+))?),+)
            }

            fn read_undeclared(
                status: u16,
                payload: &mut $crate::Payload<'_>,
            ) -> ::core::result::Result<Self, $crate::ReadError> {
                let mut fit = $crate::BestFit::new(status, payload);
                $($crate::by_status!(@fit fit, $variant $(, $($reader)+)?);)+
                fit.choose()
            }

            fn view(body: &Self) -> $crate::value::View<'_> {
                match body {
                    $($crate::by_status!(@pattern body, $variant $(($($reader)+))?) => {
                        $crate::by_status!(@view body $(, $($reader)+)?)
                    })+
                }
            }

            fn show(body: &Self) -> ::core::option::Option<$crate::serde_json::Value> {
                match body {
                    $($crate::by_status!(@pattern body, $variant $(($($reader)+))?) => {
                        $crate::by_status!(@show body $(, $($reader)+)?)
                    })+
                }
            }

            $crate::if_mock! {
                fn prepare(body: Self, _statuses: &[u16]) -> $crate::Prepared {
                    match body {
                        $($crate::by_status!(@pattern body, $variant $(($($reader)+))?) => {
                            $crate::by_status!(@prepare $status, body $(, $($reader)+)?)
                        })+
                    }
                }
            }
        }
    };
    (@read $found:ident, $payload:ident, $status:literal => $variant:ident $(($($reader:tt)+))?) => {{
        let _ = (&$found, &$payload);
        ::core::result::Result::Ok($crate::by_status!(@made $found, $payload, $variant $(, $($reader)+)?))
    }};
    (@read $found:ident, $payload:ident, $status:literal => $variant:ident $(($($reader:tt)+))?, $($rest:tt)+) => {
        if $found == $status {
            ::core::result::Result::Ok($crate::by_status!(@made $found, $payload, $variant $(, $($reader)+)?))
        } else {
            $crate::by_status!(@read $found, $payload, $($rest)+)
        }
    };
    (@made $found:ident, $payload:ident, $variant:ident) => { Self::$variant };
    (@made $found:ident, $payload:ident, $variant:ident, Box<$reader:ty $(,)?> $(,)?) => {
        Self::$variant(::std::boxed::Box::new(<$reader as $crate::Success>::read($found, $payload)?))
    };
    (@made $found:ident, $payload:ident, $variant:ident, $reader:ty $(,)?) => {
        Self::$variant(<$reader as $crate::Success>::read($found, $payload)?)
    };
    (@fit $fit:ident, $variant:ident) => { $fit.empty(Self::$variant) };
    (@fit $fit:ident, $variant:ident, Box<$reader:ty $(,)?> $(,)?) => {
        $fit.body::<$reader>(|body| Self::$variant(::std::boxed::Box::new(body)))
    };
    (@fit $fit:ident, $variant:ident, $reader:ty $(,)?) => { $fit.body::<$reader>(Self::$variant) };
    (@pattern $body:ident, $variant:ident) => { Self::$variant };
    (@pattern $body:ident, $variant:ident ($($reader:tt)+)) => { Self::$variant($body) };
    (@view $body:ident) => { $crate::value::View::Absent };
    (@view $body:ident, Box<$reader:ty $(,)?> $(,)?) => { <$reader as $crate::Success>::view($body) };
    (@view $body:ident, $reader:ty $(,)?) => { <$reader as $crate::Success>::view($body) };
    (@show $body:ident) => { ::core::option::Option::None };
    (@show $body:ident, Box<$reader:ty $(,)?> $(,)?) => { <$reader as $crate::Success>::show($body) };
    (@show $body:ident, $reader:ty $(,)?) => { <$reader as $crate::Success>::show($body) };
    (@prepare $status:literal, $body:ident) => { $crate::Prepared::empty($status) };
    (@prepare $status:literal, $body:ident, Box<$reader:ty $(,)?> $(,)?) => {
        <$reader as $crate::Success>::prepare(*$body, &[$status])
    };
    (@prepare $status:literal, $body:ident, $reader:ty $(,)?) => {
        <$reader as $crate::Success>::prepare($body, &[$status])
    };
}
