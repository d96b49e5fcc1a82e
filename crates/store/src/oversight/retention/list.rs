//! The list of what was erased: a file beside the key, outside of the database and of every backup. A backup that is put back
//! brings along what was let go of since; by this list it is let go of again. No name and no word of anybody stands in it.

use std::fs::{self, File};
use std::io::{ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

use linli_domain::kernel::{Office, Timestamp};
use linli_domain::oversight::retention::{Ground, Record};

use crate::seal::KeyFile;

/// What stands above the entries of a list.
const REMARK: &str =
    "# 已删除的个人信息清单（不含姓名）· What was erased, without names. 与密钥一起保管 · Keep it with the key.\n";

/// Stands in the place of a ground where a record stays after all.
const STAYS: &str = "stays";

#[derive(Clone, Debug)]
pub struct ErasedList {
    path: PathBuf,
}

/// One record that was let go of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    pub office: Office,
    pub record: Record,
    pub ground: Ground,
}

/// Why the list cannot be read or written.
#[derive(Debug, thiserror::Error)]
pub enum BadList {
    #[error("{}: {}", .0.display(), .1)]
    File(PathBuf, std::io::Error),
    #[error("{}: line {} says nothing that was erased", .0.display(), .1)]
    Line(PathBuf, usize),
}

impl ErasedList {
    /// The list beside a key; where no file of a key is set, there is none.
    pub fn beside(keys: &KeyFile) -> Option<Self> {
        keys.path().map(|path| Self { path: path.with_extension("erased") })
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Adds entries; on the disk when it returns. A list that cannot be read is not written to.
    pub(super) fn add(&self, entries: &[Entry], at: Timestamp) -> Result<(), BadList> {
        let lines: String = entries.iter().map(|entry| entry.line(entry.ground.as_str(), at)).collect();
        self.write(&lines)
    }

    /// Says of entries that were added that they stay after all: somebody waits for something of them again.
    pub(super) fn take_back(&self, entries: &[Entry], at: Timestamp) -> Result<(), BadList> {
        let lines: String = entries.iter().map(|entry| entry.line(STAYS, at)).collect();
        self.write(&lines)
    }

    fn write(&self, lines: &str) -> Result<(), BadList> {
        let mut file = self.open().map_err(|error| self.unusable(error))?;
        let mut text = String::new();
        file.read_to_string(&mut text).map_err(|error| self.unusable(error))?;
        self.entries(&text)?;
        self.append(file, whole(&text), lines).map_err(|error| self.unusable(error))
    }

    /// Opened for one writer at a time: others wait.
    fn open(&self) -> std::io::Result<File> {
        let mut how = File::options();
        how.read(true).append(true).create(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut how, 0o600);
        let file = how.open(&self.path)?;
        file.lock()?;
        Ok(file)
    }

    fn append(&self, mut file: File, whole: usize, lines: &str) -> std::io::Result<()> {
        if file.metadata()?.len() > whole as u64 {
            // Where the power went off in the middle of a line, nobody was told that it stands there.
            file.set_len(whole as u64)?;
        }
        let begin = if whole == 0 { REMARK } else { "" };
        file.write_all(format!("{begin}{lines}").as_bytes())?;
        file.sync_all()?;
        let folder = self.path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        File::open(folder)?.sync_all()
    }

    /// Every entry; nothing where there is no such file.
    pub(super) fn read(&self) -> Result<Option<Vec<Entry>>, BadList> {
        match fs::read_to_string(&self.path) {
            Ok(text) => self.entries(&text).map(Some),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(self.unusable(error)),
        }
    }

    fn entries(&self, text: &str) -> Result<Vec<Entry>, BadList> {
        let says = |(_, line): &(usize, &str)| !line.trim().is_empty() && !line.starts_with('#');
        let mut entries = Vec::new();
        for (at, line) in text[..whole(text)].lines().enumerate().filter(says) {
            match Line::read(line).ok_or_else(|| BadList::Line(self.path.clone(), at + 1))? {
                Line::Gone(entry) => entries.push(entry),
                Line::Stays(office, record) => {
                    entries.retain(|one: &Entry| (one.office, one.record) != (office, record));
                }
            }
        }
        Ok(entries)
    }

    fn unusable(&self, error: std::io::Error) -> BadList {
        BadList::File(self.path.clone(), error)
    }
}

/// Up to where the lines of a text are whole.
fn whole(text: &str) -> usize {
    text.rfind('\n').map_or(0, |end| end + 1)
}

impl Entry {
    fn line(&self, what: &str, at: Timestamp) -> String {
        let Self { office, record, .. } = self;
        format!("{office}\t{record}\t{what}\t{at}\t{}\n", record.sort())
    }
}

/// What a line says.
#[derive(Debug, PartialEq, Eq)]
enum Line {
    Gone(Entry),
    Stays(Office, Record),
}

impl Line {
    fn read(line: &str) -> Option<Self> {
        let mut parts = line.split('\t');
        let (office, id, what, _at) = (parts.next()?.parse().ok()?, parts.next()?, parts.next()?, parts.next()?);
        // Where a line ends with its time, it is of the years in which only terms stood here.
        let record = Record::read(parts.next().unwrap_or("term"), id)?;
        if what == STAYS {
            return Some(Self::Stays(office, record));
        }
        Some(Self::Gone(Entry { office, record, ground: what.parse().ok()? }))
    }
}

#[cfg(test)]
mod tests {
    use linli_domain::consultation::OpinionId;
    use linli_domain::consultation::openrosa::SubmissionId;
    use linli_domain::consultation::survey::VisitId;
    use linli_domain::organisation::TermId;

    use super::*;

    fn entry(number: u128) -> Entry {
        let record = match number % 4 {
            0 => Record::Term(TermId::from_number(number)),
            1 => Record::Opinion(OpinionId::from_number(number)),
            2 => Record::Visit(VisitId::from_number(number)),
            _ => Record::Submission(SubmissionId::from_number(number)),
        };
        Entry { office: "430527".parse().expect("an office"), record, ground: Ground::Asked }
    }

    #[test]
    fn what_was_added_is_read_again_after_a_power_cut_too() {
        let room = tempfile::tempdir().expect("a folder");
        let list = ErasedList { path: room.path().join("linli.erased") };
        assert_eq!(list.read().expect("no file is no list"), None);
        list.add(&[entry(1), entry(2)], Timestamp::UNIX_EPOCH).expect("added");
        assert_eq!(list.read().expect("read"), Some(vec![entry(1), entry(2)]));

        let whole = fs::read_to_string(&list.path).expect("a file");
        fs::write(&list.path, &whole[..whole.len() - 40]).expect("cut off");
        assert_eq!(list.read().expect("what is whole is read"), Some(vec![entry(1)]));
        list.add(&[entry(3)], Timestamp::UNIX_EPOCH).expect("added");
        assert_eq!(list.read().expect("read"), Some(vec![entry(1), entry(3)]));

        fs::write(&list.path, "nothing\n").expect("written");
        assert!(matches!(list.read(), Err(BadList::Line(_, 1))));
        list.add(&[entry(4)], Timestamp::UNIX_EPOCH).expect_err("nothing is added to what cannot be read");
    }

    #[test]
    fn what_stays_after_all_is_no_entry_until_it_goes_another_time() {
        let room = tempfile::tempdir().expect("a folder");
        let list = ErasedList { path: room.path().join("linli.erased") };
        list.add(&[entry(1), entry(2)], Timestamp::UNIX_EPOCH).expect("added");
        list.take_back(&[entry(1)], Timestamp::UNIX_EPOCH).expect("taken back");
        assert_eq!(list.read().expect("read"), Some(vec![entry(2)]));
        list.add(&[entry(1)], Timestamp::UNIX_EPOCH).expect("added");
        assert_eq!(list.read().expect("read"), Some(vec![entry(2), entry(1)]));
    }

    #[test]
    fn a_line_of_before_is_a_term() {
        let id = TermId::from_number(7);
        let read = Line::read(&format!("430527\t{id}\texpired\t2026-01-01T00:00:00Z"));
        let office = entry(1).office;
        assert_eq!(read, Some(Line::Gone(Entry { office, record: Record::Term(id), ground: Ground::Expired })));
        assert_eq!(Line::read(&format!("430527\t{id}\texpired\t2026-01-01T00:00:00Z\thouse")), None);
    }

    #[test]
    fn of_many_who_write_at_once_nothing_is_lost() {
        let room = tempfile::tempdir().expect("a folder");
        let list = ErasedList { path: room.path().join("linli.erased") };
        std::thread::scope(|scope| {
            for writer in 0..4_u128 {
                let list = &list;
                let write = move |n| list.add(&[entry(writer * 100 + n)], Timestamp::UNIX_EPOCH).expect("added");
                scope.spawn(move || (0..40).for_each(write));
            }
        });
        assert_eq!(list.read().expect("read").map(|all| all.len()), Some(160));
    }
}
