//! Lowers the general information about the API.

use serde::Deserialize;

use crate::api::{About, Security};
use crate::description::load::{Document, Info};

pub(super) fn lower(document: &Document<'_>) -> About {
    let Info {
        version,
        description,
        terms,
        contact,
        license,
        ..
    } = document.parsed_info();
    let schemes = document.components.get("securitySchemes");
    let schemes = schemes.into_iter().flatten();
    About {
        doc: description,
        version,
        docs_url: document.docs_url(),
        terms,
        contact: (contact.name, contact.url),
        license: (license.name, license.url),
        security: schemes
            .filter_map(|(name, raw)| {
                let scheme: Scheme = serde_json::from_str(raw.get()).ok()?;
                Some(Security {
                    name: name.clone(),
                    kind: scheme.kind(),
                    doc: scheme.description,
                })
            })
            .collect(),
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Scheme {
    r#type: String,
    #[serde(default)]
    scheme: String,
    #[serde(default)]
    name: String,
    #[serde(default, rename = "in")]
    place: String,
    #[serde(default)]
    open_id_connect_url: String,
    #[serde(default)]
    description: String,
}

impl Scheme {
    /// Returns a short name of the security scheme.
    fn kind(&self) -> String {
        match self.r#type.as_str() {
            "http" => format!("HTTP {}", self.scheme),
            "apiKey" => format!("API key in the {} {}", self.place, self.name),
            "oauth2" => "OAuth 2".to_owned(),
            "openIdConnect" => format!("OpenID Connect, {}", self.open_id_connect_url),
            other => other.to_owned(),
        }
    }
}
