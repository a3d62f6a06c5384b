//! The golden crates as modules, so that they compile with these tests.

#![allow(dead_code, unused_imports, unused_qualifications)]

#[rustfmt::skip]
#[path = "../../golden/additional_members/expected/src/lib.rs"]
pub mod additional_members;

#[rustfmt::skip]
#[path = "../../golden/aliases/expected/src/lib.rs"]
pub mod aliases;

#[rustfmt::skip]
#[path = "../../golden/all_of/expected/src/lib.rs"]
pub mod all_of;

#[rustfmt::skip]
#[path = "../../golden/another_api/expected/src/lib.rs"]
pub mod another_api;

#[rustfmt::skip]
#[path = "../../golden/responses_by_status/expected/src/lib.rs"]
pub mod responses_by_status;

#[rustfmt::skip]
#[path = "../../golden/api_version/expected/src/lib.rs"]
pub mod api_version;

#[rustfmt::skip]
#[path = "../../golden/bodies_of_other_types/expected/src/lib.rs"]
pub mod bodies_of_other_types;

#[rustfmt::skip]
#[path = "../../golden/closed_objects/expected/src/lib.rs"]
pub mod closed_objects;

#[rustfmt::skip]
#[path = "../../golden/constructors/expected/src/lib.rs"]
pub mod constructors;

#[rustfmt::skip]
#[path = "../../golden/corrections/expected/src/lib.rs"]
pub mod corrections;

#[rustfmt::skip]
#[path = "../../golden/default_responses/expected/src/lib.rs"]
pub mod default_responses;

#[rustfmt::skip]
#[path = "../../golden/delete_with_body/expected/src/lib.rs"]
pub mod delete_with_body;

#[rustfmt::skip]
#[path = "../../golden/deprecation/expected/src/lib.rs"]
pub mod deprecation;

#[rustfmt::skip]
#[path = "../../golden/discriminated_types/expected/src/lib.rs"]
pub mod discriminated_types;

#[rustfmt::skip]
#[path = "../../golden/discriminators/expected/src/lib.rs"]
pub mod discriminators;

#[rustfmt::skip]
#[path = "../../golden/documentation/expected/src/lib.rs"]
pub mod documentation;

#[rustfmt::skip]
#[path = "../../golden/empty_responses/expected/src/lib.rs"]
pub mod empty_responses;

#[rustfmt::skip]
#[path = "../../golden/enums/expected/src/lib.rs"]
pub mod enums;

#[rustfmt::skip]
#[path = "../../golden/error_statuses/expected/src/lib.rs"]
pub mod error_statuses;

#[rustfmt::skip]
#[path = "../../golden/errors_apart/expected/src/lib.rs"]
pub mod errors_apart;

#[rustfmt::skip]
#[path = "../../golden/examples/expected/src/lib.rs"]
pub mod examples;

#[rustfmt::skip]
#[path = "../../golden/features/expected/src/lib.rs"]
pub mod features;

#[rustfmt::skip]
#[path = "../../golden/free_form/expected/src/lib.rs"]
pub mod free_form;

#[rustfmt::skip]
#[path = "../../golden/general_types/expected/src/lib.rs"]
pub mod general_types;

#[rustfmt::skip]
#[path = "../../golden/hostile_text/expected/src/lib.rs"]
pub mod hostile_text;

#[rustfmt::skip]
#[path = "../../golden/idempotency/expected/src/lib.rs"]
pub mod idempotency;

#[rustfmt::skip]
#[path = "../../golden/inline_objects/expected/src/lib.rs"]
pub mod inline_objects;

#[rustfmt::skip]
#[path = "../../golden/keywords/expected/src/lib.rs"]
pub mod keywords;

#[rustfmt::skip]
#[path = "../../golden/list_parameters/expected/src/lib.rs"]
pub mod list_parameters;

#[rustfmt::skip]
#[path = "../../golden/media_types/expected/src/lib.rs"]
pub mod media_types;

#[rustfmt::skip]
#[path = "../../golden/members_of_one_of/expected/src/lib.rs"]
pub mod members_of_one_of;

#[rustfmt::skip]
#[path = "../../golden/names_alike/expected/src/lib.rs"]
pub mod names_alike;

#[rustfmt::skip]
#[path = "../../golden/names_apart/expected/src/lib.rs"]
pub mod names_apart;

#[rustfmt::skip]
#[path = "../../golden/names_colliding/expected/src/lib.rs"]
pub mod names_colliding;

#[rustfmt::skip]
#[path = "../../golden/names_derived/expected/src/lib.rs"]
pub mod names_derived;

#[rustfmt::skip]
#[path = "../../golden/names_settled/expected/src/lib.rs"]
pub mod names_settled;

#[rustfmt::skip]
#[path = "../../golden/nested_deeply/expected/src/lib.rs"]
pub mod nested_deeply;

#[rustfmt::skip]
#[path = "../../golden/notifications/expected/src/lib.rs"]
pub mod notifications;

#[rustfmt::skip]
#[path = "../../golden/nullable_references/expected/src/lib.rs"]
pub mod nullable_references;

#[rustfmt::skip]
#[path = "../../golden/numbers/expected/src/lib.rs"]
pub mod numbers;

#[rustfmt::skip]
#[path = "../../golden/object_parameters/expected/src/lib.rs"]
pub mod object_parameters;

#[rustfmt::skip]
#[path = "../../golden/openapi_3_1/expected/src/lib.rs"]
pub mod openapi_3_1;

#[rustfmt::skip]
#[path = "../../golden/other_bodies/expected/src/lib.rs"]
pub mod other_bodies;

#[rustfmt::skip]
#[path = "../../golden/own_profile/expected/src/lib.rs"]
pub mod own_profile;

#[rustfmt::skip]
#[path = "../../golden/pages_of_several_lists/expected/src/lib.rs"]
pub mod pages_of_several_lists;

#[rustfmt::skip]
#[path = "../../golden/pagination/expected/src/lib.rs"]
pub mod pagination;

#[rustfmt::skip]
#[path = "../../golden/parameters/expected/src/lib.rs"]
pub mod parameters;

#[rustfmt::skip]
#[path = "../../golden/recursion/expected/src/lib.rs"]
pub mod recursion;

#[rustfmt::skip]
#[path = "../../golden/redirects/expected/src/lib.rs"]
pub mod redirects;

#[rustfmt::skip]
#[path = "../../golden/renames/expected/src/lib.rs"]
pub mod renames;

#[rustfmt::skip]
#[path = "../../golden/reports/expected/src/lib.rs"]
pub mod reports;

#[rustfmt::skip]
#[path = "../../golden/request_bodies/expected/src/lib.rs"]
pub mod request_bodies;

#[rustfmt::skip]
#[path = "../../golden/requests_as_written/expected/src/lib.rs"]
pub mod requests_as_written;

#[rustfmt::skip]
#[path = "../../golden/required_nullables/expected/src/lib.rs"]
pub mod required_nullables;

#[rustfmt::skip]
#[path = "../../golden/schemas_alone/expected/src/lib.rs"]
pub mod schemas_alone;

#[rustfmt::skip]
#[path = "../../golden/segments_and_headers/expected/src/lib.rs"]
pub mod segments_and_headers;

#[rustfmt::skip]
#[path = "../../golden/several_shapes/expected/src/lib.rs"]
pub mod several_shapes;

#[rustfmt::skip]
#[path = "../../golden/shared_parameters/expected/src/lib.rs"]
pub mod shared_parameters;

#[rustfmt::skip]
#[path = "../../golden/sibling_discriminators/expected/src/lib.rs"]
pub mod sibling_discriminators;

#[rustfmt::skip]
#[path = "../../golden/simple_unions/expected/src/lib.rs"]
pub mod simple_unions;

#[rustfmt::skip]
#[path = "../../golden/skips/expected/src/lib.rs"]
pub mod skips;

#[rustfmt::skip]
#[path = "../../golden/three_valued/expected/src/lib.rs"]
pub mod three_valued;

#[rustfmt::skip]
#[path = "../../golden/times/expected/src/lib.rs"]
pub mod times;

#[rustfmt::skip]
#[path = "../../golden/told_apart_by_value/expected/src/lib.rs"]
pub mod told_apart_by_value;

#[rustfmt::skip]
#[path = "../../golden/union_parameters/expected/src/lib.rs"]
pub mod union_parameters;

#[rustfmt::skip]
#[path = "../../golden/unions/expected/src/lib.rs"]
pub mod unions;

#[rustfmt::skip]
#[path = "../../golden/yes_or_no/expected/src/lib.rs"]
pub mod yes_or_no;
