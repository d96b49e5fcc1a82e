//! Photos that somebody adds at home: read first, and kept when all of them are photos. Where they were taken is dropped:
//! that is where somebody lives, and the paper says as much already.

use bytes::Bytes;
use linli_domain::consultation::slip::MOST_PHOTOS;
use linli_domain::kernel::people::AccountId;
use linli_domain::register::evidence::{Evidence, EvidenceId, Picture};

use crate::app::App;
use crate::consultation::resident;
use crate::error::WebError;
use crate::home::AtHome;
use crate::register::files::{self, told};
use crate::shell::{Ctx, Problems};

pub(super) async fn taken(
    app: &App,
    ctx: &Ctx,
    home: &AtHome,
    sent: &[(String, Bytes)],
    problems: &mut Problems,
) -> Result<Vec<Evidence>, WebError> {
    if sent.len() > MOST_PHOTOS {
        problems.add("file", ctx.t_n("household-why-photos", MOST_PHOTOS));
        return Ok(Vec::new());
    }
    let mut ready = Vec::with_capacity(sent.len());
    for (name, bytes) in sent {
        match files::read(app, name, bytes.clone()).await? {
            Ok(file) if file.is_photo() => ready.push(file),
            Ok(_) => problems.add("file", format!("{}: {}", files::name(name), ctx.t("works-file-no-photo"))),
            Err(why) => problems.add("file", told(ctx, name, &why)),
        }
    }
    if !problems.is_empty() {
        return Ok(Vec::new());
    }
    let mut pieces = Vec::with_capacity(ready.len());
    for file in ready {
        let arrived = files::keep(app, file).await?;
        pieces.push(Evidence {
            id: EvidenceId::new(),
            neighbourhood: home.held.address.neighbourhood,
            file_name: arrived.file_name,
            media_type: arrived.media_type.to_owned(),
            digest: arrived.digest,
            bytes: arrived.bytes,
            picture: arrived.picture.map(|picture| Picture { location: None, ..picture }),
            caption: None,
            at: app.now(),
            account: AccountId::from_number(0),
            by_name: resident(home.office).name,
            withdrawn: None,
            confidential: true,
        });
    }
    Ok(pieces)
}
