//! The questionnaire of a survey campaign (摸底调查) as a form for ODK Collect and Enketo: who has no app of Linli at hand goes from
//! door to door with theirs, and what they send is a visit like any other.

mod answers;
mod doors;
mod form;
mod offer;
pub(super) mod take;

use linli_domain::consultation::openrosa::OF_CAMPAIGN;
use linli_domain::consultation::survey::CampaignId;

pub(super) use offer::{doors_csv, entrances_csv, form_xml, manifest, of_collector};

/// The id by which phones know the questionnaire of a campaign.
pub(super) fn form_id(of: CampaignId) -> String {
    format!("{OF_CAMPAIGN}{of}")
}

/// The campaign whose questionnaire it is; nothing for every other form.
pub(super) fn campaign_of(form_id: &str) -> Option<CampaignId> {
    form_id.strip_prefix(OF_CAMPAIGN)?.parse().ok()
}
