//! The macro that generates a crate's module `mock`.

/// Generates the module `mock` of a crate. The type `Mock` has a method for each tag. Each operation has a type with
/// its matchers. [`operations!`](crate::operations) passes the rows.
#[doc(hidden)]
#[macro_export]
macro_rules! mocks {
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
        /// A mock server for tests: [`Mock`](mock::Mock). See the guide at [`tagsmith_runtime::mock`].
        pub mod mock {
            pub use $crate::mock::{MockCall, Binary, Json, MockResponse, Received, Server, Text};

            /// A mock server of the API, on this machine. `Mock` has a method for each tag; [`Server`] has all other
            /// methods.
            #[derive(Debug)]
            pub struct Mock {
                server: Server,
            }

            impl Mock {
                /// Starts a mock on a free port.
                pub async fn start() -> Self {
                    #[allow(unused_mut)]
                    let mut operations = ::std::vec::Vec::new();
                    $(
                        #[cfg(feature = $feature)]
                        operations.extend([
                            $(<super::$module::$call as $crate::Operation>::DESCRIPTOR),*
                        ]);
                    )*
                    Self {
                        server: Server::start(operations).await,
                    }
                }

                /// Returns a client of the mock, with a token and short retry delays.
                #[track_caller]
                pub fn client(&self) -> super::$client {
                    self.server.client(super::$client::builder())
                }

                /// Returns a client builder for the mock, with a token and short retry delays.
                pub fn builder(&self) -> $crate::ClientBuilder<super::$client> {
                    self.server.connect(super::$client::builder())
                }
            }

            impl ::core::ops::Deref for Mock {
                type Target = Server;

                fn deref(&self) -> &Server {
                    &self.server
                }
            }

            $(
                #[cfg(feature = $feature)]
                impl Mock {
                    #[doc = concat!("Configures responses to the calls of `", stringify!($module), "`.")]
                    pub fn $module(&self) -> $module::$handle {
                        $module::$handle {
                            rules: self.server.rules(),
                        }
                    }
                }

                #[cfg(feature = $feature)]
                #[doc = concat!("The operations of `", stringify!($module), "`.")]
                pub mod $module {
                    #[allow(unused_imports)]
                    use super::super::*;

                    #[doc = concat!("Configures responses to the calls of `", stringify!($module), "`.")]
                    #[derive(Debug)]
                    pub struct $handle {
                        pub(super) rules: $crate::mock::RuleRegistry,
                    }

                    impl $handle {
                        $(
                            #[doc = concat!("Configures responses to `", stringify!($method), "`.")]
                            pub fn $method(&self) -> $call {
                                $call($crate::mock::MockCall::new(&self.rules))
                            }
                        )*
                    }

                    $(
                        #[doc = concat!("Configures responses to `", stringify!($method), "`.")]
                        #[derive(Debug)]
                        #[must_use]
                        pub struct $call($crate::mock::MockCall<$module::$call>);

                        impl $call {
                            $(
                                #[doc = concat!("Restricts the rule to calls with this `", $wire, "`.")]
                                pub fn $with(self, value: impl ::core::convert::Into<$kind>) -> Self {
                                    Self(self.0.with::<$kind>($wire, &value.into()))
                                }
                            )*
                            $(
                                #[doc = concat!("Restricts the rule to calls with this `", $name, "`.")]
                                pub fn $set(self, value: impl ::core::convert::Into<$value>) -> Self {
                                    Self(self.0.with::<$value>($name, &value.into()))
                                }
                            )*
                            $($crate::mocks!(@body $($how)+ $(($body))?);)?

                            /// Restricts the rule to calls that meet this condition.
                            pub fn matching(
                                self,
                                condition: impl ::core::ops::Fn(&$crate::mock::Received) -> bool
                                    + ::core::marker::Send
                                    + ::core::marker::Sync
                                    + 'static,
                            ) -> Self {
                                Self(self.0.matching(condition))
                            }
                        }

                        impl ::core::ops::Deref for $call {
                            type Target = $crate::mock::MockCall<$module::$call>;

                            fn deref(&self) -> &Self::Target {
                                &self.0
                            }
                        }
                    )*
                }
            )*
        }
    };
    (@body text_by ($setter:ident)) => {
        $crate::mocks!(@body text);
    };
    (@body $given:ident ($body:ty)) => {
        /// Restricts the rule to calls with this JSON body.
        pub fn sending(self, body: impl ::core::convert::Into<$body>) -> Self {
            Self(self.0.sending_json::<$body>(&body.into()))
        }
    };
    (@body $raw:ident) => {
        /// Restricts the rule to calls with this body.
        pub fn sending(self, body: impl ::core::convert::Into<$crate::Bytes>) -> Self {
            Self(self.0.sending_bytes(body.into()))
        }
    };
}
