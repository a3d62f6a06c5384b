//! A description to the model, as each command takes it.

use crate::config::{Config, Occasion};
use crate::load::{Document, Source, reason};
use crate::lower::{Lowered, lower};
use crate::overlay::Overlay;
use crate::profile::{self, Chosen};
use crate::report::{Diagnostic, Result};
use crate::select::{Selection, operations, select};
use crate::versions;

/// How much stack a description may need: it is read level by level, and may be as deep as its reader
/// lets it.
const STACK: usize = 64 << 20;

/// Takes a description to the model, and returns the user's corrections that are expired.
///
/// # Errors
///
/// Returns all that the stage which failed found wrong.
pub fn lowered(source: &Source, config: &Config) -> Result<(Lowered, Vec<Diagnostic>)> {
    let overlay = config.overlay.as_deref().map(Overlay::read).transpose()?;
    with_overlay(source, overlay.as_ref(), config)
}

/// Takes a description to the model, with corrections that were read already.
///
/// # Errors
///
/// Returns all that the stage which failed found wrong.
pub fn with_overlay(
    source: &Source,
    overlay: Option<&Overlay>,
    config: &Config,
) -> Result<(Lowered, Vec<Diagnostic>)> {
    let failed = |why: String| {
        Diagnostic::new(
            format!("the description cannot be read: {why}"),
            "this is a fault of tagsmith; please report it with the description",
        )
    };
    std::thread::scope(|scope| {
        let reader = std::thread::Builder::new().stack_size(STACK);
        let reader = reader.spawn_scoped(scope, || read_and_lower(source, overlay, config));
        let reader = reader.map_err(|error| failed(reason(&error)))?;
        reader
            .join()
            .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })
}

/// What a run selects of a description, as its API version, its profile and the user say.
#[derive(Debug)]
pub struct Corrected<'d> {
    /// The operations and components.
    pub selection: Selection<'d>,
    /// The profile.
    pub chosen: Chosen,
    /// The profile's corrections that change nothing.
    pub needless: Vec<Diagnostic>,
    /// The user's corrections that are expired.
    pub expired: Vec<Diagnostic>,
    /// The configuration, without the entries that are for other runs.
    pub config: Config,
}

/// Selects operations and components, and applies the changes of the API version and all corrections.
///
/// # Errors
///
/// Returns all that the stage which failed found wrong.
pub fn corrected<'d>(
    document: &'d Document<'d>,
    overlay: Option<&Overlay>,
    config: &Config,
) -> Result<Corrected<'d>> {
    let (_, known_as) = document.known_as();
    let all = operations(document)?;
    let tags = config.tags.among(&all)?;
    let occasion = Occasion {
        tags: &tags,
        description: &known_as,
        api_version: config.package.api_version.as_deref(),
    };
    let config = config.on(&occasion);
    let chosen = profile::choose(&config.profile, document, occasion.api_version)?;
    let mut selection = select(document, all, &config.tags, &config.skip)?;
    versions::apply(&mut selection, occasion.api_version)?;
    let mut needless = Vec::new();
    for overlay in &chosen.overlays {
        needless.extend(overlay.apply(&mut selection, &occasion)?);
    }
    let mut expired = Vec::new();
    if let Some(overlay) = overlay {
        expired.extend(overlay.apply(&mut selection, &occasion)?);
    }
    Ok(Corrected {
        selection,
        chosen,
        needless,
        expired,
        config,
    })
}

fn read_and_lower(
    source: &Source,
    overlay: Option<&Overlay>,
    config: &Config,
) -> Result<(Lowered, Vec<Diagnostic>)> {
    let document = Document::index(source)?;
    let Corrected {
        selection,
        chosen,
        needless,
        mut expired,
        config,
    } = corrected(&document, overlay, config)?;
    let mut lowered = lower(&selection, &config, chosen)?;
    lowered.needless = needless;
    expired.append(&mut lowered.expired);
    Ok((lowered, expired))
}
