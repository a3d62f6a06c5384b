//! A credential source for a GitHub App, with one installation token for each account.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use arc_swap::ArcSwap;
use http::{Method, StatusCode};
use serde_json::Value;
use tagsmith_runtime::Core;
use tagsmith_runtime::auth::{App, CredentialError};

use super::changing::{Changing, core};
use crate::operations::table::Account;
use crate::refused::{Refused, Result};
use crate::secret_file::SecretFile;
use crate::upstream::client::Client;

/// The minimum interval between requests for the list of installations. Without it, callers could cause a request by
/// each unknown account name.
const BETWEEN: Duration = Duration::from_secs(60);

/// The maximum number of pages of the list of installations.
const PAGES: usize = 50;

/// A GitHub App and its installations.
pub(super) struct Installations {
    id: String,
    fixed: Option<i64>,
    key: SecretFile,
    number: usize,
    current: ArcSwap<Current>,
    asking: tokio::sync::Mutex<()>,
}

struct Current {
    app: App,
    own: Core,
    fixed: Option<Arc<Changing>>,
    known: HashMap<(bool, String), Arc<Changing>>,
    asked: Option<Instant>,
}

impl Installations {
    pub(super) fn new(
        id: &str,
        fixed: Option<i64>,
        key: &Path,
        number: usize,
        client: &Client,
    ) -> Result<Self> {
        let key = SecretFile::new(key.to_owned());
        let current = Current::new(id, fixed, &key, number, client)?;
        Ok(Self {
            id: id.to_owned(),
            fixed,
            key,
            number,
            current: ArcSwap::from_pointee(current),
            asking: tokio::sync::Mutex::default(),
        })
    }

    /// Returns the credential of an account, if the app is installed there.
    pub(super) async fn of(
        &self,
        account: Option<(Account, &str)>,
        client: &Client,
    ) -> std::result::Result<Option<Arc<Changing>>, CredentialError> {
        let current = self.current.load_full();
        if let Some(fixed) = &current.fixed {
            return Ok(Some(fixed.clone()));
        }
        let Some((kind, name)) = account else {
            return Ok(None);
        };
        let key = (kind == Account::Enterprise, name.to_ascii_lowercase());
        let current = match current.known.get(&key) {
            Some(known) => return Ok(Some(known.clone())),
            None => self.ask(client).await?,
        };
        Ok(current.known.get(&key).cloned())
    }

    /// Returns the credential of any account.
    pub(super) async fn any(
        &self,
        client: &Client,
    ) -> std::result::Result<Option<Arc<Changing>>, CredentialError> {
        let current = self.current.load_full();
        if let Some(fixed) = &current.fixed {
            return Ok(Some(fixed.clone()));
        }
        Ok(self.ask(client).await?.known.values().next().cloned())
    }

    /// Reloads the key if its file has changed, or if `is_asked`.
    pub(super) fn reload(&self, is_asked: bool, client: &Client) -> Result<bool> {
        if !is_asked && !self.key.changed() {
            return Ok(false);
        }
        let current = Current::new(&self.id, self.fixed, &self.key, self.number, client)?;
        self.current.store(Arc::new(current));
        Ok(true)
    }

    /// Requests the list of installations, unless the current list is recent.
    async fn ask(&self, client: &Client) -> std::result::Result<Arc<Current>, CredentialError> {
        let _turn = self.asking.lock().await;
        let current = self.current.load_full();
        if current.asked.is_some_and(|it| it.elapsed() < BETWEEN) {
            return Ok(current);
        }
        let mut known = HashMap::new();
        for page in 1..=PAGES {
            let path = format!("/app/installations?per_page=100&page={page}");
            let installed = installed(client, &current.own, &path).await?;
            for (key, id) in &installed {
                let changing = match current.known.get(key) {
                    Some(changing) => changing.clone(),
                    None => {
                        let source = current.app.installation(*id);
                        let core = core(source, client)
                            .map_err(|error| CredentialError::new(error.to_string()))?;
                        Arc::new(Changing::new(core, self.number + 1 + known.len()))
                    }
                };
                known.insert(key.clone(), changing);
            }
            if installed.len() < 100 {
                break;
            }
        }
        let next = Arc::new(Current {
            app: current.app.clone(),
            own: current.own.clone(),
            fixed: None,
            known,
            asked: Some(Instant::now()),
        });
        self.current.store(next.clone());
        Ok(next)
    }
}

impl Current {
    fn new(
        id: &str,
        fixed: Option<i64>,
        key: &SecretFile,
        number: usize,
        client: &Client,
    ) -> Result<Self> {
        let refused = |error: CredentialError| {
            Refused::new(
                error,
                "give the private key that GitHub generated for the app, in PEM",
            )
        };
        let app = App::new(id, key.read()?.as_bytes()).map_err(refused)?;
        let fixed = match fixed {
            Some(installation) => Some(Arc::new(Changing::new(
                core(app.installation(installation), client)?,
                number,
            ))),
            None => None,
        };
        Ok(Self {
            own: core(app.clone(), client)?,
            app,
            fixed,
            known: HashMap::new(),
            asked: None,
        })
    }
}

type Installed = Vec<((bool, String), i64)>;

async fn installed(
    client: &Client,
    own: &Core,
    path: &str,
) -> std::result::Result<Installed, CredentialError> {
    let credential = own
        .credential()
        .await?
        .ok_or_else(|| CredentialError::new("the app's JWT cannot be created"))?;
    let response = client
        .ask(&Method::GET, path, credential.authorization())
        .await;
    let (status, _, body) =
        response.map_err(|error| CredentialError::new(error.to_string()).temporary())?;
    if status != StatusCode::OK {
        own.rejected(&credential);
        return Err(CredentialError::new(format!(
            "GitHub refused the list of the app's installations: status {status}"
        )));
    }
    let list: Value = serde_json::from_slice(&body).unwrap_or_default();
    let each = list.as_array().into_iter().flatten().filter_map(|it| {
        let account = it.get("account")?;
        let login = account
            .get("login")
            .or_else(|| account.get("slug"))?
            .as_str()?;
        let is_enterprise = it.get("target_type").and_then(Value::as_str) == Some("Enterprise");
        Some((
            (is_enterprise, login.to_ascii_lowercase()),
            it.get("id")?.as_i64()?,
        ))
    });
    Ok(each.collect())
}
