//! Runs steps in two parallel lanes: one runs steps one after the other, the other runs steps that mostly wait.

use std::collections::BTreeSet;
use std::fs::File;
use std::process::Command;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Instant;
use std::{env, fs, thread};

use anyhow::{Context as _, Result, bail};

use crate::context::Context;
use crate::steps::Step;

/// The steps that have ended, and whether a step failed.
#[derive(Debug, Default)]
struct Ended {
    steps: BTreeSet<&'static str>,
    failed: bool,
}

#[derive(Debug, Default)]
struct Progress {
    ended: Mutex<Ended>,
    changed: Condvar,
}

impl Progress {
    fn ended(&self) -> MutexGuard<'_, Ended> {
        self.ended.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn end(&self, step: &Step, outcome: &Result<()>) {
        let mut ended = self.ended();
        ended.steps.insert(step.name);
        ended.failed |= outcome.is_err();
        drop(ended);
        self.changed.notify_all();
    }

    /// Waits until one of the steps can run, and removes that step from the list. Returns `None` if no step remains, or
    /// if a step failed. A needed step that was not selected is assumed to have run earlier.
    fn next(
        &self,
        waiting: &mut Vec<&'static Step>,
        all: &[&'static Step],
    ) -> Option<&'static Step> {
        let mut ended = self.ended();
        loop {
            if ended.failed || waiting.is_empty() {
                return None;
            }
            let is_over = |name: &&'static str| {
                ended.steps.contains(name) || !all.iter().any(|it| it.name == *name)
            };
            if let Some(at) = waiting.iter().position(|it| it.needs.iter().all(is_over)) {
                return Some(waiting.remove(at));
            }
            ended = self
                .changed
                .wait(ended)
                .unwrap_or_else(PoisonError::into_inner);
        }
    }
}

/// Stops the other lane if this lane panics.
struct Guard<'p>(&'p Progress);

impl Drop for Guard<'_> {
    fn drop(&mut self) {
        if thread::panicking() {
            self.0.ended().failed = true;
            self.0.changed.notify_all();
        }
    }
}

/// Runs the steps. After a failure, no further step starts.
pub(crate) fn run(steps: &[&'static Step], context: &Context) -> Result<()> {
    let (beside, ahead): (Vec<&'static Step>, Vec<_>) = steps.iter().partition(|it| it.waits);
    if !beside.is_empty() {
        context.link_programs()?;
    }
    let progress = Progress::default();
    let (target, progress) = (context.work.clone(), &progress);
    thread::scope(|scope| {
        let other = scope.spawn(move || {
            let mut waiting = beside;
            while let Some(step) = progress.next(&mut waiting, steps) {
                let outcome = in_own_process(step, &target);
                progress.end(step, &outcome);
                outcome?;
            }
            Ok(())
        });
        // If a step of this lane panicked, the other lane would wait for that step forever.
        let _guard = Guard(progress);
        let mut outcome = Ok(());
        for step in ahead {
            if progress.ended().failed {
                break;
            }
            outcome = timed(step, context);
            progress.end(step, &outcome);
            if outcome.is_err() {
                break;
            }
        }
        let beside = other
            .join()
            .unwrap_or_else(|_| bail!("the second lane panicked"));
        outcome.and(beside)
    })
}

/// Runs one step. Prints its output and its duration in seconds.
pub(crate) fn timed(step: &Step, context: &Context) -> Result<()> {
    let begin = Instant::now();
    println!("== {}", step.name);
    let ended = (step.run)(context);
    let seconds = begin.elapsed().as_secs();
    match ended {
        Ok(()) => println!("== {}: {seconds} s", step.name),
        Err(error) => {
            println!("== {}: failed after {seconds} s", step.name);
            return Err(error.context(format!("the step `{}` failed", step.name)));
        }
    }
    Ok(())
}

/// Runs one step in a separate process. Prints its output after the process has ended.
fn in_own_process(step: &Step, work: &std::path::Path) -> Result<()> {
    let path = work.join(format!("{}.log", step.name));
    let log = File::create(&path)?;
    let mut command = Command::new(env::current_exe()?);
    command.args(["ci", "--alone", step.name]);
    let status = command.stdout(log.try_clone()?).stderr(log).status();
    let status = status.context("the step cannot start")?;
    print!("{}", String::from_utf8_lossy(&fs::read(&path)?));
    if !status.success() {
        bail!("the step `{}` failed", step.name);
    }
    Ok(())
}
