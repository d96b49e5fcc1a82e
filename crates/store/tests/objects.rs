//! What the store of files promises, in a folder and in a bucket alike; and what only a bucket can do to it.

use std::time::{Duration, Instant};

use bytes::Bytes;
use linli_domain::kernel::digest::Digest;
use linli_store::objects::{Away, Bucket};
use linli_store::testing::{TestBucket, block_on};
use linli_store::{Error, Objects, on_each_shelf};

on_each_shelf! {
    async fn the_same_bytes_are_kept_once_and_come_back_as_they_were(objects: TestObjects) {
        let bytes = Bytes::from_static("施工许可证".as_bytes());
        let first = objects.keep(bytes.clone()).await.expect("kept");
        let second = objects.keep(bytes.clone()).await.expect("kept again");
        assert_eq!((first, second), (Digest::of(&bytes), first));
        assert_eq!(objects.get(first).await.expect("there"), bytes);
        let all = objects.all().await.expect("listed");
        assert_eq!(all.len(), 1);
        assert_eq!((all[0].digest, all[0].bytes), (first, bytes.len() as u64));
    }

    async fn a_file_that_was_changed_past_linli_is_damage_and_no_answer(objects: TestObjects) {
        let digest = objects.keep(Bytes::from_static(b"photo")).await.expect("kept");
        let name = digest.to_string();
        let file = objects.place().join("kept").join(&name[..2]).join(&name);
        std::fs::write(&file, b"another photo").expect("changed");
        assert!(matches!(objects.get(digest).await, Err(Error::Damaged)));
        std::fs::remove_file(&file).expect("removed");
        assert!(matches!(objects.get(digest).await, Err(Error::Missing)));
    }

    async fn what_is_put_back_takes_the_place_of_what_was_damaged(objects: TestObjects) {
        let bytes = Bytes::from_static(b"photo");
        let digest = objects.put_back(bytes.clone()).await.expect("kept");
        let name = digest.to_string();
        let file = objects.place().join("kept").join(&name[..2]).join(&name);
        std::fs::write(&file, b"another photo").expect("changed");
        objects.put_back(bytes.clone()).await.expect("put back");
        assert_eq!(objects.get(digest).await.expect("whole again"), bytes);
    }

    async fn what_is_removed_is_gone_and_may_be_removed_again(objects: TestObjects) {
        let digest = objects.keep(Bytes::from_static(b"photo")).await.expect("kept");
        let other = objects.keep(Bytes::from_static(b"other")).await.expect("kept");
        objects.remove(digest).await.expect("removed");
        objects.remove(digest).await.expect("nothing to remove");
        assert!(matches!(objects.get(digest).await, Err(Error::Missing)));
        let left: Vec<Digest> = objects.all().await.expect("listed").into_iter().map(|object| object.digest).collect();
        assert_eq!(left, [other]);
    }

    async fn a_file_that_comes_piece_by_piece_is_kept_like_any_other(objects: TestObjects) {
        for (length, spills) in [(0, false), (1_000, false), (1_000, true), (12_000_001, false)] {
            let whole: Vec<u8> = (0..length).map(|n| u8::try_from(n % 251).expect("small")).collect();
            for _ in 0..2 {
                let mut staged = objects.stage();
                for piece in whole.chunks(700_001) {
                    staged.add(&Bytes::copy_from_slice(piece)).await.expect("taken");
                }
                if spills {
                    staged.spill().await.expect("written");
                    assert_eq!(staged.in_memory(), 0);
                }
                assert_eq!((staged.bytes(), staged.begin()), (whole.len() as u64, &whole[..whole.len().min(64)]));
                let digest = staged.keep().await.expect("kept");
                assert_eq!(digest, Digest::of(&whole), "{length}");
                assert_eq!(objects.get(digest).await.expect("there"), whole, "{length}");
            }
        }
        assert_eq!(objects.all().await.expect("listed").len(), 3);
        assert_eq!(objects.begun().await.expect("listed"), [], "nothing is left on the way");
    }

    async fn a_file_that_is_given_up_or_read_leaves_nothing(objects: TestObjects) {
        let piece = Bytes::from(vec![7; 6 << 20]);
        let mut staged = objects.stage();
        staged.add(&piece).await.expect("taken");
        staged.forget().await;
        let mut staged = objects.stage();
        staged.add(&piece).await.expect("taken");
        staged.add(&Bytes::from_static(b"end")).await.expect("taken");
        assert_eq!(staged.whole().await.expect("read").len(), (6 << 20) + 3);
        assert_eq!(objects.all().await.expect("listed"), []);
        assert_eq!(objects.begun().await.expect("listed"), []);
    }

    async fn an_upload_goes_on_where_it_broke_off(objects: TestObjects) {
        objects.begin("u", Bytes::from_static(b"{}")).await.expect("begun");
        assert_eq!(objects.about("u").await.expect("known"), Bytes::from_static(b"{}"));
        assert_eq!(objects.received("u").await.expect("known"), 0);
        assert!(objects.add_part("u", 0, Bytes::from_static(b"first ")).await.expect("taken"));
        assert_eq!(objects.received("u").await.expect("known"), 6);
        assert!(objects.add_part("u", 6, Bytes::from_static(b"second")).await.expect("taken"));
        assert_eq!(objects.assembled("u").await.expect("whole"), Bytes::from_static(b"first second"));
        assert_eq!(objects.begun().await.expect("listed").len(), 1);
        objects.drop_parts("u").await.expect("forgotten");
        assert!(objects.begun().await.expect("listed").is_empty());
        assert!(matches!(objects.assembled("u").await, Err(Error::Missing)));
    }

    async fn a_part_that_comes_twice_is_kept_once_and_a_gap_does_not_count(objects: TestObjects) {
        assert!(objects.add_part("u", 0, Bytes::from_static(b"one")).await.expect("taken"));
        assert!(!objects.add_part("u", 0, Bytes::from_static(b"two")).await.expect("answered"));
        assert!(objects.add_part("u", 9, Bytes::from_static(b"far")).await.expect("taken"));
        assert_eq!(objects.received("u").await.expect("known"), 3);
        assert_eq!(objects.assembled("u").await.expect("whole"), Bytes::from_static(b"one"));
    }

    async fn of_parts_that_come_at_once_for_one_place_one_is_taken(objects: TestObjects) {
        let send = |byte: u8| {
            let objects = objects.objects.clone();
            tokio::spawn(async move { objects.add_part("u", 0, vec![byte; 100_000].into()).await.expect("answered") })
        };
        let sent: Vec<_> = (0..8).map(send).collect();
        let mut taken = Vec::new();
        for one in sent {
            taken.push(one.await.expect("no fault"));
        }
        let winner = taken.iter().position(|taken| *taken).expect("one of them");
        assert_eq!(taken.iter().filter(|taken| **taken).count(), 1);
        let whole = objects.assembled("u").await.expect("whole");
        assert!(whole.len() == 100_000 && whole.iter().all(|byte| usize::from(*byte) == winner));
    }

    async fn uploads_whose_names_begin_alike_are_told_apart(objects: TestObjects) {
        assert!(objects.add_part("u", 0, Bytes::from_static(b"one")).await.expect("taken"));
        assert!(objects.add_part("u2", 0, Bytes::from_static(b"second")).await.expect("taken"));
        objects.drop_parts("u").await.expect("forgotten");
        assert_eq!(objects.received("u2").await.expect("known"), 6);
    }

    async fn a_store_that_works_says_so_and_nothing_is_left_of_the_trial(objects: TestObjects) {
        objects.try_out().await.expect("it works");
        let left = std::fs::read_dir(objects.place().join("tried")).map_or(0, Iterator::count);
        assert_eq!(left, 0);
    }
}

/// What is said of a bucket that is opened otherwise than it should be.
fn tried(change: impl FnOnce(&mut Bucket)) -> Error {
    let server = TestBucket::start();
    let mut bucket = server.bucket();
    change(&mut bucket);
    let objects = Objects::in_bucket(&bucket).expect("a store of files");
    block_on(objects.try_out()).expect_err("it cannot be used")
}

#[test]
fn what_is_wrong_with_a_bucket_is_told_apart() {
    let away = |error| match error {
        Error::NoFiles(away) => away,
        other => panic!("{other}"),
    };
    assert_eq!(away(tried(|bucket| bucket.name = "no-such-bucket".into())), Away::NoBucket);
    let refused = away(tried(|bucket| bucket.secret = "wrong".into()));
    assert_eq!(refused, Away::Refused("SignatureDoesNotMatch".into()));
    assert!(matches!(away(tried(|bucket| bucket.key_id = "nobody".into())), Away::Refused(_)));
    let nobody = tried(|bucket| bucket.endpoint = "http://127.0.0.1:9".into());
    let Away::Unreachable(why) = away(nobody) else { panic!("nobody listens there") };
    assert!(why.contains("refused"), "{why}");
}

#[test]
fn a_server_that_stops_is_an_error_soon_and_no_lost_photo() {
    let mut server = TestBucket::start();
    let objects = Objects::in_bucket(&server.bucket()).expect("a store of files");
    block_on(async {
        let digest = objects.keep(Bytes::from_static(b"photo")).await.expect("kept");
        assert!(objects.add_part("u", 0, Bytes::from_static(b"first ")).await.expect("taken"));
        server.stop();
        let began = Instant::now();
        assert!(matches!(objects.get(digest).await, Err(Error::NoFiles(Away::Unreachable(_)))));
        assert!(matches!(objects.keep(Bytes::from_static(b"new")).await, Err(Error::NoFiles(Away::Unreachable(_)))));
        assert!(matches!(objects.add_part("u", 6, Bytes::from_static(b"s")).await, Err(Error::NoFiles(_))));
        assert!(matches!(objects.received("u").await, Err(Error::NoFiles(_))));
        assert!(matches!(objects.all().await, Err(Error::NoFiles(_))));
        assert!(matches!(objects.begun().await, Err(Error::NoFiles(_))));
        assert!(began.elapsed() < Duration::from_mins(1), "{:?}", began.elapsed());

        server.start_again();
        assert_eq!(objects.get(digest).await.expect("there again"), Bytes::from_static(b"photo"));
        assert_eq!(objects.received("u").await.expect("known"), 6, "the upload goes on where it was");
        assert!(objects.add_part("u", 6, Bytes::from_static(b"second")).await.expect("taken"));
        assert_eq!(objects.assembled("u").await.expect("whole"), Bytes::from_static(b"first second"));
    });
}

#[test]
fn what_a_killed_server_left_half_written_is_found_and_removed() {
    let place = tempfile::tempdir().expect("a folder");
    let objects = Objects::in_folder(place.path()).expect("a store of files");
    block_on(async {
        let mut staged = objects.stage();
        staged.add(&Bytes::from(vec![7; 6 << 20])).await.expect("taken");
        // Nobody comes to tidy up after a process that was killed.
        std::mem::forget(staged);
        assert_eq!(objects.begun().await.expect("listed"), [], "the library does not list it");
        let broken = objects.broken().await.expect("found");
        assert_eq!(broken.iter().map(|one| one.bytes).collect::<Vec<_>>(), [6 << 20]);
        for one in broken {
            objects.remove_broken(one).await.expect("removed");
        }
        assert_eq!(objects.broken().await.expect("found"), []);
    });
    assert_eq!(std::fs::read_dir(place.path().join("parts")).expect("a folder").count(), 0, "nor an empty folder");
}

#[test]
fn a_server_that_never_answers_is_waited_for_no_longer_than_a_page_may() {
    let silent = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let mut bucket = TestBucket::start().bucket();
    bucket.endpoint = format!("http://{}", silent.local_addr().expect("an address"));
    let objects = Objects::in_bucket(&bucket).expect("a store of files");
    let began = Instant::now();
    let kept = block_on(objects.keep(Bytes::from_static(b"photo")));
    assert!(matches!(kept, Err(Error::NoFiles(Away::Unreachable(_)))), "{kept:?}");
    assert!(began.elapsed() < Duration::from_secs(25), "{:?}", began.elapsed());
}
