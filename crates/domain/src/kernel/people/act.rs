//! Every act behind the sign-in, and the one table of who may do it. Nothing is allowed that it does not name.

use super::Role;

/// Everything that can be done behind the sign-in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Act {
    /// Add and stop accounts, give and take roles, set a first password.
    ManageAccounts,
    /// For how long personal data is kept, what is due, what was erased (个人信息保存期限).
    ReadRetention,
    /// Look up what is kept of a person, hand it out, erase what may go (个人信息请求与删除).
    HandlePersonal,
    /// The register, its history and the progress of each neighbourhood (台账).
    ReadRegister,
    /// Change, merge and import the register; undo an import.
    EditRegister,
    /// Take the register away as a file.
    ExportRegister,
    /// Who owns which dwelling, with names and areas (业主名册).
    ReadOwners,
    /// Enter, change and import owners and areas (登记业主).
    KeepOwners,
    /// Bodies, their members, the leaders in charge, the four ones (组织机构、四个一).
    ReadOrganisation,
    /// Set bodies up, name members and leaders, end their terms.
    KeepOrganisation,
    /// Tasks that one gave or owns; with the organisation open, those of others as well (任务).
    ReadTasks,
    /// Give somebody a task.
    GiveTasks,
    /// Own a task: report it done, hand it over; ask after one (办理任务).
    WorkTasks,
    /// Add photos and documents that show what was done, or withdraw them (佐证材料).
    AddEvidence,
    /// Report that a stage is reached, or take that back (阶段上报).
    ReportStage,
    /// Confirm as a member of the residents' body that it is so (居民确认).
    ConfirmStage,
    /// Survey campaigns: how far they are, door by door (摸底调查).
    ReadSurveys,
    /// Open and close campaigns, share doors out, settle what contradicts.
    RunSurveys,
    /// Go from door to door (入户).
    VisitDoors,
    /// Forms for the field, and what was sent to them (外业表单).
    ReadForms,
    /// Publish forms, open and close them, give phones their passwords and tokens.
    KeepForms,
    /// Take what was sent away as a file (导出填报).
    ExportForms,
    /// Fetch forms with a phone, and send them filled in (填报).
    SendForms,
    /// Print slips for doors and posters for stairwells, print them anew, revoke them (门贴、海报).
    KeepSlips,
    /// Opinions with their texts, which residents write names into, and what became of each (查看意见).
    ReadOpinions,
    /// Take opinions away as a file (导出意见).
    ExportOpinions,
    /// Record what somebody said at the door, on paper, on the telephone (登记意见).
    RecordOpinion,
    /// Group opinions into needs: confirm, move, merge, split (需求归类).
    GroupOpinions,
    /// Answer opinions, extend a period, withdraw, settle what was sent twice (答复意见).
    AnswerOpinion,
    /// Plans with their items, what each answers and costs, and what hangs at the gate (查看方案).
    ReadPlans,
    /// Draft a plan: items, sources, the budget shared out, photos of the posted paper (编制方案).
    KeepPlans,
    /// Post a plan, or take a notice down (方案公示).
    PostPlans,
    /// Draft an owners' vote, note to whom ballots were delivered, print its papers (筹备业主表决).
    KeepVotes,
    /// Type ballots on paper in, settle what two people read differently, scan them (录入表决票).
    TypeBallots,
    /// Announce a vote, close it, take it back (公告、计票封存).
    HoldVotes,
    /// See who voted how, with a reason that stays in the trail; take the whole vote away (查阅表决票).
    InspectVotes,
    /// Set what each stage is shown by, what the organisation must have, what opinions are promised, how plans are posted, for how
    /// long personal data is kept (阶段规则、组织规则、意见办理规则、保存期限).
    SetStageRules,
    /// Monthly reports and where each month stands (月报).
    ReadMonths,
    /// Sign a month as the one who filled it in; open a frozen one for a correction (填报).
    FillMonth,
    /// Sign a month as the head, or send it back; set how months are closed (月报签发).
    SignMonth,
    /// Tables of progress that other units declared, and their findings.
    ReadDeclared,
    /// Load a declared table, or correct it by a new version.
    DeclareProgress,
    /// League table, and bulletins that are not issued yet.
    ReadBulletins,
    /// Draft, edit, number and issue a bulletin (通报).
    DraftBulletins,
    /// Sign a bulletin off, send it back, withdraw it.
    SignBulletins,
    /// The audit trail (审计日志).
    ReadTrail,
}

use Act as A;
use Role as R;

/// The table of who may do what. An act writes where its third column says so.
pub const TABLE: [(Act, &[Role], Kind); 46] = [
    (A::ManageAccounts, &[R::Administrator], Kind::Write),
    (A::ReadRetention, &[R::Administrator, R::Head, R::Auditor], Kind::Read),
    (A::HandlePersonal, &[R::Administrator], Kind::Write),
    (
        A::ReadRegister,
        &[
            R::Clerk,
            R::Head,
            R::Leader,
            R::Surveyor,
            R::CouncilMember,
            R::Contractor,
            R::Utility,
            R::Auditor,
            R::Supervisor,
        ],
        Kind::Read,
    ),
    (A::EditRegister, &[R::Clerk], Kind::Write),
    (A::ExportRegister, &[R::Clerk, R::Head, R::Auditor, R::Supervisor], Kind::Read),
    (A::ReadOwners, &[R::Clerk, R::Head, R::Auditor], Kind::Read),
    (A::KeepOwners, &[R::Clerk], Kind::Write),
    (A::ReadOrganisation, &[R::Clerk, R::Head, R::Leader, R::Auditor, R::Supervisor], Kind::Read),
    (A::KeepOrganisation, &[R::Clerk], Kind::Write),
    (
        A::ReadTasks,
        &[R::Clerk, R::Head, R::Leader, R::Surveyor, R::CouncilMember, R::Contractor, R::Utility, R::Auditor],
        Kind::Read,
    ),
    (A::GiveTasks, &[R::Clerk, R::Head, R::Leader], Kind::Write),
    (
        A::WorkTasks,
        &[R::Clerk, R::Head, R::Leader, R::Surveyor, R::CouncilMember, R::Contractor, R::Utility],
        Kind::Write,
    ),
    (A::AddEvidence, &[R::Clerk, R::Leader, R::Surveyor, R::CouncilMember, R::Contractor, R::Utility], Kind::Write),
    (A::ReportStage, &[R::Clerk, R::Contractor], Kind::Write),
    (A::ConfirmStage, &[R::CouncilMember], Kind::Write),
    (A::ReadSurveys, &[R::Clerk, R::Head, R::Leader, R::Surveyor, R::Auditor], Kind::Read),
    (A::RunSurveys, &[R::Clerk], Kind::Write),
    (A::VisitDoors, &[R::Surveyor], Kind::Write),
    (A::ReadForms, &[R::Clerk, R::Head, R::Auditor], Kind::Read),
    (A::KeepForms, &[R::Clerk], Kind::Write),
    (A::ExportForms, &[R::Clerk, R::Head, R::Auditor], Kind::Read),
    (A::SendForms, &[R::Clerk, R::Surveyor], Kind::Write),
    (A::KeepSlips, &[R::Clerk], Kind::Write),
    (A::ReadOpinions, &[R::Clerk, R::Head, R::Leader, R::Auditor], Kind::Read),
    (A::ExportOpinions, &[R::Clerk, R::Head, R::Auditor], Kind::Read),
    (A::RecordOpinion, &[R::Clerk, R::Surveyor], Kind::Write),
    (A::GroupOpinions, &[R::Clerk], Kind::Write),
    (A::AnswerOpinion, &[R::Clerk, R::Head], Kind::Write),
    (
        A::ReadPlans,
        &[
            R::Clerk,
            R::Head,
            R::Leader,
            R::Surveyor,
            R::CouncilMember,
            R::Contractor,
            R::Utility,
            R::Auditor,
            R::Supervisor,
        ],
        Kind::Read,
    ),
    (A::KeepPlans, &[R::Clerk], Kind::Write),
    (A::PostPlans, &[R::Head], Kind::Write),
    (A::KeepVotes, &[R::Clerk], Kind::Write),
    (A::TypeBallots, &[R::Clerk, R::Head, R::Surveyor], Kind::Write),
    (A::HoldVotes, &[R::Head], Kind::Write),
    (A::InspectVotes, &[R::Head], Kind::Write),
    (A::SetStageRules, &[R::Head], Kind::Write),
    (A::ReadMonths, &[R::Clerk, R::Head, R::Leader, R::Auditor, R::Supervisor], Kind::Read),
    (A::FillMonth, &[R::Clerk], Kind::Write),
    (A::SignMonth, &[R::Head], Kind::Write),
    (A::ReadDeclared, &[R::Clerk, R::Head, R::Auditor, R::Supervisor], Kind::Read),
    (A::DeclareProgress, &[R::Clerk, R::Supervisor], Kind::Write),
    (A::ReadBulletins, &[R::Clerk, R::Head, R::Leader, R::Auditor, R::Supervisor], Kind::Read),
    (A::DraftBulletins, &[R::Clerk, R::Supervisor], Kind::Write),
    (A::SignBulletins, &[R::Head], Kind::Write),
    (A::ReadTrail, &[R::Auditor], Kind::Read),
];

/// Whether an act changes records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Read,
    Write,
}

impl Act {
    pub const ALL: [Self; 46] = [
        A::ManageAccounts,
        A::ReadRetention,
        A::HandlePersonal,
        A::ReadRegister,
        A::EditRegister,
        A::ExportRegister,
        A::ReadOwners,
        A::KeepOwners,
        A::ReadOrganisation,
        A::KeepOrganisation,
        A::ReadTasks,
        A::GiveTasks,
        A::WorkTasks,
        A::AddEvidence,
        A::ReportStage,
        A::ConfirmStage,
        A::ReadSurveys,
        A::RunSurveys,
        A::VisitDoors,
        A::ReadForms,
        A::KeepForms,
        A::ExportForms,
        A::SendForms,
        A::KeepSlips,
        A::ReadOpinions,
        A::ExportOpinions,
        A::RecordOpinion,
        A::GroupOpinions,
        A::AnswerOpinion,
        A::ReadPlans,
        A::KeepPlans,
        A::PostPlans,
        A::KeepVotes,
        A::TypeBallots,
        A::HoldVotes,
        A::InspectVotes,
        A::SetStageRules,
        A::ReadMonths,
        A::FillMonth,
        A::SignMonth,
        A::ReadDeclared,
        A::DeclareProgress,
        A::ReadBulletins,
        A::DraftBulletins,
        A::SignBulletins,
        A::ReadTrail,
    ];

    fn row(self) -> (&'static [Role], Kind) {
        TABLE.iter().find(|(act, ..)| *act == self).map_or((&[], Kind::Write), |(_, roles, kind)| (roles, *kind))
    }

    pub fn roles(self) -> &'static [Role] {
        self.row().0
    }

    pub fn kind(self) -> Kind {
        self.row().1
    }

    /// Acts that nobody does with a password alone (双因素): who keeps the accounts could be anybody, and a signature
    /// stands for a person.
    pub fn needs_second_factor(self) -> bool {
        matches!(
            self,
            A::ManageAccounts
                | A::HandlePersonal
                | A::HoldVotes
                | A::InspectVotes
                | A::SetStageRules
                | A::FillMonth
                | A::SignMonth
                | A::SignBulletins
        )
    }

    /// Acts that are done for an office as a whole, never for a town or a neighbourhood of it.
    pub fn is_of_the_whole_office(self) -> bool {
        matches!(
            self,
            A::ManageAccounts
                | A::ReadRetention
                | A::HandlePersonal
                | A::ReadForms
                | A::KeepForms
                | A::ExportForms
                | A::DeclareProgress
                | A::DraftBulletins
                | A::SignBulletins
                | A::ReadTrail
                | A::SetStageRules
                | A::ReadMonths
                | A::FillMonth
                | A::SignMonth
        )
    }
}
