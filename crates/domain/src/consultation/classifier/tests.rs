//! What the classifier promises, on a handful of made-up opinions.

use proptest::prelude::*;

use super::*;

const WISHES: [(&str, &str); 9] = [
    ("三单元楼顶漏水，下雨就往家里滴", "屋面"),
    ("顶楼屋面渗水，墙皮都掉了", "屋面"),
    ("屋顶防水层裂开，雨水流进客厅", "屋面"),
    ("楼道的灯坏了半年，晚上看不见台阶", "照明"),
    ("楼梯间没有灯，老人摔过跤", "照明"),
    ("路灯不亮，夜里走路害怕", "照明"),
    ("想装电梯，六楼老人下不了楼", "电梯"),
    ("加装电梯的事大家都同意了", "电梯"),
    ("电梯什么时候动工，膝盖不好爬不动", "电梯"),
];

fn learnt() -> Classifier {
    let examples: Vec<Example<'_>> = WISHES.iter().map(|(text, label)| Example::of(text, label)).collect();
    Classifier::learn(&examples).expect("learnt")
}

#[test]
fn what_was_never_said_so_is_still_understood() {
    let classifier = learnt();
    for (text, label) in [("屋顶又漏雨", "屋面"), ("装一盏灯", "照明"), ("老人盼电梯", "电梯")] {
        assert_eq!(classifier.ask(text).best(), label, "{text}");
        assert!(classifier.ask(text).margin() > 0.0, "{text}");
    }
}

#[test]
fn a_text_cut_into_words_gets_the_same_answer() {
    let classifier = learnt();
    let (whole, cut) = (classifier.ask("楼道照明坏了"), classifier.ask("楼道 照明　坏 了"));
    assert_eq!((whole.best(), whole.margin()), (cut.best(), cut.margin()));
}

#[test]
fn the_same_examples_give_the_same_answers() {
    let (one, other) = (learnt(), learnt());
    for (text, _) in WISHES {
        assert_eq!(one.ask(text).above(f32::MIN), other.ask(text).above(f32::MIN));
        assert_eq!(one.ask(text).reasons("屋面", 9), other.ask(text).reasons("屋面", 9));
    }
}

#[test]
fn a_text_about_several_things_gets_several_labels() {
    let mut examples: Vec<Example<'_>> = WISHES.iter().map(|(text, label)| Example::of(text, label)).collect();
    examples.push(Example { text: "楼道没有灯，还要装电梯", labels: vec!["照明", "电梯"] });
    examples.push(Example { text: "谢谢工作人员", labels: vec![] });
    let classifier = Classifier::learn(&examples).expect("learnt");

    let both: Vec<&str> = classifier.ask("楼道没有灯，电梯也要装").above(0.0).iter().map(|s| s.label).collect();
    let (mut sorted, none) = (both.clone(), classifier.ask("谢谢").above(0.0));
    sorted.sort_unstable();
    assert_eq!(sorted, ["照明", "电梯"]);
    assert_eq!(none, [], "nothing is asked for");
}

#[test]
fn an_answer_names_the_words_that_spoke_for_it_once() {
    let classifier = learnt();
    let reasons = classifier.ask("六楼想加装电梯，谢谢").reasons("电梯", 5);

    assert_eq!(reasons[0].word, "电梯");
    assert!(reasons.windows(2).all(|pair| pair[0].weight >= pair[1].weight && pair[1].weight > 0.0));
    assert!(reasons[1..].iter().all(|reason| reason.word != "电梯"), "{reasons:?}");
    assert_eq!(classifier.ask("六楼想加装电梯").reasons("无此类", 5), []);
}

#[test]
fn what_is_confirmed_later_is_learnt() {
    let mut examples: Vec<Example<'_>> = WISHES.iter().map(|(text, label)| Example::of(text, label)).collect();
    examples.push(Example::of("充电桩太少，电动车没处充电", "充电"));
    let classifier = Classifier::learn(&examples).expect("learnt");
    assert_eq!(classifier.ask("电动车充电").best(), "充电");
}

#[test]
fn hard_texts_are_texts() {
    let classifier = learnt();
    let long = "楼道灯坏了，".repeat(6_000);
    let unbroken = "灯".repeat(40_000);
    for text in ["", " \n", "😀🏚️", "𰻝𪚥", "\u{202e}\u{200b}\u{0}", "<script>alert(1)</script>", &long, &unbroken]
    {
        assert!(classifier.labels().iter().any(|label| label == classifier.ask(text).best()));
    }
    assert_eq!(classifier.ask(&long).best(), "照明");
    assert!(classifier.ask("😀").is_guess() && classifier.ask("😀").reasons("照明", 3).is_empty());
}

#[test]
fn what_cannot_be_learnt_is_said() {
    assert_eq!(Classifier::learn(&[]).expect_err("nothing"), CannotLearn::NoLabels);
    let labels: Vec<String> = (0..=MOST_LABELS).map(|n| n.to_string()).collect();
    let examples: Vec<Example<'_>> = labels.iter().map(|label| Example::of("灯", label)).collect();
    assert_eq!(Classifier::learn(&examples).expect_err("too many"), CannotLearn::TooManyLabels { found: 401 });
    let one = Classifier::learn(&[Example::of("", "照明")]).expect("one label, and a text without a word");
    assert_eq!(one.ask("电梯").best(), "照明");
}

proptest! {
    #[test]
    fn any_text_is_learnt_and_answered(texts in prop::collection::vec(("\\PC{0,40}", 0_usize..4), 1..12), asked in ".{0,60}") {
        let labels = ["甲", "乙", "丙", "丁"];
        let examples: Vec<Example<'_>> = texts.iter().map(|(text, label)| Example::of(text, labels[*label])).collect();
        let classifier = Classifier::learn(&examples).expect("there are labels");
        let answer = classifier.ask(&asked);
        prop_assert!(answer.margin().is_finite() && answer.margin() >= 0.0 || classifier.labels().len() == 1);
        prop_assert!(answer.reasons(answer.best(), 5).len() <= 5);
        prop_assert_eq!(answer.above(f32::MIN).len(), classifier.labels().len());
    }

    #[test]
    fn figures_stay_within_nothing_and_all(pairs in prop::collection::vec(("[甲乙丙]", "[甲乙丙]"), 0..40)) {
        let figures = Figures::of(pairs.iter().map(|(has, got)| (has.as_str(), got.as_str())));
        let within = |figure: f64| (0.0..=1.0).contains(&figure);
        prop_assert!(within(figures.macro_f1) && within(figures.accuracy));
        prop_assert_eq!(figures.classes.iter().map(|class| class.support).sum::<usize>(), pairs.len());
    }
}
