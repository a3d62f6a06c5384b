//! Calls GitHub, and exports a span and the duration of each call to an OTLP collector. The collector is at
//! `OTEL_EXPORTER_OTLP_ENDPOINT`, or else at `http://localhost:4318`.
//!
//! `GITHUB_TOKEN=… cargo run -- ORG`

use std::error::Error;

use github_rest::{CallReport, Client};
use opentelemetry::KeyValue;
use opentelemetry::metrics::MeterProvider as _;
use opentelemetry::trace::TracerProvider as _;
use opentelemetry_otlp::{MetricExporter, Protocol, SpanExporter, WithExportConfig as _};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::metrics::SdkMeterProvider;
use opentelemetry_sdk::trace::SdkTracerProvider;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

fn main() -> Result<(), Box<dyn Error>> {
    let org = std::env::args().nth(1).ok_or("which organization?")?;
    let service = Resource::builder().with_service_name("seats").build();
    // The exporters connect before the first client is built. Building a client would install the crypto provider.
    let _ = rustls::crypto::ring::default_provider().install_default();
    // The exporters start threads, which is not possible within an async runtime.
    let exporter = SpanExporter::builder()
        .with_http()
        .with_protocol(Protocol::HttpJson);
    let spans = SdkTracerProvider::builder()
        .with_resource(service.clone())
        .with_batch_exporter(exporter.build()?)
        .build();
    let exporter = MetricExporter::builder()
        .with_http()
        .with_protocol(Protocol::HttpJson);
    let metrics = SdkMeterProvider::builder()
        .with_resource(service)
        .with_periodic_exporter(exporter.build()?)
        .build();
    let layer = tracing_opentelemetry::layer().with_tracer(spans.tracer("github-rest"));
    tracing_subscriber::registry().with(layer).init();

    let meter = metrics.meter("github-rest");
    let duration = meter
        .f64_histogram("http.client.request.duration")
        .with_unit("s")
        .build();
    let client = Client::builder()
        .from_env()
        .observe(move |call: &CallReport<'_>| {
            let mut attributes = vec![
                KeyValue::new("http.request.method", call.method),
                KeyValue::new("url.template", call.path),
                KeyValue::new("server.address", call.host.to_owned()),
            ];
            let status = call.status.map(|it| i64::from(it.as_u16()));
            attributes.extend(status.map(|it| KeyValue::new("http.response.status_code", it)));
            let error = call.error.map(str::to_owned);
            attributes.extend(error.map(|it| KeyValue::new("error.type", it)));
            duration.record(call.duration.as_secs_f64(), &attributes);
        });
    let client = client.build()?;

    let outcome = print_seats(client, &org);
    spans.shutdown()?;
    metrics.shutdown()?;
    outcome
}

#[tokio::main]
async fn print_seats(client: Client, org: &str) -> Result<(), Box<dyn Error>> {
    let seats = client.copilot().list_copilot_seats(org).await?;
    println!("{:?} seats", seats.total_seats);
    Ok(())
}
