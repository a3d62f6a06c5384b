//! The selected tags.

use serde::Deserialize;

/// The selected tags.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(from = "Written")]
pub enum Tags {
    /// All tags.
    All,
    /// The named tags.
    Named(Vec<String>),
}

/// The value of `tags` in the configuration.
#[derive(Deserialize)]
#[serde(untagged, expecting = "`tags` must be a list of tags or \"all\"")]
enum Written {
    Word(Word),
    List(Vec<String>),
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum Word {
    All,
}

impl From<Written> for Tags {
    fn from(written: Written) -> Self {
        match written {
            Written::Word(Word::All) => Self::All,
            Written::List(names) => Self::Named(names),
        }
    }
}

impl Tags {
    /// Returns whether a tag is selected.
    pub fn has(&self, tag: &str) -> bool {
        match self {
            Self::All => true,
            Self::Named(names) => names.iter().any(|it| it == tag),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Tags;

    #[test]
    fn tags_are_a_list_or_the_word_all() {
        #[derive(Debug, serde::Deserialize)]
        struct Settings {
            tags: Tags,
        }
        let read = |text: &str| toml::from_str::<Settings>(text).map(|it| it.tags);
        assert_eq!(read("tags = \"all\"").unwrap(), Tags::All);
        let named = Tags::Named(vec!["all".to_owned()]);
        assert_eq!(read("tags = [\"all\"]").unwrap(), named);
        for text in ["tags = \"copilot\"", "tags = [1]", "tags = true"] {
            let error = read(text).unwrap_err();
            let expected = "`tags` must be a list of tags or \"all\"";
            assert_eq!(error.message(), expected, "{text}");
        }
    }
}
