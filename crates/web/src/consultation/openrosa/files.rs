//! Files that phones send, kept as they came: they are never decoded here, so what lies about its kind, is broken or would be
//! gigantic when opened does no harm. What a file is, its first bytes say, whatever its name or sender says.

/// The kind by which a file is handed out again; what is not known is bytes.
pub(super) fn kind(begin: &[u8]) -> &'static str {
    const KINDS: [(&[u8], &str); 9] = [
        (b"\xff\xd8\xff", "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"GIF87a", "image/gif"),
        (b"GIF89a", "image/gif"),
        (b"%PDF-", "application/pdf"),
        (b"OggS", "audio/ogg"),
        (b"#!AMR", "audio/amr"),
        (b"ID3", "audio/mpeg"),
        (b"\x1aE\xdf\xa3", "video/webm"),
    ];
    let at = |from: usize, word: &[u8]| begin.get(from..from + word.len()) == Some(word);
    if let Some((_, kind)) = KINDS.iter().find(|(sign, _)| begin.starts_with(sign)) {
        return kind;
    }
    match () {
        () if at(0, b"RIFF") && at(8, b"WEBP") => "image/webp",
        () if at(0, b"RIFF") && at(8, b"WAVE") => "audio/wav",
        () if at(4, b"ftypM4A") => "audio/mp4",
        () if at(4, b"ftyp3g") => "video/3gpp",
        () if at(4, b"ftypheic") || at(4, b"ftypmif1") => "image/heic",
        () if at(4, b"ftyp") => "video/mp4",
        () => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_what_its_first_bytes_are() {
        assert_eq!(kind(b"\xff\xd8\xff\xe0"), "image/jpeg");
        assert_eq!(kind(b"RIFF\0\0\0\0WEBPVP8 "), "image/webp");
        assert_eq!(kind(b"\0\0\0\x18ftypmp42"), "video/mp4");
        for other in [&b""[..], b"<html><script>", b"\xff\xd8", b"RIFF"] {
            assert_eq!(kind(other), "application/octet-stream");
        }
    }
}
