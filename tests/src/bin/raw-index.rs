//! Indexes a description, as the baseline for the generator's speed.
//!
//! The index consists of nested maps with parts of the description as raw text. The program prints the number of parts.

use std::collections::BTreeMap;
use std::error::Error;

use serde::Deserialize;
use serde_json::value::RawValue;

type Parts<'a> = BTreeMap<String, BTreeMap<String, &'a RawValue>>;

#[derive(Deserialize)]
struct Document<'a> {
    #[serde(borrow)]
    paths: Parts<'a>,
    #[serde(borrow)]
    components: Parts<'a>,
}

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args_os().nth(1).ok_or("usage: raw-index FILE")?;
    let text = std::fs::read_to_string(path)?;
    let document: Document<'_> = serde_json::from_str(&text)?;
    let count = |parts: &Parts<'_>| parts.values().map(BTreeMap::len).sum::<usize>();
    let (operations, components) = (count(&document.paths), count(&document.components));
    println!("{operations} operations, {components} components");
    Ok(())
}
