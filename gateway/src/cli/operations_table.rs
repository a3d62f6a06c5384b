//! `check-config`: prints a table of all operations, and whether each is allowed.

use crate::operations::table::Table;

/// Returns a table of all operations. Each row shows whether the operation is allowed, or why not.
pub fn table(table: &Table) -> String {
    let mut rows: Vec<[String; 4]> = Vec::new();
    for route in table.routes() {
        let allowed = match &route.denied {
            None => "yes".to_owned(),
            Some(why) => format!("no: {}", why.reason()),
        };
        rows.push([
            route.method.to_string(),
            route.template.clone(),
            route.id.clone(),
            allowed,
        ]);
    }
    rows.sort_by(|left, right| (&left[1], &left[0]).cmp(&(&right[1], &right[0])));
    rows.insert(
        0,
        ["method", "path", "operation", "allowed"].map(str::to_owned),
    );
    let width = |column: usize| {
        rows.iter()
            .filter_map(|row| row.get(column))
            .map(String::len)
            .max()
            .unwrap_or_default()
    };
    let (method, path, id) = (width(0), width(1), width(2));
    let line = |[a, b, c, d]: &[String; 4]| format!("{a:method$}  {b:path$}  {c:id$}  {d}\n");
    rows.iter().map(line).collect()
}
