//! Compares the peak memory of a client for 100,000 seats with that for the first page: `memory [--seats N]
//! [--read-ahead]`. The server is a separate process, so that only the client is measured.

use std::error::Error;
use std::io::{BufRead, BufReader, Read};
use std::process::{Command, ExitCode, Stdio};

use clap::Parser;
use conformance::fixture;
use conformance::server::{Reply, Server};
use github_rest::Client;
use nix::sys::resource::{UsageWho, getrusage};
use serde_json::{Value as Json, json};

/// The page size.
const PAGE: usize = 100;

/// The maximum difference of the peaks, in mebibytes.
const MOST: f64 = 8.0;

/// Compares the peak memory of a client for 100,000 seats with that for the first page
#[derive(Parser, Debug)]
struct Arguments {
    /// Number of seats
    #[arg(long, default_value_t = 100_000)]
    seats: usize,
    /// Fetch the next page while the current one is processed
    #[arg(long)]
    read_ahead: bool,
    /// Only run the server, until standard input ends
    #[arg(long, hide = true)]
    serve: bool,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let run = if arguments.serve {
        serve(arguments.seats)
    } else {
        measure(&arguments)
    };
    match run {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(2)
        }
    }
}

fn measure(arguments: &Arguments) -> Result<(), Box<dyn Error>> {
    let mut server = Command::new(std::env::current_exe()?)
        .args(["--serve", "--seats", &arguments.seats.to_string()])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    let mut url = String::new();
    let message = server.stdout.take().ok_or("the server prints nothing")?;
    BufReader::new(message).read_line(&mut url)?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let walked = runtime.block_on(walk(arguments, url.trim()));
    drop(server.stdin.take());
    server.wait()?;
    let (first, all) = walked?;
    let more = all - first;
    println!(
        "{} seats: the peak is {first:.1} MiB with the first page, and {all:.1} MiB with all pages: an increase of {more:.1} MiB",
        arguments.seats
    );
    if more > MOST {
        return Err(format!("that is more than {MOST} MiB").into());
    }
    Ok(())
}

/// Returns the peak memory at the end of the first page, and at the end of the last page.
async fn walk(arguments: &Arguments, url: &str) -> Result<(f64, f64), Box<dyn Error>> {
    let client = Client::builder().base_url(url).token("t").build()?;
    let seats = client.copilot().list_copilot_seats("octo-org");
    let mut items = seats.per_page(i64::try_from(PAGE)?).items();
    if arguments.read_ahead {
        items = items.read_ahead();
    }
    let (mut count, mut first) = (0, 0.0);
    while items.try_next().await?.is_some() {
        count += 1;
        if count == PAGE {
            first = peak()?;
        }
    }
    if count != arguments.seats {
        return Err(format!("{count} of {} seats came", arguments.seats).into());
    }
    Ok((first, peak()?))
}

/// Returns the peak memory of this process so far, in mebibytes.
fn peak() -> Result<f64, Box<dyn Error>> {
    /// Linux reports kibibytes, macOS reports bytes.
    const UNIT: f64 = if cfg!(target_os = "linux") {
        1024.0
    } else {
        1.0
    };
    let usage = getrusage(UsageWho::RUSAGE_SELF)?;
    Ok(usage.max_rss() as f64 * UNIT / 1024.0 / 1024.0)
}

fn serve(seats: usize) -> Result<(), Box<dyn Error>> {
    let path = fixture::folder().join("copilot/list_copilot_seats.json");
    let fixture: Json = serde_json::from_slice(&std::fs::read(path)?)?;
    let example = fixture.pointer("/examples/0/body/seats/0");
    let page = vec![example.ok_or("the fixture has no seats")?.clone(); PAGE];
    let body = json!({"total_seats": seats, "seats": page});
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    let server = runtime.block_on(Server::start(move |request| {
        let query = request.query.clone().unwrap_or_default();
        let page = query.split('&').find_map(|it| it.strip_prefix("page="));
        let page = page.and_then(|it| it.parse().ok()).unwrap_or(1);
        let link = if page * PAGE < seats {
            let next = page + 1;
            format!(
                "<{}?per_page={PAGE}&page={next}>; rel=\"next\"",
                request.path
            )
        } else {
            format!("<{}>; rel=\"first\"", request.path)
        };
        Reply::json(200, &body).header("link", link)
    }))?;
    println!("{}", server.url());
    std::io::stdin().read_to_end(&mut Vec::new())?;
    Ok(())
}
