//! Slows down who guesses: so many wrong sign-ins from one address, and one at a time for one account.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use linli_domain::kernel::Timestamp;
use linli_domain::kernel::account::SignInName;

/// An office sits behind one address, so this is a number for all its people together,
const MOST: u32 = 20;
/// in so many seconds.
const SPAN: i64 = 300;
/// Addresses kept in mind; beyond that those that are over are forgotten.
const ADDRESSES: usize = 10_000;

/// Attempts by address, and the sign-ins that are being checked.
#[derive(Debug, Default)]
pub struct Throttle {
    windows: Mutex<HashMap<IpAddr, Window>>,
    turns: Mutex<HashMap<SignInName, Weak<tokio::sync::Mutex<()>>>>,
}

#[derive(Clone, Copy, Debug)]
struct Window {
    since: Timestamp,
    attempts: u32,
}

impl Throttle {
    /// Counts an attempt before it is checked; or says how many seconds to wait.
    pub fn take(&self, address: IpAddr, now: Timestamp) -> Result<(), u64> {
        let mut windows = self.windows.lock().unwrap_or_else(PoisonError::into_inner);
        if windows.len() >= ADDRESSES {
            windows.retain(|_, window| age(*window, now) < SPAN);
        }
        if windows.len() >= ADDRESSES {
            windows.clear();
        }
        let window = windows.entry(network(address)).or_insert(Window { since: now, attempts: 0 });
        if age(*window, now) >= SPAN {
            *window = Window { since: now, attempts: 0 };
        }
        if window.attempts >= MOST {
            return Err(u64::try_from(SPAN - age(*window, now)).unwrap_or(0));
        }
        window.attempts += 1;
        Ok(())
    }

    /// The attempt was right: it does not count.
    pub fn give_back(&self, address: IpAddr) {
        let mut windows = self.windows.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(window) = windows.get_mut(&network(address)) {
            window.attempts = window.attempts.saturating_sub(1);
        }
    }

    /// The turn of one account: a hundred guesses at once would pass the lock otherwise.
    pub fn turn(&self, name: &SignInName) -> Arc<tokio::sync::Mutex<()>> {
        let mut turns = self.turns.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(turn) = turns.get(name).and_then(Weak::upgrade) {
            return turn;
        }
        turns.retain(|_, turn| turn.strong_count() > 0);
        let turn = Arc::default();
        turns.insert(name.clone(), Arc::downgrade(&turn));
        turn
    }
}

fn age(window: Window, now: Timestamp) -> i64 {
    now.duration_since(window.since).as_secs()
}

/// One subscriber of IPv6 has a whole /64.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(v6) => IpAddr::V6((u128::from(v6) >> 64 << 64).into()),
        v4 @ IpAddr::V4(_) => v4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::{Ipv4Addr, Ipv6Addr};

    const HOME: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).expect("a time")
    }

    #[test]
    fn the_twenty_first_wrong_sign_in_of_an_address_waits() {
        let throttle = Throttle::default();
        for second in 0..20 {
            assert_eq!(throttle.take(HOME, at(second)), Ok(()));
        }
        assert_eq!(throttle.take(HOME, at(100)), Err(200));
        assert_eq!(throttle.take(IpAddr::V4(Ipv4Addr::new(10, 0, 0, 1)), at(100)), Ok(()));
        assert_eq!(throttle.take(HOME, at(300)), Ok(()));
    }

    #[test]
    fn a_right_sign_in_does_not_count() {
        let throttle = Throttle::default();
        for _ in 0..100 {
            assert_eq!(throttle.take(HOME, at(0)), Ok(()));
            throttle.give_back(HOME);
        }
    }

    #[test]
    fn a_network_of_version_six_is_one_address() {
        let of = |text: &str| network(IpAddr::V6(text.parse::<Ipv6Addr>().expect("an address")));
        assert_eq!(of("2001:db8::1"), of("2001:db8::ffff:1"));
        assert_ne!(of("2001:db8::1"), of("2001:db8:0:1::1"));
        assert_eq!(network(IpAddr::V6("::ffff:127.0.0.1".parse().expect("an address"))), HOME);
    }

    #[test]
    fn an_account_has_one_turn_at_a_time() {
        let (throttle, zhang) = (Throttle::default(), "zhang@430527".parse::<SignInName>().expect("a name"));
        let first = throttle.turn(&zhang);
        let _held = first.try_lock().expect("free");
        assert!(throttle.turn(&zhang).try_lock().is_err());
        assert!(throttle.turn(&"li@430527".parse().expect("a name")).try_lock().is_ok());
    }
}
