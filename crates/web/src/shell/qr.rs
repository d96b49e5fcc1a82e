//! A code of squares that a telephone reads (二维码), as a drawing of our own.

use std::fmt::Write;

use fast_qr::QRBuilder;

/// The code as a drawing of squares, with the quiet border that readers need.
pub(crate) fn drawn(address: &str, label: &str) -> Option<String> {
    const BORDER: usize = 4;
    let code = QRBuilder::new(address).build().ok()?;
    let mut path = String::new();
    for y in 0..code.size {
        for x in (0..code.size).filter(|x| code[y][*x].value()) {
            let _ = write!(path, "M{} {}h1v1h-1z", x + BORDER, y + BORDER);
        }
    }
    let side = code.size + 2 * BORDER;
    let label = super::chart::escaped(label);
    Some(format!(
        r##"<svg class="qr" viewBox="0 0 {side} {side}" width="160" height="160" role="img" aria-label="{label}"><rect width="{side}" height="{side}" fill="#fff"/><path d="{path}" fill="#000"/></svg>"##
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_drawn_with_its_name() {
        let svg = drawn("https://linli.example/neighbourhoods/430527/1", "<x>").expect("it is short enough");
        assert!(svg.contains("h1v1") && svg.contains("aria-label=\"&lt;x&gt;\""), "{svg}");
    }
}
