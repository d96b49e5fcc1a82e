//! The stages of each neighbourhood in the demonstration, with papers and pictures that say they are made up.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::ToSpan;
use jiff::civil::Date;
use linli_domain::kernel::digest::Digest;
use linli_domain::register::evidence::{Evidence, EvidenceId, Moment, Picture, Taken};
use linli_domain::works::stage::Stage;
use linli_formats::photo;
use linli_formats::sheet::{Column, Format, Table, write_xlsx};
use linli_formats::table::Cell;
use linli_store::register::{evidence, neighbourhood};
use linli_store::works::stage;
use linli_store::{Error, Objects, Transaction};

use super::drawings::{Drawing, SPOTS, board};
use super::records::{Case, Trouble};
use super::replay::{Course, Who};

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// The kinds of papers that stages are shown by.
const KINDS: [(&str, &str); 17] = [
    ("survey_sheet", "摸底表"),
    ("consent_summary", "意愿汇总表"),
    ("plan", "改造方案"),
    ("notice_photo", "公示照片目录"),
    ("count_sheet", "计票单"),
    ("approval", "批复"),
    ("contract", "施工合同"),
    ("start_report", "开工报告"),
    ("concealed_record", "隐蔽工程验收记录"),
    ("inspection_sheet", "检查表"),
    ("scope_done", "完成设计和合同内容证明"),
    ("technical_files", "技术档案"),
    ("material_tests", "材料检验报告"),
    ("quality_sign_off", "质量合格文件"),
    ("warranty_letter", "保修书"),
    ("asset_list", "资产移交清单"),
    ("management_model", "长效管理协议"),
];

/// A picture as it is kept: its bytes, the small one, and its size.
#[derive(Clone, Copy, Debug)]
struct Kept {
    digest: Digest,
    small: Digest,
    bytes: i64,
    size: (i64, i64),
}

/// Papers and pictures that lie in the store of objects: rows name them.
#[derive(Clone, Debug)]
pub struct Papers {
    documents: BTreeMap<&'static str, (&'static str, Digest, i64)>,
    /// Before and after of each spot.
    spots: Vec<(Kept, Kept)>,
    /// The board at the gate with a paper on it.
    board: Kept,
}

impl Papers {
    pub async fn make(objects: &Objects) -> Result<Self, Error> {
        let mut papers = BTreeMap::new();
        for (kind, name) in KINDS {
            let bytes = paper(name)?;
            let size = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
            papers.insert(kind, (name, objects.keep(bytes.into()).await?, size));
        }
        let mut spots = Vec::new();
        for spot in SPOTS {
            spots.push((picture(objects, spot.before).await?, picture(objects, spot.after).await?));
        }
        Ok(Self { documents: papers, spots, board: picture(objects, board).await? })
    }

    /// A picture of a notice at the gate of a neighbourhood.
    pub fn board(&self, tx: &Transaction, case: &Case) -> Evidence {
        let on = tx.today();
        let piece = photo_of(tx, case, self.board, (on, "", Moment::Before));
        let picture = piece.picture.map(|picture| Picture { spot: None, moment: None, ..picture });
        Evidence { file_name: "公示栏（示例图）.png".to_owned(), picture, ..piece }
    }
}

/// A paper with one line: what it stands for.
fn paper(name: &str) -> Result<Vec<u8>, Error> {
    let table = Table {
        name: name.to_owned(),
        title: Some(format!("{name}（示例，并非真实文件）")),
        illustrative: None,
        columns: vec![Column::new(name, Format::Text)],
        rows: vec![vec![Cell::text("示例")]],
        notes: Vec::new(),
    };
    write_xlsx(&table).map_err(|_| Error::Refused)
}

async fn picture(objects: &Objects, drawing: fn() -> Drawing) -> Result<Kept, Error> {
    let read = tokio::task::spawn_blocking(move || photo::read(&drawing().png())).await.map_err(|_| Error::Panicked)?;
    let photo = read.map_err(|_| Error::Refused)?;
    let bytes = i64::try_from(photo.kept.len()).unwrap_or(i64::MAX);
    Ok(Kept {
        digest: objects.keep(photo.kept.into()).await?,
        small: objects.keep(photo.small.into()).await?,
        bytes,
        size: (photo.width.into(), photo.height.into()),
    })
}

/// The days of the stages: so many before the start, or around the acceptance.
fn days(case: &Case) -> Vec<(Stage, Date, &'static [&'static str])> {
    let Some(started) = case.sample.facts.started_on else { return Vec::new() };
    let from = |day: Date, by: i64| day.checked_add(by.days()).unwrap_or(day);
    let mut all: Vec<(Stage, Date, &'static [&'static str])> = vec![
        (Stage::Survey, from(started, -28), &["survey_sheet"]),
        (Stage::Pipeline, from(started, -25), &["consent_summary"]),
        (Stage::Design, from(started, -20), &["plan"]),
        (Stage::Consult, from(started, -15), &["notice_photo"]),
        (Stage::Vote, from(started, -10), &["count_sheet"]),
        (Stage::Approve, from(started, -6), &["approval"]),
        (Stage::Procure, from(started, -3), &["contract"]),
        (Stage::Start, started, &["start_report"]),
    ];
    // A few have their pipes covered and are inspected in the last days.
    if case.sample.facts.finished_on.is_none() && case.trouble.is_none() && case.n % 8 == 1 {
        let last = super::replay::END;
        all.push((Stage::Concealed, from(last, -5), &["concealed_record"]));
        all.push((Stage::Inspect, from(last, -2), &["inspection_sheet"]));
    }
    if let Some(finished) = case.sample.facts.finished_on {
        all.extend([
            (Stage::SiteDone, from(finished, -9), &[] as &[_]),
            (
                Stage::Accept,
                finished,
                &["scope_done", "technical_files", "material_tests", "quality_sign_off", "warranty_letter"] as &[_],
            ),
            (Stage::Handover, from(finished, 20), &["asset_list"] as &[_]),
            (Stage::Operate, from(finished, 40), &["management_model"] as &[_]),
        ]);
    }
    all
}

/// Reports every stage on its day, with what shows it.
pub fn stages(course: &mut Course, case: &Arc<Case>, papers: &Papers) {
    for (stage, on, documents) in days(case) {
        // One start is reported with its paper, and nothing else shows it.
        let unproven = stage == Stage::Start && case.trouble == Some(Trouble::Unproven);
        let (of, kept) = (Arc::clone(case), papers.clone());
        course.add(on, Who::Clerk, move |tx| report(tx, &of, &kept, stage, on, (documents, !unproven)));
        if matches!(stage, Stage::Start | Stage::Concealed | Stage::Accept) && !unproven {
            let of = Arc::clone(case);
            let seen = on.tomorrow().unwrap_or(on);
            course.add(seen, Who::Resident, move |tx| {
                let office = tx.office();
                let n = neighbourhood::get(tx, office, of.id)?;
                stage::confirm(tx, &n, stage, on)?;
                settle(tx, &of)
            });
        }
    }
}

fn report(
    tx: &mut Transaction,
    case: &Case,
    papers: &Papers,
    stage: Stage,
    on: Date,
    (documents, photographed): (&[&'static str], bool),
) -> Result<(), Error> {
    let (office, today) = (tx.office(), tx.today());
    let n = neighbourhood::get(tx, office, case.id)?;
    let by = stage::rules(tx, office, today)?;
    let stands = stage::course(tx, &n, by.evidence_from)?;
    stands.may_report(stage, on, today, &by.rules).map_err(|_| Error::Refused)?;
    stage::report(tx, &n, stage, on)?;
    for kind in documents {
        let (name, digest, bytes) = papers.documents.get(kind).copied().ok_or(Error::Missing)?;
        let piece = Evidence {
            file_name: format!("{name}（示例）.xlsx"),
            media_type: XLSX.to_owned(),
            digest,
            bytes,
            ..blank(tx, case)
        };
        evidence::add(tx, &piece)?;
        stage::put_evidence(tx, case.id, stage, piece.id, kind)?;
    }
    if photographed && matches!(stage, Stage::Start | Stage::Concealed | Stage::SiteDone) {
        let at = case.n % papers.spots.len();
        let (before, after) = papers.spots[at];
        let done = stage == Stage::SiteDone;
        let (moment, kept) = if done { (Moment::After, after) } else { (Moment::Before, before) };
        let piece = photo_of(tx, case, kept, (on, SPOTS[at].name, moment));
        evidence::add(tx, &piece)?;
        stage::put_evidence(tx, case.id, stage, piece.id, stage::SITE_PHOTO)?;
    }
    settle(tx, case)
}

fn settle(tx: &mut Transaction, case: &Case) -> Result<(), Error> {
    let (office, today) = (tx.office(), tx.today());
    let n = neighbourhood::get(tx, office, case.id)?;
    let by = stage::rules(tx, office, today)?;
    stage::settle(tx, &n, &by).map(drop)
}

fn blank(tx: &Transaction, case: &Case) -> Evidence {
    Evidence {
        id: EvidenceId::new(),
        neighbourhood: case.id,
        file_name: String::new(),
        media_type: String::new(),
        digest: Digest::of(b""),
        bytes: 0,
        picture: None,
        caption: None,
        at: tx.now(),
        account: tx.actor().account,
        by_name: tx.actor().name.clone(),
        withdrawn: None,
        confidential: false,
    }
}

fn photo_of(tx: &Transaction, case: &Case, kept: Kept, (on, spot, moment): (Date, &str, Moment)) -> Evidence {
    let picture = Picture {
        small: kept.small,
        width: kept.size.0,
        height: kept.size.1,
        taken: Some(Taken { on, by_phone: false }),
        location: None,
        spot: Some(spot.to_owned()),
        moment: Some(moment),
    };
    Evidence {
        file_name: format!("{spot}.png"),
        media_type: "image/jpeg".to_owned(),
        digest: kept.digest,
        bytes: kept.bytes,
        picture: Some(picture),
        caption: Some("示例图，并非照片".to_owned()),
        ..blank(tx, case)
    }
}
