//! The order in which a `java.util.Properties` gives its names: what goes wrong first depends on it.
//!
//! Sources: `ConcurrentHashMap`, `Hashtable` and `Properties.propertyNames` of JDK 17. Keys that share a place in a table
//! keep the order in which they came.

/// `ConcurrentHashMap(8)`, which holds the entries of a `Properties`.
const FIRST_SIZE: usize = 16;
/// `Hashtable()`.
const FIRST_CAPACITY: usize = 11;

/// Items in the order of `Properties.propertyNames()` for their keys.
pub(super) fn in_order_of_property_names<T>(items: Vec<T>, key: impl Fn(&T) -> &str) -> Vec<T> {
    let hashes: Vec<u32> = items.iter().map(|item| hash_code(key(item))).collect();
    let places = enumeration(&hashes, &iteration(&hashes));
    let mut items: Vec<Option<T>> = items.into_iter().map(Some).collect();
    places.into_iter().filter_map(|place| items.get_mut(place)?.take()).collect()
}

/// `String.hashCode`.
fn hash_code(text: &str) -> u32 {
    text.encode_utf16().fold(0, |hash: u32, unit| hash.wrapping_mul(31).wrapping_add(u32::from(unit)))
}

/// Places in the order of a `ConcurrentHashMap`'s entries.
fn iteration(hashes: &[u32]) -> Vec<usize> {
    let mut size = FIRST_SIZE;
    while hashes.len() >= size / 4 * 3 {
        size *= 2;
    }
    let bin = |hash: u32| ((hash ^ (hash >> 16)) & 0x7FFF_FFFF) as usize & (size - 1);
    let mut places: Vec<(usize, usize)> =
        hashes.iter().enumerate().map(|(place, hash)| (bin(*hash), place)).collect();
    places.sort_unstable();
    places.into_iter().map(|(_, place)| place).collect()
}

/// Places in the order of a `Hashtable`'s keys that were put in this order.
fn enumeration(hashes: &[u32], order: &[usize]) -> Vec<usize> {
    let mut table: Vec<Vec<usize>> = vec![Vec::new(); FIRST_CAPACITY];
    for (count, &place) in order.iter().enumerate() {
        if count >= table.len() * 3 / 4 {
            table = grown(&table, hashes);
        }
        put(&mut table, hashes, place);
    }
    // A chain's newest entry is its first one, and the last chain comes first.
    table.into_iter().rev().flat_map(|chain| chain.into_iter().rev()).collect()
}

fn grown(table: &[Vec<usize>], hashes: &[u32]) -> Vec<Vec<usize>> {
    let mut larger = vec![Vec::new(); table.len() * 2 + 1];
    for place in table.iter().rev().flat_map(|chain| chain.iter().rev()) {
        put(&mut larger, hashes, *place);
    }
    larger
}

fn put(table: &mut [Vec<usize>], hashes: &[u32], place: usize) {
    let hash = hashes.get(place).copied().unwrap_or_default() & 0x7FFF_FFFF;
    let chain = hash as usize % table.len();
    if let Some(chain) = table.get_mut(chain) {
        chain.push(place);
    }
}

#[cfg(test)]
mod tests {
    use super::in_order_of_property_names;

    #[test]
    fn names_come_as_the_jdk_gives_them() {
        let keys =
            vec!["username", "password", "server", "port", "a", "b", "mq.host", "bus.server", "text", "x"];
        let jdk = ["port", "server", "username", "bus.server", "mq.host", "b", "a", "x", "password", "text"];
        assert_eq!(in_order_of_property_names(keys, |key| key), jdk);
    }
}
