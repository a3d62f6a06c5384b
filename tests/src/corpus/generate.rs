//! Runs the generator on each document. Records the output, time and memory.

use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use super::manifest::Document;

/// The interval at which the program's memory is sampled.
const LOOK: Duration = Duration::from_millis(4);

/// The number of documents that are processed concurrently.
const AT_ONCE: usize = 2;

/// The limits for one document.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// The wall-clock time in seconds.
    pub seconds: u64,
}

/// The result of one document.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The document.
    pub document: Document,
    /// How the program ended.
    pub ended: Ending,
    /// The output of the program.
    pub message: String,
    /// The duration.
    pub time: Duration,
    /// The peak memory in bytes.
    pub peak: u64,
}

/// How the program ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ending {
    /// A crate was generated.
    Generated,
    /// The document was refused with a reason.
    Refused,
    /// The program timed out.
    Hung,
    /// The program panicked or was killed.
    Crashed,
}

/// Generates from each document of a folder.
///
/// # Errors
///
/// Fails if a document is missing, or if the program cannot be run.
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
    // The folder contains no tagsmith.toml.
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
            "the document {} is missing: run this command with --fetch first",
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
    let message = fs::read(log.path()).map_err(|error| error.to_string())?;
    let message = String::from_utf8_lossy(&message).into_owned();
    let ended = match status {
        None => Ending::Hung,
        Some(Some(0)) => Ending::Generated,
        Some(Some(2)) if !message.contains("panicked at") => Ending::Refused,
        Some(_) => Ending::Crashed,
    };
    Ok(Outcome {
        document: document.clone(),
        ended,
        message,
        time,
        peak,
    })
}

/// The exit code of a child. The outer option is `None` if the child timed out, and the inner one if a signal ended the
/// child.
type Status = Option<Option<i32>>;

/// Waits for a child until a timeout. Returns its status and its peak memory.
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

/// Returns the peak memory of a process so far, on Linux.
fn memory(process: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|it| it.strip_prefix("VmHWM:"))?;
    let kibibytes: u64 = line.trim().trim_end_matches(" kB").parse().ok()?;
    Some(kibibytes * 1024)
}
