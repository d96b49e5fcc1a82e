//! Consultation on each engine: the days that are worked, what an office promises.

use jiff::civil::date;
use linli_domain::consultation::working_days::{DayKind, Special, read};
use linli_domain::consultation::{Calendar, ConsultationRules};
use linli_domain::kernel::Office;
use linli_store::consultation::{rules, working_days};
use linli_store::testing::clerk;
use linli_store::{Error, Store, on_each_engine};

const MAY: &str = "劳动节：4月30日至5月4日放假调休，共5天。4月24日（星期日）、5月7日（星期六）上班。";

fn office() -> Office {
    "430527".parse().expect("an office")
}

async fn enter(store: &Store, year: i16, before: i64, text: &str) -> Result<(), Error> {
    let days = read(text, year).expect("understood");
    store.write(&clerk("430527"), move |tx| working_days::keep(tx, year, before, &days, "国办通知")).await
}

async fn calendar(store: &Store, office: Office, year: i16) -> Calendar {
    store.read(move |tx| working_days::around(tx, office, year)).await.expect("a calendar")
}

on_each_engine! {
    async fn the_list_that_was_entered_last_counts_in_its_own_office(store: TestStore) {
        enter(&store, 2022, 0, "5月1日至2022年5月31日 休").await.expect("entered");
        enter(&store, 2022, 1, MAY).await.expect("put right");
        enter(&store, 2023, 0, "1月2日 休 元旦").await.expect("entered");
        let own = calendar(&store, office(), 2022).await;
        assert_eq!(own.due(date(2022, 4, 29), 5), date(2022, 5, 10));
        assert_eq!(own.due(date(2022, 12, 30), 1), date(2023, 1, 3), "a period runs into the next year");
        let other = calendar(&store, "430522".parse().expect("an office"), 2022).await;
        assert_eq!(other.due(date(2022, 4, 29), 5), date(2022, 5, 6));
        let kept = store.read(|tx| Ok::<_, Error>((working_days::of(tx, office(), 2022)?, working_days::changes(tx, office(), 2022, 9)?)));
        let (kept, changes) = kept.await.expect("a list");
        let made_up = Special { day: date(2022, 5, 7), kind: DayKind::MadeUp, name: "劳动节".into() };
        assert_eq!((kept.version, kept.days.last()), (2, Some(&made_up)));
        assert_eq!(changes.iter().map(|change| (change.version, change.days)).collect::<Vec<_>>(), [(2, 7), (1, 31)]);
    }

    async fn of_two_who_enter_a_year_at_once_one_is_told(store: TestStore) {
        let (one, two) = tokio::join!(enter(&store, 2022, 0, MAY), enter(&store, 2022, 0, "5月2日 休"));
        assert_eq!([one, two].iter().filter(|entered| matches!(entered, Err(Error::Duplicate))).count(), 1);
    }

    async fn rules_hold_from_their_day_on(store: TestStore) {
        let own = ConsultationRules { answer_days: 7, most_a_day: 5, confirmed: true };
        let set = store.write(&clerk("430527"), move |tx| rules::set(tx, date(2022, 6, 1), own, "县改造办通知"));
        set.await.expect("set");
        let on = |day| store.read(move |tx| rules::of(tx, office(), day));
        assert_eq!(on(date(2022, 5, 31)).await.expect("rules"), ConsultationRules::default());
        assert_eq!(on(date(2022, 6, 1)).await.expect("rules"), own);
    }
}
