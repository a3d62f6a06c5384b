//! A description in which every text attacks the page that shows it.

use serde_json::Value as Json;

/// Known attacks on pages that show untrusted text.
pub const ATTACKS: &[&str] = &[
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "</textarea><script>alert(1)</script>",
    "</style><script>alert(1)</script>",
    "<!--><script>alert(1)</script>-->",
    "--><img src=x onerror=alert(1)>",
    "--!><svg onload=alert(1)>",
    "*/alert(1)/*",
    "<img src=x onerror=alert(1)>",
    "<img src=\"x\" onerror=\"alert(1)\" />",
    "\"><img src=x onerror=alert(1)>",
    "' onmouseover='alert(1)",
    "\" onfocus=\"alert(1)\" autofocus=\"",
    "` onerror=alert(1) `",
    "<svg><script>alert(1)</script></svg>",
    "<svg/onload=alert(1)>",
    "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=x onerror=alert(1)&gt;\">",
    "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
    "<iframe srcdoc=\"<script>alert(1)</script>\"></iframe>",
    "<iframe src=javascript:alert(1)>",
    "<object data=javascript:alert(1)>",
    "<embed src=javascript:alert(1)>",
    "<base href=https://evil.example/>",
    "<meta http-equiv=refresh content=\"0;url=javascript:alert(1)\">",
    "<link rel=stylesheet href=https://evil.example/x.css>",
    "<form action=https://evil.example><button>Send</button></form>",
    "<a href=javascript:alert(1)>x</a>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java&#10;script:alert(1))",
    "[x](  javascript:alert(1))",
    "[x](data:text/html,<script>alert(1)</script>)",
    "[x](vbscript:alert(1))",
    "[x](//evil.example)",
    "[x](file:///etc/passwd)",
    "[x](https://a.example/\" onclick=\"alert(1))",
    "[x](https://a.example \"t\\\" onclick=alert(1) \\\"\")",
    "![x](javascript:alert(1))",
    "![x](https://evil.example/pixel.png)",
    "![\"onerror=\"alert(1)](x)",
    "<javascript:alert(1)>",
    "<https://a.example/'onclick='alert(1)>",
    "[x]: javascript:alert(1)\n\n[x]",
    "```\"><script>alert(1)</script>\nx\n```",
    "# <script>alert(1)</script>",
    "> [!NOTE]\n> <img src=x onerror=alert(1)>",
    "| a |\n|---|\n| <img src=x onerror=alert(1)> |",
    "- [x] <input onfocus=alert(1) autofocus>",
    "[^1]\n\n[^1]: <script>alert(1)</script>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
    "\u{202e}<script>alert(1)</script>",
    "\u{0}<scr\u{0}ipt>alert(1)</script>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "{{constructor.constructor('alert(1)')()}}",
    "${alert(1)}",
    "<details open ontoggle=alert(1)>",
    "<x style=animation-name:x onanimationstart=alert(1)>",
    "\u{2028}alert(1)\u{2029}",
    "<plaintext>",
    "<template><script>alert(1)</script></template>",
];

/// The keywords whose texts the pages show.
const SHOWN: &[&str] = &[
    "default",
    "description",
    "example",
    "name",
    "pattern",
    "subcategory",
    "summary",
    "url",
    "value",
    "changeset",
    "deprecationDate",
];

/// Returns a description with an attack in each text that the pages show. Also returns the number of attacks.
pub fn hostile(mut description: Json, first: usize) -> (Json, usize) {
    let mut attacks = Attacks { next: first };
    attacks.spoil(&mut description, "", false);
    (description, attacks.next - first)
}

struct Attacks {
    next: usize,
}

impl Attacks {
    fn attack(&mut self) -> &'static str {
        let index = self.next % ATTACKS.len();
        self.next += 1;
        ATTACKS.get(index).copied().unwrap_or_default()
    }

    /// Inserts attacks into a part of the description. Within examples, every text is shown.
    fn spoil(&mut self, part: &mut Json, key: &str, is_example: bool) {
        match part {
            Json::String(text) if is_example || SHOWN.contains(&key) => {
                *text = match key {
                    "url" => format!("{text}{}", self.attack()),
                    _ if self.next.is_multiple_of(2) => self.attack().to_owned(),
                    _ => format!("{text} {}", self.attack()),
                };
            }
            Json::Array(items) if key == "enum" => {
                for (index, item) in items.iter_mut().enumerate() {
                    if let Json::String(text) = item {
                        *text = format!("{text}{index}{}", self.attack());
                    }
                }
            }
            Json::Array(items) => items
                .iter_mut()
                .for_each(|it| self.spoil(it, key, is_example)),
            Json::Object(members) => self.spoil_members(members, key, is_example),
            _ => {}
        }
    }

    fn spoil_members(
        &mut self,
        members: &mut serde_json::Map<String, Json>,
        key: &str,
        is_example: bool,
    ) {
        // A path or tag must be the same in all places.
        let is_named_elsewhere =
            members.get("in").is_some_and(|it| it == "path") || key == "tags" || key == "servers";
        let are_names = key == "properties" && !is_example;
        for (name, value) in members.iter_mut() {
            let is_kept = match name.as_str() {
                "$ref" => true,
                "name" => is_named_elsewhere,
                "url" => key == "servers",
                _ => false,
            };
            if are_names {
                // A property may have the same name as a keyword.
                self.spoil(value, "", false);
            } else if !is_kept {
                let is_example = is_example || matches!(name.as_str(), "value" | "example");
                self.spoil(value, name, is_example);
            }
        }
        if are_names {
            let name = format!("own {}", self.attack());
            let text = self.attack();
            members.insert(
                name,
                serde_json::json!({ "type": "string", "description": text }),
            );
        }
    }
}
