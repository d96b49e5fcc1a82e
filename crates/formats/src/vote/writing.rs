//! A vote written so that others read it: one head and one ballot a line, so that a line says which one is meant.

use std::fmt::Write as _;

use linli_domain::planning::vote::{Ballot, Choice, Duplicates, Dwelling, Head, Invalid, Matter, Proxy, Weight};
use serde_json::{Value, json};

use super::{Beside, VoteFile};

impl VoteFile {
    pub fn write(&self) -> String {
        let mut out = String::from("{\n");
        let mut put = |name: &str, value: &Value| {
            if !value.is_null() {
                let _ = writeln!(out, "{}: {value},", json!(name));
            }
        };
        put("format", &json!("linli-vote"));
        put("version", &json!(1));
        put("vote", &json!(self.id));
        put("title", &json!(self.title));
        put("question", &json!(self.question));
        put("matter", &json!(self.matter.map(Matter::number)));
        put("extent", &json!(self.extent.as_str()));
        put("first", &json!(self.vote.first.to_string()));
        put("last", &json!(self.vote.last.to_string()));
        put("plan_version", &json!(self.vote.version));
        put("options", &json!(self.vote.options.choices().map(Choice::as_str).collect::<Vec<_>>()));
        put("rule", &self.rule());
        put("total", &weight(self.roll.total()));
        if let Some((root, _)) = &self.root {
            put("root", &json!({ "sha256": root.digest.to_string(), "ballots": root.ballots }));
        }
        if let Some((said, _)) = &self.result {
            put(
                "result",
                &json!({
                    "took_part": weight(said.took_part), "agreed": weight(said.agreed), "carried": said.carried,
                }),
            );
        }
        list(&mut out, "heads", self.roll.heads().iter().map(head));
        out.push_str(",\n");
        list(
            &mut out,
            "ballots",
            self.ballots.iter().zip(&self.beside).map(|(ballot, beside)| self.ballot(ballot, beside)),
        );
        out.push_str("\n}\n");
        out
    }

    fn rule(&self) -> Value {
        let rule = &self.vote.rule;
        let mut told = json!({
            "quorum": { "heads": rule.quorum_heads, "area": rule.quorum_area },
            "majority": { "heads": rule.majority_heads, "area": rule.majority_area },
            "proxies_a_person": rule.proxies_a_person,
            "barred_proxies": rule.barred,
            "represented_may_act": rule.represented_may_act,
            "online": rule.online,
            "duplicates": match rule.duplicates { Duplicates::First => "first", Duplicates::Latest => "latest" },
        });
        if let Some(clause) = &self.silence_clause {
            told["silence_clause"] = json!(clause);
        }
        told
    }

    fn ballot(&self, ballot: &Ballot, beside: &Beside) -> Value {
        let id = |at: usize| self.roll.heads().get(at).map(|head| head.id.as_str());
        let marks: Vec<&str> = ballot.marks.iter().map(|mark| mark.as_str()).collect();
        let mut told = json!({
            "ballot": ballot.number,
            "head": ballot.head.and_then(id),
            "channel": ballot.channel.as_str(),
            "marks": marks,
            "received": ballot.received.to_string(),
        });
        let mut put = |name: &str, value: Value| {
            if !value.is_null() {
                told[name] = value;
            }
        };
        put("typed_by", if beside.typed_by.is_empty() { Value::Null } else { json!(beside.typed_by) });
        put(
            "scan",
            ballot.scan.map_or(Value::Null, |scan| match &beside.scan_file {
                Some(file) => json!({ "file": file, "sha256": scan.to_string() }),
                None => json!({ "sha256": scan.to_string() }),
            }),
        );
        put("proxy", ballot.proxy.as_ref().map_or(Value::Null, proxy));
        put("plan_version", json!(ballot.version));
        put("seen", json!(ballot.seen.map(Invalid::as_str)));
        put("invalid", json!(beside.invalid.map(Invalid::as_str)));
        put("code", json!(beside.code.map(|code| code.to_string())));
        put("seal", json!(beside.seal.map(|seal| seal.to_string())));
        told
    }
}

fn weight(weight: Weight) -> Value {
    json!({ "heads": weight.heads, "area": weight.area.to_string() })
}

fn head(head: &Head) -> Value {
    let dwelling = |one: &Dwelling| json!({ "dwelling": one.name, "area": one.area.to_string() });
    json!({
        "head": head.id,
        "owners": head.owners,
        "dwellings": head.dwellings.iter().map(dwelling).collect::<Vec<_>>(),
        "unsold": head.unsold,
        "delivered": head.delivered,
    })
}

fn proxy(proxy: &Proxy) -> Value {
    let mut told = json!({
        "person": proxy.person, "kind": proxy.kind.as_str(), "appointed_by": proxy.appointed_by,
    });
    if let Some(paper) = proxy.paper {
        told["paper"] = json!(paper.to_string());
    }
    told
}

/// A list, each entry in a line of its own.
fn list(out: &mut String, name: &str, entries: impl Iterator<Item = Value>) {
    let _ = write!(out, "{}: [", json!(name));
    for (at, entry) in entries.enumerate() {
        out.push_str(if at == 0 { "\n" } else { ",\n" });
        out.push_str(&entry.to_string());
    }
    out.push_str("\n]");
}
