//! Resolves references to parsed components.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use openapiv3::{Example, Header, Parameter, ReferenceOr, RequestBody, Response, Schema};
use serde::de::DeserializeOwned;

use super::select::Selection;
use crate::report::{Diagnostic, Result, quoted};

pub use super::reference::{ComponentKey, escape, schema_pointer};
pub(crate) use super::reference::{unreadable, unreadable_schema};

/// Resolves references to components, and parses each component once.
#[derive(Debug)]
pub struct Resolver<'a> {
    selection: &'a Selection<'a>,
    schemas: RefCell<BTreeMap<ComponentKey, (String, Rc<Schema>)>>,
}

impl<'a> Resolver<'a> {
    /// Creates a resolver for the components of a selection.
    pub fn new(selection: &'a Selection<'a>) -> Self {
        Self {
            selection,
            schemas: RefCell::default(),
        }
    }

    /// Resolves a reference to a schema.
    ///
    /// # Errors
    ///
    /// Fails if the reference cannot be resolved.
    pub fn schema(&self, reference: &str) -> Result<Rc<Schema>> {
        self.schema_name(reference).map(|(_, schema)| schema)
    }

    /// Resolves a reference to a schema. Returns the schema with its name.
    ///
    /// # Errors
    ///
    /// Fails if the reference cannot be resolved.
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

    /// Resolves a reference to a parameter.
    ///
    /// # Errors
    ///
    /// Fails if the reference cannot be resolved.
    pub fn parameter(&self, reference: &str) -> Result<Parameter> {
        self.follow(reference, "parameters", "a parameter")
            .map(|(_, it)| it)
    }

    /// Resolves a reference to a response.
    ///
    /// # Errors
    ///
    /// Fails if the reference cannot be resolved.
    pub fn response(&self, reference: &str) -> Result<Response> {
        self.follow(reference, "responses", "a response")
            .map(|(_, it)| it)
    }

    /// Resolves a reference to a request body.
    ///
    /// # Errors
    ///
    /// Fails if the reference cannot be resolved.
    pub fn request_body(&self, reference: &str) -> Result<RequestBody> {
        self.follow(reference, "requestBodies", "a request body")
            .map(|(_, it)| it)
    }

    /// Resolves a reference to an example.
    ///
    /// # Errors
    ///
    /// Fails if the reference cannot be resolved.
    pub fn example(&self, reference: &str) -> Result<Example> {
        self.follow(reference, "examples", "an example")
            .map(|(_, it)| it)
    }

    /// Resolves a reference to a header.
    ///
    /// # Errors
    ///
    /// Fails if the reference cannot be resolved.
    pub fn header(&self, reference: &str) -> Result<Header> {
        self.follow(reference, "headers", "a header")
            .map(|(_, it)| it)
    }

    /// Follows a chain of references to the end.
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
                Diagnostic::new(
                    message,
                    "correct the reference in an overlay (`overlay` in tagsmith.toml)",
                )
                .needed_by(self.selection.needed_by(&pointer))
                .at(pointer)
            };
            if key.kind != kind {
                return Err(refuse(format!(
                    "the target of the reference {} is not {what}",
                    quoted(&reference)
                ))
                .into());
            }
            if chain.contains(&key) {
                return Err(refuse(format!(
                    "the reference {} references itself",
                    quoted(&reference)
                ))
                .into());
            }
            let Some(raw) = self.selection.components.get(&key) else {
                return Err(refuse(format!(
                    "the reference {} matches no component",
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
                // Reports the error of the variant, since the error of an untagged type says only that no variant
                // matches.
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
                "the reference {} is not within the document's components",
                quoted(reference)
            ),
            "refer to a component as `#/components/KIND/NAME`, or to a schema, a parameter, a response or a header by its \
             JSON pointer",
        )
        .into()
    })
}
