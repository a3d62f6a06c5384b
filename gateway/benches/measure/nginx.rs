//! nginx as the upstream, and as a plain proxy for comparison.

use std::fs;
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::Result;
use crate::program::{Program, free_address};

/// Starts the upstream. The upstream responds with `body` to every path except `large`, for which it returns a file.
pub fn upstream(folder: &Path, body: &str, large: (&str, &Path)) -> Result<Program> {
    let address = free_address()?;
    let (path, file) = large;
    let server = format!(
        "access_log off;
        default_type application/json;
        server {{
            listen {address} backlog=4096;
            location = {path} {{ alias {file}; }}
            location / {{ return 200 '{body}'; }}
        }}",
        file = file.display(),
    );
    start(&folder.join("upstream"), address, 1, &server)
}

/// Starts the plain proxy. Its settings are nginx's defaults, except for persistent connections to the upstream.
pub fn proxy(folder: &Path, upstream: SocketAddr) -> Result<Program> {
    let address = free_address()?;
    let server = format!(
        "access_log access.log;
        upstream measured {{ server {upstream}; keepalive 128; keepalive_requests 10000000; }}
        server {{
            listen {address} backlog=4096;
            location / {{
                proxy_pass http://measured;
                proxy_http_version 1.1;
                proxy_set_header Connection '';
            }}
        }}"
    );
    start(&folder.join("proxy"), address, 2, &server)
}

fn start(folder: &Path, address: SocketAddr, workers: usize, http: &str) -> Result<Program> {
    let temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
        .map(|it| format!("{it}_temp_path temporary/{it};"))
        .join(" ");
    let configuration = format!(
        "daemon off; worker_processes {workers}; pid nginx.pid; error_log stderr error; user root;
        events {{ worker_connections 8192; }}
        http {{
            {temporary}
            keepalive_requests 10000000;
            {http}
        }}"
    );
    let made = fs::create_dir_all(folder.join("temporary"))
        .and_then(|()| fs::write(folder.join("nginx.conf"), configuration));
    made.map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut command = Command::new("nginx");
    command.args(["-e", "stderr", "-c", "nginx.conf", "-p"]);
    command.arg(folder).stdout(Stdio::null());
    let started = Program::start(&mut command, address);
    started.map_err(|error| format!("{error}\nhelp: apt-get install nginx-light wrk"))
}
