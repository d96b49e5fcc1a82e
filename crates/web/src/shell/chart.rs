//! Small pictures of figures, drawn as SVG on the server: they print, need no script, and keep to the strict
//! rule against inline style, since they are drawn with attributes and classes only.
//!
//! A picture never stands alone: beside it stands the table or sentence with the same figures.

use std::fmt::Write;

use super::Tone;

/// One series of months as a line with its last point marked; missing months are left open. Pictures that stand
/// side by side are given the same `full` height (100 for per cent), so that they can be compared.
pub fn sparkline(values: &[Option<i64>], full: i64, label: &str) -> String {
    line(values, full, label, "")
}

/// The same against what was planned, a broken line at the full height: what is done ends there or below it.
pub fn against_plan(values: &[Option<i64>], planned: i64, label: &str) -> String {
    line(values, planned, label, r#"<path class="chart-plan" d="M4 4H156"/>"#)
}

fn line(values: &[Option<i64>], full: i64, label: &str, beside: &str) -> String {
    const W: i64 = 160;
    const H: i64 = 48;
    const PAD: i64 = 4;
    let top = full.max(1);
    let steps = i64::try_from(values.len().saturating_sub(1)).unwrap_or(1).max(1);
    let point = |index: usize, value: i64| {
        let x = PAD + (W - 2 * PAD) * i64::try_from(index).unwrap_or(0) / steps;
        (x, H - PAD - (H - 2 * PAD) * value.clamp(0, top) / top)
    };
    let mut path = String::new();
    let mut drawing = false;
    let mut last = None;
    for (index, value) in values.iter().enumerate() {
        let Some(value) = value else {
            drawing = false;
            continue;
        };
        let (x, y) = point(index, *value);
        let _ = write!(path, "{}{x} {y}", if drawing { "L" } else { "M" });
        (drawing, last) = (true, Some((x, y)));
    }
    let end = last.map_or(String::new(), |(x, y)| format!(r#"<circle class="chart-dot" cx="{x}" cy="{y}" r="3"/>"#));
    let base = H - PAD;
    framed(
        W,
        H,
        "chart sparkline",
        label,
        &format!(
            r#"<path class="chart-base" d="M{PAD} {base}H{}"/>{beside}<path class="chart-line" d="{path}"/>{end}"#,
            W - PAD,
        ),
    )
}

/// A share of the whole as a bar: `part` of `whole`, never drawn beyond its frame.
pub fn bar(part: i64, whole: i64, tone: Tone, label: &str) -> String {
    let width = share(part, whole, 200);
    framed(
        200,
        12,
        &format!("chart bar bar-{}", tone.name()),
        label,
        &format!(
            r#"<rect class="chart-track" width="200" height="12" rx="2"/><rect class="chart-fill" width="{width}" height="12" rx="2"/>"#,
        ),
    )
}

/// Columns side by side, such as months of a year; the last is the one that the page is about.
pub fn columns(values: &[i64], label: &str) -> String {
    const HEIGHT: i64 = 56;
    let top = values.iter().copied().max().unwrap_or(0).max(1);
    let mut bars = String::new();
    let mut x = 0;
    for (index, value) in values.iter().enumerate() {
        let height = share(*value, top, HEIGHT - 2).max(1);
        let class = if index + 1 == values.len() { "chart-now" } else { "chart-fill" };
        let _ = write!(bars, r#"<rect class="{class}" x="{x}" y="{}" width="9" height="{height}"/>"#, HEIGHT - height);
        x += 13;
    }
    framed((x - 4).max(1), HEIGHT, "chart columns", label, &bars)
}

fn share(part: i64, whole: i64, of: i64) -> i64 {
    if whole <= 0 {
        return 0;
    }
    let part = i128::from(part.clamp(0, whole));
    i64::try_from(part * i128::from(of) / i128::from(whole)).unwrap_or(0)
}

fn framed(width: i64, height: i64, class: &str, label: &str, inside: &str) -> String {
    let label = escaped(label);
    format!(
        r#"<svg class="{class}" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img" aria-label="{label}">{inside}</svg>"#
    )
}

pub(crate) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_without_a_figure_breaks_the_line() {
        let drawn = sparkline(&[Some(0), None, Some(10), Some(20)], 20, "x");
        assert!(drawn.contains(r#"d="M4 44M105 24L156 4""#), "{drawn}");
    }

    #[test]
    fn what_was_planned_stands_beside_what_is_done() {
        assert!(against_plan(&[Some(5)], 10, "x").contains("chart-plan"));
        assert!(!sparkline(&[Some(5)], 10, "x").contains("chart-plan"));
    }

    #[test]
    fn a_bar_stays_in_its_frame() {
        assert!(bar(150, 100, Tone::Info, "x").contains(r#"class="chart-fill" width="200""#));
        assert!(bar(1, 0, Tone::Info, "x").contains(r#"class="chart-fill" width="0""#));
        assert!(bar(i64::MAX, i64::MAX, Tone::Info, "x").contains(r#"class="chart-fill" width="200""#));
    }

    #[test]
    fn nothing_to_draw_is_no_error_and_labels_are_escaped() {
        assert!(sparkline(&[], 0, "x").contains("<svg"));
        assert!(columns(&[], "<\"&").contains("&lt;&quot;&amp;"));
        assert!(!columns(&[1, 2], "x").contains("style="));
    }
}
