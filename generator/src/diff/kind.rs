//! The kinds of changes. Each has a stable name, a meaning, and the reason for its verdicts.

use serde::{Serialize, Serializer};

/// Defines the enum `Kind` and its table.
macro_rules! kinds {
    ($($variant:ident $name:literal <=> $mirror:ident $what:literal $why:literal;)*) => {
        /// The kind of a change.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Kind {
            $(#[doc = $what] $variant,)*
        }

        impl Kind {
            /// All kinds.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// Returns the stable name.
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }

            /// Returns the kind of the reverse change.
            pub fn mirror(self) -> Self {
                match self {
                    $(Self::$variant => Self::$mirror,)*
                }
            }

            /// Returns the meaning.
            pub fn what(self) -> &'static str {
                match self {
                    $(Self::$variant => $what,)*
                }
            }

            /// Returns the reason for the verdicts.
            pub fn why(self) -> &'static str {
                match self {
                    $(Self::$variant => $why,)*
                }
            }
        }
    };
}

kinds! {
    ServerChanged "server-changed" <=> ServerChanged
        "The base URL changed"
        "Calls go to a different host, but no signature contains the host.";
    FromEnvAdded "from-env-added" <=> FromEnvRemoved
        "The client can be built from environment variables"
        "`Client::from_env` is added.";
    FromEnvRemoved "from-env-removed" <=> FromEnvAdded
        "The client can no longer be built from environment variables"
        "`Client::from_env` is removed.";
    ProfileChanged "profile-changed" <=> ProfileChanged
        "A setting of the profile changed: environment variables, media type, API version header, error body, upload servers or GraphQL endpoints"
        "The client sends or reads different values. No signature contains these settings.";
    ApiVersionChanged "api-version-changed" <=> ApiVersionChanged
        "The API version that the client sends changed"
        "The server may respond differently; changes that the description declares are reported separately.";
    CrateRenamed "crate-renamed" <=> CrateRenamed
        "The crate was renamed"
        "Every path starts with the crate's name, and so does the dependency. The wire format does not contain it.";
    RuntimeChanged "runtime-changed" <=> RuntimeChanged
        "The crate depends on a different version of the runtime"
        "The crate re-exports the runtime's types. Types of semver-incompatible versions are different types.";
    TagAdded "tag-added" <=> TagRemoved
        "A tag has its first operations"
        "A module, a feature and a client method are added.";
    TagRemoved "tag-removed" <=> TagAdded
        "A tag has no operations any more"
        "Its module, its feature and its client method are removed.";
    TagRenamed "tag-renamed" <=> TagRenamed
        "A tag or its module was renamed"
        "Paths through the module change. The wire format does not contain tags.";
    OperationAdded "operation-added" <=> OperationRemoved
        "An operation was added"
        "Its method is added.";
    OperationRemoved "operation-removed" <=> OperationAdded
        "An operation was removed"
        "Its method is removed.";
    OperationRenamed "operation-renamed" <=> OperationRenamed
        "The operationId or the name of an operation changed, but not its method and path"
        "The method and its types are renamed. The wire format does not contain these names.";
    OperationPathChanged "operation-path-changed" <=> OperationPathChanged
        "The HTTP method or the path of an operation changed"
        "The server may no longer serve the old path. Changes of parameters are reported separately.";
    OperationTagChanged "operation-tag-changed" <=> OperationTagChanged
        "An operation moved to a different tag"
        "Its method moves to a different handle, and its types move to a different module.";
    OperationServerChanged "operation-server-changed" <=> OperationServerChanged
        "The host of an operation changed"
        "No signature contains the host.";
    OperationNotifiesChanged "operation-notifies-changed" <=> OperationNotifiesChanged
        "The operation started or stopped to notify people"
        "The client sends such calls at a limited rate.";
    OperationIdempotencyChanged "operation-idempotency-changed" <=> OperationIdempotencyChanged
        "The operation became idempotent, or is no longer idempotent"
        "Only idempotent calls are retried after the server may have received them.";
    OperationDeprecated "operation-deprecated" <=> OperationUndeprecated
        "An operation was deprecated"
        "Callers get a compiler warning.";
    OperationUndeprecated "operation-undeprecated" <=> OperationDeprecated
        "An operation is no longer deprecated"
        "The compiler warning disappears.";
    DeprecationChanged "deprecation-changed" <=> DeprecationChanged
        "The reason or the end date of a deprecation changed"
        "The text of the compiler warning changes.";
    PreviewBegun "preview-begun" <=> PreviewEnded
        "An operation is now in preview"
        "The crate still contains it, but GitHub may change it without notice.";
    PreviewEnded "preview-ended" <=> PreviewBegun
        "An operation is no longer in preview"
        "The crate does not change.";
    AccessChanged "access-changed" <=> AccessChanged
        "The documented access changed: GitHub Apps, cloud only, or scopes and permissions"
        "No signature contains access rules. The description does not state whether the server refuses callers that \
         it accepted before.";
    VersionsChanged "versions-changed" <=> VersionsChanged
        "The documented differences to other API versions changed"
        "The crate sends one API version only.";
    ParameterAdded "parameter-added" <=> ParameterRemoved
        "A parameter was added"
        "A required parameter is a new argument; an optional parameter is a new setter.";
    ParameterRemoved "parameter-removed" <=> ParameterAdded
        "A parameter was removed"
        "Its argument or setter is removed. Servers ignore unknown parameters.";
    ParameterBecameRequired "parameter-became-required" <=> ParameterBecameOptional
        "A parameter became required"
        "Its setter becomes an argument.";
    ParameterBecameOptional "parameter-became-optional" <=> ParameterBecameRequired
        "A parameter became optional"
        "Its argument becomes a setter.";
    ParameterRenamed "parameter-renamed" <=> ParameterRenamed
        "A parameter was renamed"
        "Rust arguments have no names, but setters and mock matchers do.";
    ParameterMoved "parameter-moved" <=> ParameterMoved
        "A parameter moved to another part of the request"
        "The signature stays the same, but old clients send the parameter in the wrong place.";
    ParameterDeprecated "parameter-deprecated" <=> ParameterUndeprecated
        "A parameter was deprecated"
        "Callers of its setter get a compiler warning. For an argument, only the documentation says so.";
    ParameterUndeprecated "parameter-undeprecated" <=> ParameterDeprecated
        "A parameter is no longer deprecated"
        "The compiler warning disappears.";
    DefaultChanged "default-changed" <=> DefaultChanged
        "The default value of a parameter or a property changed"
        "Calls that omit the value behave differently.";
    ParameterListChanged "parameter-list-changed" <=> ParameterListChanged
        "The serialization of a list in the query changed"
        "The signature stays the same, but old clients serialize the list in the old way.";
    ParametersReordered "parameters-reordered" <=> ParametersReordered
        "The order of the parameters changed"
        "Rust arguments have no names: with required parameters, the same call sends different values.";
    BodyAdded "body-added" <=> BodyRemoved
        "The operation accepts a request body"
        "A required body is a new argument; an optional body is a new setter.";
    BodyRemoved "body-removed" <=> BodyAdded
        "The operation no longer accepts a request body"
        "The argument or the setter is removed.";
    BodyBecameRequired "body-became-required" <=> BodyBecameOptional
        "The request body became required"
        "The setter becomes an argument, if the body has required content.";
    BodyBecameOptional "body-became-optional" <=> BodyBecameRequired
        "The request body became optional"
        "The argument becomes a setter.";
    BodyChanged "body-changed" <=> BodyChanged
        "The kind of the request body changed: JSON, text or bytes"
        "Its Rust type changes.";
    BodyMediaTypeAdded "body-media-type-added" <=> BodyMediaTypeRemoved
        "The server accepts the request body in an additional media type"
        "The crate may have a new setter for it.";
    BodyMediaTypeRemoved "body-media-type-removed" <=> BodyMediaTypeAdded
        "The server no longer accepts the request body in a media type"
        "Its setter, if any, is removed.";
    SuccessChanged "success-changed" <=> SuccessChanged
        "The kind of the response changed: JSON, text, bytes, no body, or an enum by status"
        "The output type of the call changes.";
    SuccessStatusAdded "success-status-added" <=> SuccessStatusRemoved
        "A success status was added"
        "An enum by status gets a variant. Otherwise the existing type covers the status.";
    SuccessStatusRemoved "success-status-removed" <=> SuccessStatusAdded
        "A success status was removed"
        "An enum by status loses the variant.";
    AcceptChanged "accept-changed" <=> AcceptChanged
        "The requested media type changed"
        "The content of the body may differ, although its Rust type is the same.";
    MediaTypeAdded "media-type-added" <=> MediaTypeRemoved
        "The response is available in an additional media type"
        "A method is added.";
    MediaTypeRemoved "media-type-removed" <=> MediaTypeAdded
        "The response is no longer available in a media type"
        "Its method is removed.";
    ErrorStatusAdded "error-status-added" <=> ErrorStatusRemoved
        "An error status was added"
        "The error enum gets a variant. Before, the status was `Other`.";
    ErrorStatusRemoved "error-status-removed" <=> ErrorStatusAdded
        "An error status was removed"
        "The variant is removed. If the server still sends the status, it is `Other`.";
    ErrorBodyChanged "error-body-changed" <=> ErrorBodyChanged
        "The body of an error was added, removed or changed"
        "The variant contains a different type.";
    ErrorTypeChanged "error-type-changed" <=> ErrorTypeChanged
        "The error alias of an operation names a different enum"
        "Operations with the same statuses and bodies share an enum. Source that uses the alias compiles, unless it mixes the errors of operations that no longer share one.";
    ErrorMediaTypesChanged "error-media-types-changed" <=> ErrorMediaTypesChanged
        "The media types of an error's body changed"
        "The crate decodes error bodies of any media type.";
    ResponseHeadersChanged "response-headers-changed" <=> ResponseHeadersChanged
        "The declared response headers changed"
        "No type contains headers: the response returns all headers, declared or not.";
    PaginationAdded "pagination-added" <=> PaginationRemoved
        "The operation is paginated"
        "`pages()` and `items()` are added.";
    PaginationRemoved "pagination-removed" <=> PaginationAdded
        "The operation is no longer paginated"
        "`pages()` and `items()` are removed.";
    PaginationChanged "pagination-changed" <=> PaginationChanged
        "The pagination scheme changed"
        "The same methods fetch pages in a different way.";
    ReportsAdded "reports-added" <=> ReportsRemoved
        "The response links to reports"
        "`reports()` is added.";
    ReportsRemoved "reports-removed" <=> ReportsAdded
        "The response no longer links to reports"
        "`reports()` is removed.";
    TypeChanged "type-changed" <=> TypeChanged
        "The type of a value changed"
        "Source that reads or sets the value does not compile. For example, a string parameter also accepted `&String`, which an enum does not.";
    TypeRenamed "type-renamed" <=> TypeRenamed
        "A type was renamed"
        "Source that names the type does not compile. The wire format does not contain the name.";
    TypeAdded "type-added" <=> TypeRemoved
        "An inline type was added to a schema or an operation"
        "The type is added.";
    TypeRemoved "type-removed" <=> TypeAdded
        "An inline type was removed from a schema or an operation"
        "Source that names the type does not compile. The wire format does not contain the name.";
    VariantRenamed "variant-renamed" <=> VariantRenamed
        "A variant or the method of a media type was renamed"
        "Source that names the variant or method does not compile. The wire format does not contain the name.";
    ItemBecameNullable "item-became-nullable" <=> ItemBecameNonNullable
        "Items of a list or a map became nullable"
        "The items become `Option`.";
    ItemBecameNonNullable "item-became-non-nullable" <=> ItemBecameNullable
        "Items of a list or a map are no longer nullable"
        "The items are no longer `Option`.";
    SchemaAdded "schema-added" <=> SchemaRemoved
        "A component schema was added"
        "A type is added.";
    SchemaRemoved "schema-removed" <=> SchemaAdded
        "A component schema was removed"
        "Its types are removed.";
    SchemaRenamed "schema-renamed" <=> SchemaRenamed
        "A component schema was renamed, but has the same shape and the same operations"
        "Source that names the type does not compile. The wire format does not contain the name.";
    FeatureAdded "feature-added" <=> FeatureRemoved
        "A type is compiled with an additional feature"
        "Fewer enabled features are enough for the type.";
    FeatureRemoved "feature-removed" <=> FeatureAdded
        "A type is no longer compiled with a feature"
        "With that feature alone, the type is missing.";
    MemberAdded "member-added" <=> MemberRemoved
        "A property was added to an object"
        "A field is added. A required property of a request is a new argument of `new`.";
    MemberRemoved "member-removed" <=> MemberAdded
        "A property of an object was removed"
        "Its field is removed.";
    MemberBecameRequired "member-became-required" <=> MemberBecameOptional
        "A property became required"
        "Its field is no longer `Option`. In a request, its setter becomes an argument of `new`.";
    MemberBecameOptional "member-became-optional" <=> MemberBecameRequired
        "A property became optional"
        "Its field becomes `Option`. In a request, its argument of `new` becomes a setter.";
    MemberBecameNullable "member-became-nullable" <=> MemberBecameNonNullable
        "A property became nullable"
        "Its field becomes `Option`, or `Nullable` in a request, unless the field was already one.";
    MemberBecameNonNullable "member-became-non-nullable" <=> MemberBecameNullable
        "A property is no longer nullable"
        "Its field is no longer `Option` or `Nullable`, unless the property is optional.";
    MemberRenamed "member-renamed" <=> MemberRenamed
        "The field of a property was renamed"
        "Source that names the field does not compile. The wire format does not contain the name.";
    MemberWireNameChanged "member-wire-name-changed" <=> MemberWireNameChanged
        "The name of a property changed on the wire, but not in Rust"
        "Source compiles, and sends and reads the new property.";
    MemberRepresentationChanged "member-representation-changed" <=> MemberRepresentationChanged
        "The representation of a field changed, because its type started or stopped to be part of requests"
        "`Option` becomes `Nullable`, or a `Box` is added or removed.";
    MemberBecameReadOnly "member-became-read-only" <=> MemberBecameWritable
        "A property became read-only"
        "Its argument of `new` or its setter is removed. Its field becomes `Option`, since requests omit the \
         property.";
    MemberBecameWritable "member-became-writable" <=> MemberBecameReadOnly
        "A read-only property became writable"
        "The property becomes an argument of `new`, or gets a setter.";
    MemberBecameWriteOnly "member-became-write-only" <=> MemberBecameReadable
        "A property became write-only"
        "The field stays. A required field that is absent from a response is drift.";
    MemberBecameReadable "member-became-readable" <=> MemberBecameWriteOnly
        "A write-only property became readable"
        "The field stays.";
    MemberDeprecated "member-deprecated" <=> MemberUndeprecated
        "A property or a type was deprecated"
        "Source that uses the item gets a compiler warning.";
    MemberUndeprecated "member-undeprecated" <=> MemberDeprecated
        "A property or a type is no longer deprecated"
        "The compiler warning disappears.";
    Reordered "reordered" <=> Reordered
        "The order of properties, enum values or union variants changed"
        "The arguments of `new` have no names; unions are matched in the order of their variants.";
    EnteredRequests "entered-requests" <=> LeftRequests
        "A type of responses became part of requests"
        "`new` and setters are added. Changes of its fields are reported separately.";
    LeftRequests "left-requests" <=> EnteredRequests
        "A type is no longer part of requests"
        "`new` and the setters are removed.";
    AdditionalAdded "additional-added" <=> AdditionalRemoved
        "An object declares the type of additional properties"
        "The field `additional` is added.";
    AdditionalRemoved "additional-removed" <=> AdditionalAdded
        "An object no longer declares the type of additional properties"
        "The field `additional` is removed.";
    EnumValueAdded "enum-value-added" <=> EnumValueRemoved
        "An enum value was added"
        "A variant is added. Every enum accepts unknown values.";
    EnumValueRemoved "enum-value-removed" <=> EnumValueAdded
        "An enum value was removed"
        "Its variant is removed.";
    EnumValueChanged "enum-value-changed" <=> EnumValueChanged
        "The value of an enum variant changed on the wire, but not in Rust"
        "Source compiles, and sends and compares the new value.";
    UnionShapeAdded "union-shape-added" <=> UnionShapeRemoved
        "A union variant was added"
        "A variant is added. Every union accepts unknown values.";
    UnionShapeRemoved "union-shape-removed" <=> UnionShapeAdded
        "A union variant was removed"
        "Its variant is removed.";
    DiscriminatorChanged "discriminator-changed" <=> DiscriminatorChanged
        "The discriminator of a union changed: its property or its values"
        "The same values may be decoded as different variants.";
    ConstraintChanged "constraint-changed" <=> ConstraintChanged
        "A constraint changed: length, range, pattern, format, or the properties that must occur together"
        "No Rust type enforces constraints. Only the server does.";
    DocumentationChanged "documentation-changed" <=> DocumentationChanged
        "Documentation or examples changed"
        "Only the crate's documentation changes.";
}

impl Serialize for Kind {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.name())
    }
}
