//! Works (施工监督): what is done on site. So far: the investment done, month by month.

mod progress;

use linli_domain::kernel::people::Act;

use crate::access::{Access, Routes, get, post};

pub fn routes() -> Routes {
    Routes::new()
        .route("/desk/{office}/register/{id}/progress", get(progress::show), Access::Act(Act::ReadRegister))
        .route("/desk/{office}/register/{id}/progress", post(progress::report), Access::Act(Act::EditRegister))
}
