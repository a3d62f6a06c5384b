//! The program, run on each document: what it says, how long it takes, and how much memory.

use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use super::manifest::Document;

/// How often the memory of the program is looked at.
const LOOK: Duration = Duration::from_millis(4);

/// How many documents are generated from at once.
const AT_ONCE: usize = 2;

/// What one document may take.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Seconds on the clock.
    pub seconds: u64,
}

/// What became of one document.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The document.
    pub document: Document,
    /// How it ended.
    pub ended: Ending,
    /// What the program said.
    pub said: String,
    /// How long it took.
    pub time: Duration,
    /// The most memory that it held, in bytes.
    pub peak: u64,
}

/// How the program ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ending {
    /// There is a crate.
    Generated,
    /// The document was refused, with a reason.
    Refused,
    /// It took too long.
    Hung,
    /// It panicked, or was killed.
    Crashed,
}

/// Generates from each document of a folder.
///
/// # Errors
///
/// Fails if a document is not there, or if the program cannot be run.
pub fn generate(
    documents: &[Document],
    folder: &Path,
    tagsmith: &Path,
    build: &Path,
    limits: &Limits,
) -> Result<Vec<Outcome>, String> {
    fs::create_dir_all(build).map_err(|error| format!("{}: {error}", build.display()))?;
    let absolute = |path: &Path| {
        fs::canonicalize(path).map_err(|error| format!("{}: {error}", path.display()))
    };
    let (folder, tagsmith) = (&absolute(folder)?, &absolute(tagsmith)?);
    // Where there is no tagsmith.toml.
    let build = &absolute(build)?;
    let next = Mutex::new(documents.iter());
    let outcomes = Mutex::new(Vec::new());
    let work = || -> Result<(), String> {
        loop {
            let Some(document) = next.lock().map_err(|error| error.to_string())?.next() else {
                return Ok(());
            };
            let outcome = one(document, folder, tagsmith, build, limits)?;
            outcomes
                .lock()
                .map_err(|error| error.to_string())?
                .push(outcome);
        }
    };
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..AT_ONCE).map(|_| scope.spawn(work)).collect();
        let ended = workers.into_iter().map(|it| it.join());
        let ended = ended.map(|it| it.unwrap_or_else(|_| Err("a worker panicked".to_owned())));
        ended.collect::<Result<Vec<()>, String>>()
    })?;
    let mut outcomes = outcomes.into_inner().map_err(|error| error.to_string())?;
    outcomes.sort_by(|left, right| left.document.cmp(&right.document));
    Ok(outcomes)
}

/// Returns the folder of a document's crate.
pub(super) fn folder_of(build: &Path, document: &Document) -> std::path::PathBuf {
    let name = document.name();
    let stem = name
        .rsplit_once('.')
        .map_or(name.as_str(), |(stem, _)| stem);
    build.join("crates").join(stem)
}

fn one(
    document: &Document,
    folder: &Path,
    tagsmith: &Path,
    build: &Path,
    limits: &Limits,
) -> Result<Outcome, String> {
    let description = folder.join(document.name());
    if !description.is_file() {
        return Err(format!(
            "{} is not there: run this with --fetch first",
            description.display()
        ));
    }
    let out = folder_of(build, document);
    let _ = fs::remove_dir_all(&out);
    let log = tempfile::NamedTempFile::new().map_err(|error| error.to_string())?;
    let stderr = log.reopen().map_err(|error| error.to_string())?;
    let digest: String = document.digest.chars().take(12).collect();
    let begin = Instant::now();
    let mut child = Command::new(tagsmith)
        .arg("generate")
        .arg("--description")
        .arg(&description)
        .args(["--all-tags", "--name", &format!("c{digest}")])
        .arg("--out")
        .arg(&out)
        .current_dir(build)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(stderr)
        .spawn()
        .map_err(|error| format!("{}: {error}", tagsmith.display()))?;
    let (status, peak) = wait(&mut child, begin + Duration::from_secs(limits.seconds))?;
    let time = begin.elapsed();
    let said = fs::read(log.path()).map_err(|error| error.to_string())?;
    let said = String::from_utf8_lossy(&said).into_owned();
    let ended = match status {
        None => Ending::Hung,
        Some(Some(0)) => Ending::Generated,
        Some(Some(2)) if !said.contains("panicked at") => Ending::Refused,
        Some(_) => Ending::Crashed,
    };
    Ok(Outcome {
        document: document.clone(),
        ended,
        said,
        time,
        peak,
    })
}

/// How a child ended: its exit code, if it has one; none if it had to be killed.
type Status = Option<Option<i32>>;

/// Waits for a child, at most until then; returns how it ended, and the most memory that it held.
fn wait(child: &mut Child, until: Instant) -> Result<(Status, u64), String> {
    let mut peak = 0;
    loop {
        peak = memory(child.id()).unwrap_or(0).max(peak);
        let status = child.try_wait().map_err(|error| error.to_string())?;
        if let Some(status) = status {
            return Ok((Some(status.code()), peak));
        }
        if Instant::now() >= until {
            child.kill().map_err(|error| error.to_string())?;
            child.wait().map_err(|error| error.to_string())?;
            return Ok((None, peak));
        }
        std::thread::sleep(LOOK);
    }
}

/// Returns the most memory that a process held until now, where Linux says so.
fn memory(process: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|it| it.strip_prefix("VmHWM:"))?;
    let kibibytes: u64 = line.trim().trim_end_matches(" kB").parse().ok()?;
    Some(kibibytes * 1024)
}
