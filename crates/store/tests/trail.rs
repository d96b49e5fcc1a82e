//! The trail finds every line that was tampered with.

use linli_store::testing::clerk;
use linli_store::{Error, on_each_engine, trail};

on_each_engine! {
    async fn an_untouched_trail_is_whole(store: TestStore) {
        let actor = clerk("430527");
        for n in 0..3 {
            store
                .write(&actor, move |tx| {
                    tx.record("test.first", n, ());
                    tx.record("test.second", n, serde_json::json!({"n": n}));
                    Ok::<_, Error>(())
                })
                .await
                .expect("written");
        }
        let office = actor.office;
        let breaches = store.read(move |tx| trail::verify(tx, office)).await.expect("read");
        assert_eq!(breaches, []);
        let lines = store
            .read(move |tx| trail::page(tx, office, &trail::Filter::default(), None, 10))
            .await
            .expect("read");
        assert_eq!(lines.len(), 6);
        assert_eq!(lines[0].seq, 6);
    }
}
