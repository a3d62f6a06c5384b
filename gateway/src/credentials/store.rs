//! The credentials of all accounts: reads, selects and reloads credentials.

use std::sync::Arc;

use arc_swap::ArcSwap;
use tagsmith_runtime::auth::{Credential, GhCli};

use super::app::Installations;
use super::changing::{Changing, Sent, core, unavailable};
use super::leak::Secrets;
use super::rule::{Rule, Source};
use crate::limits::reserve::Reserve;
use crate::observability::log::{Level, Log};
use crate::operations::table::Account;
use crate::problem::{Kind, Problem};
use crate::refused::{Refused, Result, quoted};
use crate::secret_file::SecretFile;
use crate::upstream::client::Client;

/// The minimum length of a token. GitHub's tokens are longer. A shorter text could occur in responses by chance.
const SHORTEST: usize = 16;

/// The credentials of all accounts.
pub struct Credentials {
    holders: Vec<Holder>,
    secrets: Arc<Secrets>,
    client: Client,
    log: Log,
}

struct Holder {
    rule: Rule,
    held: Held,
}

enum Held {
    Fixed(ArcSwap<Sent>, Option<SecretFile>),
    Gh(ArcSwap<Changing>),
    App(Box<Installations>),
}

impl Credentials {
    /// Reads all credentials.
    ///
    /// # Errors
    ///
    /// Fails for a missing credential, and for a credential file that other users may read.
    pub async fn read(
        rules: &[Rule],
        client: Client,
        secrets: Arc<Secrets>,
        log: Log,
    ) -> Result<Self> {
        let mut holders = Vec::new();
        for (index, rule) in rules.iter().enumerate() {
            // The index of a source's first credential, because a source may have several.
            let number = index << 32;
            let held = Held::read(&rule.source, number, &client, &secrets).await?;
            holders.push(Holder {
                rule: rule.clone(),
                held,
            });
        }
        Ok(Self {
            holders,
            secrets,
            client,
            log,
        })
    }

    /// Returns the credential for an account.
    ///
    /// # Errors
    ///
    /// Fails if no credential is for the account, or if the credential's source fails.
    pub async fn of(&self, account: Option<(Account, &str)>) -> std::result::Result<Sent, Problem> {
        let fits = |it: &&Holder| match (&it.rule.account, account) {
            (Some((kind, name)), Some((asked, own))) => {
                *kind == asked && name.eq_ignore_ascii_case(own)
            }
            _ => false,
        };
        let default = || self.holders.iter().find(|it| it.rule.account.is_none());
        let none = || {
            Problem::new(
                Kind::NoCredential,
                "the gateway has no credential for this account",
            )
        };
        match &self
            .holders
            .iter()
            .find(fits)
            .or_else(default)
            .ok_or_else(none)?
            .held
        {
            Held::Fixed(sent, _) => Ok(Sent::clone(&sent.load())),
            Held::Gh(changing) => {
                let changing = changing.load_full();
                changing.sent(&self.secrets, &self.log).await
            }
            Held::App(installations) => {
                let changing = installations
                    .of(account, &self.client)
                    .await
                    .map_err(|error| unavailable(&error, &self.log))?;
                changing
                    .ok_or_else(none)?
                    .sent(&self.secrets, &self.log)
                    .await
            }
        }
    }

    /// Records that the upstream rejected a credential. Returns whether the credential's source may return a different
    /// one.
    pub fn rejected(&self, sent: &Sent) -> bool {
        let renewed = sent.renewed_by.as_ref();
        renewed.is_some_and(|(core, credential)| core.rejected(credential))
    }

    /// Returns one credential of each source that does not depend on the account. Each is returned with its display
    /// name.
    pub async fn each(&self) -> Vec<(String, std::result::Result<Sent, String>)> {
        let mut all = Vec::new();
        for holder in &self.holders {
            let sent = match &holder.held {
                Held::Fixed(sent, _) => Ok(Sent::clone(&sent.load())),
                Held::Gh(changing) => {
                    let changing = changing.load_full();
                    changing
                        .ask(&self.secrets)
                        .await
                        .map_err(|it| it.to_string())
                }
                Held::App(installations) => match installations.any(&self.client).await {
                    Ok(Some(changing)) => changing
                        .ask(&self.secrets)
                        .await
                        .map_err(|it| it.to_string()),
                    Ok(None) => Err("the app has no installations".to_owned()),
                    Err(error) => Err(error.to_string()),
                },
            };
            all.push((holder.rule.to_string(), sent));
        }
        all
    }

    /// Returns the remaining rate limits by credential.
    pub fn left(&self) -> Vec<(String, Vec<(String, u64)>)> {
        let left = |holder: &Holder| match &holder.held {
            Held::Fixed(sent, _) => sent.load().reserve.left(),
            Held::Gh(changing) => changing.load().reserve.left(),
            // Apps are omitted, because an app has too many accounts.
            Held::App(_) => Vec::new(),
        };
        self.holders
            .iter()
            .map(|it| (it.rule.to_string(), left(it)))
            .collect()
    }

    /// Reloads sources whose files have changed, or all sources if `is_asked`. Keeps the old credential if the new one
    /// is unusable.
    pub fn reload(&self, is_asked: bool) {
        for (index, holder) in self.holders.iter().enumerate() {
            let number = index << 32;
            let reloaded = match &holder.held {
                Held::Fixed(sent, Some(file)) if file.changed() || is_asked => {
                    file.read().and_then(|token| {
                        let new = fixed(
                            &token,
                            &holder.rule.source,
                            number,
                            &self.secrets,
                            sent.load().reserve.clone(),
                        )?;
                        sent.store(Arc::new(new));
                        Ok(true)
                    })
                }
                Held::Gh(changing) if is_asked => gh(number, &self.client).map(|new| {
                    changing.store(Arc::new(new));
                    true
                }),
                Held::App(installations) => installations.reload(is_asked, &self.client),
                Held::Fixed(..) | Held::Gh(_) => Ok(false),
            };
            match reloaded {
                Ok(true) => self.log.event(
                    Level::Info,
                    "the credential was reloaded",
                    &holder.rule.to_string(),
                    None,
                ),
                Ok(false) => {}
                Err(error) => {
                    self.log.event(
                        Level::Error,
                        "the new credential is unusable; the old one stays in use",
                        &holder.rule.to_string(),
                        Some(&error),
                    );
                }
            }
        }
    }
}

impl Held {
    async fn read(
        source: &Source,
        number: usize,
        client: &Client,
        secrets: &Secrets,
    ) -> Result<Self> {
        let reserve = Arc::new(Reserve::default());
        Ok(match source {
            Source::Environment(name) => {
                let token = std::env::var(name).ok().filter(|it| !it.is_empty()).ok_or_else(|| {
                    Refused::new(
                        format!("the environment variable {} is not set", quoted(name)),
                        "set it to a GitHub token, or set --credential to file:PATH, gh or app:ID@KEYFILE",
                    )
                })?;
                Self::Fixed(
                    ArcSwap::from_pointee(fixed(&token, source, number, secrets, reserve)?),
                    None,
                )
            }
            Source::File(path) => {
                let file = SecretFile::new(path.clone());
                let sent = fixed(&file.read()?, source, number, secrets, reserve)?;
                Self::Fixed(ArcSwap::from_pointee(sent), Some(file))
            }
            Source::Gh => Self::Gh(ArcSwap::from_pointee(gh(number, client)?)),
            Source::App {
                id,
                installation,
                key,
            } => Self::App(Box::new(Installations::new(
                id,
                *installation,
                key,
                number,
                client,
            )?)),
        })
    }
}

fn fixed(
    token: &str,
    source: &Source,
    number: usize,
    secrets: &Secrets,
    reserve: Arc<Reserve>,
) -> Result<Sent> {
    let token = token.trim_end_matches(['\n', '\r']);
    let refused = |problem: &dyn std::fmt::Display| {
        Refused::new(
            format!("the credential of {source} is unusable: {problem}"),
            "give a GitHub token without other text",
        )
    };
    if token.len() < SHORTEST {
        return Err(refused(&format!(
            "it is shorter than {SHORTEST} characters"
        )));
    }
    let credential = Credential::bearer(token).map_err(|error| refused(&error))?;
    secrets.add(number, token);
    Ok(Sent {
        authorization: credential.authorization().clone(),
        reserve,
        renewed_by: None,
    })
}

fn gh(number: usize, client: &Client) -> Result<Changing> {
    core(GhCli::new(), client).map(|it| Changing::new(it, number))
}
