//! `docs/guide/who-may-do-what.md` is written from the table that the program enforces, and is never older than it.
//!
//! `LINLI_WRITE_GUIDE=yes cargo test -p linli-domain --test guide` writes it anew.

use std::fmt::Write;
use std::path::Path;

use linli_domain::kernel::people::{Act, Kind, Role, TABLE};

const fn role(role: Role) -> &'static str {
    match role {
        Role::Administrator => "系统管理员 administrator",
        Role::Clerk => "改造办工作人员 clerk",
        Role::Head => "签发人 head",
        Role::Leader => "包联领导 leader in charge",
        Role::Surveyor => "摸底组员 surveyor",
        Role::CouncilMember => "改造理事会成员 council member",
        Role::Contractor => "施工单位 contractor",
        Role::Utility => "专营单位 utility",
        Role::Auditor => "审计 auditor",
        Role::Supervisor => "市级督导 supervisor",
    }
}

const fn act(act: Act) -> &'static str {
    match act {
        Act::ManageAccounts => "管理账号：新建、停用、授权、重设口令 / Keep accounts",
        Act::ReadRetention => {
            "查看个人信息保存期限和删除记录 / Read for how long personal data is kept and what was erased"
        }
        Act::HandlePersonal => "办理个人信息请求：查找、提供、删除 / Find, hand out and erase what is kept of a person",
        Act::ReadRegister => "查看台账和进度 / Read the register and progress",
        Act::EditRegister => "登记、修改、合并、导入台账 / Change and import the register",
        Act::ExportRegister => "导出台账 / Take the register away as a file",
        Act::ReadOrganisation => "查看组织机构、包联领导和四个一 / Read bodies, leaders and the four ones",
        Act::KeepOrganisation => "设立机构、任免成员和包联领导 / Keep bodies, members and leaders",
        Act::ReadTasks => "查看自己交办和承办的任务（能看组织的也看他人的） / Read tasks",
        Act::GiveTasks => "交办任务 / Give tasks",
        Act::WorkTasks => "承办、转办、催办任务 / Own, report and hand over tasks",
        Act::AddEvidence => "添加、撤下佐证材料 / Add and withdraw evidence",
        Act::ReportStage => "上报、撤回阶段（开工、完工等） / Report stages and take them back",
        Act::ConfirmStage => "以居民组织成员身份确认 / Confirm as a member of the residents' body",
        Act::ReadSurveys => "查看摸底调查的进展 / Read how far survey campaigns are",
        Act::RunSurveys => "组织摸底调查：开展、分派、处理矛盾、结束 / Run survey campaigns",
        Act::VisitDoors => "入户调查 / Go from door to door",
        Act::ReadForms => "查看外业表单和填报 / Read forms for the field and the answers to them",
        Act::KeepForms => "发布表单、发放采集凭据 / Publish forms, give collectors",
        Act::ExportForms => "导出填报 / Take answers to forms away as a file",
        Act::SendForms => "用手机取表单、发送填报 / Fetch forms and send answers with a phone",
        Act::KeepSlips => "打印、补印、作废门贴和海报 / Print and revoke slips and posters",
        Act::ReadOpinions => "查看居民意见（含原文）和办理情况 / Read opinions with their texts",
        Act::ExportOpinions => "导出居民意见 / Take opinions away as a file",
        Act::RecordOpinion => "登记、导入居民意见 / Record and import opinions",
        Act::GroupOpinions => "归类需求：确认、移动、合并、拆分 / Group opinions into needs",
        Act::AnswerOpinion => "答复意见，延期、办结、撤回、退回 / Answer opinions, extend, finish, withdraw, reverse",
        Act::ReadPlans => "查看小区改造方案和公示 / Read plans of neighbourhoods and their notices",
        Act::KeepPlans => "编制改造方案：项目、资金、预算分配 / Draft plans: items, money, the budget shared out",
        Act::PostPlans => "公示方案、撤回公示 / Post plans, take notices down",
        Act::KeepVotes => "起草表决，登记送达，打印选票 / Draft votes, note deliveries, print papers",
        Act::TypeBallots => "录入、核定、扫描选票 / Type ballots in, settle and scan them",
        Act::HoldVotes => "公告表决，计票封存，撤回 / Announce votes, close them, take them back",
        Act::InspectVotes => "查阅每张选票（留痕） / See who voted how, with a reason that stays",
        Act::SetStageRules => {
            "设定阶段佐证规则、组织规则、意见办理规则、方案公示规则、个人信息保存期限和改造目录 / Set rules of stages, organisation, opinions, plans and retention, and the catalogue"
        }
        Act::ReadMonths => "查看月报 / Read monthly reports",
        Act::FillMonth => "签报月报，为更正重开月报 / Sign a month as filled in, open it for a correction",
        Act::SignMonth => "签发、退回月报，设定月报规则 / Sign a month as the head, send it back, set its rules",
        Act::ReadDeclared => "查看上报的进度表 / Read declared tables",
        Act::DeclareProgress => "载入、更正上报的进度表 / Load and correct declared tables",
        Act::ReadBulletins => "查看排名和未印发的通报 / Read league tables and drafts",
        Act::DraftBulletins => "起草、编号、印发通报 / Draft, number and issue bulletins",
        Act::SignBulletins => "签发、退回、撤回通报 / Sign bulletins, send them back, withdraw them",
        Act::ReadOwners => "查看业主名册 / Read who owns which dwelling",
        Act::KeepOwners => "登记、更正、导入业主 / Enter, correct and import owners",
        Act::ReadTrail => "查看审计日志 / Read the audit trail",
    }
}

fn guide() -> String {
    let mut page = String::from(
        "# 谁能做什么 · Who may do what\n\n\
         本页由程序执行的那张表自动生成；表上没有写的，一律不允许。角色只在授予的范围（单位、乡镇街道、社区、小区）内有效。\n\
         上级可以查看下级的记录，不能代填；起草的人不能签发；没有人能给自己授权。\n\n\
         This page is written from the table that the program enforces. What is not in it is not allowed. A role holds\n\
         within its scope only (office, town, community, neighbourhood). A higher office reads the records of those below\n\
         it and never writes them; who drafted does not sign; nobody gives roles to themselves.\n",
    );
    for (kind, title) in [(Kind::Read, "查看 · Reading"), (Kind::Write, "办理 · Changing")] {
        let _ = write!(page, "\n## {title}\n\n| 事项 What | 谁 Who |\n|---|---|\n");
        for (done, roles, _) in TABLE.iter().filter(|(.., of)| *of == kind) {
            let who: Vec<_> = roles.iter().map(|holder| role(*holder)).collect();
            let _ = writeln!(page, "| {} | {} |", act(*done), who.join("；"));
        }
    }
    page.push_str("\n## 按角色 · By role\n");
    for holder in Role::ALL {
        let _ = write!(page, "\n**{}**\n\n", role(holder));
        for (done, ..) in TABLE.iter().filter(|(_, roles, _)| roles.contains(&holder)) {
            let _ = writeln!(page, "- {}", act(*done));
        }
    }
    page
}

#[test]
fn the_guide_says_what_the_table_says() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/guide/who-may-do-what.md");
    if std::env::var_os("LINLI_WRITE_GUIDE").is_some() {
        std::fs::write(&file, guide()).expect("the guide can be written");
    }
    let kept = std::fs::read_to_string(&file).expect("the guide");
    assert!(kept == guide(), "docs/guide/who-may-do-what.md is older than the table: LINLI_WRITE_GUIDE=yes writes it");
}
