//! What the store of files promises.

use bytes::Bytes;
use linli_domain::kernel::digest::Digest;
use linli_store::testing::block_on;
use linli_store::{Error, Objects};

fn objects() -> (tempfile::TempDir, Objects) {
    let folder = tempfile::tempdir().expect("a folder");
    let objects = Objects::in_folder(&folder.path().join("objects")).expect("a store of files");
    (folder, objects)
}

#[test]
fn the_same_bytes_are_kept_once_and_come_back_as_they_were() {
    block_on(async {
        let (_folder, objects) = objects();
        let bytes = Bytes::from_static("施工许可证".as_bytes());
        let first = objects.keep(bytes.clone()).await.expect("kept");
        let second = objects.keep(bytes.clone()).await.expect("kept again");
        assert_eq!((first, second), (Digest::of(&bytes), first));
        assert_eq!(objects.get(first).await.expect("there"), bytes);
        assert_eq!(objects.all().await.expect("listed").len(), 1);
    });
}

#[test]
fn a_file_that_was_changed_past_linli_is_damage_and_no_answer() {
    block_on(async {
        let (folder, objects) = objects();
        let digest = objects.keep(Bytes::from_static(b"photo")).await.expect("kept");
        let name = digest.to_string();
        let file = folder.path().join("objects/kept").join(&name[..2]).join(&name);
        std::fs::write(&file, b"another photo").expect("changed");
        assert!(matches!(objects.get(digest).await, Err(Error::Damaged)));
        std::fs::remove_file(&file).expect("removed");
        assert!(matches!(objects.get(digest).await, Err(Error::Missing)));
    });
}

#[test]
fn an_upload_goes_on_where_it_broke_off() {
    block_on(async {
        let (_folder, objects) = objects();
        objects.begin("u", Bytes::from_static(b"{}")).await.expect("begun");
        assert_eq!(objects.received("u").await.expect("known"), 0);
        assert!(objects.add_part("u", 0, Bytes::from_static(b"first ")).await.expect("taken"));
        assert_eq!(objects.received("u").await.expect("known"), 6);
        assert!(objects.add_part("u", 6, Bytes::from_static(b"second")).await.expect("taken"));
        assert_eq!(objects.assembled("u").await.expect("whole"), Bytes::from_static(b"first second"));
        assert_eq!(objects.begun().await.expect("listed").len(), 1);
        objects.drop_parts("u").await.expect("forgotten");
        assert!(objects.begun().await.expect("listed").is_empty());
        assert!(matches!(objects.assembled("u").await, Err(Error::Missing)));
    });
}

#[test]
fn a_part_that_comes_twice_is_kept_once_and_a_gap_does_not_count() {
    block_on(async {
        let (_folder, objects) = objects();
        assert!(objects.add_part("u", 0, Bytes::from_static(b"one")).await.expect("taken"));
        assert!(!objects.add_part("u", 0, Bytes::from_static(b"two")).await.expect("answered"));
        assert!(objects.add_part("u", 9, Bytes::from_static(b"far")).await.expect("taken"));
        assert_eq!(objects.received("u").await.expect("known"), 3);
        assert_eq!(objects.assembled("u").await.expect("whole"), Bytes::from_static(b"one"));
    });
}
