//! A program to measure: starts it, reads its memory from `/proc`, and stops it.

use std::fs;
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use nix::sys::resource::{Resource, getrlimit, setrlimit};
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

use crate::Result;

/// The timeout for starting and stopping a program.
const PATIENCE: Duration = Duration::from_secs(10);

/// A secret that no output of the gateway may contain.
pub const CREDENTIAL: &str = "ghp_measured0000000000000000000000000000";

/// A running program. Dropping it stops the program.
#[derive(Debug)]
pub struct Program {
    child: Child,
    address: SocketAddr,
}

impl Program {
    /// Starts a program, and waits until its address accepts connections.
    pub fn start(command: &mut Command, address: SocketAddr) -> Result<Self> {
        let name = command.get_program().to_string_lossy().into_owned();
        let child = command
            .stdin(Stdio::null())
            .spawn()
            .map_err(|error| format!("`{name}` does not start: {error}"))?;
        let mut program = Self { child, address };
        let begin = Instant::now();
        while TcpStream::connect(address).is_err() {
            if let Ok(Some(status)) = program.child.try_wait() {
                return Err(format!("`{name}` ended at once: {status}"));
            }
            if begin.elapsed() > PATIENCE {
                return Err(format!("`{name}` does not listen on {address}"));
            }
            std::thread::sleep(Duration::from_millis(1));
        }
        Ok(program)
    }

    /// Returns the listening address.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Returns the current memory in kibibytes.
    pub fn resident(&self) -> Result<u64> {
        self.status("VmRSS:")
    }

    /// Returns the peak memory since the last reset, in kibibytes.
    pub fn peak(&self) -> Result<u64> {
        self.status("VmHWM:")
    }

    /// Resets the peak memory to the current memory.
    pub fn forget_peak(&self) -> Result<()> {
        let file = format!("/proc/{}/clear_refs", self.child.id());
        fs::write(&file, "5").map_err(|error| closed(&file, &error))
    }

    /// Returns the number of open descriptors.
    pub fn descriptors(&self) -> Result<u64> {
        let folder = format!("/proc/{}/fd", self.child.id());
        let entries = fs::read_dir(&folder).map_err(|error| closed(&folder, &error))?;
        Ok(entries.count() as u64)
    }

    /// Sends SIGTERM, and returns whether the program exited with success.
    pub fn stop(mut self) -> Result<bool> {
        self.ask_to_stop();
        let status = self.ended().ok_or("the program does not stop")?;
        Ok(status.success())
    }

    fn status(&self, name: &str) -> Result<u64> {
        let file = format!("/proc/{}/status", self.child.id());
        let text = fs::read_to_string(&file).map_err(|error| format!("{file}: {error}"))?;
        let line = text.lines().find_map(|line| line.strip_prefix(name));
        line.and_then(|it| it.trim().trim_end_matches(" kB").parse().ok())
            .ok_or_else(|| format!("{file} has no {name}"))
    }

    fn ask_to_stop(&self) {
        if let Ok(id) = i32::try_from(self.child.id()) {
            let _ = kill(Pid::from_raw(id), Signal::SIGTERM);
        }
    }

    fn ended(&mut self) -> Option<std::process::ExitStatus> {
        let begin = Instant::now();
        while begin.elapsed() < PATIENCE {
            if let Ok(Some(status)) = self.child.try_wait() {
                return Some(status);
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        None
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        if matches!(self.child.try_wait(), Ok(Some(_))) {
            return;
        }
        self.ask_to_stop();
        if self.ended().is_none() {
            let _ = self.child.kill();
            let _ = self.child.wait();
        }
    }
}

/// Explains a read error of `/proc`. The gateway denies access by other processes of its user, so this program must run
/// as root.
fn closed(place: &str, error: &std::io::Error) -> String {
    format!("{place}: {error}\nhelp: run this as root")
}

/// Returns the command that starts the gateway in front of an upstream, with its log in a file.
pub fn gateway(upstream: SocketAddr, listen: SocketAddr, log: &Path) -> Result<Command> {
    let log = fs::File::create(log).map_err(|error| format!("{}: {error}", log.display()))?;
    let errors = log.try_clone().map_err(|error| error.to_string())?;
    let mut command = Command::new(env!("CARGO_BIN_EXE_tagsmith-gateway"));
    command
        .arg(format!("--upstream=http://{upstream}"))
        .arg(format!("--listen={listen}"))
        .arg("--credential=env:GITHUB_TOKEN")
        .env("GITHUB_TOKEN", CREDENTIAL)
        .stdout(log)
        .stderr(errors);
    Ok(command)
}

/// Returns a free address on loopback.
pub fn free_address() -> Result<SocketAddr> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
        .and_then(|it| it.local_addr())
        .map_err(|error| format!("loopback has no free port: {error}"))
}

/// Raises the limit of descriptors for this process and its children to the maximum.
pub fn raise_descriptors() -> Result<()> {
    let (_, hard) = getrlimit(Resource::RLIMIT_NOFILE).map_err(|error| error.to_string())?;
    setrlimit(Resource::RLIMIT_NOFILE, hard, hard).map_err(|error| error.to_string())
}
