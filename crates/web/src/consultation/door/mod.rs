//! At the door (入户): the app of the surveyor's phone. Its page and scripts are kept on the phone and hold nothing of anybody; what
//! they show and send goes through the three addresses of data, visits and photos.

mod app;
mod data;
mod photos;
mod visits;

pub(super) use visits::key;

use linli_domain::kernel::people::Act;

use crate::access::{Access, Routes, get, put};

/// A photo as a phone sends it, made smaller there.
const PHOTO: usize = 8 << 20;

pub fn routes() -> Routes {
    let visit = Access::Act(Act::VisitDoors);
    Routes::new()
        .route("/desk/{office}/door/app", get(app::show), visit)
        .route("/desk/{office}/door/sw.js", get(app::worker), Access::Public)
        .route("/desk/{office}/door/manifest.webmanifest", get(app::manifest), Access::Public)
        .route("/desk/{office}/door/data", get(data::show), visit)
        .route("/desk/{office}/door/visits/{id}", put(visits::receive), visit)
        .route("/desk/{office}/door/photos/{id}", put(photos::receive).upload(PHOTO), visit)
}
