## 各处帮助共用的词

heading-usage = 用法：
heading-commands = 命令
heading-arguments = 参数
heading-options = 选项
heading-global = 所有命令通用的选项
value-options = [选项]
value-command = <命令>
value-address = 地址
value-folder = 文件夹
value-place = 存放处
value-key = 密钥
value-file = 文件
value-format = 格式
value-language = 语言
value-level = 级别
value-name = 名称
value-account = 账号
value-role = 角色
value-token = 令牌
value-code = 代码
value-whose = 以谁为准
value-class = 级别
note-values = （可选：{ $values }）
note-default = （默认：{ $value }）
note-env = （环境变量：{ $name }）
arg-help = 显示本帮助
arg-version = 显示版本
error = 错误：

## 所有命令通用的选项

arg-database = 数据存放处：单个县用一个文件，也可用 postgres://用户@服务器/库名。默认：数据文件夹中的 linli.db
arg-database-ca = 签发数据库服务器证书的颁发机构证书（PEM）。默认：系统信任的颁发机构
arg-objects = 存放照片和文件的地方：文件夹，或 s3://存储桶[/前缀]；存储桶的密钥由 LINLI_S3_SECRET 或设置文件给出。默认：数据文件夹中的 objects
arg-s3-endpoint = 存储桶服务器的地址，例如 https://s3.example.org；服务商要求把桶名写在前面的，写 https://桶名.…
arg-s3-region = 存储桶所在的地域。默认：us-east-1（不分地域的服务器都用它）
arg-s3-key-id = 存储桶的访问密钥 ID（Access Key ID）
arg-s3-allow-http = 存储桶的服务器在另一台机器上时，也允许不加密
arg-key-file = 密钥文件：双因素认证的密钥用它封存。默认：数据文件夹中的 linli.key；用 PostgreSQL 时须指明
arg-data = 邻里以文件形式保存的一切所在的文件夹。默认：linli-data
arg-config = 配置文件（TOML）。默认：数据文件夹中的 linli.toml（如果有）
arg-format = 结果的输出格式
arg-lang = 提示所用的语言。默认：与系统一致
arg-log = 日志详细程度：error、warn、info、debug、trace。默认：info
arg-quiet = 只记录警告和错误

## 命令

cmd-linli = 邻里：与居民一起改造城镇老旧小区
cmd-linli-serve = 启动网页服务，直到停止
cmd-linli-demo = 启动演示：一个全新的示例县，不触碰任何真实数据
arg-linli-demo-site = 印在二维码、门贴、海报和回执上的网址
arg-linli-demo-address = 监听的地址和端口。默认：127.0.0.1:8430，仅限本机
cmd-linli-migrate = 把数据库升级到本程序的版本
cmd-linli-check = 逐行检查审计日志和各项记录，列出每一处异常
cmd-linli-import = 导入单位已有的表格
cmd-linli-import-register = 导入小区台账：先比对，有退回的行则不写入
arg-linli-import-register-file = 表格文件：XLSX、XLS、ODS 或 CSV
arg-linli-import-register-county = 台账所属县（市、区）的代码，例如 430527
arg-linli-import-register-dry-run = 只比对，不写入
arg-linli-import-register-skip-refused = 导入其余各行，退回的行不写入
arg-linli-import-register-map = 指定某列的含义，例如 名称=name；可多次使用，等号后留空表示不读取
arg-linli-import-register-sheet = 读取哪个工作表。默认：最像台账的一张
arg-linli-import-register-plan-year = 没有计划年度的行按这一年；默认取标题中的年度
arg-linli-import-register-money = 表中没有注明时，金额的单位：yuan 元、wan 万元、yi 亿元
value-column = 列=字段
register-bad-county = { $code } 不是县（市、区）的代码，请写六位代码，例如 430527。
register-unreadable = { $file }：{ $why }
register-bad-map = --map { $said } 无法理解，请写成 表头=字段，例如 名称=name。表头：{ $headers }。字段：{ $fields }
register-no-sheet = 没有名为“{ $name }”的工作表；文件中有：{ $sheets }
register-no-county = 没有代码为 { $code } 的县（市、区）。同一上级有：{ $near }
register-stale = 比对之后台账有了改动，没有写入任何内容。请再试一次。
register-refused = 第 { $row } 行 { $why }
register-loaded = 已导入：新增 { $new }，变更 { $changed }，一致 { $same }，退回 { $refused }。
register-tried = 仅比对，未写入：新增 { $new }，变更 { $changed }，一致 { $same }，退回 { $refused }。
register-nothing-written = 有 { $refused } 行被退回，未写入任何内容（可新增 { $new }，变更 { $changed }，一致 { $same }）。请改正后再导入，或用 --skip-refused 只导入其余各行。
register-nothing-new = 台账已经一致，无需写入：新增 { $new }，变更 { $changed }，一致 { $same }，退回 { $refused }。

cmd-linli-user = 账号：首个账号、角色、忘记口令
cmd-linli-user-add = 新建账号，并给出一次性口令
cmd-linli-user-role = 授予或收回角色
cmd-linli-user-reset = 设置一次性口令，并结束该账号的所有登录
arg-linli-user-add-account = 登录名，含单位代码，例如 zhang@430527
arg-linli-user-add-name = 姓名
arg-linli-user-add-role = 在全单位范围内的角色，可重复填写
arg-linli-user-role-account = 登录名，例如 zhang@430527
arg-linli-user-role-give = 授予的角色
arg-linli-user-role-take = 收回的角色
arg-linli-user-role-scope = 适用的乡镇或社区代码。默认：全单位
arg-linli-user-reset-account = 登录名，例如 zhang@430527
arg-linli-user-reset-second-factor = 同时解除双因素认证（手机和恢复码都丢失时）
cmd-linli-key = 加密个人信息的密钥（存放在数据库以外）
cmd-linli-key-show = 列出每个密钥加密了多少项，不显示密钥本身
cmd-linli-key-seal = 把启用密钥以前的个人信息加密，并重写数据库文件
cmd-linli-key-new = 在密钥文件最前面加一个新密钥
cmd-linli-key-reseal = 全部改用第一个密钥加密
cmd-linli-key-drop = 移除不再使用的密钥
arg-linli-key-drop-key = 密钥编号，见“linli key show”
cmd-linli-cert = 制作或续期内部网络加密连接所用的证书
cmd-linli-config = 显示当前生效的全部设置及其来源
arg-linli-serve-address = 监听的地址和端口。默认：127.0.0.1:8430，仅限本机
arg-linli-serve-tls-cert = 加密连接所用的证书（PEM，含证书链）
arg-linli-serve-tls-key = 证书的私钥（PEM）
arg-linli-serve-behind-proxy = 前面有代理负责加密，对代理使用普通 HTTP
arg-linli-serve-office = 登录时未填写单位者所属的单位代码，例如 430527
arg-linli-serve-metrics-token = 持此令牌者可从其他计算机查看 /metrics
arg-linli-serve-contact = “关于”页面上的联系方式：名称、电话或地址
arg-linli-serve-site = 居民打开邻里的网址，例如 https://linli.example.cn，印在二维码、门贴、海报和回执上；不设时用打印人浏览器里的网址
arg-linli-serve-second-factor = 双因素认证：required 管账号、签字的人必须启用，offered 由各人自愿。默认：required
arg-linli-serve-oidc-issuer = 统一身份认证（OpenID Connect）的签发者地址，与其自身公布的完全一致。不填的，只用口令登录
arg-linli-serve-oidc-client-id = 本系统在统一身份认证中登记的客户端标识
arg-linli-serve-oidc-client-secret-file = 存放客户端密钥的文件
arg-linli-serve-oidc-name = 登录页按钮上的文字
arg-linli-serve-oidc-second-factor = 用统一身份登录的，以谁的双因素认证为准：own 本系统的，trusted 统一身份认证声明已做的。默认 own
arg-linli-serve-oidc-acr = 受信任的统一身份认证用哪个级别（acr）表示已做双因素认证
value-who = 对象
arg-linli-serve-no-migrate = 不改动数据库；版本不一致时拒绝启动
arg-linli-config-address = 监听的地址和端口。默认：127.0.0.1:8430，仅限本机
arg-linli-config-tls-cert = 加密连接所用的证书（PEM，含证书链）
arg-linli-config-tls-key = 证书的私钥（PEM）
arg-linli-config-behind-proxy = 前面有代理负责加密，对代理使用普通 HTTP
arg-linli-config-office = 登录时未填写单位者所属的单位代码，例如 430527
arg-linli-config-metrics-token = 持此令牌者可从其他计算机查看 /metrics
arg-linli-config-contact = “关于”页面上的联系方式：名称、电话或地址
arg-linli-config-site = 居民打开邻里的网址，例如 https://linli.example.cn，印在二维码、门贴、海报和回执上；不设时用打印人浏览器里的网址
arg-linli-config-second-factor = 双因素认证：required 管账号、签字的人必须启用，offered 由各人自愿。默认：required
arg-linli-config-oidc-issuer = 统一身份认证（OpenID Connect）的签发者地址，与其自身公布的完全一致。不填的，只用口令登录
arg-linli-config-oidc-client-id = 本系统在统一身份认证中登记的客户端标识
arg-linli-config-oidc-client-secret-file = 存放客户端密钥的文件
arg-linli-config-oidc-name = 登录页按钮上的文字
arg-linli-config-oidc-second-factor = 用统一身份登录的，以谁的双因素认证为准：own 本系统的，trusted 统一身份认证声明已做的。默认 own
arg-linli-config-oidc-acr = 受信任的统一身份认证用哪个级别（acr）表示已做双因素认证
arg-linli-config-no-migrate = 不改动数据库；版本不一致时拒绝启动
arg-linli-cert-names = 人们在浏览器中输入的名称和地址，例如 linli.lan 或 192.168.1.20。默认：沿用上次的

## 命令行有误

wrong-argument = 没有“{ $arg }”这个选项。
wrong-command = 没有“{ $arg }”这个命令。
wrong-nothing = 请说明要做什么。
wrong-missing = 缺少：{ $arg }
wrong-empty = { $arg } 后面需要填写内容。
wrong-value = { $arg } 的内容“{ $value }”不正确。
wrong-number = { $arg } 的内容过多或过少。
wrong-together = { $arg } 不能与 { $other } 同时使用。
wrong-other = { $why }
wrong-near = 您要输入的是“{ $near }”吗？
wrong-help = 输入“linli --help”查看全部用法。

## 设置

config-unreadable = 无法读取配置文件 { $file }：{ $why }
config-unknown = { $file } 第 { $line } 行：没有“{ $word }”这项设置。输入“linli config”查看全部设置。
config-bad = { $file } 第 { $line } 行：{ $setting } 的内容“{ $word }”不正确。
log-bad = “{ $level }”不是日志级别。请用 error、warn、info、debug 或 trace。
origin-flag = （命令行）
origin-environment = （环境变量）
origin-file = （{ $file }）
origin-default = （默认）

## 证书

cert-no-names = 请写明人们打开邻里时使用的名称或地址，例如：linli cert linli.lan 192.168.1.20
cert-bad-name = “{ $name }”既不是名称，也不是地址。
cert-no-write = 无法写入 { $file }：{ $why }
cert-no-read = 无法读取 { $file }：{ $why }
cert-broken = { $file } 已损坏（{ $why }）。请从备份中恢复；或者删除 tls 文件夹，重新制作证书，并让每部手机信任新的颁发机构。
cert-made-authority = 已新建证书颁发机构：{ $file }
cert-kept-authority = 证书颁发机构保持不变；已信任它的手机无需再做任何操作。
cert-made = 证书适用于 { $names }，有效期至 { $until }：{ $file }
cert-trust =
    让手机信任它，每部手机只需一次：
      1. 启动邻里，在手机上打开 https://{ $name }:8430/cert。首次会有警告，请选择继续。
      2. 核对指纹（SHA-256）一致后，下载颁发机构证书：{ $fingerprint }
      3. 安卓：设置 → 安全 → 安装证书 → CA 证书。
         苹果：安装描述文件，然后进入 设置 → 通用 → 关于本机 → 证书信任设置。
    请妥善保管 { $key }：得到它的人可以对这些手机冒充任何网站。

## 供手机打开的网页

trust-title = 信任本单位的“邻里”
trust-compare = 请把下面的指纹（SHA-256）与单位出示的核对，一致才可继续。
trust-download = 下载颁发机构证书
trust-android = 安卓：设置 → 安全 → 安装证书 → CA 证书，然后选择该文件。
trust-iphone = 苹果：在“设置”中安装描述文件，然后进入 设置 → 通用 → 关于本机 → 证书信任设置，打开开关。

## 数据库

data-no-write = 无法写入数据文件夹 { $file }：{ $why }。请用 --data 指定另一个，或申请写入权限。
s3-lacks = { $place } 是存储桶，但没有设置 { $setting }。密钥只从 LINLI_S3_SECRET 或设置文件的 s3-secret 读取，不写在命令行上。
s3-bad-endpoint = { $endpoint } 给出的不是服务器地址。应写成 https://s3.example.org，后面不带其他内容。
s3-plain = 到 { $endpoint } 的连接没有加密，而且离开本机。请用 https://；确实是单位自己的网络，请加 --s3-allow-http。
s3-unusable = 存储桶的服务器 { $endpoint } 不能使用：{ $why }
s3-no-bucket = { $endpoint } 上没有存储桶 { $place }。请先建好，或更正 --objects。
s3-refused = { $endpoint } 不接受 { $place } 的密钥（{ $why }）。请检查 --s3-key-id 和 LINLI_S3_SECRET，该密钥是否有列出、读、写、删除的权限，本机时间是否准确。
s3-unreachable = { $endpoint } 没有应答（{ $why }），{ $place } 不能存取。请检查 --s3-endpoint、网络，以及该服务器是否在运行。
s3-answer = { $endpoint } 不能办理 { $place } 的请求：应答为 { $why }。请检查 --s3-endpoint 和 --s3-region。
s3-overwrites = { $endpoint } 会覆盖 { $place } 中已有的文件，虽然请求里要求不覆盖（If-None-Match）。这样的存储不能存放佐证材料；请升级它，或改用文件夹。
database-in-use = { $file } 正被另一个“邻里”使用。请先停止它。
database-full = { $database } 所在磁盘已满。腾出空间后重新启动即可，数据没有丢失。
database-damaged = { $database } 已损坏或磁盘有故障。请从备份中恢复。
database-unusable = 无法使用 { $database }：{ $why }
database-unreachable = 连接不上 { $database }：服务器没有应答。没有写入任何内容。
database-gone = 与 { $database } 的连接中断，请查看改动是否已保存。
database-busy = { $database } 现在太忙，请稍后再试。
database-no-records = 这里没有记录：{ $database }。请用 --data 或 --database 指明位置。
database-unknown-kind = 不认识“{ $kind }://”这种数据库地址。可以写一个文件，或 postgres://用户@服务器/库名。
database-error = 无法打开 { $database }：{ $why }
database-behind = { $database } 的版本与本程序不一致（待升级：{ $name }）。请先备份再运行“linli migrate”，或去掉 --no-migrate。
migrate-none = 数据库已是最新版本。
migrate-done = 已升级：{ $names }

## 网页服务

demo-ready = 演示已启动（小区和人员均为虚构）：{ $address }（按 Ctrl+C 停止）
demo-sign-ins = 可用以下账号登录（角色、登录名、口令）：
demo-goes = 停止后，演示数据随之删除。
demo-not-empty = 这里已有数据。演示只在空的数据库中建立：请去掉 --data 和 --database，或另指定一个空文件夹。
serve-ready = 邻里已启动：{ $address }（按 Ctrl+C 停止）
serve-ready-all = 邻里已启动，可用本机的任何名称或地址打开，端口 { $port }：例如 { $scheme }://本机名称:{ $port }（按 Ctrl+C 停止）
serve-stopped = 服务已终止：{ $why }
serve-half-tls = --tls-cert 和 --tls-key 必须同时填写，现在缺少一个。
serve-needs-tls = { $address } 可被其他人访问，连接必须加密。请先运行一次“linli cert 名称”，或填写 --tls-cert 和 --tls-key；如由代理负责加密，请加 --behind-proxy。
serve-bad-tls = 无法使用证书 { $certificate } 和私钥 { $key }：{ $why }
serve-port-taken = 端口 { $port } 已被其他程序占用（也许是另一个“邻里”）。请停止它，或用 --address 另选端口。
serve-port-forbidden = 系统不允许使用端口 { $port }。请用 --address 选择 1024 以上的端口。
serve-address-foreign = { $address } 不是本机的地址。0.0.0.0:{ $port } 表示本机的全部地址。
serve-address-bad = 无法监听 { $address }：{ $why }
demo-second-factor = 演示中双因素认证由各人自愿启用；正式使用（linli serve）时，管账号和签字的人必须启用。
serve-oidc-bad = --oidc-issuer 不是统一身份认证的地址：{ $issuer }。应类似 https://id.example.org。
serve-oidc-plain = 统一身份认证 { $issuer } 没有加密。请使用 https。
serve-oidc-half = --oidc-issuer 和 --oidc-client-id 必须同时填写，现在缺少一个。
serve-oidc-no-key = 使用统一身份认证需要密钥文件（多台服务器共用同一个）：--key-file 文件。
serve-oidc-secret = 文件 { $file } 里没有密钥。
serve-no-key = 加密的个人信息暂不能读写，双因素认证暂不能核对验证码（恢复码可用），其他照常：{ $why }
serve-no-files = 照片和文件暂不能存取，其他照常：{ $why }
key-unset = 没有设置密钥文件。请用 --key-file（或 LINLI_KEY_FILE）指明，各台服务器用同一个文件。
key-missing = 找不到密钥文件 { $file }。请放回原来的文件，或用 --key-file 指明位置。
key-other = 密钥文件 { $file } 里不是封存这些记录的密钥。请放回原来的文件。
key-damaged = 密钥文件 { $file } 里没有可用的密钥。请放回原来的文件。
key-unusable = 密钥文件 { $file } 不能使用：{ $why }
key-new = 新密钥 { $key } 已放在密钥文件最前面。运行中的邻里一分钟内会全部改用新密钥加密；没有运行时请执行 linli key reseal。请另存密钥文件，与备份分开。
key-first = { $key }：已加密 { $texts } 项，正在使用。
key-former = { $key }：已加密 { $texts } 项，旧密钥。
key-not-here = { $key }：已加密 { $texts } 项，密钥文件里没有这个密钥，无法读取。
key-plain = 还有 { $texts } 项没有加密。请执行 linli key seal。
key-sealed = 已用第一个密钥加密 { $texts } 项。
key-closed = { $texts } 项无法读取：密钥不在密钥文件里，或者内容被改动过。
key-unknown = 密钥文件里没有密钥 { $key }。
key-in-use = 还有 { $texts } 项用密钥 { $key } 加密。请先执行 linli key reseal。
key-is-first = 密钥 { $key } 正在使用。请先执行 linli key new 和 linli key reseal。
key-fresh = 密钥文件刚刚改过，运行中的邻里可能还在用旧密钥。请一分钟后再试。
key-dropped = 密钥 { $key } 已从密钥文件移除。以前的备份是用它加密的：备份保存多久，它就要另外保存多久。

## 检查

check-whole = { $office }：审计日志完整，共 { $line } 行。请在别处记下：{ $digest }
check-changed = { $office }：审计日志第 { $line } 行被改动。
check-removed = { $office }：审计日志第 { $line } 行被删除。
check-unlinked = { $office }：审计日志第 { $line } 行与前一行不衔接。
check-inserted = { $office }：审计日志第 { $line } 行是从外部加入的。
check-fault = { $office }：记录 { $subject } 违反规则 { $rule }，说明它被绕过邻里改动过。
check-truncated = { $office }：审计日志从第 { $line } 行起被截断。

## 账号

user-added = { $account } 的登录口令为 { $password } ，首次登录须立即修改。
user-reset = { $account } 的登录口令为 { $password } ，登录后须立即修改。其他登录已全部结束。
user-changed = { $account } 的角色已变更，下一次点击即生效。
user-taken = { $account } 已存在。可用“linli user reset”重设口令。
user-missing = 没有这个账号：{ $account }
user-not-held = { $account } 在这个范围内没有角色 { $role }，无需收回。
user-give-or-take = 请填写 --give 或 --take 其中之一。
user-bad-sign-in = 登录名由 2 至 32 个字符组成，可用 a-z、0-9、点、连字符和下划线，例如 zhang@430527。
user-bad-office = 登录名须以单位代码结尾，例如 zhang@430527。
user-bad-name = 姓名须为 1 至 40 个字。
user-scope-outside = 适用范围不在该账号所属单位之内。
user-whole-office = 角色 { $role } 适用于全单位，请去掉 --scope。
user-no-supervisor = 只有市级或省级单位才有角色 { $role }。
user-not-beside = 角色 { $role } 与 { $held } 不能由同一账号兼任：系统管理员只管账号，审计人员只看不改。
user-no-office = 没有代码为 { $office } 的省、市或县（市、区），请核对登录名中的单位代码。
user-no-password = 无法生成口令：{ $why }

## 导入进度表、打印通报

cmd-linli-import-progress = 导入一个月的申报进度表，并列出每一处不符
arg-linli-import-progress-file = 表格文件：XLSX、XLS、ODS 或 CSV
arg-linli-import-progress-month = 截至哪个月，例如 2021-08
arg-linli-import-progress-scope = 表中各单位所属的省、市或县代码，例如 43。默认：本单位，或按表中单位名称判断
arg-linli-import-progress-sender = 报送单位或报送人
arg-linli-import-progress-note = 附注，例如更正的原因
arg-linli-import-progress-map = 指定某个字段在哪一列，例如 planned=年度任务 或 planned=C；可多次使用。写 年度任务= 表示不读取
arg-linli-import-progress-sheet = 读取哪个工作表。默认：最像进度表的一张
arg-linli-import-progress-money = 表中没有注明时，金额的单位：yuan 元、wan 万元、yi 亿元
value-unit = 单位
arg-linli-import-progress-dry-run = 只核对，不写入
arg-linli-import-progress-skip-refused = 略过不能收下的行，收下其余各行
cmd-linli-bulletin = 打印某地某月的排名和通报：--format 可用 json、html、pdf
arg-linli-bulletin-scope = 省、市或县的代码，例如 43 或 430500
arg-linli-bulletin-month = 截至哪个月，例如 2022-05
arg-linli-bulletin-out = 写入的文件。默认：直接输出
value-month = 月份
value-year = 年度
value-text = 文字
import-which-scope = 从表中看不出是哪个省、市或县。请用 --scope 写明代码，例如 --scope 43。
import-future-month = { $month } 还没有到。月份应为数据截至的月份。
import-unreadable = { $file }：{ $why }
import-column = { $field }：{ $column } 列“{ $header }”
import-rounded = “{ $written }”：{ $rounded }
import-bad-map = --map { $said } 无法理解，请写成 字段=列，例如 planned=C。各列：{ $columns }。字段：{ $fields }
import-missing = 表中没有找到“{ $column }”一列，未写入任何内容。如表中有此列，请用 --map 指明。
import-refused = 第{ $line }行“{ $written }”不能收下：{ $why }
import-taken = 已收下{ $scope }{ $month }进度表，第{ $version }版：{ $rows }行，{ $findings }处不符。
import-same = 这个文件此前已经收下，没有再写入（{ $scope }{ $month }，{ $rows }行，{ $findings }处不符）。
import-tried = 仅核对，未写入：{ $scope }{ $month }，{ $rows }行可收下，{ $findings }处不符。
import-nothing-written = 未写入任何内容（{ $scope }{ $month }：{ $rows }行可收下，{ $findings }处不符）。请改正后再导入；或用 --skip-refused 略过不能收下的行。
bulletin-bad-scope = { $scope } 不是省、市或县的代码。
bulletin-unknown-scope = 没有代码为 { $scope } 的地方。
bulletin-failed = 不能排印通报：{ $why }
bulletin-other-font = 缺少字体“{ $asked }”，改用“{ $used }”。
wrong-paper = 只有 linli bulletin 可用 html 和 pdf 格式。

## 导出

cmd-linli-export = 把记录存为表格
cmd-linli-export-register = 导出小区台账，改好后可原样再导入
arg-linli-export-register-county = 台账所属县（市、区）的代码，例如 430527
arg-linli-export-register-out = 写入的文件，以 .xlsx 或 .csv 结尾
export-which-ending = 不知道把 { $file } 写成哪种表格：请让文件名以 .xlsx 或 .csv 结尾。
export-too-many = 台账超过 50000 行，一个文件放不下。请在网页上按年度或乡镇分别导出。
export-nothing = { $code } 没有小区台账，没有写出文件。台账按县（市、区）存放，请写县级代码，例如 430527。
export-done = 已导出 { $rows } 个小区：{ $file }

## 文件

file-not-there = 找不到 { $file }，请核对路径。
file-is-a-folder = { $file } 是文件夹，请写明文件。
file-forbidden = 没有权限读写 { $file }。
file-no-read = 不能读取 { $file }：{ $why }
file-no-write = 不能写入 { $file }：{ $why }

shape-format = linli bulletin 还可用 html 和 pdf，linli report 还可用 xlsx
shape-month = 月份写成 2021-08 这样
shape-scope = 行政区划代码为数字，例如 43、4305、430527
shape-county = 行政区划代码为数字，例如 430527
bulletin-no-figures = { $scope } 在 { $month } 没有数字：既没有台账记录，也没有上报的进度表。
bulletin-no-figures-but = { $scope } 在 { $month } 没有数字：既没有台账记录，也没有上报的进度表。最近有数字的月份是 { $latest }。

cmd-linli-stage = 改造阶段：查看各小区所处阶段，上报或撤回
cmd-linli-stage-list = 列出各小区所处阶段
cmd-linli-stage-advance = 上报一个阶段，或写明原因撤回
arg-linli-stage-list-county = 县（市、区）代码，例如 430527
arg-linli-stage-advance-number = 小区编号，例如 430527100-XQ-0001
arg-linli-stage-advance-county = 县（市、区）代码，例如 430527
arg-linli-stage-advance-to = 阶段：survey 摸底、pipeline 入库、design 方案、consult 公示、vote 表决、approve 立项、procure 招标、start 开工、concealed 隐蔽工程、inspect 检查、site_done 现场完工、accept 验收、settle 结算、handover 移交、warranty 保修、operate 长效管理
arg-linli-stage-advance-on = 达到日期，例如 2022-04-12。默认：今天
arg-linli-stage-advance-reverse = 撤回这个阶段，并写明原因
value-stage = 阶段
value-day = 日期
value-reason = 原因
value-number = 编号
arg-linli-check-clean = 清除没有任何记录引用的文件和中断的上传
stage-counts = { $number }：{ $stage }已上报，佐证齐全，计入统计。
stage-unproven = { $number }：{ $stage }已上报，佐证齐全后才计入统计。
stage-reversed = { $number }：{ $stage }已撤回。
stage-no-number = 没有编号为 { $number } 的小区。
stage-future = 日期在今天之后。
stage-stands = 已经上报过，日期是 { $on }；如需更改，请先撤回（--reverse 原因）。
stage-skips = 请先上报“{ $stage }”。
stage-before = 早于前面的“{ $stage }”（{ $on }）。
stage-not-proven = “{ $stage }”还缺佐证材料，补齐后才能继续。
stage-does-not-stand = 这个阶段没有上报，不用撤回。
stage-built-upon = 后面的“{ $stage }”以它为基础，请先撤回“{ $stage }”。
stage-no-reason = 请写明原因。
check-left-over = 没有任何记录引用：文件 { $files } 个（{ $bytes } 字节），中断的上传 { $uploads } 个。用 --clean 清除。
check-cleaned = 已清除：文件 { $files } 个（{ $bytes } 字节），中断的上传 { $uploads } 个。
shape-on = 日期写成 2022-04-12 这样
cmd-linli-report = 月报：县（市、区）某月的报表和指标
cmd-linli-report-monthly = 按省里的栏目打印月报，附小区明细；--format 可用 json、xlsx
cmd-linli-report-indicators = 打印指标表；--format 可用 json、xlsx
arg-linli-report-monthly-county = 县（市、区）代码，例如 430527
arg-linli-report-monthly-month = 月份，例如 2022-05
arg-linli-report-monthly-out = 写入文件；默认打印
arg-linli-report-indicators-county = 县（市、区）代码，例如 430527
arg-linli-report-indicators-month = 月份，例如 2022-05
arg-linli-report-indicators-out = 写入文件；默认打印
report-ahead = { $month } 还没有到。
report-none = { $county } 没有列入计划的小区，没有可报的内容。

## 备份与恢复

cmd-linli-backup = 把全部记录和佐证材料存成一个备份文件；服务运行时也能做
arg-linli-backup-file = 备份写入的文件，例如 linli-2026-11-25.zip
arg-linli-backup-force = 覆盖已有的文件
cmd-linli-restore = 恢复备份；全部核对无误后才写入
arg-linli-restore-file = 备份文件
arg-linli-restore-dry-run = 只核对，不写入
arg-linli-restore-force = 原有的数据库和文件改名保留，再恢复
backup-postgres = 数据库在 PostgreSQL 上：请用它自带的 pg_dump 和 pg_restore，再复制照片和文件（文件夹 objects，或存储桶）；做法见 docs/guide/backup.md。
backup-no-database = 这里没有数据库：{ $file }。请用 --data 或 --database 指明位置。
backup-no-folder = { $file } 所在的文件夹不存在，请先建好。
backup-exists = { $file } 已存在。请换一个文件名；确要覆盖，请加 --force。
backup-over-own = { $file } 是邻里自己的文件。请把备份写到别处，最好是另一块磁盘。
backup-done = 备份完成：{ $file }，{ $bytes } 字节，佐证文件 { $objects } 个。请在别处记下 SHA-256：{ $digest }
backup-lacks = 有记录引用、但备份前已丢失或损坏的文件：{ $digest }
restore-refused = 不能恢复 { $file }：{ $why } 没有写入任何内容。
restore-not-whole = 它不是邻里的备份，或文件不完整（例如没有复制完）。
restore-bad-manifest = 其中的清单（manifest.json）缺失或已损坏。
restore-newer-format = 它的格式是第 { $format } 版，由更新的“邻里”制作。请用更新的版本恢复。
restore-newer-linli = 它由更新的“邻里”制作（{ $name }）。请用更新的版本恢复。
restore-stranger = 其中有清单以外的内容：{ $name }。
restore-other-parts = 其中的内容与清单不符：有缺失或重复。
restore-too-large = { $name } 超过邻里所收文件的最大长度。
restore-changed = 其中的 { $name } 已损坏或被改动，与清单的 SHA-256 不符。
restore-unsound = 其中的数据库未通过 SQLite 的完整性检查。
restore-unusable = 其中的数据库不能使用：{ $why }。
restore-lacks-file = 缺少记录引用的文件 { $digest }。
restore-no-write = 不能写入：{ $why }。没有恢复任何内容。
restore-database-there = 这里已有数据库：{ $file }。请用 --data 另选空文件夹；或加 --force，原有文件改名保留。
restore-objects-there = 这里已有佐证文件：{ $file }。请用 --data 另选空文件夹；或加 --force，原有文件改名保留。
restore-done = 已恢复到 { $database }：备份制作于 { $at }，佐证文件 { $objects } 个，全部核对无误。
restore-tried = 仅核对，未写入：{ $file } 制作于 { $at }，佐证文件 { $objects } 个，全部完好。
restore-behind = 备份早于本程序的版本（待升级：{ $name }）。“linli serve”启动时自动升级。
restore-needs-key = 备份里有加密的内容（姓名、双因素认证），密钥不在备份里，这里的密钥也不能用：请把原来的 linli.key 放到数据文件夹，或用 --key-file 指明。
restore-kept = 原有的文件保留为：{ $file }

## 居民意见

cmd-linli-opinions = 居民意见：说的是什么事
cmd-linli-opinions-classify = 从一个文件学习意见的类别，在另一个文件上检验，打印结果
arg-linli-opinions-classify-train = 学习用的表：列名为 text、label（或 留言主题、留言详情、一级分类），CSV 或 XLSX
arg-linli-opinions-classify-test = 检验用的表，列名相同
arg-linli-opinions-classify-out = 把每条结果写入文件（.csv 或 .xlsx）：行号、原类别、判断的类别、差距、依据的词
opinions-no-header = { $file }：没有找到列名 text 和 label（或 留言主题、留言详情 和 一级分类）。
opinions-no-rows = { $file }：列名下面没有内容。
opinions-no-label = { $file }：{ $count } 条意见没有类别，在第 { $rows } 行。
opinions-many-labels = { $file }：有 { $found } 个不同的类别，最多能分 { $most } 个。label 列对吗？
opinions-learnt = 学习了 { $texts } 条意见、{ $labels } 个类别，用时 { $seconds } 秒。
opinions-tried = 检验了 { $texts } 条；每 1000 条用时 { $seconds } 秒。
opinions-columns = { "   " }精确率    召回率        F1    条数  类别
opinions-unlearnt = （学习时没有这个类别）
opinions-both = 宏平均 F1 { $macro }，准确率 { $accuracy }

cmd-linli-retention = 个人信息保存期限：列出到期的，删除
cmd-linli-retention-list = 列出到期待删除的个人信息；有到期的，退出码为 1
cmd-linli-retention-apply = 删除到期的个人信息，不能恢复
cmd-linli-retention-repeat = 用其他工具恢复备份以后，把已删除清单上的再删除一次
arg-linli-retention-list-county = 县（市、区）代码，例如 430527
arg-linli-retention-apply-county = 县（市、区）代码，例如 430527
retention-due = { $kind }：{ $count } 项到期（{ $day } 及以前结束的）
retention-erased = { $kind }：已删除 { $count } 项
retention-again = 按已删除清单再次删除 { $count } 项。
retention-no-list = 没有删除：已删除清单不能用：{ $why }。请检查密钥文件旁边的这个文件和磁盘空间，再试一次。
retention-kind-residents = 居民机构成员
retention-kind-officials = 工作机构成员、包联领导
retention-kind-sign-in = 已停用账号的登录方式
retention-kind-sessions = 已结束的登录
retention-kind-opinions = 居民意见
retention-kind-visits = 入户记录
retention-kind-submissions = 外业填报
retention-kind-owners = 曾经的业主
retention-files-left = 有 { $count } 个附件没能从附件库里取走，已经没有记录指向它们；过一天执行 linli check --clean。
cmd-linli-person = 系统存了关于某人的什么
cmd-linli-person-export = 以 JSON 打印某个账号、某些任期、某一户或某条意见的全部信息；记入审计日志
arg-linli-person-export-county = 县（市、区）代码，例如 430527
arg-linli-person-export-sign-in = 登录名
arg-linli-person-export-term = 任期编号；可以写多次。编号在页面的「个人信息请求」里
value-term = 任期
arg-linli-person-export-receipt = 回执编码：打印这一条意见
arg-linli-person-export-dwelling = 房屋编号：打印这一户的入户记录、意见和门贴使用情况
value-receipt = 回执编码
value-dwelling = 房屋
person-missing = 没有这样的账号、任期、意见或者房屋。
check-erased-back = { $office }：{ $subject } 的个人信息已删除过，又出现在记录里（多半是恢复了旧备份）。请执行 linli retention repeat。
check-erased-list = { $office }：密钥旁边的已删除清单不见了或者读不出（{ $subject }）。请把它放回密钥旁边，再执行 linli retention repeat。
retention-unconfirmed = 没有删除：保存期限还是系统预设值。请签发人先在「保存期限」页面设定。
check-sealed-no-key = { $office }：加密的内容没有核对，因为密钥不能用（{ $subject }）。请把原来的 linli.key 放回，或用 --key-file 指明，再检查一次。
cmd-linli-opinions-import = 导入一张表里的居民意见：对的行入库，同一文件重复导入不会重复登记；错的行逐行说明
arg-linli-opinions-import-file = 文件：XLSX、XLS、ODS 或 CSV（含 GB18030）。列名：小区、楼栋、单元、房号、日期、来源、意见、愿望、安全隐患；没有“来源”列的按纸质登记
arg-linli-opinions-import-county = 哪个县的意见，行政区划代码，例如 430527
arg-linli-opinions-import-dry-run = 只核对，不写入
opinions-import-no-header = { $file }：没有找到列名“小区”和“意见”（或“愿望”）。
opinions-import-no-register = { $code } 还没有小区台账，请先导入台账。
opinions-import-refused = 第 { $row } 行：{ $why }（{ $given }）
opinions-import-second = 第 { $row } 行：这个编号已有不同的内容，两份都已保留，等待核定。
opinions-import-done = 新登记 { $new } 条，已有 { $same } 条，内容待核定 { $second } 条，未登记 { $refused } 行。
opinions-import-tried = 核对完毕，没有写入：可登记 { $new } 条，已有 { $same } 条，内容待核定 { $second } 条，有问题 { $refused } 行。
opinions-import-why-neighbourhood-missing = 没有写小区
opinions-import-why-no-neighbourhood = 台账里没有这个小区
opinions-import-why-several-neighbourhoods = 有几个小区同名，请写编号
opinions-import-why-day = 不是日期，请写成 2022-05-31
opinions-import-why-channel = 来源应为：入户、门贴、海报、纸质、电话、调查软件
opinions-import-why-wish = 改造目录里没有这一项
opinions-import-why-hazard = 安全隐患请填“是”或“否”
opinions-import-why-building-missing = 有单元或房号，没有楼栋
opinions-import-why-building = 台账里没有这栋楼
opinions-import-why-entrance = 这栋楼没有这个单元
opinions-import-why-room = 台账里没有这个房号
opinions-import-why-which-entrance = 几个单元都有这个房号，请写单元
opinions-import-why-nothing = 没有意见，也没有愿望
opinions-import-why-long = 意见最多 { $most } 个字
opinions-import-why-day-ahead = 日期晚于今天
opinions-import-why-day-early = 日期太早
opinions-import-why-many-wishes = 愿望最多 { $most } 个
opinions-import-why-wish-twice = 同一个愿望写了两次
opinions-import-why-too-many = 同一户每天最多登记 { $most } 条
cmd-linli-openrosa = OpenRosa 表单（ODK Collect、Enketo 使用的表单）
cmd-linli-openrosa-check = 读取表单，说明能不能发布；不能时退出码为 1
arg-linli-openrosa-check-form = 表单文件：XML（XForm）或工作簿（XLSForm）
openrosa-none = 无
openrosa-accepted = 可以使用：{ $id }，版本 { $version }，{ $questions } 个问题，{ $repeats } 个重复组，语言：{ $languages }
openrosa-refused = 不能使用：{ $reason }
openrosa-refused-row = 不能使用：工作表 { $sheet } 第 { $row } 行：{ $reason }
# 门贴和海报
cmd-linli-survey = 摸底：门贴和楼道海报
cmd-linli-survey-slips = 打印门贴或楼道海报（PDF），编码只印在纸上
arg-linli-survey-slips-county = 县（市、区）代码，例如 430527
arg-linli-survey-slips-neighbourhood = 小区编号，例如 430527100-XQ-0001
arg-linli-survey-slips-building = 只印一栋楼，例如 3栋
arg-linli-survey-slips-entrance = 只印一个单元，例如 1单元
arg-linli-survey-slips-room = 只印一户，例如 401
arg-linli-survey-slips-posters = 印楼道海报，不印门贴
arg-linli-survey-slips-a3 = 海报用 A3 纸
arg-linli-survey-slips-reprint = 已有编码的也重新印，并写明原因；旧编码马上作废
arg-linli-survey-slips-site = 居民打开邻里的网址，例如 https://linli.example.cn
arg-linli-survey-slips-contact = 印在纸上的咨询电话或地址
arg-linli-survey-slips-out = 写入的 PDF 文件
slips-printed = 已打印 { $printed } 张，写入 { $file }；作废旧编码 { $revoked } 个。
slips-held = 另有 { $held } 处已有有效编码，没有重印（重印用 --reprint 原因）。
slips-none = 选中的 { $held } 处都有有效编码，没有打印。重新印会作废旧编码：--reprint 原因。
slips-no-place = 没有这个楼栋、单元或房号，或者没有登记楼栋。
slips-no-site = 网址要写成 https://主机名，不带路径。
slips-lacks-site = 请说明居民打开邻里的网址：--site https://主机名，或在设置文件里写 site = "https://主机名"。
slips-no-reason = 请写明重新印的原因（最多 100 个字）。
slips-stale = 别人刚刚打印或作废了其中的编码，请重新执行。这次的文件没有写入。
slips-failed = 无法打印：{ $why }
slips-there = { $file } 已经存在。为避免覆盖已印的编码，请换一个文件名。
slips-beside = 编码已经生效，但文件没能改成指定的名称。请从 { $file } 打印。

## 均等份额

cmd-linli-equal-shares = 按住户的愿望和预算提出该做哪些项目：均等份额法，并说明谁出多少、为什么没选上
arg-linli-equal-shares-file = Pabulib 格式的投票文件（.pb）：勾选、排序、分配总分、打分四种选票
arg-linli-equal-shares-rule = 规则；greedy 是多数城市的做法：票多者先，钱够就做
arg-linli-equal-shares-utility = 一个项目对想要它的住户值多少：cost 按造价，cardinality 每个算一，points 按选票上的分数（排五个的依次算 5 到 1 分）
arg-linli-equal-shares-completion = 剩下的钱怎么办：none 不用；add1 每户份额一元一元往上加，直到用足预算；greedy 按票数选还做得起的；add1-greedy 先后都用
arg-linli-equal-shares-out = 把投票和结果写入文件（.pb），不含投票人的年龄和性别
value-rule = 规则
value-utility = 价值
value-completion = 补足办法
shares-endless = { $file }：预算的单位太小，份额要加几百万次。请用大一些的单位（例如千元），或使用 --completion greedy。
shares-election = { $projects } 个项目，{ $voters } 户，预算 { $budget }。
shares-share = 预算是大家的：每户一份，{ $share }，用在自己想要的项目上。
shares-raised = 项目要么做要么不做，很少正好用完，所以每户份额每次加 1，加了 { $times } 次，到 { $share }；预算本身没有增加。
shares-taken = 选上的项目（想要的住户合起来付得起）：
shares-one = { $place }. { $project }：造价 { $cost }，{ $supporters } 户想要。
shares-pay = { "   " }其中 { $voters } 户每户出 { $each }。
shares-pay-rest = { "   " }{ $voters } 户剩得不够，把剩下的都出了（每户 { $least } 到 { $most }）。
shares-pay-rest-alike = { "   " }{ $voters } 户剩得不够，把剩下的都出了（每户 { $most }）。
shares-completed = 剩下的钱，再按想要的多少选还做得起的：
shares-another = - { $project }：造价 { $cost }
shares-refused = 没有选上的项目：
shares-not = - { $project }：造价 { $cost }，{ $supporters } 户想要。
shares-nobody = { "   " }没有人想要。
shares-beyond = { "   " }造价超过全部预算 { $budget }。
shares-left = { "   " }他们合起来还剩 { $left }，差 { $missing }。
shares-spent-on = { "   " }其中这么多户已经为别的愿望出了钱：{ $projects }。
shares-needed = { "   " }造价降到 { $cost } 以内，或者再有合起来剩 { $missing } 的住户也想要它（相当于 { $shares } 份还没动过的份额），就付得起。
shares-greedy = 选上的项目（票多者先，钱够就做）：
shares-sum = 合计 { $count } 个项目，{ $cost }；预算还剩 { $left }。{ $voters } 户中有 { $content } 户至少实现一个愿望。
shares-sum-greedy = 对比“票多者先”：{ $count } 个项目，{ $cost }；{ $voters } 户中有 { $content } 户至少实现一个愿望。
shares-note-count = 注意：{ $key } 写的是 { $said }，实际是 { $found }。文件完整吗？
shares-note-twice = 注意：{ $ballots } 张选票把同一个项目写了两次（最早在第 { $line } 行），只算一次。
shares-note-strength = 注意：文件里的选票有权重，这里每张都算一票。
shares-wrong = { $file }，第 { $line } 行：{ $why }
shares-wrong-large = 文件超过 { $limit } MB。
shares-wrong-utf16 = 文件是 UTF-16，请另存为 UTF-8。
shares-wrong-utf8 = 这一行不是 UTF-8（可能是 GBK、Latin-2，或者不是文字）。请把文件另存为 UTF-8。
shares-wrong-before = 文件应当以 META、PROJECTS 或 VOTES 一行开头。
shares-wrong-no-section = 文件到这里结束，没有 { $section } 部分。
shares-wrong-section-twice = 前面已经有 { $section } 部分。
shares-wrong-quote = 这里的引号没有收尾。
shares-wrong-no-key = META 里没有 { $key }。
shares-wrong-key-twice = META 里已经有另一个 { $key }。
shares-wrong-no-projects = PROJECTS 里没有项目。
shares-wrong-no-votes = VOTES 里没有选票。
shares-wrong-many-projects = 项目超过 { $limit } 个。
shares-wrong-many-votes = 选票超过 { $limit } 张。
shares-wrong-vote-type = vote_type 应当是 approval、ordinal、cumulative、scoring 或 choose-1，不能是“{ $given }”。
shares-wrong-unknown = PROJECTS 里没有项目“{ $id }”。
shares-wrong-project-twice = 项目“{ $id }”在第 { $first } 行已经有了。
shares-wrong-voter-twice = 投票人“{ $id }”在第 { $first } 行已经投过票。
shares-wrong-points-differ = 有 { $projects } 个项目，却有 { $points } 个分数。
shares-wrong-no-column = { $section } 没有 { $column } 列。
shares-wrong-column-twice = { $section } 有两个 { $column } 列。
shares-wrong-missing = 没有写 { $column }。
shares-wrong-number = { $column } 不是数字：“{ $given }”。
shares-wrong-positive = { $column } 应当大于零：{ $given }。
shares-wrong-much = { $column } 太大：{ $given }。
shares-wrong-fine = { $column } 的小数位太多，无法精确相加：{ $given }。
shares-wrong-other = { $why }。

## 业主表决

cmd-linli-vote = 按公开格式的文件重新清点业主表决，并核验
cmd-linli-vote-tally = 清点：按人数和面积算参与和同意，逐张说明无效票原因；文件自相矛盾或低于法律要求时退出码为 1
cmd-linli-vote-verify = 清点，并核对封签、根值、结果，以及指定的扫描件和回执；有不符时退出码为 1
arg-linli-vote-tally-file = 公开格式的表决文件（JSON，见 docs/guide/vote.md）
arg-linli-vote-verify-file = 公开格式的表决文件（JSON，见 docs/guide/vote.md），或单独的回执凭证
arg-linli-vote-verify-scans = 存放扫描件的文件夹，逐个核对摘要
arg-linli-vote-verify-receipt = 回执上的编码，例如 42-0123-4567-89AB-CDEF：查这张票是否计入；可以写多个
vote-roll = { $title }：有表决权的业主 { $heads } 人、{ $area } ㎡；收到表决票 { $ballots } 张。
vote-quorum = 参与表决：{ $heads } / { $of-heads } 人（需 { $least-heads } 人，{ $heads-met }）；{ $area } / { $of-area } ㎡（需 { $least-area } ㎡，{ $area-met }）。
vote-majority = 同意：{ $heads } / { $of-heads } 人（需 { $least-heads } 人，{ $heads-met }）；{ $area } / { $of-area } ㎡（需 { $least-area } ㎡，{ $area-met }）。
vote-met = 已达到
vote-unmet = 未达到
vote-agreed = { "   " }同意：{ $heads } 人，{ $area } ㎡。
vote-without-paying = { "   " }其中同意但不出资：{ $heads } 人，{ $area } ㎡。
vote-against = { "   " }反对：{ $heads } 人，{ $area } ㎡。
vote-abstained = { "   " }弃权：{ $heads } 人，{ $area } ㎡。
vote-silence-for = { "   " }未表态、按约定随多数同意：{ $heads } 人，{ $area } ㎡。
vote-silence-against = { "   " }未表态、按约定随多数反对：{ $heads } 人，{ $area } ㎡。
vote-silence-nobody = { "   " }未表态；两边都没有过半，不随任何一边：{ $heads } 人，{ $area } ㎡。
vote-invalid = 无效票：{ $count } 张。
vote-invalid-one = { "   " }第 { $number } 号票（第 { $line } 行）：{ $reason }。
vote-carried = 表决通过：参与和同意的人数、面积都达到要求。
vote-not-carried = 表决未通过。
vote-invalid-not-an-owner = 投票人不是业主
vote-invalid-tenant-signed = 由承租人签字
vote-invalid-no-signature = 没有签字
vote-invalid-forged-signature = 不是本人签字
vote-invalid-altered = 有涂改
vote-invalid-unreadable = 无法辨认
vote-invalid-early = 早于表决开始日
vote-invalid-late = 晚于表决截止日
vote-invalid-wrong-version = 方案版本不符
vote-invalid-no-option = 没有选择
vote-invalid-several-options = 选了多项
vote-invalid-not-offered = 选了本次表决没有的选项
vote-invalid-online-not-allowed = 线上投票，规则不允许
vote-invalid-no-proxy-paper = 代投，没有书面委托
vote-invalid-barred-proxy = 代投人不得接受委托
vote-invalid-proxy-handed-on = 委托不是业主本人签的，属转委托
vote-invalid-proxy-represented = 代投人自己也委托了别人
vote-invalid-over-proxy-limit = 代投人接受的委托超过上限
vote-invalid-duplicate = 此前已有一张有效票
vote-invalid-replaced = 此后另有一张票
vote-finding-law = 不符：第 { $matter } 项的表决规则低于《民法典》第二百七十八条的要求，这样的表决可以被撤销。
vote-finding-unsaid = 不符：第 { $number } 号票（第 { $line } 行）不能计入，文件没有注明：{ $reason }。
vote-finding-valid = 不符：第 { $number } 号票（第 { $line } 行）有效，文件却注明无效：{ $reason }。
vote-finding-otherwise = 不符：第 { $number } 号票（第 { $line } 行）无效原因是{ $found }，文件写的是{ $said }。
vote-finding-changed = 不符：第 { $number } 号票（第 { $line } 行）与封签不一致，封存后被改过。
vote-finding-gap = 不符：没有第 { $number } 号票，被抽走了或没有写入。
vote-finding-root = 不符：第 { $line } 行的根值封存了 { $said-ballots } 张票（{ $said }），本文件的票是 { $found-ballots } 张（{ $found }）。
vote-finding-no-codes = 不符：有的票没有编码，算不出第 { $line } 行的根值（{ $said }）。
vote-finding-took-part = 不符：第 { $line } 行写明参与表决 { $said }，清点是 { $found }。
vote-finding-agreed = 不符：第 { $line } 行写明同意 { $said }，清点是 { $found }。
vote-finding-carried = 不符：第 { $line } 行写明是否通过为 { $said }，清点是 { $found }。
vote-root-same = { $ballots } 张票的根值：{ $root }，与文件一致。
vote-root-found = { $ballots } 张票的根值算得：{ $root }。请与印出的结果公告核对。
vote-root-none = 有的票没有编码，算不出根值。
vote-scans = 扫描件与封存时一致：{ $good } / { $all }。
vote-scan-changed = 不符：第 { $number } 号票（第 { $line } 行）的扫描件 { $file } 不是封存时的那个。
vote-scan-missing = 不符：第 { $number } 号票（第 { $line } 行）的扫描件 { $file } 读不到。
vote-receipt-counted = 回执 { $code }：已计入。
vote-receipt-not-counted = 回执 { $code }：有这张票，未计入：{ $reason }。
vote-receipt-not-found = 回执 { $code }：没有这张票。
vote-receipt-holds = 表决 { $vote } 的第 { $number } 号票在这个根值封存的 { $ballots } 张票里：{ $root }。请与印出的结果公告核对。
vote-receipt-fails = 不符：表决 { $vote } 第 { $number } 号票的这张回执对不上 { $ballots } 张票的根值 { $root }，回执或选票被改过。
vote-note-several = 提示：业主 { $owner } 同时在 { $one } 和 { $two } 里。一处单独所有、一处与人共有时是对的。
vote-wrong = { $file } 第 { $line } 行：{ $why }
vote-wrong-large = 文件超过 { $limit } MB。
vote-wrong-utf16 = 文件是 UTF-16 编码，请存为 UTF-8。
vote-wrong-utf8 = 这一行不是 UTF-8 编码（可能是 GBK，或不是文本），请存为 UTF-8。
vote-wrong-json = 这里的 JSON 不合要求（{ $why }）。
vote-wrong-unknown-field = 没有“{ $field }”这一项，是不是写错了？
vote-wrong-missing = 缺“{ $field }”。
vote-wrong-field-twice = “{ $field }”写了两次。
vote-wrong-format = format 应为 "linli-vote"，不是“{ $given }”。
vote-wrong-version = 不认识第 { $given } 版格式，本程序读第 1 版。
vote-wrong-value = “{ $field }”不能是 { $given }。
vote-wrong-window = 截止日早于开始日。
vote-wrong-options = 选项里没有“{ $lacks }”。缺这个选项的表决票在法庭上会有争议。
vote-wrong-many = { $field } 超过 { $limit } 个。
vote-wrong-ballot-twice = 第 { $number } 号票在第 { $first } 行已有。
vote-wrong-unknown-head = 名册里没有“{ $id }”。不是业主的票写 "head": null。
vote-wrong-two-clerks = 纸质票要由两个人分别录入（typed_by）。
vote-wrong-same-clerk = 两次录入都是“{ $clerk }”，必须是两个人。
vote-wrong-code = 这个编码是第 { $number } 号票的。
vote-wrong-area = “{ $field }”的面积应大于零，以平方米计，最多两位小数：{ $given }。
vote-wrong-area-large = 面积过大。
vote-wrong-no-heads = 没有业主。
vote-wrong-head-twice = “{ $id }”在第 { $first } 行已有。
vote-wrong-no-dwelling = “{ $id }”没有房屋。
vote-wrong-no-owner = “{ $id }”没有业主。
vote-wrong-owner-twice = 业主“{ $owner }”在同一条里写了两次。
vote-wrong-same-owners = 同样的业主在第 { $first } 行已有。一个业主有几套房，只算一人。
vote-wrong-unsold-twice = 未售房屋在第 { $first } 行已有，合起来只算一人。
vote-wrong-dwelling-twice = 房屋“{ $name }”在第 { $first } 行已有。
vote-wrong-total-heads = 合计写的是 { $said } 人，名册是 { $found } 人。
vote-wrong-total-area = 合计写的是 { $said } ㎡，各户相加是 { $found } ㎡。
vote-wrong-other = { $why }。
