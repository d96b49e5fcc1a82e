//! The outcome for programs. Areas are texts with two decimals, so that no program rounds them.

use linli_domain::planning::vote::{BallotCode, Choice, Count, Invalid, Matter, Weight};
use linli_formats::vote::{Finding, ReceiptFile, Received, Stated};
use serde_json::{Value, json};

use super::{Counted, Verified};

pub fn of(counted: &Counted) -> Value {
    let (file, tally) = (&counted.file, &counted.tally);
    let invalid = counted
        .invalid()
        .map(|(number, line, reason)| json!({ "ballot": number, "line": line, "reason": reason.as_str() }));
    let silence = tally.silence.map(|silence| {
        let mut told = weight(silence.weight);
        told["follows"] = json!(silence.follows.map(Choice::as_str));
        told
    });
    let bound = file.bound().map(|bound| bound.root());
    let owners = file.roll.in_several();
    let id = |at: usize| file.roll.heads()[at].id.as_str();
    json!({
        "vote": file.id,
        "title": file.title,
        "matter": file.matter.map(Matter::number),
        "extent": file.extent.as_str(),
        "ballots": file.ballots.len(),
        "total": weight(tally.total),
        "took_part": weight(tally.quorum.have),
        "spoke": weight(tally.spoke),
        "agreed": weight(tally.agreed),
        "without_paying": weight(tally.without_paying),
        "against": weight(tally.against),
        "abstained": weight(tally.abstained),
        "silence": silence,
        "quorum": count(&tally.quorum),
        "majority": count(&tally.majority),
        "carried": tally.carried(),
        "invalid": invalid.collect::<Vec<_>>(),
        "root": bound.map(|root| json!({ "sha256": root.digest.to_string(), "ballots": root.ballots })),
        "findings": counted.findings.iter().map(finding).collect::<Vec<_>>(),
        "in_several_heads": owners.iter().map(|(owner, one, two)| json!({ "owner": owner, "heads": [id(*one), id(*two)] })).collect::<Vec<_>>(),
        "verified": counted.verified.as_ref().map(|seen| verified(counted, seen)),
        "seconds": counted.seconds,
    })
}

/// A receipt that stands alone.
pub fn alone(receipt: &ReceiptFile) -> Value {
    json!({
        "vote": receipt.vote,
        "ballot": receipt.number,
        "seal": receipt.seal.to_string(),
        "root": { "sha256": receipt.root.digest.to_string(), "ballots": receipt.root.ballots },
        "holds": receipt.holds(),
    })
}

fn weight(weight: Weight) -> Value {
    json!({ "heads": weight.heads, "area": weight.area.to_string() })
}

fn count(count: &Count) -> Value {
    json!({
        "have": weight(count.have),
        "of": weight(count.of),
        "least": weight(count.least),
        "heads_met": count.heads_met,
        "area_met": count.area_met,
        "met": count.met(),
    })
}

fn finding(finding: &Finding) -> Value {
    match finding {
        Finding::BelowLaw { matter } => json!({ "finding": "below-law", "matter": matter }),
        Finding::Unsaid { line, number, reason } => {
            json!({ "finding": "invalid-unsaid", "line": line, "ballot": number, "reason": reason.as_str() })
        }
        Finding::Otherwise { line, number, said, found } => json!({
            "finding": "invalid-otherwise", "line": line, "ballot": number, "said": said.as_str(),
            "found": found.map(Invalid::as_str),
        }),
        Finding::Changed { line, number } => json!({ "finding": "changed", "line": line, "ballot": number }),
        Finding::Gap { number } => json!({ "finding": "missing", "ballot": number }),
        Finding::Root { line, said, found } => json!({
            "finding": "root", "line": line, "said": said.digest.to_string(), "said_ballots": said.ballots,
            "found": found.map(|root| root.digest.to_string()), "found_ballots": found.map(|root| root.ballots),
        }),
        Finding::Result { line, what, said, found } => {
            let what = match what {
                Stated::TookPart => "took-part",
                Stated::Agreed => "agreed",
                Stated::Carried => "carried",
            };
            json!({ "finding": "result", "line": line, "what": what, "said": said, "found": found })
        }
    }
}

fn verified(counted: &Counted, verified: &Verified) -> Value {
    let scan = |scan: &super::Scan| json!({ "line": scan.line, "ballot": scan.number, "file": scan.file, "state": scan.state.as_str() });
    let receipt = |(code, received): &(BallotCode, Received)| {
        let (state, reason) = match received {
            Received::Counted => ("counted", None),
            Received::NotCounted(reason) => ("not-counted", Some(reason.as_str())),
            Received::NotFound => ("not-found", None),
        };
        let proof = counted.file.receipt_of(code.number).filter(|_| *received != Received::NotFound);
        let proof = proof.map(|receipt| receipt.proof.to_string());
        json!({ "receipt": code.to_string(), "state": state, "reason": reason, "proof": proof })
    };
    json!({
        "scans": verified.scans.as_ref().map(|scans| scans.iter().map(scan).collect::<Vec<_>>()),
        "receipts": verified.receipts.iter().map(receipt).collect::<Vec<_>>(),
    })
}
