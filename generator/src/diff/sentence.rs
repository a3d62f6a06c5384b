//! Describes a change in a sentence, for the changelog.

use super::change::Change;
use super::kind::Kind;
use super::markdown::code;

/// Returns a sentence about a change, without a full stop: `` `Repository.has_downloads` is removed ``.
pub(crate) fn sentence(change: &Change) -> String {
    let item = code(short(&change.place.item));
    let value = |it: &Option<String>| it.as_deref().map(code);
    let (old, new) = (value(&change.old), value(&change.new));
    let signature = change.signature.as_deref().map(|it| code(short(it)));
    // Returns ` from … to …`, without an unknown part.
    let mut moved = String::new();
    moved.extend(old.as_ref().map(|it| format!(" from {it}")));
    moved.extend(new.as_ref().map(|it| format!(" to {it}")));
    let is = |what: &str| format!("{item} {what}");
    let was = |what: &str| format!("{item} {what}{moved}");
    let of = |what: &str| format!("{what} of {item} changes{moved}");
    let detail = |what: &str, it: &Option<String>| match it {
        Some(it) => format!("{item} {what}: {it}"),
        None => format!("{item} {what}"),
    };
    let added = || match &signature {
        Some(signature) => format!("{signature} is added"),
        None => is("is added"),
    };
    let gone = || match &change.deprecated {
        Some(why) => format!("{item} is removed; it was {}", plain(why)),
        None => is("is removed"),
    };
    match change.kind {
        Kind::ServerChanged => format!("The default base URL changes{moved}"),
        Kind::FromEnvAdded => "`Client::from_env` is added".to_owned(),
        Kind::FromEnvRemoved => "`Client::from_env` is removed".to_owned(),
        Kind::ProfileChanged => format!("A fact of the API's profile changes{moved}"),
        Kind::ApiVersionChanged => format!("The API version that is sent changes{moved}"),
        Kind::CrateRenamed => format!("The crate is renamed{moved}"),
        Kind::RuntimeChanged => format!("The required version of the runtime changes{moved}"),
        Kind::TagRenamed => format!("The tag of {item} is renamed{moved}"),
        Kind::OperationAdded => match &new {
            Some(call) => format!("{}: {call}", added()),
            None => added(),
        },
        Kind::OperationRemoved => match (&old, &change.deprecated) {
            (Some(call), None) => format!("{}: {call}", gone()),
            (Some(call), Some(why)) => {
                format!("{item} is removed: {call}; it was {}", plain(why))
            }
            (None, _) => gone(),
        },
        Kind::OperationRenamed
        | Kind::ParameterRenamed
        | Kind::TypeRenamed
        | Kind::VariantRenamed
        | Kind::SchemaRenamed
        | Kind::MemberRenamed => was("is renamed"),
        Kind::OperationPathChanged => of("The request line"),
        Kind::OperationTagChanged => was("moves to a different tag:"),
        Kind::OperationServerChanged => of("The server"),
        Kind::OperationNotifiesChanged => of("Whether people are notified"),
        Kind::OperationIdempotencyChanged => of("The idempotency"),
        Kind::OperationDeprecated | Kind::ParameterDeprecated | Kind::MemberDeprecated => {
            match &change.new {
                Some(why) => is(&format!("is {}", plain(why))),
                None => is("is deprecated"),
            }
        }
        Kind::OperationUndeprecated | Kind::ParameterUndeprecated | Kind::MemberUndeprecated => {
            is("is not deprecated any more")
        }
        Kind::DeprecationChanged => of("The deprecation"),
        Kind::PreviewBegun => is("is in preview"),
        Kind::PreviewEnded => is("is not in preview any more"),
        Kind::AccessChanged => of("The required access"),
        Kind::VersionsChanged => of("The differences in other API versions"),
        Kind::TagAdded
        | Kind::ParameterAdded
        | Kind::BodyAdded
        | Kind::MediaTypeAdded
        | Kind::ErrorStatusAdded
        | Kind::PaginationAdded
        | Kind::ReportsAdded
        | Kind::SchemaAdded
        | Kind::MemberAdded
        | Kind::AdditionalAdded
        | Kind::EnumValueAdded
        | Kind::TypeAdded
        | Kind::UnionShapeAdded => added(),
        Kind::TagRemoved
        | Kind::ParameterRemoved
        | Kind::MediaTypeRemoved
        | Kind::ErrorStatusRemoved
        | Kind::SchemaRemoved
        | Kind::MemberRemoved
        | Kind::AdditionalRemoved
        | Kind::EnumValueRemoved
        | Kind::TypeRemoved
        | Kind::UnionShapeRemoved => gone(),
        Kind::BodyRemoved => format!("The request body of {item} is removed"),
        Kind::PaginationRemoved => is("is not paginated any more"),
        Kind::ReportsRemoved => is("has no links to reports any more"),
        Kind::ParameterBecameRequired | Kind::MemberBecameRequired => was("becomes required,"),
        Kind::ParameterBecameOptional | Kind::MemberBecameOptional => was("becomes optional,"),
        Kind::BodyBecameRequired => format!("The request body of {item} becomes required{moved}"),
        Kind::BodyBecameOptional => format!("The request body of {item} becomes optional{moved}"),
        Kind::ParameterMoved => was("is sent in a different part of the request:"),
        Kind::DefaultChanged => of("The server's default"),
        Kind::ParameterListChanged => of("The encoding of lists"),
        Kind::ParametersReordered => of("The order of parameters"),
        Kind::Reordered => of("The order"),
        Kind::BodyChanged => of("The request body"),
        Kind::BodyMediaTypeAdded => detail("accepts a further media type", &new),
        Kind::BodyMediaTypeRemoved => detail("does not accept a media type any more", &old),
        Kind::SuccessChanged => of("The response type"),
        Kind::SuccessStatusAdded => match &signature {
            Some(_) => added(),
            None => detail("succeeds with a further status", &new),
        },
        Kind::SuccessStatusRemoved => detail("does not succeed with a status any more", &old),
        Kind::AcceptChanged => of("The requested media type"),
        Kind::ErrorBodyChanged => of("The type of the error body"),
        Kind::ErrorTypeChanged => was("names a different error enum and moves"),
        Kind::EnumTypeChanged => was("names a different enum and moves"),
        Kind::ErrorMediaTypesChanged => of("The media types of the error body"),
        Kind::ResponseHeadersChanged => of("The declared response headers"),
        Kind::PaginationChanged => of("The pagination"),
        Kind::TypeChanged => of("The type"),
        Kind::ItemBecameNullable => was("may contain null, and changes"),
        Kind::ItemBecameNonNullable => was("does not contain null any more, and changes"),
        Kind::FeatureAdded => detail("is compiled with a further feature", &new),
        Kind::FeatureRemoved => detail("is not compiled with a feature any more", &old),
        Kind::MemberBecameNullable => was("may be null, and changes"),
        Kind::MemberBecameNonNullable => was("is not null any more, and changes"),
        Kind::MemberWireNameChanged => of("The wire name"),
        Kind::MemberRepresentationChanged => of("The form of the field"),
        Kind::MemberBecameReadOnly => was("is set only by the server, and changes"),
        Kind::MemberBecameWritable => was("can be set by requests, and changes"),
        Kind::MemberBecameWriteOnly => is("is not returned by the server any more"),
        Kind::MemberBecameReadable => is("is returned by the server"),
        Kind::EnteredRequests => is("can be sent in requests: `new` and setters are added"),
        Kind::LeftRequests => is("is not sent in requests any more: `new` and setters are removed"),
        Kind::EnumValueChanged => of("The wire value"),
        Kind::DiscriminatorChanged => of("The discriminator"),
        Kind::ConstraintChanged => of("A constraint"),
        Kind::DocumentationChanged => of("The documentation"),
    }
}

/// Returns an item without the module `types`.
fn short(item: &str) -> &str {
    item.strip_prefix("types::").unwrap_or(item)
}

/// Returns the generator's own texts unchanged, and any other text as code.
fn plain(why: &str) -> String {
    let is_plain = |it: char| it.is_ascii_alphanumeric() || " ,-".contains(it);
    let own = why.strip_suffix(" by the API's description").unwrap_or(why);
    match own.chars().all(is_plain) {
        true => own.to_owned(),
        false => code(why),
    }
}
