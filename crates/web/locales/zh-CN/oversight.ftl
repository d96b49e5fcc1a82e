# 督查通报：上报进度、排名、通报和考核规则。

## 词

oversight-total = 合计
oversight-wan = 万元
oversight-between-names = 、
oversight-between-reasons = ；
oversight-planned = 计划（个）
oversight-started = 开工
oversight-finished = 完工
oversight-households-planned = 计划（户）
oversight-place = 第{ $place }名
oversight-origin-records = 台账计算
oversight-origin-declared = 申报
oversight-origin-none = 未报送
oversight-declared-beside = 单位申报：计划{ $planned }、开工{ $started }、完成投资{ $done }万元
oversight-league-caption = { $scope }{ $month }进展排名表

oversight-column-unit = 单位
oversight-column-planned = 计划改造小区数
oversight-column-started = 累计开工数
oversight-column-start-rate = 开工率
oversight-column-finished = 累计完工数
oversight-column-completion-rate = 完工率
oversight-column-households-planned = 计划改造户数
oversight-column-households-started = 累计开工户数
oversight-column-households-finished = 累计完工户数
oversight-column-planned-investment = 计划投资额
oversight-column-done-investment = 累计完成投资额
oversight-column-investment-rate = 投资完成率
oversight-column-code = 代码
oversight-column-note = 备注

## 核对发现

oversight-finding-total-money = { $unit }的{ $column }印为{ $printed }，各行相加为{ $computed }，相差{ $difference }。
oversight-finding-total-count = { $unit }的{ $column }印为{ $printed }，各行相加为{ $computed }。
oversight-finding-rate = { $unit }的{ $column }印为{ $printed }，按所列数字计算应为{ $computed }。
oversight-finding-above-plan = { $unit }开工{ $printed }个，多于计划的{ $computed }个，且没有备注说明。
oversight-finding-above-started = { $unit }完工{ $printed }个，多于开工的{ $computed }个。
oversight-finding-fell = { $unit }的{ $column }本月为{ $printed }，{ $month }为{ $computed }，累计数不应减少。
oversight-finding-rate-over-nothing = { $unit }没有计划数，{ $column }却印为{ $printed }。
oversight-finding-gathered = { $unit }报来的{ $column }为{ $printed }，当地自己汇总的为{ $computed }。
oversight-finding-missing = { $unit }没有列入本表。
oversight-finding-twice = { $unit }出现两次（第{ $computed }行和第{ $printed }行）。

## 不能收下的行和文件

oversight-why-unknown = 本级没有这个单位
oversight-why-unknown-near = 本级没有这个单位，是否为{ $near }
oversight-why-cell = { $column }“{ $given }”{ $problem }
oversight-why-cell-empty = { $column }{ $problem }
oversight-problem-missing = 未填写
oversight-problem-formula = 是出错的公式
oversight-problem-not-whole = 不是整数
oversight-problem-finer-than-a-fen = 精度超过分，请核对金额或单位
oversight-problem-negative = 不能是负数
oversight-problem-too-large = 数值过大
oversight-problem-unit-unknown = 没有注明是元还是万元
oversight-problem-not-a-percentage = 不是百分数
oversight-problem-not-a-number = 不是数字
oversight-problem-other = 看不明白
oversight-file-not-a-table = 这不是表格文件，看起来是{ $looks }。请上传 XLSX、XLS、ODS 或 CSV。
oversight-looks-text = 普通文本
oversight-looks-pdf = PDF 文件
oversight-looks-image = 图片
oversight-looks-html = 网页
oversight-looks-document = 文字或演示文稿
oversight-looks-unknown = 其他类型的文件
oversight-file-locked = 表格设有打开密码。请去掉密码后再上传。
oversight-file-large = 表格太大。进度表每个单位一行，文件不应超过 2 MB。
oversight-file-hostile = 表格内部结构异常，为安全起见没有读取。请另存为新文件后再上传。
oversight-file-damaged = 表格已损坏，无法打开。请重新导出后再上传。
oversight-file-empty = 表格里没有可见的内容。

## 通报初稿

oversight-draft-issuer = { $scope }城镇老旧小区改造工作领导小组办公室
oversight-draft-title = 关于{ $scope }{ $month }城镇老旧小区改造进展情况的通报
oversight-draft-to-prefectures = 各市、自治州人民政府
oversight-draft-to-counties = 各县（市、区）人民政府
oversight-draft-to-towns = 各乡镇人民政府、街道办事处
oversight-draft-opening = 现将截至{ $day }城镇老旧小区改造进展情况通报如下。
oversight-draft-h-overall = 总体情况
oversight-draft-h-praise = 表扬单位
oversight-draft-h-places = 进展排名
oversight-draft-h-behind = 进展滞后单位
oversight-draft-h-next = 下一步工作要求
oversight-draft-between = {""}
oversight-draft-neighbourhoods = { $count }个小区
oversight-draft-overall = { $scope }{ $year }年计划改造{ $planned }，累计开工{ $started }个，开工率{ $rate }。
oversight-draft-overall-money = 计划投资{ $planned }万元，累计完成投资{ $done }万元，投资完成率{ $rate }。
oversight-draft-overall-finished = 累计完工{ $finished }个，完工率{ $rate }。
oversight-draft-overall-households = 计划惠及居民{ $planned }户，已开工小区涉及{ $started }户，按户数计算的开工率为{ $rate }。
oversight-draft-nothing-planned = { $scope }{ $year }年没有列入计划的改造小区。
oversight-draft-praise-all = { $units }计划内小区已全部开工，开工率{ $rate }，予以通报表扬。
oversight-draft-praise-first = { $units }开工率{ $rate }，居首位，予以通报表扬。
oversight-draft-places = 各单位按开工率排名如下。
oversight-draft-unit-rate = { $unit }（{ $rate }）
oversight-draft-behind = { $units }开工率低于{ $target }，进展滞后，予以通报。
oversight-draft-behind-most = 开工率低于{ $target }的单位共{ $all }个，其中排名靠后的为{ $units }，予以通报。
oversight-draft-silent = { $units }尚未报送{ $month }进展情况。
oversight-draft-next-start = 加快开工。尚未开工的{ $open }，须于{ $day }前全部开工。
oversight-draft-next-late = 限期开工。仍有{ $open }超过{ $day }的开工期限，须于{ $next }前全部开工，并书面说明原因。
oversight-draft-next-build = 抓好建设。计划内小区已全部开工，要统筹管线和道路，一次开挖，确保质量和安全。
oversight-draft-next-invest = 加快投资。目前投资完成率为{ $rate }，须于{ $day }前达到{ $target }以上。
oversight-draft-next-invested = 保持投资进度。投资完成率已达{ $rate }，超过{ $day }前{ $target }的年度目标，要确保计划投资全部落实。
oversight-draft-next-report = 按时报送。未报送的单位须于{ $day }前补报。
oversight-draft-next-evidence = 如实填报。开工、完工须有实物工程量和现场照片佐证，不得虚报。

## 公文

oversight-paper-mark = { $issuer }文件
oversight-paper-colon = ：
oversight-paper-copies = 抄送：
oversight-paper-draft = 草稿
oversight-paper-not-issued = 未印发
oversight-paper-withdrawn = 已撤回
oversight-paper-place = 名次
oversight-paper-planned = 计划（个）
oversight-paper-started = 开工（个）
oversight-paper-start-rate = 开工率
oversight-paper-planned-investment = 计划投资（万元）
oversight-paper-done-investment = 完成投资（万元）
oversight-paper-investment-rate = 投资完成率
oversight-paper-note-mixed = 注：带“*”的为单位申报数，其余按台账计算；比率四舍五入，保留两位小数；名次按开工率，并列者名次相同。
oversight-paper-note-declared = 注：表中数字为单位申报数；比率四舍五入，保留两位小数；名次按开工率，并列者名次相同。
oversight-paper-note-records = 注：表中数字按台账计算；比率四舍五入，保留两位小数；名次按开工率，并列者名次相同。

## 排名

oversight-league = 进展排名
oversight-league-lead = 有台账的单位按台账计算，没有台账的按申报数；两者都有时并列标注。
oversight-league-empty = 这个月还没有数字
oversight-league-empty-hint = 收到各单位的上报进度，或在台账中登记计划和进展之后，这里就会出现排名。
oversight-league-silent = 有 { $count } 个单位还没有这个月的数字。
oversight-league-draft = 起草通报
oversight-month = 月份
oversight-months = 选择月份
oversight-month-show = 查看
oversight-month-before = 上一月
oversight-month-after = 下一月
oversight-by = 统计口径
oversight-by-neighbourhoods = 按小区
oversight-by-households = 按户数
oversight-as-xlsx = 下载 Excel
oversight-as-csv = 下载 CSV
oversight-as-pdf = 下载 PDF
oversight-start-place = 开工率名次
oversight-investment-place = 投资完成率名次
oversight-origin = 数据来源
oversight-how = 这些数字怎么算
oversight-how-start = 开工率＝累计开工数÷计划数。
oversight-how-investment = 投资完成率＝累计完成投资额÷计划投资额。
oversight-how-completion = 完工率＝累计完工数÷计划数。
oversight-how-rounded = 比率保留两位小数，四舍五入；比率可以超过 100%。
oversight-how-places = 名次按四舍五入之前的比率排列；比率相同的名次相同，其后名次顺延。
oversight-how-year = 只计 { $year } 年度计划内的小区，截至月末。
oversight-how-origin = 点击单位名称，可以查看数字背后的台账记录。

## 上报进度

oversight-declared = 上报进度
oversight-declared-lead = 单位上报的进度表原样保存；更正另存为新版本，旧版本不会被覆盖。
oversight-declared-empty = 还没有收到进度表
oversight-declared-empty-hint = 在下面选择单位发来的表格，先核对，再保存。
oversight-declared-caption = 收到的进度表，最近的月份在前
oversight-declared-version = 版本
oversight-declared-current = 现行
oversight-declared-superseded = 已被更正
oversight-declared-received = 收到
oversight-declared-title = { $scope }{ $month }上报进度
oversight-declared-table = 上报内容
oversight-declared-as-sent = 按单位所报原样列出；印出的比率与计算的比率并列
oversight-written = 表中写作“{ $written }”
oversight-rate-printed = 开工率（所印）
oversight-rate-computed = 开工率（计算）
oversight-invested-printed = 投资率（所印）
oversight-invested-computed = 投资率（计算）
oversight-findings = 核对发现
oversight-findings-none = 合计、比率、累计数和单位都对得上。
oversight-versions = 各个版本
oversight-version = 第 { $version } 版
oversight-changes = 与上一版相比
oversight-changes-none = 与上一版内容相同。
oversight-changes-caption = 逐行列出改动
oversight-changes-column = 栏目
oversight-changes-before = 上一版
oversight-changes-now = 这一版
oversight-upload = 收一份进度表
oversight-upload-file = 表格文件
oversight-upload-file-hint = XLSX、XLS、ODS 或 CSV，不超过 2 MB。标题、合并的表头和表下的注不必删除。
oversight-upload-month = 截至月份
oversight-upload-sender = 报送单位
oversight-upload-note = 附注
oversight-upload-look = 先核对
oversight-upload-nothing-yet = 核对时不会保存任何内容。
oversight-upload-no-file = 请选择一个有内容的表格文件。
oversight-upload-bad-month = 请填写正确的月份，例如 2022-05。
oversight-upload-no-sender = 请填写是谁报送的。
oversight-preview = 核对进度表
oversight-preview-lead = “{ $file }”，{ $scope }，截至{ $month }。以下内容尚未保存。
oversight-preview-seen = 同一个文件此前已经收下，可以直接查看。
oversight-preview-missing = 没有找到“{ $column }”一栏。请在下面指明是哪一列，再重新核对。
oversight-preview-lines = 可以收下的行
oversight-preview-refused = 不能收下的行
oversight-preview-line = 第 { $line } 行“{ $written }”：{ $why }
oversight-preview-columns = 各列对应的栏目
oversight-preview-column = 第 { $n } 列
oversight-preview-not-read = 不读取
oversight-preview-again = 按此重新核对
oversight-preview-skip = 略过不能收下的行，其余照收
oversight-preview-keep = 确认保存
oversight-preview-cannot = 有不能收下的行或缺少必要的栏目，没有保存。
oversight-cancel = 取消
oversight-done-kept = 进度表已保存。
oversight-done-same = 同一个文件此前已经收下，没有重复保存。

## 通报

oversight-bulletins-lead = 由数字起草，经他人签发，印发后不再改动。
oversight-bulletins-empty = 还没有通报
oversight-bulletins-empty-hint = 选择一个月份，系统会根据排名和考核规则写出初稿。
oversight-bulletins-new = 起草通报
oversight-bulletins-language = 文字
oversight-bulletins-zh = 中文（公文）
oversight-bulletins-en = 英文
oversight-bulletins-draft = 生成初稿
oversight-state-draft = 草稿
oversight-state-submitted = 待签发
oversight-state-signed = 已签发，未印发
oversight-state-issued = 已印发
oversight-state-withdrawn = 已撤回
oversight-reason = 理由：{ $reason }
oversight-act-edit = 修改文字
oversight-act-submit = 送签
oversight-act-send-back = 退回修改
oversight-act-sign = 签发
oversight-act-issue = 印发
oversight-act-withdraw = 撤回
oversight-ask-submit = 送签之后不能再修改，除非签发人退回。
oversight-ask-send-back = 通报回到草稿，由起草人修改。
oversight-ask-sign = 签发后编号即确定，文字不再改动。起草人不能签发自己的通报。
oversight-ask-issue = 印发后所有人都能看到，不能改动；如有错误，只能说明理由后撤回，另发新的通报。
oversight-ask-withdraw = 撤回不能取消。通报仍可查看，并标明已撤回。
oversight-step-number = 发文字号
oversight-step-number-hint = 按本年已有的字号顺延，可以改动。
oversight-step-reason = 理由
oversight-steps = 办理过程
oversight-taken-drafted = 起草
oversight-taken-edited = 修改
oversight-taken-submitted = 送签
oversight-taken-sent-back = 退回
oversight-taken-signed = 签发
oversight-taken-issued = 印发
oversight-taken-withdrawn = 撤回
oversight-recomputed = 重新计算：全部 { $count } 个数字与今天的记录一致。
oversight-recomputed-not = 重新计算：有 { $count } 个数字与今天的记录不同。
oversight-recomputed-differs = { $unit }的{ $column }：通报为{ $said }，今天计算为{ $computed }
oversight-recomputed-gone = { $unit }：今天的记录中没有这个单位
oversight-edit-issuer = 发文机关
oversight-edit-title = 标题
oversight-edit-addressees = 主送机关
oversight-edit-body = 正文
oversight-edit-body-hint = 每行一段。以“# ”开头的是一级标题，以“## ”开头的是二级标题；单独一行“[table]”处放排名表。
oversight-edit-copies-to = 抄送
oversight-edit-save = 保存并预览
oversight-cannot-no-reason = 请写明理由。
oversight-cannot-no-number = 请填写发文字号，不超过 60 个字。
oversight-cannot-number-taken = 这个字号已经用过，请换一个。
oversight-cannot-no-text = 发文机关、标题和正文都不能空着。
oversight-cannot-too-long = 文字过长。
oversight-cannot-step = 现在不能这样办理。
oversight-done-drafted = 初稿已生成。
oversight-done-edited = 修改已保存，下面是预览。
oversight-done-submit = 已送签。
oversight-done-send-back = 已退回。
oversight-done-sign = 已签发。
oversight-done-issue = 已印发，所有人都能看到。
oversight-done-withdraw = 已撤回。

## 考核规则

oversight-targets = 考核规则
oversight-targets-lead = 通报按这些规则表扬、点名和提出要求。规则从某一天起生效，旧规则保留。
oversight-targets-caption = 规则，最近的在前
oversight-targets-default = 未设定时
oversight-targets-from = 生效日期
oversight-targets-start-by = 全部开工期限
oversight-targets-start-month = 全部开工期限：月
oversight-targets-start-day = 全部开工期限：日
oversight-targets-day = { $month }月{ $day }日
oversight-targets-investment = 年底投资完成率（%）
oversight-targets-named-below = 开工率低于多少即点名（%）
oversight-targets-named-at-most = 最多点名几个
oversight-targets-source = 依据
oversight-targets-source-hint = 文件名称和文号。没有依据的规则会标明“未核实”。
oversight-targets-in-force = 现行
oversight-targets-not-confirmed = 未核实
oversight-targets-new = 设定新规则
oversight-targets-save = 保存规则
oversight-targets-wrong = 请检查这一项。
oversight-done-targets = 规则已保存。

oversight-unproven = 另有 { $count } 个待佐证
