//! Runs steps in two lanes: one after the other, and beside them those that mostly wait.

use std::collections::BTreeSet;
use std::fs::File;
use std::process::Command;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Instant;
use std::{env, fs, thread};

use anyhow::{Context as _, Result, bail};

use crate::context::Context;
use crate::steps::Step;

/// The steps that have ended, and whether one failed.
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

    /// Waits until one of the steps can run, and removes it from the list. Returns `None` after the last one, and after
    /// a failure. Needed steps that were not selected ran earlier.
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

/// Ends the other lane if this one panics.
struct Guard<'p>(&'p Progress);

impl Drop for Guard<'_> {
    fn drop(&mut self) {
        if thread::panicking() {
            self.0.ended().failed = true;
            self.0.changed.notify_all();
        }
    }
}

/// Runs the steps. After a failure, no other step begins.
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
        // The other lane would wait forever for a step of this lane that panicked.
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

/// Runs one step, and prints its output and its seconds.
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

/// Runs one step in a process of its own, and prints its output when it has ended.
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
