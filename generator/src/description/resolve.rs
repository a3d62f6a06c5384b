//! What a reference stands for, as a typed value.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use openapiv3::{Example, Header, Parameter, ReferenceOr, RequestBody, Response, Schema};
use serde::de::DeserializeOwned;

use super::select::Selection;
use crate::report::{Diagnostic, Result, quoted};

pub use super::reference::{ComponentKey, escape};
pub(crate) use super::reference::{unreadable, unreadable_schema};

/// Follows references to components, each of which is read once.
#[derive(Debug)]
pub struct Resolver<'a> {
    selection: &'a Selection<'a>,
    schemas: RefCell<BTreeMap<ComponentKey, (String, Rc<Schema>)>>,
}

impl<'a> Resolver<'a> {
    /// Creates a resolver for a selection's components.
    pub fn new(selection: &'a Selection<'a>) -> Self {
        Self {
            selection,
            schemas: RefCell::default(),
        }
    }

    /// Returns the schema that a reference stands for.
    ///
    /// # Errors
    ///
    /// Fails if there is none.
    pub fn schema(&self, reference: &str) -> Result<Rc<Schema>> {
        self.schema_name(reference).map(|(_, schema)| schema)
    }

    /// Returns the same with its name.
    ///
    /// # Errors
    ///
    /// Fails if there is none.
    pub fn schema_name(&self, reference: &str) -> Result<(String, Rc<Schema>)> {
        let asked = key(reference)?;
        if let Some(found) = self.schemas.borrow().get(&asked) {
            return Ok(found.clone());
        }
        let (key, schema) = self.follow::<Schema>(reference, "schemas", "a schema")?;
        let found = (key.name, Rc::new(schema));
        self.schemas.borrow_mut().insert(asked, found.clone());
        Ok(found)
    }

    /// Returns the parameter that a reference stands for.
    ///
    /// # Errors
    ///
    /// Fails if there is none.
    pub fn parameter(&self, reference: &str) -> Result<Parameter> {
        self.follow(reference, "parameters", "a parameter")
            .map(|(_, it)| it)
    }

    /// Returns the answer that a reference stands for.
    ///
    /// # Errors
    ///
    /// Fails if there is none.
    pub fn response(&self, reference: &str) -> Result<Response> {
        self.follow(reference, "responses", "an answer")
            .map(|(_, it)| it)
    }

    /// Returns the request body that a reference stands for.
    ///
    /// # Errors
    ///
    /// Fails if there is none.
    pub fn request_body(&self, reference: &str) -> Result<RequestBody> {
        self.follow(reference, "requestBodies", "a request body")
            .map(|(_, it)| it)
    }

    /// Returns the example that a reference stands for.
    ///
    /// # Errors
    ///
    /// Fails if there is none.
    pub fn example(&self, reference: &str) -> Result<Example> {
        self.follow(reference, "examples", "an example")
            .map(|(_, it)| it)
    }

    /// Returns the header that a reference stands for.
    ///
    /// # Errors
    ///
    /// Fails if there is none.
    pub fn header(&self, reference: &str) -> Result<Header> {
        self.follow(reference, "headers", "a header")
            .map(|(_, it)| it)
    }

    /// Follows a chain of references to its end.
    fn follow<T: DeserializeOwned>(
        &self,
        reference: &str,
        kind: &str,
        what: &str,
    ) -> Result<(ComponentKey, T)> {
        let mut chain: Vec<ComponentKey> = Vec::new();
        let mut reference = reference.to_owned();
        loop {
            let key = key(&reference)?;
            let refuse = |message: String| {
                let pointer = key.pointer();
                Diagnostic::new(message, "correct the reference in spec/overlay.yaml")
                    .needed_by(self.selection.needed_by(&pointer))
                    .at(pointer)
            };
            if key.kind != kind {
                return Err(refuse(format!(
                    "the reference {} is not to {what}",
                    quoted(&reference)
                ))
                .into());
            }
            if chain.contains(&key) {
                return Err(refuse(format!(
                    "the reference {} leads to itself",
                    quoted(&reference)
                ))
                .into());
            }
            let Some(raw) = self.selection.components.get(&key) else {
                return Err(refuse(format!(
                    "the reference {} leads nowhere",
                    quoted(&reference)
                ))
                .into());
            };
            if let Some(found) = unreadable_schema(raw, kind == "schemas") {
                return Err(unreadable("a schema", &found.error)
                    .needed_by(self.selection.needed_by(&key.pointer()))
                    .at(format!("{}{}", key.pointer(), found.pointer))
                    .into());
            }
            match serde_json::from_str::<ReferenceOr<T>>(raw) {
                Ok(ReferenceOr::Item(item)) => return Ok((key, item)),
                Ok(ReferenceOr::Reference { reference: next }) => reference = next,
                // An untagged type says only that nothing fits; the type itself says what is wrong.
                Err(_) => match serde_json::from_str::<T>(raw) {
                    Ok(item) => return Ok((key, item)),
                    Err(error) => {
                        let pointer = key.pointer();
                        return Err(unreadable(what, &error)
                            .needed_by(self.selection.needed_by(&pointer))
                            .at(pointer)
                            .into());
                    }
                },
            }
            chain.push(key);
        }
    }
}

fn key(reference: &str) -> Result<ComponentKey> {
    ComponentKey::parse(reference).ok_or_else(|| {
        Diagnostic::new(
            format!(
                "the reference {} leaves the document's components",
                quoted(reference)
            ),
            "references have the form `#/components/KIND/NAME`",
        )
        .into()
    })
}
