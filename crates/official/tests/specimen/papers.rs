//! Made-up papers of a made-up neighbourhood.

use jiff::civil::date;
use linli_official::{Kind, Paper, PaperWords, Papers};

pub fn papers(kind: Kind, many: usize) -> Papers {
    let paper = |n: usize| Paper {
        neighbourhood: "示例小区".to_owned(),
        place: format!("{}栋 {}单元 {}", n / 48 + 1, n / 24 % 2 + 1, 100 * (n / 4 % 6 + 1) + n % 4 + 1),
        address: format!("https://linli.example.cn/h#D4DZ0123456789ABC{n:04}"),
        code: format!("D4DZ-0123-4567-89AB-C{n:04}"),
    };
    Papers {
        kind,
        words: PaperWords {
            title: "扫一扫，说说咱家的事".to_owned(),
            purpose: "哪里要修、想要什么，都可以在这里说，还能看到怎么办、办得怎么样。不用注册，不填姓名。".to_owned(),
            by_hand: "不能扫码的，用手机打开 linli.example.cn/h，输入上面的编码。".to_owned(),
            ask: "咨询、补印：示例县改造办 0739-0000000".to_owned(),
            squares: "二维码".to_owned(),
        },
        each: (0..many).map(paper).collect(),
        date: date(2022, 5, 5),
        marks: vec!["示例数据".to_owned()],
    }
}
