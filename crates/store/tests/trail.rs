//! The trail finds every line that was tampered with.

use crate::common::someone;
use linli_store::testing::clerk;
use linli_store::trail::{self, Breach, BreachKind, Filter};
use linli_store::{Error, Store, args, on_each_engine};

/// Three units of work of two lines each.
async fn six_lines(store: &Store) {
    let actor = someone();
    for n in 0..3 {
        let write = store.write(&actor, move |tx| {
            tx.record("test.first", n, ());
            tx.record("test.second", n, serde_json::json!({ "n": n }));
            Ok::<_, Error>(())
        });
        write.await.expect("written");
    }
}

async fn tamper(store: &Store, sql: &'static str) {
    let done = store.write(&someone(), move |tx| tx.run(sql, args![tx.office()]).map(|_| ())).await;
    done.expect("the database lets its owner do it");
}

async fn breaches(store: &Store) -> Vec<(i64, BreachKind)> {
    let office = someone().office;
    let found: Vec<Breach> = store.read(move |tx| trail::verify(tx, office)).await.expect("a trail");
    found.into_iter().map(|breach| (breach.seq, breach.kind)).collect()
}

on_each_engine! {
    async fn an_untouched_trail_is_whole(store: TestStore) {
        assert_eq!(breaches(&store).await, []);
        six_lines(&store).await;
        assert_eq!(breaches(&store).await, []);
    }

    async fn a_changed_line_is_found(store: TestStore) {
        six_lines(&store).await;
        tamper(&store, "update audit set subject = 'another' where office = $1 and seq = 2").await;
        assert_eq!(breaches(&store).await, [(2, BreachKind::Changed)]);
    }

    async fn a_removed_line_is_found(store: TestStore) {
        six_lines(&store).await;
        tamper(&store, "delete from audit where office = $1 and seq = 3").await;
        assert_eq!(breaches(&store).await, [(3, BreachKind::Removed)]);
    }

    async fn a_removed_line_is_found_although_the_others_moved_up(store: TestStore) {
        six_lines(&store).await;
        tamper(&store, "delete from audit where office = $1 and seq = 6").await;
        tamper(&store, "update audit_head set seq = 5 where office = $1").await;
        assert_eq!(breaches(&store).await, [(5, BreachKind::Unlinked)]);
    }

    async fn an_inserted_line_is_found(store: TestStore) {
        six_lines(&store).await;
        tamper(
            &store,
            "insert into audit (office, seq, at, account, actor, act, subject, detail, previous, digest)
             select office, 7, at, account, actor, act, subject, detail, previous, digest
               from audit where office = $1 and seq = 6",
        )
        .await;
        assert_eq!(breaches(&store).await, [(7, BreachKind::Changed), (7, BreachKind::Inserted)]);
    }

    async fn a_line_sealed_anew_does_not_fit_the_next(store: TestStore) {
        six_lines(&store).await;
        tamper(&store, "update audit set previous = 'x' where office = $1 and seq = 4").await;
        tamper(&store, "update audit set digest = 'y' where office = $1 and seq = 4").await;
        assert_eq!(breaches(&store).await, [(4, BreachKind::Changed), (5, BreachKind::Unlinked)]);
    }

    async fn a_trail_cut_off_is_found(store: TestStore) {
        six_lines(&store).await;
        tamper(&store, "delete from audit where office = $1 and seq > 4").await;
        assert_eq!(breaches(&store).await, [(5, BreachKind::Truncated)]);
        tamper(&store, "delete from audit where office = $1").await;
        assert_eq!(breaches(&store).await, [(1, BreachKind::Truncated)]);
    }

    async fn a_trail_without_its_head_is_found(store: TestStore) {
        six_lines(&store).await;
        tamper(&store, "delete from audit_head where office = $1").await;
        assert_eq!(breaches(&store).await, [(1, BreachKind::Inserted)]);
    }

    async fn each_office_has_a_chain_of_its_own(store: TestStore) {
        six_lines(&store).await;
        let other = clerk("430522");
        let write = store.write(&other, |tx| {
            tx.record("test.other", "x", ());
            Ok::<_, Error>(())
        });
        write.await.expect("written");
        let offices = store.read(trail::offices).await.expect("offices");
        assert_eq!(offices, [other.office, someone().office]);
        let head = store.read(move |tx| trail::head(tx, other.office)).await.expect("a head");
        assert_eq!(head.map(|head| head.seq), Some(1));
    }

    async fn twenty_who_write_at_once_make_one_chain(store: TestStore) {
        let write = |n: u32, store: Store| async move {
            store
                .write(&someone(), move |tx| {
                    tx.record("test.at_once", n, ());
                    Ok::<_, Error>(())
                })
                .await
        };
        let writers: Vec<_> = (0..20).map(|n| tokio::spawn(write(n, store.store()))).collect();
        for writer in writers {
            writer.await.expect("no panic").expect("written");
        }
        assert_eq!(breaches(&store).await, []);
        let office = someone().office;
        let head = store.read(move |tx| trail::head(tx, office)).await.expect("a head");
        assert_eq!(head.map(|head| head.seq), Some(20));
    }

    async fn pages_are_newest_first_and_follow_each_other(store: TestStore) {
        six_lines(&store).await;
        let page = |filter: Filter, before: Option<i64>| {
            let (store, office) = (store.store(), someone().office);
            async move {
                let lines = store.read(move |tx| trail::page(tx, office, &filter, before, 4)).await.expect("a page");
                lines.into_iter().map(|line| line.seq).collect::<Vec<_>>()
            }
        };
        assert_eq!(page(Filter::default(), None).await, [6, 5, 4, 3]);
        assert_eq!(page(Filter::default(), Some(3)).await, [2, 1]);
        let first = Filter { act: Some("test.f".into()), ..Filter::default() };
        assert_eq!(page(first, None).await, [5, 3, 1]);
        let by_somebody_else = Filter { account: Some(linli_domain::kernel::people::AccountId::from_number(99)), ..Filter::default() };
        assert_eq!(page(by_somebody_else, None).await, [0; 0]);
        let about = Filter { subject: Some("1".into()), ..Filter::default() };
        assert_eq!(page(about, None).await, [4, 3]);
    }
}
