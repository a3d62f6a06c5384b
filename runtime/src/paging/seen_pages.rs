//! Detects cycles of page links by remembering the last pages.

use std::collections::VecDeque;
use std::hash::{DefaultHasher, Hash, Hasher};

/// The number of remembered pages, so that memory use is constant.
const LONGEST: usize = 1000;

/// Hashes of the last pages.
#[derive(Default)]
pub(crate) struct SeenPages(VecDeque<u64>);

impl SeenPages {
    /// Adds a page, and returns whether it is new.
    pub(crate) fn is_new(&mut self, page: &(impl Hash + ?Sized)) -> bool {
        let mut hasher = DefaultHasher::new();
        page.hash(&mut hasher);
        let hash = hasher.finish();
        if self.0.contains(&hash) {
            return false;
        }
        if self.0.len() == LONGEST {
            self.0.pop_front();
        }
        self.0.push_back(hash);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::{LONGEST, SeenPages};

    #[test]
    fn the_last_pages_are_remembered_and_no_others() {
        let mut seen_pages = SeenPages::default();
        assert!((0..=LONGEST).all(|page| seen_pages.is_new(&page)));
        assert!(!seen_pages.is_new(&1_usize), "the oldest one that is left");
        assert!(seen_pages.is_new(&0_usize), "it was forgotten");
        assert_eq!(seen_pages.0.len(), LONGEST);
    }
}
