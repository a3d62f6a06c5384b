//! Tests of the program `replay`, which reads recorded traffic and writes decoded results, one per line.

use std::io::Write;
use std::process::{Command, Stdio};

use serde_json::{Value as Json, json};

fn replay(lines: &[u8]) -> Vec<Json> {
    let mut child = Command::new(env!("CARGO_BIN_EXE_replay"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(lines).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

#[test]
fn every_line_gets_a_result_in_order() {
    const DETAILS: &str = "copilot/get-copilot-seat-details-for-user";
    const ADD: &str = "copilot/add-copilot-seats-for-users";
    let seat = json!({"created_at": "2021-08-03T18:00:00-06:00", "plan_type": "gold",
        "pending_cancellation_date": null, "new": 1});
    let cases = [
        (
            json!({"operation_id": DETAILS, "status": 200, "body": seat}),
            "decoded",
        ),
        (
            json!({"operation_id": DETAILS, "status": 404, "body": {"message": "no"}}),
            "api_error",
        ),
        (
            json!({"operation_id": DETAILS, "status": 418, "body_text": "tea"}),
            "api_error",
        ),
        (
            json!({"operation_id": DETAILS, "status": 202, "body": {}}),
            "decoded",
        ),
        (
            json!({"operation_id": DETAILS, "status": 200}),
            "decode_error",
        ),
        (
            json!({"operation_id": DETAILS, "status": 200, "body": null}),
            "decode_error",
        ),
        (
            json!({"operation_id": DETAILS, "status": 200, "body_text": "<html>"}),
            "decode_error",
        ),
        (
            json!({"operation_id": "no/such", "status": 200}),
            "unknown_operation",
        ),
        (
            json!({"operation_id": ADD, "request_body": {"selected_usernames": ["a"]}}),
            "decoded",
        ),
        (
            json!({"operation_id": ADD, "request_body": []}),
            "decode_error",
        ),
        (
            json!({"operation_id": DETAILS, "request_body": {}}),
            "decode_error",
        ),
        (json!({"operation_id": DETAILS}), "decode_error"),
        (json!({"status": 200}), "decode_error"),
        (
            json!({"operation_id": DETAILS, "status": 70000}),
            "decode_error",
        ),
        (
            json!({"operation_id": ADD, "body": {}, "request_body": {"selected_usernames": []}}),
            "decode_error",
        ),
        (json!([DETAILS, 200]), "decode_error"),
    ];
    let mut input = Vec::new();
    for (case, _) in &cases {
        input.extend(case.to_string().into_bytes());
        input.push(b'\n');
    }
    input.extend(b"not json\n\xff\xfe\n");
    let displayed = replay(&input);
    assert_eq!(displayed.len(), cases.len() + 2);
    for ((case, outcome), displayed) in cases.iter().zip(&displayed) {
        assert_eq!(displayed["outcome"], *outcome, "{case}: {displayed}");
    }
    assert_eq!(displayed[0]["type"], "CopilotSeatDetails");
    assert_eq!(displayed[0]["unknown"], json!(["/new"]));
    assert_eq!(displayed[0]["drift"][0]["path"], "/plan_type");
    assert_eq!(displayed[0]["body"]["plan_type"], "gold");
    assert_eq!(
        displayed[0]["body"]["pending_cancellation_date"],
        Json::Null
    );
    assert!(displayed[0]["body"].get("last_activity_at").is_none());
    assert_eq!(displayed[1]["type"], "BasicError");
    assert_eq!(displayed[3]["drift"][0]["found"], "status 202");
    assert_eq!(
        displayed[8]["request_body"],
        json!({"selected_usernames": ["a"]})
    );
}

#[test]
fn an_undeclared_2xx_decodes_as_the_declared_success() {
    const DETAILS: &str = "copilot/get-copilot-seat-details-for-user";
    const DISABLE: &str = "copilot/disable-copilot-coding-agent-for-repository-in-organization";
    let line = |id, status, body: Option<Json>| {
        let mut line = json!({"operation_id": id, "status": status});
        line.as_object_mut()
            .unwrap()
            .extend(body.map(|it| ("body".to_owned(), it)));
        format!("{line}\n")
    };
    let lines = [201, 202, 203, 204]
        .map(|it| line(DETAILS, it, None))
        .concat()
        + &line(DISABLE, 200, Some(json!({})))
        + &line(DETAILS, 202, Some(json!([])))
        + &line(DETAILS, 302, None);
    let displayed = replay(lines.as_bytes());
    for (displayed, status) in displayed.iter().zip([201, 202, 203, 204]) {
        assert_eq!(displayed["outcome"], "decoded", "{displayed}");
        assert_eq!(displayed["type"], "CopilotSeatDetails");
        let expected = json!([
            {"path": "", "expected": "status 200", "found": format!("status {status}")},
            {"path": "", "expected": "a body", "found": "nothing"},
        ]);
        assert_eq!(displayed["drift"], expected);
    }
    let outcomes: Vec<&Json> = displayed[4..].iter().map(|it| &it["outcome"]).collect();
    assert_eq!(outcomes, ["decoded", "decode_error", "decode_error"]);
    let error = displayed[5]["error"].as_str().unwrap();
    assert!(error.starts_with("undeclared status 202: the body has the wrong shape"));
}

#[test]
fn an_unrepresentable_json_value_costs_one_property() {
    let line = br#"{"operation_id":"copilot/get-copilot-organization-details","status":200,"body":{"seat_breakdown":{"total":1e999,"added_this_cycle":9223372036854775808,"pending_invitation":3.0},"public_code_suggestions":"\ud800","seat_management_setting":"disabled","seat_management_setting":"assign_all"}}"#;
    let displayed = replay(&[line.as_slice(), b"\n"].concat());
    assert_eq!(displayed[0]["outcome"], "decoded", "{}", displayed[0]);
    let drift = displayed[0]["drift"].as_array().unwrap();
    let mut paths: Vec<&str> = drift
        .iter()
        .map(|it| it["path"].as_str().unwrap())
        .collect();
    paths.sort_unstable();
    assert_eq!(
        paths,
        [
            "/public_code_suggestions",
            "/seat_breakdown/added_this_cycle",
            "/seat_breakdown/total"
        ]
    );
    assert_eq!(
        displayed[0]["body"]["seat_breakdown"]["pending_invitation"],
        3
    );
    assert_eq!(
        displayed[0]["body"]["seat_management_setting"],
        "assign_all"
    );
}

#[test]
fn nesting_is_decoded_up_to_128_levels() {
    let case = |levels: usize| {
        let body = format!("{}{}", "[".repeat(levels), "]".repeat(levels));
        let body = format!("{{\"mcp_configuration\":{{\"a\":{body}}}}}");
        let id = "copilot/get-copilot-cloud-agent-configuration";
        format!("{{\"operation_id\":\"{id}\",\"status\":200,\"body\":{body}}}\n")
    };
    let displayed = replay([case(100), case(200), case(100_000)].concat().as_bytes());
    let outcomes: Vec<&Json> = displayed.iter().map(|it| &it["outcome"]).collect();
    assert_eq!(outcomes, ["decoded", "decode_error", "decode_error"]);
}
