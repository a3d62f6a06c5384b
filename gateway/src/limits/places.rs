//! Limits the number of connections, per address and in total.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::rate::network;

/// The connection slots.
#[derive(Debug)]
pub struct Places {
    most: usize,
    /// The maximum per address, or `None` if the gateway does not distinguish addresses.
    most_of_one: Option<usize>,
    taken: Mutex<Taken>,
}

#[derive(Debug, Default)]
struct Taken {
    all: usize,
    by_address: HashMap<IpAddr, usize>,
}

/// A connection slot. Dropping it releases the slot.
#[derive(Debug)]
pub struct Place {
    places: Arc<Places>,
    address: Option<IpAddr>,
}

impl Places {
    /// Creates this many slots.
    pub fn new(most: usize, most_of_one: Option<usize>) -> Self {
        Self {
            most,
            most_of_one,
            taken: Mutex::default(),
        }
    }

    /// Reserves a slot for a connection from an address, if a slot is free. Connections without an address count only
    /// towards the total.
    pub fn take(self: &Arc<Self>, address: Option<IpAddr>) -> Option<Place> {
        let address = address.map(network);
        let mut taken = self.lock();
        let of_one = address.and_then(|it| taken.by_address.get(&it).copied());
        let of_one = of_one.unwrap_or_default();
        if taken.all >= self.most || self.most_of_one.is_some_and(|most| of_one >= most) {
            return None;
        }
        taken.all += 1;
        if let Some(address) = address {
            taken.by_address.insert(address, of_one + 1);
        }
        drop(taken);
        Some(Place {
            places: self.clone(),
            address,
        })
    }

    fn lock(&self) -> MutexGuard<'_, Taken> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut taken = self.places.lock();
        taken.all = taken.all.saturating_sub(1);
        let Some(address) = self.address else { return };
        if let Some(count) = taken.by_address.get_mut(&address) {
            *count -= 1;
            if *count == 0 {
                taken.by_address.remove(&address);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::Places;

    #[test]
    fn releases_connection_slots_on_drop() {
        let places = Arc::new(Places::new(3, Some(2)));
        let [one, other] = ["192.0.2.1", "192.0.2.2"].map(|it| it.parse().ok());
        let first = places.take(one);
        let second = places.take(one);
        assert!(first.is_some() && second.is_some() && places.take(one).is_none());
        let third = places.take(other);
        assert!(third.is_some() && places.take(other).is_none());
        drop(first);
        assert!(places.take(other).is_some());
        drop((second, third));
        assert!(places.lock().by_address.is_empty());
    }
}
