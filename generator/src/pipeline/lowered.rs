//! Lowers a description to an API, with the steps that all commands share.

use crate::config::{Config, Occasion, Skip, Unknown};
use crate::crate_ir::Crate;
use crate::description::load::{Document, Source};
use crate::description::overlay::Overlay;
use crate::description::profile::{self, Chosen};
use crate::description::select::{Selection, operations_without, select, selected_tags};
use crate::description::versions;
use crate::lower::{Lowered, lower};
use crate::report::{Diagnostic, Diagnostics, Result, reason};

/// The stack size for the parser, which is recursive up to its depth limit.
const STACK: usize = 64 << 20;

/// Lowers a description. Returns the API, and the user's expired corrections.
///
/// # Errors
///
/// Returns the errors of the failed stage.
pub fn lowered(source: &Source, config: &Config) -> Result<(Lowered, Vec<Diagnostic>)> {
    let overlay = config.overlay.as_deref().map(Overlay::read).transpose()?;
    with_overlay(source, overlay.as_ref(), config)
}

/// Lowers a description, with corrections that are already read.
///
/// # Errors
///
/// Returns the errors of the failed stage.
pub fn with_overlay(
    source: &Source,
    overlay: Option<&Overlay>,
    config: &Config,
) -> Result<(Lowered, Vec<Diagnostic>)> {
    with_stack(|| read_and_lower(source, overlay, config))
}

/// Runs a task that parses a description, on a thread with a large stack.
pub(crate) fn with_stack<T: Send>(task: impl FnOnce() -> Result<T> + Send) -> Result<T> {
    let failed = |why: String| {
        Diagnostic::new(
            format!("cannot parse the description: {why}"),
            "this is a bug in tagsmith; please report it with the description",
        )
    };
    std::thread::scope(|scope| {
        let reader = std::thread::Builder::new().stack_size(STACK);
        let reader = reader.spawn_scoped(scope, task);
        let reader = reader.map_err(|error| failed(reason(&error)))?;
        reader
            .join()
            .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })
}

/// The selected part of a description, after the API version, the profile and the overlay were applied.
#[derive(Debug)]
pub struct Corrected<'d> {
    /// The selected operations and components.
    pub selection: Selection<'d>,
    /// The profile.
    pub chosen: Chosen,
    /// The profile's corrections that have no effect.
    pub needless: Vec<Diagnostic>,
    /// The user's expired corrections.
    pub expired: Vec<Diagnostic>,
    /// The `[[skip]]` entries that match no operation.
    pub unknown: Vec<Unknown>,
    /// The configuration without entries whose scope does not match this run.
    pub config: Config,
}

/// The error of `try_lower`, with the selection for finding the unsupported operations.
#[derive(Debug)]
pub struct Failed<'d> {
    /// The errors of the failed stage.
    pub diagnostics: Diagnostics,
    /// The selection, if selecting succeeded.
    pub selection: Option<Box<Selection<'d>>>,
}

impl Failed<'_> {
    /// Returns the errors, with locations in the user's description.
    pub(super) fn given(self, document: &Document<'_>) -> Diagnostics {
        self.diagnostics.relocated(|it| document.given(it))
    }
}

impl From<Diagnostics> for Failed<'_> {
    fn from(diagnostics: Diagnostics) -> Self {
        Self {
            diagnostics,
            selection: None,
        }
    }
}

/// Selects operations and components, and applies the API version, the profile and the overlay.
///
/// # Errors
///
/// Returns the errors of the failed stage.
pub fn corrected<'d>(
    document: &'d Document<'d>,
    overlay: Option<&Overlay>,
    config: &Config,
) -> Result<Corrected<'d>> {
    stages(document, overlay, config).map_err(|failed| failed.given(document))
}

fn stages<'d>(
    document: &'d Document<'d>,
    overlay: Option<&Overlay>,
    config: &Config,
) -> std::result::Result<Corrected<'d>, Failed<'d>> {
    let (_, known_as) = document.known_as();
    let all = operations_without(document, &config.skip)?;
    let tags = selected_tags(document, &config.tags, &all)?;
    let occasion = Occasion {
        tags: &tags,
        description: &known_as,
        api_version: config.package.api_version.as_deref(),
    };
    let config = config.on(&occasion);
    let chosen = profile::choose(&config.profile, document, occasion.api_version)?;
    let is_unknown = |skip: &&Skip| !all.iter().any(|(it, _)| skip.is_of(&it.call(), &it.id));
    let unknown = config.skip.iter().filter(is_unknown);
    let unknown = unknown
        .map(|it| Unknown::Skip(it.operation.clone()))
        .collect();
    let mut selection = select(document, all, &config.tags, &config.skip)?;
    let (mut needless, mut expired) = (Vec::new(), Vec::new());
    let mut correct = || -> Result<()> {
        versions::apply(&mut selection, occasion.api_version)?;
        for overlay in &chosen.overlays {
            needless.extend(overlay.apply(&mut selection, &occasion)?);
        }
        if let Some(overlay) = overlay {
            expired.extend(overlay.apply(&mut selection, &occasion)?);
        }
        Ok(())
    };
    match correct() {
        Ok(()) => Ok(Corrected {
            selection,
            chosen,
            needless,
            expired,
            unknown,
            config,
        }),
        Err(diagnostics) => Err(Failed {
            diagnostics,
            selection: Some(Box::new(selection)),
        }),
    }
}

fn read_and_lower(
    source: &Source,
    overlay: Option<&Overlay>,
    config: &Config,
) -> Result<(Lowered, Vec<Diagnostic>)> {
    let document = Document::index(source)?;
    attempt(&document, overlay, config).map_err(|failed| failed.given(&document))
}

/// Lowers the document of a selection.
///
/// # Errors
///
/// Returns the errors of the failed stage with the selection. Locations are in the normalized description.
pub(super) fn attempt<'d>(
    document: &'d Document<'d>,
    overlay: Option<&Overlay>,
    config: &Config,
) -> std::result::Result<(Lowered, Vec<Diagnostic>), Failed<'d>> {
    let Corrected {
        selection,
        chosen,
        needless,
        mut expired,
        unknown,
        config,
    } = stages(document, overlay, config)?;
    let (api, mut found) = lower(&selection, &config, chosen.profile);
    let naming = Crate::naming(&api);
    let collisions = naming.collisions.iter();
    found.extend(collisions.map(|it| it.diagnostic(&selection)));
    if let Some(diagnostics) = Diagnostics::collect(found) {
        return Err(Failed {
            diagnostics,
            selection: Some(Box::new(selection)),
        });
    }
    expired.extend(naming.renames.expired(&config.rename, &selection));
    let renames = naming.renames.unknown(&config.rename, &selection);
    let lowered = Lowered {
        unknown: renames.into_iter().chain(unknown).collect(),
        profile: chosen.why,
        needless,
        api,
    };
    Ok((lowered, expired))
}
