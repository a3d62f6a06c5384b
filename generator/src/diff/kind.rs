//! The kinds of changes: stable names, each with what it is and why it means what it means.

use serde::{Serialize, Serializer};

/// Makes the enum, and its table.
macro_rules! kinds {
    ($($variant:ident $name:literal <=> $mirror:ident $what:literal $why:literal;)*) => {
        /// What sort of change one is.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Kind {
            $(#[doc = $what] $variant,)*
        }

        impl Kind {
            /// All kinds.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// Returns its stable name.
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }

            /// Returns the kind of the same change the other way round.
            pub fn mirror(self) -> Self {
                match self {
                    $(Self::$variant => Self::$mirror,)*
                }
            }

            /// Returns what it is.
            pub fn what(self) -> &'static str {
                match self {
                    $(Self::$variant => $what,)*
                }
            }

            /// Returns why it means what it means.
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
        "Calls go to another host"
        "No signature says where calls go.";
    FromEnvAdded "from-env-added" <=> FromEnvRemoved
        "The client can be made from environment variables"
        "`Client::from_env` is added.";
    FromEnvRemoved "from-env-removed" <=> FromEnvAdded
        "The client cannot be made from environment variables any more"
        "`Client::from_env` is removed.";
    ProfileChanged "profile-changed" <=> ProfileChanged
        "A fact of the profile changed: environment variables, media type, header of the API version, error body, servers of uploads, GraphQL endpoints"
        "No signature contains these facts, but the client reads or sends something else.";
    ApiVersionChanged "api-version-changed" <=> ApiVersionChanged
        "A different API version is sent"
        "The server may answer otherwise; what the description says of that is reported by itself.";
    CrateRenamed "crate-renamed" <=> CrateRenamed
        "The crate has another name"
        "Every path begins with it, and so does the dependency; the wire knows nothing of it.";
    RuntimeChanged "runtime-changed" <=> RuntimeChanged
        "The crate needs another version of the runtime"
        "The crate offers the runtime's types: those of a version that Cargo takes for another one are other types.";
    TagAdded "tag-added" <=> TagRemoved
        "A tag has operations now"
        "A module, a feature and a method of the client more.";
    TagRemoved "tag-removed" <=> TagAdded
        "A tag has no operations any more"
        "Its module, its feature and its method of the client are gone.";
    TagRenamed "tag-renamed" <=> TagRenamed
        "A tag, or its module, has another name"
        "Every path that leads through a renamed module changes; the wire knows nothing of it.";
    OperationAdded "operation-added" <=> OperationRemoved
        "There is a new operation"
        "A method more.";
    OperationRemoved "operation-removed" <=> OperationAdded
        "An operation is gone"
        "Its method is gone.";
    OperationRenamed "operation-renamed" <=> OperationRenamed
        "The same method and path have another operationId or name"
        "The method and its types have other names; the wire knows nothing of it.";
    OperationPathChanged "operation-path-changed" <=> OperationPathChanged
        "The operation has another HTTP method or path"
        "The old path need not answer any more; parameters are reported by themselves.";
    OperationTagChanged "operation-tag-changed" <=> OperationTagChanged
        "The operation stands under another tag"
        "Its method is with another handle, and its types are in another module.";
    OperationServerChanged "operation-server-changed" <=> OperationServerChanged
        "The operation has another host"
        "No signature says where calls go.";
    OperationNotifiesChanged "operation-notifies-changed" <=> OperationNotifiesChanged
        "Calling the operation notifies people, or does not any more"
        "The client spaces such calls.";
    OperationIdempotencyChanged "operation-idempotency-changed" <=> OperationIdempotencyChanged
        "The operation became idempotent, or is not idempotent any more"
        "The client retries a call that the server may have received only if it is idempotent.";
    OperationDeprecated "operation-deprecated" <=> OperationUndeprecated
        "The operation should not be used any more"
        "Callers get a warning of the compiler.";
    OperationUndeprecated "operation-undeprecated" <=> OperationDeprecated
        "The operation may be used again"
        "A warning of the compiler goes.";
    DeprecationChanged "deprecation-changed" <=> DeprecationChanged
        "Why or until when a deprecated operation works is told otherwise"
        "The text of the compiler's warning.";
    PreviewBegun "preview-begun" <=> PreviewEnded
        "The operation is in preview"
        "The crate offers it all the same; it may change without notice.";
    PreviewEnded "preview-ended" <=> PreviewBegun
        "The operation is not in preview any more"
        "The crate offers it as before.";
    AccessChanged "access-changed" <=> AccessChanged
        "Who may call the operation is told otherwise: GitHub Apps, the cloud alone, or the scopes and permissions that its text names"
        "No signature says who may call; whether the server refuses anyone whom it did not refuse before, nobody can say.";
    VersionsChanged "versions-changed" <=> VersionsChanged
        "What other versions of the API change of the operation is told otherwise"
        "The crate sends one version alone.";
    ParameterAdded "parameter-added" <=> ParameterRemoved
        "There is a new parameter"
        "A required one is a new argument; an optional one is a new setter.";
    ParameterRemoved "parameter-removed" <=> ParameterAdded
        "A parameter is gone"
        "Its argument or its setter is gone; servers pass over what they do not know.";
    ParameterBecameRequired "parameter-became-required" <=> ParameterBecameOptional
        "A parameter must be given"
        "The setter becomes an argument.";
    ParameterBecameOptional "parameter-became-optional" <=> ParameterBecameRequired
        "A parameter need not be given any more"
        "The argument becomes a setter.";
    ParameterRenamed "parameter-renamed" <=> ParameterRenamed
        "A parameter has another name"
        "Arguments have no names in Rust, but setters have, and so has what narrows a mock down.";
    ParameterMoved "parameter-moved" <=> ParameterMoved
        "A parameter goes into another part of the request"
        "The signature stays; old clients put it where it is not looked for.";
    ParameterDeprecated "parameter-deprecated" <=> ParameterUndeprecated
        "A parameter should not be used any more"
        "Who calls its setter gets a warning of the compiler; of an argument, only the documentation tells.";
    ParameterUndeprecated "parameter-undeprecated" <=> ParameterDeprecated
        "A parameter may be used again"
        "A warning of the compiler goes.";
    DefaultChanged "default-changed" <=> DefaultChanged
        "The server takes another value if a parameter or a member is not given"
        "Calls that leave it out do something else.";
    ParameterListChanged "parameter-list-changed" <=> ParameterListChanged
        "The values of a list are written otherwise into the query"
        "The signature stays; old clients write it as it was.";
    ParametersReordered "parameters-reordered" <=> ParametersReordered
        "The parameters stand in another order"
        "Arguments have no names in Rust: with required ones, the same call means something else.";
    BodyAdded "body-added" <=> BodyRemoved
        "The operation takes a request body"
        "One that must be given is a new argument; else it is a setter.";
    BodyRemoved "body-removed" <=> BodyAdded
        "The operation takes no request body any more"
        "The argument or the setter is gone.";
    BodyBecameRequired "body-became-required" <=> BodyBecameOptional
        "The request body must be given"
        "The setter becomes an argument, if something in the body must be there.";
    BodyBecameOptional "body-became-optional" <=> BodyBecameRequired
        "The request body need not be given any more"
        "The argument becomes a setter.";
    BodyChanged "body-changed" <=> BodyChanged
        "The request body is of another sort: JSON, text or bytes"
        "It is given as another type.";
    BodyMediaTypeAdded "body-media-type-added" <=> BodyMediaTypeRemoved
        "The server takes the request body in a further media type"
        "There may be a setter for it.";
    BodyMediaTypeRemoved "body-media-type-removed" <=> BodyMediaTypeAdded
        "The server does not take the request body in a media type any more"
        "The setter for it, if there was one, is gone.";
    SuccessChanged "success-changed" <=> SuccessChanged
        "The answer is of another sort: JSON, text, bytes, nothing, an enum by status"
        "The call's output is another type.";
    SuccessStatusAdded "success-status-added" <=> SuccessStatusRemoved
        "A further status means success"
        "An enum by status has one variant more; else the same type has one more status.";
    SuccessStatusRemoved "success-status-removed" <=> SuccessStatusAdded
        "A status does not mean success any more"
        "A variant is gone where there is an enum by status.";
    AcceptChanged "accept-changed" <=> AcceptChanged
        "Another media type is asked for"
        "The body may be another one behind the same type.";
    MediaTypeAdded "media-type-added" <=> MediaTypeRemoved
        "The answer can be asked for in a further media type"
        "A method more.";
    MediaTypeRemoved "media-type-removed" <=> MediaTypeAdded
        "The answer cannot be asked for in a media type any more"
        "The method is gone.";
    ErrorStatusAdded "error-status-added" <=> ErrorStatusRemoved
        "A further error status is declared"
        "A variant more; before, it came as `Other`.";
    ErrorStatusRemoved "error-status-removed" <=> ErrorStatusAdded
        "An error status is not declared any more"
        "The variant is gone; if it comes all the same, it is `Other`.";
    ErrorBodyChanged "error-body-changed" <=> ErrorBodyChanged
        "The body of an error is declared, or is not any more"
        "The variant holds another type.";
    ErrorMediaTypesChanged "error-media-types-changed" <=> ErrorMediaTypesChanged
        "The body of an error is declared in other media types"
        "What the crate reads of it does not go by its media type.";
    AnswerHeadersChanged "answer-headers-changed" <=> AnswerHeadersChanged
        "Other headers are declared of an answer"
        "No type knows of headers: all that come are there, declared or not.";
    PaginationAdded "pagination-added" <=> PaginationRemoved
        "The operation pages"
        "`pages()` and `items()` more.";
    PaginationRemoved "pagination-removed" <=> PaginationAdded
        "The operation does not page any more"
        "`pages()` and `items()` are gone.";
    PaginationChanged "pagination-changed" <=> PaginationChanged
        "The operation pages otherwise"
        "The same methods follow pages by other means.";
    ReportsAdded "reports-added" <=> ReportsRemoved
        "The answer has links to reports"
        "`reports()` more.";
    ReportsRemoved "reports-removed" <=> ReportsAdded
        "The answer has no links to reports any more"
        "`reports()` is gone.";
    TypeChanged "type-changed" <=> TypeChanged
        "A value is of another type"
        "What reads or gives it does not compile: a parameter that was a string took also a `&String`, which an enum does not.";
    TypeRenamed "type-renamed" <=> TypeRenamed
        "A type has another name, and is the same"
        "Source that names it does not compile; the wire knows nothing of it.";
    VariantRenamed "variant-renamed" <=> VariantRenamed
        "A variant, or the method of a media type, has another name, and means the same"
        "Source that names it does not compile; the wire knows nothing of it.";
    ItemBecameNullable "item-became-nullable" <=> ItemBecameNonNullable
        "Items of a list or a map may be null"
        "They are `Option`s now.";
    ItemBecameNonNullable "item-became-non-nullable" <=> ItemBecameNullable
        "Items of a list or a map cannot be null any more"
        "They are no `Option`s any more.";
    SchemaAdded "schema-added" <=> SchemaRemoved
        "There is a new component schema"
        "A type more.";
    SchemaRemoved "schema-removed" <=> SchemaAdded
        "A component schema is gone"
        "Its types are gone.";
    SchemaRenamed "schema-renamed" <=> SchemaRenamed
        "A component schema of the same shape, used by the same operations, has another name"
        "Source that names the type does not compile; the wire knows nothing of it.";
    FeatureAdded "feature-added" <=> FeatureRemoved
        "A type is compiled with a further feature"
        "It is there with fewer features turned on.";
    FeatureRemoved "feature-removed" <=> FeatureAdded
        "A type is not compiled with a feature any more"
        "With that feature alone, the type is gone.";
    MemberAdded "member-added" <=> MemberRemoved
        "An object has a new member"
        "A field more; a required one of a request is a new argument of `new`.";
    MemberRemoved "member-removed" <=> MemberAdded
        "A member of an object is gone"
        "The field is gone.";
    MemberBecameRequired "member-became-required" <=> MemberBecameOptional
        "A member must be there"
        "The field is no `Option` any more; in a request, it is an argument of `new` instead of a setter.";
    MemberBecameOptional "member-became-optional" <=> MemberBecameRequired
        "A member need not be there any more"
        "The field is an `Option`; in a request, it has a setter instead of an argument of `new`.";
    MemberBecameNullable "member-became-nullable" <=> MemberBecameNonNullable
        "A member may be null"
        "The field is an `Option`, or in a request a `Nullable`, unless it was one.";
    MemberBecameNonNullable "member-became-non-nullable" <=> MemberBecameNullable
        "A member cannot be null any more"
        "The field is no `Option` or `Nullable` any more, unless it may be absent.";
    MemberRenamed "member-renamed" <=> MemberRenamed
        "A member's field has another name"
        "Source that names it does not compile; the wire knows nothing of it.";
    MemberWireNameChanged "member-wire-name-changed" <=> MemberWireNameChanged
        "A field stands for a member with a different name on the wire"
        "The field keeps its name: source compiles, and sends and reads the new member.";
    MemberRepresentationChanged "member-representation-changed" <=> MemberRepresentationChanged
        "A member's field is of another form, since a request reaches its type or does not any more"
        "`Option` becomes `Nullable`, or a box comes or goes.";
    MemberBecameReadOnly "member-became-read-only" <=> MemberBecameWritable
        "Only the server sets a member"
        "Its argument of `new` or its setter is gone; as requests leave it out, its field is an `Option`.";
    MemberBecameWritable "member-became-writable" <=> MemberBecameReadOnly
        "Requests set a member that only the server set"
        "It is an argument of `new`, or has a setter.";
    MemberBecameWriteOnly "member-became-write-only" <=> MemberBecameReadable
        "Only requests have a member; responses leave it out"
        "The field stays. A required field that is absent from a response is drift.";
    MemberBecameReadable "member-became-readable" <=> MemberBecameWriteOnly
        "Responses have a member that only requests had"
        "The field stays.";
    MemberDeprecated "member-deprecated" <=> MemberUndeprecated
        "A member or a type should not be used any more"
        "Readers get a warning of the compiler.";
    MemberUndeprecated "member-undeprecated" <=> MemberDeprecated
        "A member or a type may be used again"
        "A warning of the compiler goes.";
    Reordered "reordered" <=> Reordered
        "The members of an object, the values of an enum or the shapes of a union stand in another order"
        "The arguments of `new` have no names in Rust; a union is read in the order of its shapes.";
    EnteredRequests "entered-requests" <=> LeftRequests
        "A request can hold a type that only answers had"
        "`new` and setters more; what becomes of its fields is reported by itself.";
    LeftRequests "left-requests" <=> EnteredRequests
        "No request can hold a type any more"
        "`new` and the setters are gone.";
    AdditionalAdded "additional-added" <=> AdditionalRemoved
        "An object says of what type further members are"
        "A field `additional` more.";
    AdditionalRemoved "additional-removed" <=> AdditionalAdded
        "An object does not say any more of what type further members are"
        "The field `additional` is gone.";
    EnumValueAdded "enum-value-added" <=> EnumValueRemoved
        "An enum has a new value"
        "A variant more; every enum is open.";
    EnumValueRemoved "enum-value-removed" <=> EnumValueAdded
        "A value of an enum is gone"
        "The variant is gone.";
    EnumValueChanged "enum-value-changed" <=> EnumValueChanged
        "A variant stands for a different value on the wire"
        "The variant keeps its name: source compiles, and sends and compares the new value.";
    UnionShapeAdded "union-shape-added" <=> UnionShapeRemoved
        "A union has a further shape"
        "A variant more; every union is open.";
    UnionShapeRemoved "union-shape-removed" <=> UnionShapeAdded
        "A shape of a union is gone"
        "The variant is gone.";
    DiscriminatorChanged "discriminator-changed" <=> DiscriminatorChanged
        "What says which shape of a union a value has is another member, or has other values"
        "The same values may be read as other variants.";
    ConstraintChanged "constraint-changed" <=> ConstraintChanged
        "The values that are allowed are bounded otherwise: a length, a range, a pattern, a format, which members are there together"
        "No type knows of bounds; the server does.";
    DocumentationChanged "documentation-changed" <=> DocumentationChanged
        "Texts or examples are other ones"
        "Nothing but the documentation.";
}

impl Serialize for Kind {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.name())
    }
}
