consultation-rules = Rules for opinions
consultation-rules-unconfirmed = These are defaults; your office has not confirmed them.
consultation-rules-to-days = Holidays and made-up days
consultation-rules-says-answer = { $n ->
    [one] An opinion is answered within { $count } working day; the day it came is not counted.
   *[other] An opinion is answered within { $count } working days; the day it came is not counted.
}
consultation-rules-says-most = { $n ->
    [one] One household gives at most { $count } opinion a day.
   *[other] One household gives at most { $count } opinions a day.
}
consultation-rules-from = In force from
consultation-rules-answer-days = Working days for an answer
consultation-rules-answer-days-hint = 1 to 60. It concerns what comes in from then on; what residents were told stays.
consultation-rules-most-a-day = Opinions of one household a day
consultation-rules-most-a-day-hint = 1 to 500. It stops those who send a form over and over; what is heard at the door is not counted.
consultation-rules-reason = Basis or reason
consultation-rules-reason-hint = For example a notice of the office
consultation-rules-save = Save the rules
consultation-done-rules = The rules were saved.
consultation-days = Holidays and made-up days
consultation-days-lead = Monday to Friday are working days. Holidays, and weekends that are worked instead, are entered here by year; deadlines follow them.
consultation-days-years = Years
consultation-days-none = No holidays were entered for this year
consultation-days-none-hint = Only Saturdays and Sundays are left out for now, so deadlines around holidays come too early. Paste the days of the yearly notice below.
consultation-days-day = Day
consultation-days-span = { $first } to { $last }
consultation-days-kind = What it is
consultation-days-name = Festival
consultation-days-holiday = off
consultation-days-made-up = worked
consultation-days-enter = Enter the whole year
consultation-days-list = List of days
consultation-days-list-hint = Paste the notice as it is, for example “劳动节：4月30日至5月4日放假调休，共5天。4月24日（星期日）、5月7日（星期六）上班。”, or write a line a day: 2022-05-01 休 劳动节 (休 off, 班 worked). It takes the place of the list of this year.
consultation-days-reason = Basis
consultation-days-reason-hint = For example the number of the notice
consultation-days-save = Save
consultation-days-changes = What was entered
consultation-days-change = { $n ->
    [one] { $count } day entered
   *[other] { $count } days entered
}
consultation-done-days = Saved. Deadlines of what comes in from now on follow it.
consultation-why-answer-days = Fill in a whole number of working days, 1 to 60.
consultation-why-most-a-day = Fill in a whole number, 1 to 500.
consultation-why-no-reason = Say on what it is based.
consultation-why-list-long = A list has at most { $count } characters.
consultation-why-line = Line { $line }, “{ $text }”: { $why }
consultation-why-no-day = there is no date in it.
consultation-why-no-such-day = there is no such date, or the last day comes before the first.
consultation-why-no-kind = it does not say 休 (off) or 班 (worked).
consultation-why-both-kinds = it says both off and worked; part them by a full stop.
consultation-why-other-year = only days of { $year } are entered here; enter others in their own year.
consultation-why-not-weekend = a day worked instead is a Saturday or Sunday.
consultation-why-twice = the day stands there twice, not alike.
consultation-why-too-many = a year has at most { $most } days.
