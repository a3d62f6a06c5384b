//! The signatures of methods that create calls, and the types of arguments.

use super::operation::{Body, BodyContent, Given, Operation, Parameter};
use super::spelling::{From, Spelled};
use super::takes::{Sets, Takes};
use super::types::{Member, Type};

/// The method that creates an operation's call.
#[derive(Clone, Debug)]
pub struct Signature<'k> {
    /// The method's name.
    pub name: &'k str,
    /// The arguments after `&self`: names and types.
    pub arguments: Vec<(&'k str, String)>,
    /// The return type.
    pub call: &'k str,
}

impl Operation<'_> {
    /// Returns the method that creates the operation's call.
    pub fn signature(&self) -> Signature<'_> {
        let required = self.parameters.iter().filter(|it| it.required);
        let parameters = required.map(|it| (it.name.as_str(), it.argument()));
        let body = self.body.iter().filter(|it| it.given == Given::Always);
        let body = body.map(|it| ("body", it.argument()));
        Signature {
            name: &self.name,
            arguments: parameters.chain(body).collect(),
            call: &self.type_name,
        }
    }
}

impl Parameter<'_> {
    /// Returns the argument type for the parameter.
    pub fn argument(&self) -> String {
        let kind = self.kind.spelled(From::Operation);
        self.takes().argument(kind, From::Operation)
    }
}

impl Body<'_> {
    /// Returns the argument type for the request body.
    pub fn argument(&self) -> String {
        let kind = match &self.content {
            BodyContent::Json(kind) => kind.spelled(From::Operation),
            BodyContent::Text(_) => Type::Str.spelled(From::Operation),
            BodyContent::Binary(_) => Spelled::of_runtime(From::Operation, &["Upload"]),
        };
        self.takes().argument(kind, From::Operation)
    }
}

impl Member<'_> {
    /// Returns the constructor's argument type for the property.
    pub fn argument(&self, from: From<'_>) -> String {
        let takes = self.takes();
        let kind = match takes {
            Takes::OrNull => self.value_spelled(from),
            _ => self.spelled(from),
        };
        takes.argument(kind, from)
    }

    /// Returns the setter's argument type.
    pub fn set_argument(&self, from: From<'_>) -> String {
        let kind = self.value_spelled(from);
        match self.sets() {
            Sets::Itself => Takes::Itself.argument(kind, from),
            Sets::Into => Takes::Into.argument(kind, from),
            Sets::Items(item) => Takes::Items(item).argument(kind, from),
            Sets::Values(value) => {
                let value = value.spelled(from).code();
                format!("impl IntoIterator<Item = (impl Into<String>, impl Into<{value}>)>")
            }
            Sets::OrNull => Takes::OrNull.argument(kind, from),
        }
    }
}

impl Takes<'_> {
    /// Returns the argument type for values of a type.
    fn argument(self, kind: Spelled, from: From<'_>) -> String {
        match self {
            Self::Itself => kind.code(),
            Self::Into => format!("impl Into<{}>", kind.code()),
            Self::OrNull => {
                let kind = Spelled::of_runtime(from, &["Nullable"]).with(kind);
                format!("impl Into<{}>", kind.code())
            }
            Self::Items(item) => {
                let kind = item.spelled(from).code();
                match item.is_exact() {
                    true => format!("impl IntoIterator<Item = {kind}>"),
                    false => format!("impl IntoIterator<Item = impl Into<{kind}>>"),
                }
            }
        }
    }
}
