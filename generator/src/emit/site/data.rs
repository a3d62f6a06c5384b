//! Writes the data of an operation for the script of its page. `generator/web/src` reads this data.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::places::Places;
use super::shared::Site;
use super::text::{location, script};
use super::type_data::{TypeDef, TypeRef, bounds, is_false, slot_data, type_def, type_ref};
use crate::crate_ir::context::Context;
use crate::crate_ir::offered;
use crate::crate_ir::slot::{self, Slot};
use crate::crate_ir::{
    self, Body, BodyContent, Content, Crate, Given, Lists, Named, Operation, Tag, Type, sample,
    snippet,
};

#[derive(Serialize)]
struct Parameter<'a> {
    wire: &'a str,
    #[serde(rename = "in")]
    location: &'static str,
    #[serde(skip_serializing_if = "is_false")]
    required: bool,
    #[serde(rename = "type")]
    kind: TypeRef,
    #[serde(skip_serializing_if = "Option::is_none")]
    list: Option<&'static str>,
    #[serde(skip_serializing_if = "is_false")]
    secret: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    default: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    bounds: Vec<(&'a str, &'a str)>,
    /// The code template of the parameter's value: an argument, or a setter call.
    code: Slot<String>,
    /// The sample of a required parameter.
    #[serde(skip_serializing_if = "Option::is_none")]
    sample: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct BodyData<'a> {
    given: &'static str,
    #[serde(skip_serializing_if = "is_false")]
    secret: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    json: Option<TypeRef>,
    /// Media types.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    text: Vec<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    binary: Option<&'a str>,
    code: Slot<String>,
    sample: String,
    /// All examples by name, if there is more than one.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    examples: Vec<(String, String)>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Status {
    Code(u16),
    Other(&'static str),
}

#[derive(Serialize)]
struct Response<'a> {
    status: Status,
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    kind: Option<TypeRef>,
    #[serde(skip_serializing_if = "is_false")]
    text: bool,
    #[serde(skip_serializing_if = "is_false")]
    binary: bool,
    #[serde(skip_serializing_if = "is_false")]
    redirect: bool,
    #[serde(skip_serializing_if = "is_false")]
    error: bool,
    doc: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Choice<'a> {
    media_type: &'a str,
    /// The method calls that request the media type.
    code: Vec<String>,
    /// Whether one of the calls is the general method for media types.
    #[serde(skip_serializing_if = "is_false")]
    extension: bool,
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    kind: Option<TypeRef>,
    #[serde(skip_serializing_if = "is_false")]
    text: bool,
}

#[derive(Serialize)]
struct Pagination<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    number: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    size: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    items: Option<&'a str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct OperationData<'a> {
    id: &'a str,
    method: &'a str,
    path: &'a str,
    server: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<(&'a str, &'a str)>,
    profile: &'a str,
    token_variable: &'a str,
    accept: &'a str,
    tag: &'a str,
    call: [String; 2],
    #[serde(skip_serializing_if = "is_false")]
    deprecated: bool,
    parameters: Vec<Parameter<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<BodyData<'a>>,
    responses: Vec<Response<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    choices: Vec<Choice<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pagination: Option<Pagination<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    docs_url: Option<&'a str>,
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    secret_names: BTreeSet<&'a str>,
    types: BTreeMap<String, TypeDef<'a>>,
    type_files: BTreeMap<String, &'a str>,
}

/// Returns the data of an operation for the script, as JSON.
pub(super) fn of(site: &Site<'_>, tag: &Tag, operation: &Operation) -> String {
    let (api, places) = (site.api, &site.places);
    let profile = &api.profile;
    let given: Vec<&Type> = (operation.parameters.iter().map(|it| &it.kind))
        .chain(operation.body.iter().filter_map(|it| it.content.kind()))
        .collect();
    let own = &operation.types;
    let kinds = operation.kinds();
    let responded: Vec<&Type> = kinds.into_iter().filter(|it| !given.contains(it)).collect();
    let inline = inline(site, &given, tag, operation);
    let mut type_files = site.scripts.for_types(places, &responded, own);
    type_files.retain(|key, _| !inline.contains_key(key));
    let context = Context::new(site.api, tag, operation);
    script(&OperationData {
        id: &operation.id,
        method: &operation.method,
        path: &operation.path,
        server: operation.server.as_deref().unwrap_or(&api.server),
        version: profile
            .version_header
            .as_deref()
            .zip(api.api_version.as_deref()),
        profile: &profile.name,
        token_variable: profile.token_variable(),
        accept: accept(api, operation),
        tag: &tag.wire,
        call: snippet::call(tag, operation),
        deprecated: operation.deprecated.is_some(),
        parameters: (operation.parameters.iter())
            .map(|it| parameter(places, &context, it))
            .collect(),
        body: (operation.body.as_ref()).map(|it| body(places, &context, it, operation)),
        responses: responses(places, operation),
        choices: offered::choices(operation, accept(api, operation))
            .iter()
            .map(|it| Choice {
                media_type: it.media_type,
                code: snippet::asked(it.method, it.media_type, it.is_text),
                extension: it.method.is_none(),
                kind: it.kind.map(|it| type_ref(places, it)),
                text: it.is_text,
            })
            .collect(),
        pagination: operation.pagination.as_ref().map(|it| Pagination {
            number: it.number.as_deref(),
            size: it.size.as_ref().map(|(name, _)| name.as_str()),
            items: it.envelope.as_ref().map(|it| it.wire.as_str()),
        }),
        docs_url: operation.docs_url.as_deref(),
        secret_names: match &operation.body {
            Some(Body {
                content: BodyContent::Json(_),
                ..
            }) => site.secret_names.clone(),
            _ => BTreeSet::new(),
        },
        types: inline,
        type_files,
    })
}

/// Returns the media type that an operation's calls request by default.
pub(super) fn accept<'a>(api: &'a Crate<'a>, operation: &'a Operation<'a>) -> &'a str {
    let own = operation.success.accept.as_deref();
    own.unwrap_or(&api.profile.media_type)
}

/// Returns the types that requests reach, and all of the operation's own types.
fn inline<'a>(
    site: &Site<'a>,
    given: &[&Type],
    tag: &'a Tag<'a>,
    operation: &'a Operation<'a>,
) -> BTreeMap<String, TypeDef<'a>> {
    let (places, own) = (&site.places, &operation.types);
    let context = Context::new(site.api, tag, operation);
    let sent = places.reached(given, own);
    let mut reached = sent.clone();
    reached.extend(own.iter().map(|def| Named {
        name: def.name.clone(),
        home: crate_ir::TypeScope::Operation,
    }));
    let def = |named: &Named| {
        let def = places.find(named, own)?;
        let context = Some(&context).filter(|_| sent.contains(named));
        let data = type_def(places, named, def, context, false);
        Some((places.key(named), data))
    };
    reached.iter().filter_map(def).collect()
}

fn parameter<'a>(
    places: &Places<'_>,
    context: &Context<'_>,
    parameter: &'a crate_ir::Parameter<'a>,
) -> Parameter<'a> {
    Parameter {
        wire: &parameter.wire,
        location: location(parameter.location),
        required: parameter.required,
        kind: type_ref(places, &parameter.kind),
        list: (parameter.list == Lists::Joined).then_some("joined"),
        secret: parameter.secret,
        default: parameter.default.as_deref(),
        bounds: bounds(&parameter.bounds),
        code: slot_data(places, &slot::parameter(context, parameter)),
        sample: (parameter.required).then(|| sample::parameter(&context.types, parameter).text()),
    }
}

fn body<'a>(
    places: &Places<'_>,
    context: &Context<'_>,
    body: &'a Body<'a>,
    operation: &'a Operation<'a>,
) -> BodyData<'a> {
    let sample = sample::body(&context.types, body);
    let mut data = BodyData {
        given: match body.given {
            Given::Always => "always",
            Given::OrEmpty => "or-empty",
            Given::OrNot => "or-not",
        },
        secret: body.secret,
        json: None,
        text: Vec::new(),
        binary: None,
        code: slot_data(places, &slot::body(context, body)),
        sample: match &body.content {
            BodyContent::Json(_) => serde_json::to_string(&sample).unwrap_or_default(),
            BodyContent::Text(_) | BodyContent::Binary(_) => sample.text(),
        },
        examples: match super::examples::of(operation, None) {
            several if several.len() > 1 => several,
            _ => Vec::new(),
        },
    };
    match &body.content {
        BodyContent::Json(kind) => data.json = Some(type_ref(places, kind)),
        BodyContent::Binary(media_type) => data.binary = Some(media_type),
        BodyContent::Text(texts) => {
            data.text = texts.iter().map(|it| it.media_type.as_str()).collect();
        }
    }
    data
}

fn responses<'a>(places: &Places<'_>, operation: &'a Operation<'a>) -> Vec<Response<'a>> {
    let doc = |status: u16| {
        let head = operation.heads.iter().find(|it| it.status == status);
        head.map_or("", |it| it.doc.as_str())
    };
    let success = operation.success.statuses.iter().map(|status| {
        let content = offered::content(&operation.success.content, *status);
        let is = |it: &Content| content == it;
        Response {
            status: Status::Code(*status),
            kind: content.kinds().first().map(|it| type_ref(places, it)),
            text: is(&Content::Text),
            binary: is(&Content::Binary),
            redirect: is(&Content::Redirect),
            error: false,
            doc: doc(*status),
        }
    });
    let error = |status: Status, kind: Option<&Type>, doc: &'a str| Response {
        kind: kind.map(|it| type_ref(places, it)),
        text: false,
        binary: false,
        redirect: false,
        error: !matches!(status, Status::Code(300..400)),
        status,
        doc,
    };
    let failures = operation
        .failures
        .iter()
        .map(|it| error(Status::Code(it.status), it.body.as_ref(), &it.doc));
    let other = operation
        .other
        .iter()
        .map(|it| error(Status::Other("other"), Some(it), ""));
    success.chain(failures).chain(other).collect()
}
