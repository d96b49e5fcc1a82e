# 居民看到的方案。
posted-plan = 改造方案
posted-gist = { $items } 个项目，共 { $cost } 万元。
posted-hangs = 公示中
posted-over = 公示期满
posted-mine = 您家所在楼栋
posted-sum = 合计 { $cost } 万元
posted-reserve = 备选项目（资金不够，暂不安排）
posted-left-out = 暂不纳入的需求
posted-heard = 收到异议 { $heard } 条，已答复 { $answered } 条。
posted-object-how = 公示期内可以提出异议：扫自家门贴，或写纸条、打电话给社区。
posted-open-slip = 打开门贴页面
posted-open = 看方案
posted-until = 任期至 { $day }
