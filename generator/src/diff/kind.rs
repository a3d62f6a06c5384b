//! The kinds of changes: stable names, each with its meaning and the reason for its verdicts.

use serde::{Serialize, Serializer};

/// Defines the enum and its table.
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
        "Calls go to the new host; no signature contains the host.";
    FromEnvAdded "from-env-added" <=> FromEnvRemoved
        "The client can be built from environment variables"
        "`Client::from_env` is added.";
    FromEnvRemoved "from-env-removed" <=> FromEnvAdded
        "The client can no longer be built from environment variables"
        "`Client::from_env` is removed.";
    ProfileChanged "profile-changed" <=> ProfileChanged
        "A setting of the profile changed: environment variables, media type, API version header, error body, upload servers or GraphQL endpoints"
        "No signature contains these settings, but the client sends or reads different data.";
    ApiVersionChanged "api-version-changed" <=> ApiVersionChanged
        "The API version that the client sends changed"
        "The server may respond differently. Declared changes are reported separately.";
    CrateRenamed "crate-renamed" <=> CrateRenamed
        "The crate was renamed"
        "Every Rust path and the dependency contain the name, but the wire format does not.";
    RuntimeChanged "runtime-changed" <=> RuntimeChanged
        "The crate depends on a different version of the runtime"
        "The crate re-exports the runtime's types; types of a semver-incompatible version are different types.";
    TagAdded "tag-added" <=> TagRemoved
        "A tag has its first operations"
        "A module, a feature and a client method are added.";
    TagRemoved "tag-removed" <=> TagAdded
        "A tag no longer has operations"
        "The module, feature and client method are removed.";
    TagRenamed "tag-renamed" <=> TagRenamed
        "A tag or its module was renamed"
        "Paths through the module change. The wire format does not contain tags.";
    OperationAdded "operation-added" <=> OperationRemoved
        "An operation was added"
        "The method is added.";
    OperationRemoved "operation-removed" <=> OperationAdded
        "An operation was removed"
        "The method is removed.";
    OperationRenamed "operation-renamed" <=> OperationRenamed
        "The operationId or name of an operation changed"
        "The method and its types are renamed. The wire format does not contain these names.";
    OperationPathChanged "operation-path-changed" <=> OperationPathChanged
        "The HTTP method or the path of an operation changed"
        "The server may no longer serve the old path. Changes of parameters are reported separately.";
    OperationTagChanged "operation-tag-changed" <=> OperationTagChanged
        "An operation moved to another tag"
        "The method and the types move to the new tag's client method and module.";
    OperationServerChanged "operation-server-changed" <=> OperationServerChanged
        "The host of an operation changed"
        "No signature contains the host.";
    OperationNotifiesChanged "operation-notifies-changed" <=> OperationNotifiesChanged
        "The operation now notifies people, or no longer notifies people"
        "The client limits the rate of calls that notify people.";
    OperationIdempotencyChanged "operation-idempotency-changed" <=> OperationIdempotencyChanged
        "The operation became idempotent, or is no longer idempotent"
        "If the server may have received a call, only an idempotent call is retried.";
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
        "GitHub may change a preview without notice.";
    PreviewEnded "preview-ended" <=> PreviewBegun
        "An operation is no longer in preview"
        "The crate does not change.";
    AccessChanged "access-changed" <=> AccessChanged
        "The documented access changed: GitHub Apps, cloud only, or scopes and permissions"
        "No signature contains access rules. The description does not state whether the server now refuses callers that it accepted before.";
    VersionsChanged "versions-changed" <=> VersionsChanged
        "The documented differences to other API versions changed"
        "The crate sends only one API version.";
    ParameterAdded "parameter-added" <=> ParameterRemoved
        "A parameter was added"
        "A required parameter is a new argument; an optional parameter is a new setter.";
    ParameterRemoved "parameter-removed" <=> ParameterAdded
        "A parameter was removed"
        "The argument or setter is removed. Servers ignore unknown parameters.";
    ParameterBecameRequired "parameter-became-required" <=> ParameterBecameOptional
        "A parameter became required"
        "The setter becomes an argument.";
    ParameterBecameOptional "parameter-became-optional" <=> ParameterBecameRequired
        "A parameter became optional"
        "The argument becomes a setter.";
    ParameterRenamed "parameter-renamed" <=> ParameterRenamed
        "A parameter was renamed"
        "Rust arguments have no names, but setters and mock matchers do.";
    ParameterMoved "parameter-moved" <=> ParameterMoved
        "A parameter moved to another part of the request"
        "The signature stays the same, but old clients send the parameter in the wrong place.";
    ParameterDeprecated "parameter-deprecated" <=> ParameterUndeprecated
        "A parameter was deprecated"
        "Callers of its setter get a compiler warning. For an argument, only the documentation changes.";
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
        "The Rust type of the body changes.";
    BodyMediaTypeAdded "body-media-type-added" <=> BodyMediaTypeRemoved
        "The server accepts the request body in an additional media type"
        "The crate may have a new setter for this media type.";
    BodyMediaTypeRemoved "body-media-type-removed" <=> BodyMediaTypeAdded
        "The server no longer accepts the request body in a media type"
        "The setter of this media type, if any, is removed.";
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
        "The body of the same Rust type may differ.";
    MediaTypeAdded "media-type-added" <=> MediaTypeRemoved
        "The response is available in an additional media type"
        "A method is added.";
    MediaTypeRemoved "media-type-removed" <=> MediaTypeAdded
        "The response is no longer available in a media type"
        "The method of the media type is removed.";
    ErrorStatusAdded "error-status-added" <=> ErrorStatusRemoved
        "An error status was added"
        "The error enum gets a variant. Before, the status was decoded as `Other`.";
    ErrorStatusRemoved "error-status-removed" <=> ErrorStatusAdded
        "An error status was removed"
        "The variant is removed. If the server still sends the status, the error is decoded as `Other`.";
    ErrorBodyChanged "error-body-changed" <=> ErrorBodyChanged
        "The body of an error was added, removed or changed"
        "The variant contains a different type.";
    ErrorTypeChanged "error-type-changed" <=> ErrorTypeChanged
        "The error alias of an operation names a different enum"
        "Operations with the same statuses and bodies share an enum. Source that uses the alias compiles, unless it mixes operations that no longer share an enum.";
    ErrorMediaTypesChanged "error-media-types-changed" <=> ErrorMediaTypesChanged
        "The media types of an error's body changed"
        "The crate decodes error bodies of every media type as JSON.";
    ResponseHeadersChanged "response-headers-changed" <=> ResponseHeadersChanged
        "The declared response headers changed"
        "No type contains headers: the response returns all headers, including undeclared headers.";
    PaginationAdded "pagination-added" <=> PaginationRemoved
        "The operation is paginated"
        "`pages()` and `items()` are added.";
    PaginationRemoved "pagination-removed" <=> PaginationAdded
        "The operation is no longer paginated"
        "`pages()` and `items()` are removed.";
    PaginationChanged "pagination-changed" <=> PaginationChanged
        "The pagination scheme changed"
        "The same methods send different requests for pages.";
    ReportsAdded "reports-added" <=> ReportsRemoved
        "The response links to reports"
        "`reports()` is added.";
    ReportsRemoved "reports-removed" <=> ReportsAdded
        "The response no longer links to reports"
        "`reports()` is removed.";
    TypeChanged "type-changed" <=> TypeChanged
        "The type of a value changed"
        "Source that reads or sets the value does not compile. For example, a string parameter accepts `&String`, but an enum parameter does not.";
    TypeRenamed "type-renamed" <=> TypeRenamed
        "A type was renamed"
        "Source that names the type does not compile. The wire format does not contain the name.";
    EnumTypeChanged "enum-type-changed" <=> EnumTypeChanged
        "The name of an enum names a different enum"
        "String enums of one schema or operation with the same values are one type with several names. Source that uses one of the names compiles, unless it mixes names that no longer have one type, or implements a trait for two names that now have one type.";
    TypeAdded "type-added" <=> TypeRemoved
        "An inline type was added to a schema or an operation"
        "The Rust type is added.";
    TypeRemoved "type-removed" <=> TypeAdded
        "An inline type was removed from a schema or an operation"
        "Source that names the type does not compile. The wire format does not contain the name.";
    VariantRenamed "variant-renamed" <=> VariantRenamed
        "A variant or the method of a media type was renamed"
        "Source with the old name does not compile. The wire format does not contain the name.";
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
        "The types are removed.";
    SchemaRenamed "schema-renamed" <=> SchemaRenamed
        "A component schema was renamed; its shape and its operations are the same"
        "Source that names the type does not compile. The wire format does not contain the name.";
    FeatureAdded "feature-added" <=> FeatureRemoved
        "A type is compiled with an additional feature"
        "The new feature alone makes the type available.";
    FeatureRemoved "feature-removed" <=> FeatureAdded
        "A type is no longer compiled with a feature"
        "With the removed feature alone, the type is missing.";
    MemberAdded "member-added" <=> MemberRemoved
        "A property was added to an object"
        "A field is added. A required property of a request is a new argument of `new`.";
    MemberRemoved "member-removed" <=> MemberAdded
        "A property of an object was removed"
        "The field is removed.";
    MemberBecameRequired "member-became-required" <=> MemberBecameOptional
        "A property became required"
        "The field is no longer `Option`. In a request, the setter becomes an argument of `new`.";
    MemberBecameOptional "member-became-optional" <=> MemberBecameRequired
        "A property became optional"
        "The field becomes `Option`. In a request, the argument of `new` becomes a setter.";
    MemberBecameNullable "member-became-nullable" <=> MemberBecameNonNullable
        "A property became nullable"
        "The field becomes `Option`, or `Nullable` in a request, unless the field already has this type.";
    MemberBecameNonNullable "member-became-non-nullable" <=> MemberBecameNullable
        "A property is no longer nullable"
        "The field is no longer `Option` or `Nullable`, unless the property is optional.";
    MemberRenamed "member-renamed" <=> MemberRenamed
        "The field of a property was renamed"
        "Source that names the field does not compile. The wire format does not contain the name.";
    MemberWireNameChanged "member-wire-name-changed" <=> MemberWireNameChanged
        "The name of a property changed on the wire, but not in Rust"
        "Source compiles, and sends and reads the new property.";
    MemberRepresentationChanged "member-representation-changed" <=> MemberRepresentationChanged
        "The representation of a field changed, because its type entered or left requests"
        "`Option` becomes `Nullable`, or a `Box` is added or removed.";
    MemberBecameReadOnly "member-became-read-only" <=> MemberBecameWritable
        "A property became read-only"
        "The argument of `new` or the setter is removed. Requests omit the property, so its field becomes `Option`.";
    MemberBecameWritable "member-became-writable" <=> MemberBecameReadOnly
        "A read-only property became writable"
        "An argument of `new` or a setter is added.";
    MemberBecameWriteOnly "member-became-write-only" <=> MemberBecameReadable
        "A property became write-only"
        "The field does not change. If a required field is absent from a response, the crate reports drift (a deviation).";
    MemberBecameReadable "member-became-readable" <=> MemberBecameWriteOnly
        "A write-only property became readable"
        "The field does not change.";
    MemberDeprecated "member-deprecated" <=> MemberUndeprecated
        "A property or a type was deprecated"
        "Source that uses the property or the type gets a compiler warning.";
    MemberUndeprecated "member-undeprecated" <=> MemberDeprecated
        "A property or a type is no longer deprecated"
        "The compiler warning disappears.";
    Reordered "reordered" <=> Reordered
        "The order of properties, enum values or union variants changed"
        "The arguments of `new` have no names; the decoder matches unions in the order of their variants.";
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
        "The variant is removed.";
    EnumValueChanged "enum-value-changed" <=> EnumValueChanged
        "The value of an enum variant changed on the wire, but not in Rust"
        "Source compiles, and sends and compares the new value.";
    UnionShapeAdded "union-shape-added" <=> UnionShapeRemoved
        "A union variant was added"
        "A variant is added. Every union accepts unknown values.";
    UnionShapeRemoved "union-shape-removed" <=> UnionShapeAdded
        "A union variant was removed"
        "The Rust variant is removed.";
    DiscriminatorChanged "discriminator-changed" <=> DiscriminatorChanged
        "The discriminator of a union changed: its property or its values"
        "The same values may decode as different variants.";
    ConstraintChanged "constraint-changed" <=> ConstraintChanged
        "A constraint changed: length, range, pattern, format, or required groups of properties"
        "No type enforces constraints; the server does.";
    DocumentationChanged "documentation-changed" <=> DocumentationChanged
        "Documentation or examples changed"
        "Only the crate's documentation changes.";
}

impl Serialize for Kind {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.name())
    }
}
