//! Detects cycles of page links by remembering the last pages.

use std::collections::VecDeque;
use std::hash::{DefaultHasher, Hash, Hasher};

/// The number of remembered pages, so that memory use is constant.
const LONGEST: usize = 1000;

/// Hashes of the last pages.
#[derive(Default)]
pub(crate) struct Trail(VecDeque<u64>);

impl Trail {
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
    use super::{LONGEST, Trail};

    #[test]
    fn the_last_pages_are_remembered_and_no_others() {
        let mut trail = Trail::default();
        assert!((0..=LONGEST).all(|page| trail.is_new(&page)));
        assert!(!trail.is_new(&1_usize), "the oldest one that is left");
        assert!(trail.is_new(&0_usize), "it was forgotten");
        assert_eq!(trail.0.len(), LONGEST);
    }
}
