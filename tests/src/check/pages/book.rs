//! A book: three pages of an operation's items, built from the description. Also the responses of a server that serves
//! the book.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use serde_json::{Map, Value as Json, json};
use tagsmith_runtime::conformance::Arguments;

use crate::bodies::Bodies;
use crate::check::wire::{decoded, name, values};
use crate::description::{Description, Form, Operation};
use crate::server::{Received, Reply};
use crate::shapes::shapes;
use crate::validator::translate::kind;

/// How the client finds the next page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum By {
    /// By the header `Link`.
    Link,
    /// By the next page number.
    Number,
}

/// Three pages.
#[derive(Clone, Debug)]
pub(super) struct Book {
    /// The property that contains the items, or `None` if the body is the list.
    member: Option<String>,
    pages: Vec<Json>,
    /// The parameter that selects the page.
    cursor: String,
    is_distinct: bool,
}

/// The query parameter of the page size.
const SIZE: &str = "per_page";

/// The number of items on each page. The last page has fewer.
const SIZES: [usize; 3] = [2, 2, 1];

/// The total number of items.
const TOTAL: usize = 5;

/// The parameters that can select a page. The first one that the operation has is used.
const CURSORS: &[&str] = &["page", "after", "cursor", "since"];

/// Returns whether an operation has a page size parameter.
pub(super) fn asks_for_pages(operation: &Operation) -> bool {
    operation.method == "GET" && operation.parameters.iter().any(|it| name(it) == SIZE)
}

/// Returns the arguments for the first page: all required ones, and the page size.
pub(super) fn given(api: &Description, operation: &Operation) -> Arguments {
    let required = |it: &&Json| it.get("required") == Some(&json!(true));
    let parameters = operation.parameters.iter().filter(required);
    let mut parameters: Map<String, Json> = parameters
        .filter_map(|it| Some((name(it).to_owned(), values(api, it).into_iter().next()?)))
        .collect();
    parameters.insert(SIZE.to_owned(), json!(SIZES[0]));
    Arguments {
        parameters,
        body: None,
    }
}

impl By {
    /// Returns the display name.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Link => "by Link",
            Self::Number => "by number, without Link",
        }
    }
}

impl Book {
    /// Builds the book. Returns `None` if the response has no list or several lists.
    pub(super) fn of(
        api: &Description,
        operation: &Operation,
        [least, some]: &[Bodies<'_>; 2],
    ) -> Option<Self> {
        let has = |cursor: &&&str| operation.parameters.iter().any(|it| name(it) == **cursor);
        let cursor = CURSORS.iter().find(has)?;
        let (_, response) = operation.responses.iter().find(|(it, _)| *it == 200)?;
        let schema = Form::of(response).filter(Form::is_json)?.schema();
        let others = operation
            .responses
            .iter()
            .filter(|(it, _)| (201..300).contains(it));
        let others = others.filter_map(|(_, response)| Form::of(response));
        let mut others = others.filter(|it| it.schema() != schema);
        if others.any(|it| has_list(api, operation, it.schema())) {
            // If the response type depends on the status, several statuses may be pages.
            return None;
        }
        let all = shapes(api, schema);
        let arrays = all
            .iter()
            .map(|it| (kind(it) == Some("array")).then(|| it.get("items"))?);
        let (shape, member, items) = match (all.as_slice(), arrays.collect::<Option<Vec<_>>>()) {
            ([only], Some(_)) => (only, None, only.get("items")?.clone()),
            // The response is an array whose items are a union.
            ([first, ..], Some(items)) => (first, None, json!({ "anyOf": items })),
            ([shape], None) => {
                let (name, items) = list_of(api, operation, shape)?;
                (shape, Some(name), items)
            }
            _ => return None,
        };
        let mut runner = TestRunner::deterministic();
        let mut made = |bodies: &Bodies<'_>, schema: &Json| {
            let tree = bodies.of(schema).new_tree(&mut runner);
            tree.ok().map(|it| it.current())
        };
        let mut all: Vec<Json> = Vec::new();
        for _ in 0..MOST_TRIES {
            let item = made(some, &items).filter(|it| !it.is_null());
            let is_new = |it: &Json| all.len() < TOTAL && !all.contains(it);
            if let Some(item) = item.filter(is_new) {
                all.push(item);
            }
        }
        let is_distinct = all.len() == TOTAL;
        let mut rest = all.into_iter();
        let mut pages = Vec::new();
        for size in SIZES {
            let items = Json::Array(rest.by_ref().take(size).collect());
            pages.push(match &member {
                Some(member) => envelope(made(least, schema)?, shape, member, items)?,
                None => items,
            });
        }
        Some(Self {
            member,
            pages,
            cursor: (*cursor).to_owned(),
            is_distinct,
        })
    }

    /// Returns whether all items differ. Otherwise, the check could not detect a wrong order.
    pub(super) fn distinct(&self) -> bool {
        self.is_distinct
    }

    /// Returns the bodies of the pages.
    pub(super) fn pages(&self) -> &[Json] {
        &self.pages
    }

    /// Returns the items of a page's body.
    pub(super) fn items<'a>(&self, page: &'a Json) -> &'a [Json] {
        let list = match &self.member {
            Some(member) => page.get(member),
            None => Some(page),
        };
        list.and_then(Json::as_array).map_or(&[], Vec::as_slice)
    }

    /// Returns the ways in which the client can find the next page.
    pub(super) fn ways(&self) -> Vec<By> {
        match self.cursor.as_str() {
            "page" => vec![By::Link, By::Number],
            _ => vec![By::Link],
        }
    }

    /// Returns the page that a request selects.
    pub(super) fn page(&self, by: By, base: &str, request: &Received) -> Reply {
        let asked = pairs(request).ok().and_then(|pairs| {
            let cursor = pairs.iter().find(|(name, _)| *name == self.cursor);
            cursor.map(|(_, value)| value.clone())
        });
        let index = match asked {
            None => 0,
            Some(asked) => match (0..SIZES.len()).find(|it| self.place(*it) == asked) {
                Some(index) => index,
                None => return Reply::empty(400),
            },
        };
        let Some(page) = self.pages.get(index) else {
            return Reply::empty(400);
        };
        let reply = Reply::json(200, page);
        if by == By::Number {
            return reply;
        }
        let mut links = Vec::new();
        if index + 1 < SIZES.len() {
            let query = self.next(request.query.as_deref().unwrap_or_default(), index + 1);
            links.push(format!("<{base}{}?{query}>; rel=\"next\"", request.path));
        }
        if index > 0 {
            links.push(format!("<{base}{}>; rel=\"first\"", request.path));
        }
        reply.header("link", links.join(", "))
    }

    /// Returns the cursor of a page.
    fn place(&self, index: usize) -> String {
        match self.cursor.as_str() {
            "page" => (index + 1).to_string(),
            "since" => (index * 1_000).to_string(),
            // Like GitHub's cursors, the cursor contains characters that must be encoded.
            _ => format!("Y3Vyc29yOnYyOpK5+/{index}=&x=="),
        }
    }

    /// Returns the query with the cursor of a different page.
    fn next(&self, query: &str, index: usize) -> String {
        let start = format!("{}=", self.cursor);
        let others = query.split('&').filter(|it| !it.starts_with(&start));
        let others = others.filter(|it| !it.is_empty()).map(str::to_owned);
        let place = self.place(index);
        let place = utf8_percent_encode(&place, NON_ALPHANUMERIC);
        let all = others.chain([format!("{start}{place}")]);
        all.collect::<Vec<_>>().join("&")
    }

    /// Compares a request with the arguments. The path and the query must be the same, except for the page.
    pub(super) fn check_requests(
        &self,
        by: By,
        given: &Arguments,
        received: &[Received],
    ) -> Result<(), String> {
        if received.len() != SIZES.len() {
            return Err(format!("{} pages were requested", received.len()));
        }
        let Some(first) = received.first() else {
            return Err("nothing was requested".to_owned());
        };
        let asked = pairs(first)?;
        let size = (SIZE.to_owned(), SIZES[0].to_string());
        if !asked.contains(&size) || asked.iter().any(|(name, _)| *name == self.cursor) {
            return Err(format!("the first page was requested with {asked:?}"));
        }
        let is_given = |(name, _): &(String, String)| given.parameters.contains_key(name);
        if !asked.iter().all(is_given) {
            return Err(format!("the request has additional parameters: {asked:?}"));
        }
        let mut query = first.query.clone().unwrap_or_default();
        for (index, request) in received.iter().enumerate().skip(1) {
            query = self.next(&query, index);
            let came = request.query.as_deref().unwrap_or_default();
            let is_same = match by {
                By::Link => came == query,
                By::Number => sorted(request)? == sorted_query(&query)?,
            };
            if request.path != first.path || !is_same {
                return Err(format!("{}?{came} came instead of {query}", request.path));
            }
        }
        Ok(())
    }
}

/// The maximum number of items to generate until enough of them differ.
const MOST_TRIES: usize = 60;

/// Returns the list property, and the schema of its items. Of several lists, the one named like the operation or with a
/// usual name is chosen.
fn list_of(api: &Description, operation: &Operation, shape: &Json) -> Option<(String, Json)> {
    let members = shape.get("properties")?.as_object()?;
    let lists = members.iter().filter_map(|(name, schema)| {
        let all = shapes(api, schema);
        match all.as_slice() {
            [only] if kind(only) == Some("array") => {
                Some((name.clone(), only.get("items").cloned().unwrap_or_default()))
            }
            _ => None,
        }
    });
    let mut lists: Vec<(String, Json)> = lists.collect();
    if lists.len() > 1 {
        let has_items = lists.iter().any(|(name, _)| name == "items");
        let words = operation.id.split(['/', '-']);
        let is_it = |name: &String| match has_items {
            true => name == "items",
            false => words.clone().any(|word| word == name),
        };
        lists.retain(|(name, _)| is_it(name));
    }
    lists.pop()
}

/// Returns whether a response is a list or contains one.
fn has_list(api: &Description, operation: &Operation, schema: &Json) -> bool {
    let all = shapes(api, schema);
    let mut shapes = all.iter();
    shapes.any(|it| kind(it) == Some("array") || list_of(api, operation, it).is_some())
}

/// Inserts the items into a body. Sets the total, if the body has a property for it.
fn envelope(mut body: Json, shape: &Json, member: &str, items: Json) -> Option<Json> {
    let members = body.as_object_mut()?;
    members.insert(member.to_owned(), items);
    let declared = shape.get("properties")?.as_object()?;
    let totals = declared.iter().filter(|(name, schema)| {
        name.starts_with("total_") && schema.get("type") == Some(&json!("integer"))
    });
    for (name, _) in totals {
        members.insert(name.clone(), json!(TOTAL));
    }
    Some(body)
}

fn pairs(request: &Received) -> Result<Vec<(String, String)>, String> {
    pairs_of(request.query.as_deref().unwrap_or_default())
}

fn pairs_of(query: &str) -> Result<Vec<(String, String)>, String> {
    let all = query.split('&').filter(|it| !it.is_empty());
    all.map(|pair| {
        let (name, value) = pair
            .split_once('=')
            .ok_or(format!("the query is {query}"))?;
        Ok((decoded(name)?, decoded(value)?))
    })
    .collect()
}

fn sorted(request: &Received) -> Result<Vec<(String, String)>, String> {
    sorted_query(request.query.as_deref().unwrap_or_default())
}

fn sorted_query(query: &str) -> Result<Vec<(String, String)>, String> {
    let mut all = pairs_of(query)?;
    all.sort();
    Ok(all)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value as Json, json};

    use super::{Book, By, asks_for_pages};
    use crate::bodies::{Bodies, Fill};
    use crate::description::Description;
    use crate::server::Received;

    fn book(cursor: &str, schema: &Json) -> Option<Book> {
        let parameter = |name| json!({"name": name, "in": "query", "schema": {"type": "string"}});
        let api = Description::of(json!({"paths": {"/a": {"get": {"operationId": "a",
            "parameters": [parameter("per_page"), parameter(cursor)],
            "responses": {"200": {"content": {"application/json": {"schema": schema}}}}}}}}));
        let operation = api.operations().remove(0);
        assert!(asks_for_pages(&operation));
        let bodies = [Fill::Required, Fill::Some].map(|fill| Bodies::new(&api, fill));
        Book::of(&api, &operation, &bodies)
    }

    fn request(query: &str) -> Received {
        Received {
            method: axum::http::Method::GET,
            path: "/a".to_owned(),
            query: Some(query.to_owned()),
            headers: axum::http::HeaderMap::new(),
            body: bytes::Bytes::new(),
        }
    }

    #[test]
    fn page_links_lead_to_the_next_page() {
        let list = json!({"type": "array", "items": {"type": "integer"}});
        for cursor in ["page", "after", "since"] {
            let book = book(cursor, &list).unwrap();
            assert!(book.distinct());
            let mut query = "per_page=2".to_owned();
            for page in 0..3 {
                let reply = book.page(By::Link, "http://h", &request(&query));
                assert_eq!(reply.body, book.pages()[page].to_string());
                let link = &reply.headers[1].1;
                let next = link
                    .split_once("<http://h/a?")
                    .zip(link.split_once(">; rel=\"next\""));
                assert_eq!(next.is_some(), page < 2, "{link}");
                if let Some(((_, start), (end, _))) = next {
                    query = start[..start.len() - (link.len() - end.len())].to_owned();
                }
            }
        }
    }

    #[test]
    fn finds_the_items_in_the_only_list_or_by_name() {
        let list = json!({"type": "array", "items": {"type": "integer"}});
        let object = |lists: Json| json!({"type": "object", "properties": lists});
        let both = object(json!({"a": list, "items": list, "total_count": {"type": "integer"}}));
        let made = book("page", &both).unwrap();
        assert_eq!(made.items(&made.pages()[0]).len(), 2);
        assert_eq!(made.pages()[2]["total_count"], 5);
        assert!(made.pages()[0].get("a").is_none());
        assert!(book("page", &object(json!({"b": list, "c": list}))).is_none());
        assert!(book("page", &object(json!({"a": {}}))).is_none());
        let only = book("page", &object(json!({"a": list}))).unwrap();
        assert!(only.pages()[0]["a"].is_array());
    }
}
