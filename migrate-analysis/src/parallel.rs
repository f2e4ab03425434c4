//! Work on many values, on all processors: [`map`].

use std::num::NonZero;
use std::thread;

/// The fewest values that are worth a thread.
pub const SMALLEST_SHARE: usize = 256;

/// What `f` makes of each value, in the order of the values; those of a thread are neighbours.
///
/// ```
/// let numbers: Vec<u64> = (0..1000).collect();
/// let squares = migrate_analysis::parallel::map(&numbers, |number| number * number);
/// assert_eq!(squares[999], 998_001);
/// ```
pub fn map<T: Sync, U: Send>(values: &[T], f: impl Fn(&T) -> U + Sync) -> Vec<U> {
    let threads = thread::available_parallelism().map_or(1, NonZero::get);
    let share = values.len().div_ceil(threads).max(SMALLEST_SHARE);
    let mut shares: Vec<Vec<U>> = Vec::new();
    shares.resize_with(values.len().div_ceil(share), Vec::new);
    let mut work = values.chunks(share).zip(&mut shares);
    // This thread has nothing else to do.
    let own = work.next();
    thread::scope(|scope| {
        for (values, results) in work {
            let f = &f;
            scope.spawn(move || results.extend(values.iter().map(f)));
        }
        if let Some((values, results)) = own {
            results.extend(values.iter().map(&f));
        }
    });
    shares.into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_is_kept_whatever_the_number() {
        for count in [0, 1, SMALLEST_SHARE, SMALLEST_SHARE + 1, 5 * SMALLEST_SHARE - 1] {
            let values: Vec<usize> = (0..count).collect();
            assert_eq!(map(&values, |value| value + 1), (1..=count).collect::<Vec<_>>());
        }
    }
}
