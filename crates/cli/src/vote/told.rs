//! The outcome for people: what was needed, what there was, and whatever does not fit.

use linli_domain::planning::vote::{Choice, Count, Invalid, Weight};
use linli_formats::vote::{Finding, ReceiptFile, Received, Stated};

use super::scans::State;
use super::{Counted, Verified};
use crate::lang::{Lang, Text};

pub fn print(counted: &Counted, lang: Lang) {
    for line in lines(counted, lang) {
        println!("{line}");
    }
    for finding in &counted.findings {
        println!("{}", odd(finding, lang).say(lang));
    }
    if let Some(verified) = &counted.verified {
        for line in looked_at(counted, verified, lang) {
            println!("{line}");
        }
    }
    for (owner, one, two) in counted.file.roll.in_several() {
        let id = |at: usize| &counted.file.roll.heads()[at].id;
        eprintln!(
            "{}",
            Text::new("vote-note-several").with("owner", owner).with("one", id(one)).with("two", id(two)).say(lang)
        );
    }
}

/// A receipt that stands alone.
pub fn alone(receipt: &ReceiptFile, lang: Lang) -> String {
    Text::new(if receipt.holds() { "vote-receipt-holds" } else { "vote-receipt-fails" })
        .with("number", receipt.number)
        .with("vote", &receipt.vote)
        .with("root", receipt.root.digest)
        .with("ballots", receipt.root.ballots)
        .say(lang)
}

fn lines(counted: &Counted, lang: Lang) -> Vec<String> {
    let (file, tally) = (&counted.file, &counted.tally);
    let title = file.title.as_deref().unwrap_or(&file.id);
    let mut lines = vec![
        weighed("vote-roll", tally.total).with("title", title).with("ballots", file.ballots.len()).say(lang),
        share("vote-quorum", &tally.quorum, lang),
        share("vote-majority", &tally.majority, lang),
        weighed("vote-agreed", tally.agreed).say(lang),
    ];
    if tally.without_paying.heads > 0 {
        lines.push(weighed("vote-without-paying", tally.without_paying).say(lang));
    }
    lines.push(weighed("vote-against", tally.against).say(lang));
    lines.push(weighed("vote-abstained", tally.abstained).say(lang));
    if let Some(silence) = tally.silence {
        let side = match silence.follows {
            Some(Choice::For) => "vote-silence-for",
            Some(_) => "vote-silence-against",
            None => "vote-silence-nobody",
        };
        lines.push(weighed(side, silence.weight).say(lang));
    }
    lines.push(Text::new("vote-invalid").with("count", tally.invalid.len()).say(lang));
    lines.extend(counted.invalid().map(|(number, line, reason)| {
        let text = Text::new("vote-invalid-one").with("number", number).with("line", line);
        text.with("reason", said(reason, lang)).say(lang)
    }));
    lines.push(Text::new(if tally.carried() { "vote-carried" } else { "vote-not-carried" }).say(lang));
    lines
}

fn weighed(key: &'static str, weight: Weight) -> Text {
    Text::new(key).with("heads", weight.heads).with("area", weight.area)
}

fn share(key: &'static str, count: &Count, lang: Lang) -> String {
    let met = |met: bool| Text::new(if met { "vote-met" } else { "vote-unmet" }).say(lang);
    weighed(key, count.have)
        .with("of-heads", count.of.heads)
        .with("of-area", count.of.area)
        .with("least-heads", count.least.heads)
        .with("least-area", count.least.area)
        .with("heads-met", met(count.heads_met))
        .with("area-met", met(count.area_met))
        .say(lang)
}

/// Why a ballot does not take part.
fn said(reason: Invalid, lang: Lang) -> String {
    Text::new_owned(&format!("vote-invalid-{}", reason.as_str()), lang)
}

fn odd(finding: &Finding, lang: Lang) -> Text {
    let of = |key, line: &u32, number: &u32| Text::new(key).with("line", line).with("number", number);
    match finding {
        Finding::BelowLaw { matter } => Text::new("vote-finding-law").with("matter", matter),
        Finding::Unsaid { line, number, reason } => {
            of("vote-finding-unsaid", line, number).with("reason", said(*reason, lang))
        }
        Finding::Otherwise { line, number, said: other, found: None } => {
            of("vote-finding-valid", line, number).with("reason", said(*other, lang))
        }
        Finding::Otherwise { line, number, said: other, found: Some(found) } => {
            let text = of("vote-finding-otherwise", line, number).with("said", said(*other, lang));
            text.with("found", said(*found, lang))
        }
        Finding::Changed { line, number } => of("vote-finding-changed", line, number),
        Finding::Gap { number } => Text::new("vote-finding-gap").with("number", number),
        Finding::Root { line, said, found: None } => {
            Text::new("vote-finding-no-codes").with("line", line).with("said", said.digest)
        }
        Finding::Root { line, said, found: Some(found) } => Text::new("vote-finding-root")
            .with("line", line)
            .with("said", said.digest)
            .with("said-ballots", said.ballots)
            .with("found", found.digest)
            .with("found-ballots", found.ballots),
        Finding::Result { line, what, said, found } => {
            let key = match what {
                Stated::TookPart => "vote-finding-took-part",
                Stated::Agreed => "vote-finding-agreed",
                Stated::Carried => "vote-finding-carried",
            };
            Text::new(key).with("line", line).with("said", said).with("found", found)
        }
    }
}

fn looked_at(counted: &Counted, verified: &Verified, lang: Lang) -> Vec<String> {
    let root = counted.file.bound().map(|bound| bound.root());
    let bound = match (root, counted.file.root) {
        (Some(root), stated) => {
            let same = stated.is_some_and(|(said, _)| said == root);
            let key = if same { "vote-root-same" } else { "vote-root-found" };
            Text::new(key).with("root", root.digest).with("ballots", root.ballots)
        }
        (None, _) => Text::new("vote-root-none"),
    };
    let mut lines = vec![bound.say(lang)];
    if let Some(scans) = &verified.scans {
        let good = scans.iter().filter(|scan| scan.is_as_sealed()).count();
        lines.push(Text::new("vote-scans").with("good", good).with("all", scans.len()).say(lang));
        lines.extend(scans.iter().filter(|scan| !scan.is_as_sealed()).map(|scan| {
            let key = if scan.state == State::Changed { "vote-scan-changed" } else { "vote-scan-missing" };
            Text::new(key).with("line", scan.line).with("number", scan.number).with("file", &scan.file).say(lang)
        }));
    }
    lines.extend(verified.receipts.iter().map(|(code, received)| match received {
        Received::Counted => Text::new("vote-receipt-counted").with("code", code).say(lang),
        Received::NotCounted(reason) => {
            Text::new("vote-receipt-not-counted").with("code", code).with("reason", said(*reason, lang)).say(lang)
        }
        Received::NotFound => Text::new("vote-receipt-not-found").with("code", code).say(lang),
    }));
    lines
}
