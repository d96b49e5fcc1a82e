# 方案公示规则。
planning-rules = 方案公示规则
planning-rules-says-days = 方案公示不少于 { $count } 天。
planning-rules-says-photo = 须有公示照片才能交付表决。
planning-rules-says-no-photo = 不要求公示照片。
planning-rules-unconfirmed = 公示天数尚未由本县确认：各地规定 7 至 10 天不等，请负责人核对文件后设定。
planning-rules-from = 从哪天起执行
planning-rules-notice-days = 公示天数
planning-rules-notice-days-hint = 1 至 60 天。
planning-rules-photo-needed = 须有公示照片
planning-rules-reason = 依据
planning-rules-reason-hint = 写明文件名称和文号。
planning-rules-save = 保存规则
planning-why-notice-days = 公示天数须是 1 至 60 的整数。
planning-why-no-reason = 请写明依据。
planning-done-rules = 规则已保存。
