//! Sentences that residents might say, written for the demonstration, each with what it wishes and what is answered.

use linli_domain::consultation::Verdict;

/// One sentence with its answer.
#[derive(Clone, Copy, Debug)]
pub struct Sentence {
    pub text: &'static str,
    /// Codes of catalogue items.
    pub wishes: &'static [&'static str],
    pub hazard: bool,
    pub verdict: Verdict,
    pub reason: &'static str,
}

const fn adopted(text: &'static str, wishes: &'static [&'static str], reason: &'static str) -> Sentence {
    Sentence { text, wishes, hazard: false, verdict: Verdict::Adopted, reason }
}

const fn partly(text: &'static str, wishes: &'static [&'static str], reason: &'static str) -> Sentence {
    Sentence { verdict: Verdict::Partly, ..adopted(text, wishes, reason) }
}

const fn refused(text: &'static str, wishes: &'static [&'static str], reason: &'static str) -> Sentence {
    Sentence { verdict: Verdict::NotAdopted, ..adopted(text, wishes, reason) }
}

const fn dangerous(one: Sentence) -> Sentence {
    Sentence { hazard: true, ..one }
}

pub const SENTENCES: [Sentence; 26] = [
    adopted(
        "顶楼一下大雨就漏，锅碗瓢盆都拿来接水了",
        &["roof"],
        "屋面防水已列入改造内容，施工前会逐户看漏点，漏的先修。",
    ),
    adopted(
        "楼道灯坏了大半年，老人晚上下楼全靠摸",
        &["lighting", "stairs"],
        "楼道照明全部换成声控灯，随楼道改造一起完成。",
    ),
    adopted(
        "雨水和污水一根管子，天热了院子里都是味道",
        &["drainage"],
        "雨污分流列入改造，地下管线一次挖开、一次埋好。",
    ),
    partly(
        "七楼的老人一年下不了几次楼，盼着装电梯",
        &["lift"],
        "先请专业单位逐单元看条件，符合条件、住户同意的单元优先办理。",
    ),
    dangerous(adopted(
        "外墙瓷砖往下掉，上周差点砸到放学的孩子",
        &["outer_wall"],
        "已拉警戒线，松动的瓷砖先清除，外墙随改造整修。",
    )),
    adopted("路面坑坑洼洼，下雨天轮椅推不出去", &["roads", "barrier_free"], "路面重新铺设，单元门口做坡道。"),
    refused(
        "希望把院子围起来，外面的车一律不准进",
        &["security"],
        "消防通道必须畅通，不能封闭；出入口会装监控和道闸。",
    ),
    partly(
        "停车位太少，天天为抢车位吵架",
        &["parking"],
        "清理废弃自行车棚后能增加一部分车位，其余请社区协调错时停车。",
    ),
    adopted("电动车到处飞线充电，看着都害怕", &["charging"], "集中建充电棚，飞线一律拆除。"),
    adopted("垃圾桶就在窗户底下，夏天不敢开窗", &["waste_sorting"], "垃圾分类点移到北门，做遮挡和冲洗。"),
    adopted("水压太小，早上三楼以上没有水", &["water"], "水务公司更换主管并加压，与路面施工同时进行。"),
    adopted(
        "头顶上电线像蜘蛛网，台风天最担心",
        &["overhead_lines", "low_voltage"],
        "通信和有线电视线路规整入槽，能入地的入地。",
    ),
    partly("想有个地方给老人坐坐、打打牌", &["culture"], "门口空地做成休息角，室内活动室要等社区用房腾出来。"),
    adopted("孩子没有地方玩，只能在车缝里跑", &["sports", "greenery"], "中间的杂草地改成小游园，装儿童和健身器材。"),
    refused(
        "把一楼的违章小院留着吧，都用了十几年了",
        &["illegal_structures"],
        "违法建设要依法拆除，改造后恢复为公共绿地，大家都能用。",
    ),
    adopted("快递堆在楼道里，经常拿错", &["parcel_lockers"], "大门旁设智能快件箱，进出都方便。"),
    dangerous(adopted(
        "楼道里堆满旧家具，着火了人都跑不出来",
        &["fire", "stairs"],
        "社区已通知清理，改造时更换消防设施，楼道不再堆物。",
    )),
    partly("希望顺便装燃气管道，罐装气扛上楼太难", &["gas"], "燃气公司同意同步敷设主管，户内安装由住户自愿办理。"),
    adopted("手机在家里没有信号，要走到阳台才能打电话", &["mobile"], "请运营商来测，随改造补装室分设备。"),
    adopted("监控早就坏了，去年丢了三辆电动车", &["security"], "大门和楼栋口重新装监控，接到社区值班室。"),
    partly(
        "每层楼梯加一把折叠椅，爬不动可以歇歇",
        &["elderly_fittings"],
        "三层和五层的平台够宽，先装这两处；其余平台太窄，会影响疏散。",
    ),
    refused("外墙刷成红色，喜庆", &["outer_wall"], "外墙颜色要与周边协调，已按多数住户选的米色设计。"),
    adopted(
        "下水道一个月堵三次，一楼家里返水",
        &["drainage"],
        "立管和化粪池一并更换，完工后做通水试验，请一楼住户到场看。",
    ),
    adopted(
        "改造以后谁来管？怕过两年又是老样子",
        &["property_rooms"],
        "改造前就议定管理办法，竣工后由业主大会选聘物业或者自管。",
    ),
    partly("社区能不能办个食堂，一个人懒得做饭", &["meals"], "社区服务用房改造后引入助餐点，先从午餐做起。"),
    adopted(
        "希望施工早点告诉我们哪天停水停电",
        &[],
        "每次停水停电提前三天在单元门口张贴，并由网格员上门告诉独居老人。",
    ),
];
