//! The national classes and their items, as 国办发〔2020〕23号 has them by way of provincial papers. The classes are confirmed
//! by several of these; the full list of items is not.

use super::{Catalogue, Class, Item, Name};

const CLASSES: [(&str, &str, &str, &str, &str); 3] = [
    ("basic", "基础类", "Basic", "应改尽改", "do all that is needed"),
    ("improvement", "完善类", "Improvement", "能改则改", "do what residents want and the place allows"),
    ("upgrade", "提升类", "Upgrade", "积极推进", "go ahead where the site allows"),
];

const BASIC: [(&str, &str, &str); 16] = [
    ("water", "供水", "Water supply"),
    ("drainage", "排水（雨污分流）", "Drainage, rain and sewage apart"),
    ("power", "供电", "Power supply"),
    ("low_voltage", "弱电", "Low-voltage lines"),
    ("roads", "道路", "Roads and paths"),
    ("gas", "供气", "Gas supply"),
    ("heating", "供热", "Heating"),
    ("fire", "消防", "Fire safety"),
    ("security", "安防", "Security"),
    ("waste_sorting", "生活垃圾分类", "Waste sorting"),
    ("mobile", "移动通信", "Mobile network"),
    ("fibre", "光纤入户", "Fibre to the home"),
    ("overhead_lines", "架空线规整（入地）", "Overhead lines in order or underground"),
    ("roof", "屋面", "Roofs"),
    ("outer_wall", "外墙", "Outer walls"),
    ("stairs", "楼梯", "Stairs"),
];

const IMPROVEMENT: [(&str, &str, &str); 13] = [
    ("illegal_structures", "拆除违法建设", "Removal of illegal structures"),
    ("greenery", "绿化", "Greenery"),
    ("lighting", "照明", "Lighting"),
    ("elderly_fittings", "适老设施", "Fittings for the elderly"),
    ("barrier_free", "无障碍设施", "Barrier-free access"),
    ("parking", "停车库（场）", "Parking"),
    ("charging", "电动自行车及汽车充电设施", "Charging of e-bikes and cars"),
    ("parcel_lockers", "智能快件箱、信包箱", "Parcel lockers and letter boxes"),
    ("culture", "文化休闲设施", "Culture and leisure"),
    ("sports", "体育健身设施", "Sports and fitness"),
    ("property_rooms", "物业用房", "Rooms for property management"),
    ("energy_saving", "建筑节能改造", "Energy saving in buildings"),
    ("lift", "加装电梯", "Added lifts"),
];

const UPGRADE: [(&str, &str, &str); 11] = [
    ("community_services", "社区综合服务设施", "Community service centre"),
    ("health_station", "卫生服务站", "Health station"),
    ("kindergarten", "幼儿园", "Kindergarten"),
    ("perimeter", "周界防护等智能感知设施", "Perimeter protection and sensing"),
    ("elderly_care", "养老服务设施", "Care for the elderly"),
    ("child_care", "托育服务设施", "Childcare"),
    ("meals", "助餐服务设施", "Meals"),
    ("housekeeping", "家政保洁服务设施", "Housekeeping and cleaning"),
    ("market", "便民市场", "Market"),
    ("shop", "便利店", "Convenience shop"),
    ("parcel_station", "邮政快递末端综合服务站", "Post and parcel station"),
];

pub(super) fn catalogue() -> Catalogue {
    let class = |(code, zh, en, rule_zh, rule_en): (&str, &str, &str, &str, &str)| Class {
        code: code.to_owned(),
        name: Name::new(zh, en),
        rule: Name::new(rule_zh, rule_en),
        confirmed: false,
        retired: false,
    };
    let of = |class: &'static str, items: &'static [(&str, &str, &str)]| {
        items.iter().map(move |(code, zh, en)| Item {
            code: (*code).to_owned(),
            class: class.to_owned(),
            name: Name::new(zh, en),
            retired: false,
        })
    };
    let items = of("basic", &BASIC).chain(of("improvement", &IMPROVEMENT)).chain(of("upgrade", &UPGRADE));
    Catalogue { classes: CLASSES.into_iter().map(class).collect(), items: items.collect() }
}
