# Oversight: declared tables, league tables, bulletins and targets.

## Words

oversight-total = Total
oversight-total-part = Total so far
oversight-left-out = The total is of { $known } units out of { $all } and does not stand for the whole. No report: { $units }.
oversight-left-out-parts = The total is incomplete: the figures of { $units } are those of some of the units below, and take no place.
oversight-wan = {" "}×10,000 yuan
oversight-between-names = ,{" "}
oversight-between-reasons = ;{" "}
oversight-planned = Planned
oversight-started = Started
oversight-finished = Finished
oversight-households-planned = Planned (households)
oversight-place = No. { $place }
oversight-origin-records = From records
oversight-origin-gathered = Gathered
oversight-origin-declared = Declared
oversight-origin-part = A part
oversight-origin-none = No report
oversight-declared-beside = The unit declared: { $planned } planned, { $started } started, { $done } ×10,000 yuan done
oversight-league-caption = League table of { $scope }, { $month }

oversight-column-unit = Unit
oversight-column-planned = Neighbourhoods planned
oversight-column-started = Neighbourhoods started
oversight-column-start-rate = Start rate
oversight-column-finished = Neighbourhoods finished
oversight-column-completion-rate = Completion rate
oversight-column-households-planned = Households planned
oversight-column-households-started = Households in started ones
oversight-column-households-finished = Households in finished ones
oversight-household-start-rate = Start rate by households
oversight-column-planned-investment = Planned investment
oversight-column-done-investment = Investment done
oversight-column-investment-rate = Investment rate
oversight-column-code = Code
oversight-column-note = Note

## Findings

oversight-finding-total-money = { $unit }, { $column }: printed { $printed }, the lines add up to { $computed }, a difference of { $difference }.
oversight-finding-total-count = { $unit }, { $column }: printed { $printed }, the lines add up to { $computed }.
oversight-sums-without-refused = Sums of the lines are without those that cannot be taken.
oversight-finding-rate = { $unit }, { $column }: printed { $printed }, the figures give { $computed }.
oversight-finding-above-plan = { $unit }: { $printed } started, more than the { $computed } planned, and no note says why.
oversight-finding-above-started = { $unit }: { $printed } finished, more than the { $computed } started.
oversight-finding-fell = { $unit }, { $column }: { $printed } this month, { $computed } in { $month }. A cumulative figure does not fall.
oversight-finding-rate-over-nothing = { $unit }: nothing is planned, and { $column } is printed as { $printed }.
oversight-finding-gathered = { $unit }, { $column }: declared as { $printed }; its records and what it gathered give { $computed }.
oversight-finding-missing = { $unit } is not in the table.
oversight-finding-twice = { $unit } stands in the table twice (lines { $computed } and { $printed }).

## Lines and files that cannot be taken

oversight-why-unknown = no such unit here
oversight-why-unknown-near = no such unit here; perhaps { $near }?
oversight-why-cell = { $column } “{ $given }” { $problem }
oversight-why-cell-empty = { $column } { $problem }
oversight-problem-missing = is not filled in
oversight-problem-formula = is a formula that failed
oversight-problem-not-whole = is not a whole number
oversight-problem-finer-than-a-fen = is finer than a fen; please check the amount and its unit
oversight-problem-negative = cannot be negative
oversight-problem-too-large = is too large
oversight-problem-unit-unknown = does not say whether it is in yuan or 10,000 yuan
oversight-problem-not-a-percentage = is not a percentage
oversight-problem-not-a-number = is not a number
oversight-problem-other = cannot be read
oversight-file-not-a-table = This is not a spreadsheet; it looks like { $looks }. Please send XLSX, XLS, ODS or CSV.
oversight-looks-text = plain text
oversight-looks-pdf = a PDF
oversight-looks-image = a picture
oversight-looks-html = a web page
oversight-looks-document = a document or slides
oversight-looks-unknown = another kind of file
oversight-file-locked = The workbook asks for a password. Please remove it and send the file again.
oversight-file-large = The file is too large. A table of progress has a line for each unit and should stay below 2 MB.
oversight-file-hostile = The inside of this file is not what a spreadsheet needs, so it was not read. Please save it as a new file and send that.
oversight-file-damaged = The file is damaged and cannot be opened. Please export it again.
oversight-file-empty = Nothing can be seen in this file.

## The first draft of a bulletin

oversight-draft-issuer = Office for the Renewal of Old Neighbourhoods, { $scope }
oversight-draft-title = Bulletin on the renewal of old neighbourhoods in { $scope }, { $month }
oversight-draft-to-prefectures = The governments of the prefectures
oversight-draft-to-counties = The governments of the counties and districts
oversight-draft-to-towns = The governments of the towns
oversight-draft-opening = The progress in renewing old neighbourhoods as of { $day } is as follows.
oversight-draft-h-overall = Overall
oversight-draft-h-praise = Praise
oversight-draft-h-places = League table
oversight-draft-h-behind = Behind schedule
oversight-draft-h-next = What is to be done next
oversight-draft-between = {" "}
oversight-draft-neighbourhoods = { $n ->
    [one] { $count } neighbourhood
   *[other] { $count } neighbourhoods
 }
oversight-draft-left-out = Of the { $all } units of { $scope }, no report for { $month } has come from: { $units }. The figures below are without them.
oversight-draft-parts = Only some of the units below have figures, so that there is no place and no judgement: { $units }.
oversight-draft-of-part = {" "}(units that have reported)
oversight-draft-overall-part = In the units of { $scope } that have reported ({ $known }), { $planned } are to be renewed in { $year }; work has begun in { $started }, a start rate of { $rate }.
oversight-draft-overall = { $scope } plans to renew { $planned } in { $year }; work has begun in { $started }, a start rate of { $rate }.
oversight-draft-overall-money = Of the planned investment of { $planned } ×10,000 yuan, { $done } ×10,000 yuan is done, an investment rate of { $rate }.
oversight-draft-overall-finished = Finished: { $finished }, a completion rate of { $rate }.
oversight-draft-overall-households = Households to benefit: { $planned }, of which { $started } live where work has begun, a start rate by households of { $rate }.
oversight-draft-nothing-planned = { $scope } has no neighbourhoods in its plan for { $year }.
oversight-draft-nothing-planned-part = The units of { $scope } that have reported have no neighbourhoods in their plans for { $year }.
oversight-draft-praise-all = Praise is due for a start rate of { $rate }, with work begun wherever it was planned: { $units }.
oversight-draft-praise-more = Praise is due where work has begun wherever it was planned: { $units }.
oversight-draft-praise-in-doubt = No praise yet, since the figures are still to be verified: { $units }.
oversight-draft-praise-first = Praise is due for the highest start rate, { $rate }: { $units }.
oversight-draft-places = The units by their start rate:
oversight-draft-unit-rate = { $unit } ({ $rate })
oversight-draft-unit-count = { $unit } { $count }
oversight-draft-behind = Start rate below { $target }: { $units }.
oversight-draft-behind-most = Units with a start rate below { $target }: { $all } in all. Last among them: { $units }.
oversight-draft-silent = The units without a report for { $month } are named under “{ $heading }”.
oversight-draft-open-by-unit = { $open } ({ $units }; what { $over } started beyond the plan does not count for others)
oversight-draft-next-start = Starting{ $of }: { $open } not yet started, to be started by { $day }.
oversight-draft-next-late = Starting{ $of }: { $open } not started by { $day }, when it was due. To be started by { $next }, with the reason for the delay in writing.
oversight-draft-next-build = Building{ $of }: work has begun everywhere. Dig once for all pipes and roads, and keep to quality and safety.
oversight-draft-next-invest = Investing{ $of }: the investment rate is { $rate } and must reach { $target } by { $day }.
oversight-draft-next-invested = Investing{ $of }: the investment rate is { $rate }, beyond the { $target } due by { $day }. The whole planned investment is to follow.
oversight-draft-next-report = Reporting: units that have not reported do so by { $day }.
oversight-draft-next-evidence = Reporting truthfully: every start and finish is shown by work in place and photographs.

## The official paper

oversight-paper-mark = { $issuer }
oversight-paper-colon = :
oversight-paper-copies = Copies to:{" "}
oversight-paper-draft = Draft
oversight-paper-not-issued = Not issued
oversight-paper-withdrawn = Withdrawn
oversight-paper-place = No.
oversight-paper-planned = Planned
oversight-paper-started = Started
oversight-paper-start-rate = Start rate
oversight-paper-planned-investment = Planned (×10,000 yuan)
oversight-paper-done-investment = Done (×10,000 yuan)
oversight-paper-investment-rate = Investment rate
oversight-paper-note-total = {" "}The total is of the units that have figures.
oversight-paper-note-part = { " " }Lines with △ hold only those units below that have figures.
oversight-paper-note-mixed = Lines with * are as declared or gathered from declarations, those without a mark are computed from records. Rates are rounded half up to two decimals; places are by start rate, and equals share one.
oversight-paper-note-declared = All figures are as declared or gathered from declarations. Rates are rounded half up to two decimals; places are by start rate, and equals share one.
oversight-paper-note-records = All figures are computed from records. Rates are rounded half up to two decimals; places are by start rate, and equals share one.

## League table

oversight-league = League table
oversight-league-lead = Units that keep records here are computed from them; for the others the declared figures count. Where there are both, both are shown.
oversight-league-empty = No figures for this month yet
oversight-league-empty-hint = Once units have declared their progress, or plans and progress are in the register, the table stands here.
oversight-league-silent = { $n ->
    [one] { $count } unit has no figures for this month yet.
   *[other] { $count } units have no figures for this month yet.
 }
oversight-league-draft = Draft a bulletin
oversight-month = Month
oversight-months = Choose a month
oversight-month-show = Show
oversight-month-before = Month before
oversight-month-after = Month after
oversight-by = What is counted
oversight-by-neighbourhoods = By neighbourhoods
oversight-by-households = By households
oversight-as-xlsx = Download Excel
oversight-as-csv = Download CSV
oversight-as-pdf = Download PDF
oversight-start-place = Place by start rate
oversight-investment-place = Place by investment rate
oversight-origin = Origin
oversight-how = How is this computed?
oversight-how-start = Start rate = started ÷ planned, cumulative.
oversight-how-investment = Investment rate = investment done ÷ planned investment.
oversight-how-completion = Completion rate = finished ÷ planned, cumulative.
oversight-how-rounded = Rates have two decimals, rounded half up; they may pass 100 %.
oversight-how-places = Places follow the rates before rounding; equal rates share a place, and the next one is skipped.
oversight-how-year = Only neighbourhoods in the plan of { $year } count, as of the end of the month.
oversight-how-origin = The name of a unit leads to the records behind its figures.

## Declared tables

oversight-declared = Declared progress
oversight-declared-lead = Tables are kept as they were sent; a correction is a new version, and nothing is overwritten.
oversight-declared-empty = No tables yet
oversight-declared-empty-hint = Choose the table that a unit has sent below: look at it first, then keep it.
oversight-declared-caption = Tables received, latest month first
oversight-declared-version = Version
oversight-declared-current = current
oversight-declared-superseded = corrected since
oversight-declared-received = Received
oversight-declared-title = Declared progress, { $scope }, { $month }
oversight-declared-table = What was declared
oversight-declared-as-sent = As it was sent; printed rates beside computed ones
oversight-written = written “{ $written }”
oversight-rounded = { $column }: { $given } in the file, as its workbook computed it; taken to the nearest fen
oversight-preview-sheet = Sheet
oversight-preview-hidden-sheets = Hidden sheets are not read: { $sheets }.
oversight-preview-money = Money is counted in
oversight-preview-money-as-said = What the table says
oversight-preview-money-yuan = yuan
oversight-preview-money-wan = ×10,000 yuan
oversight-preview-money-yi = ×100 million yuan
oversight-rate-printed = Start rate (printed)
oversight-rate-computed = Start rate (computed)
oversight-invested-printed = Investment rate (printed)
oversight-invested-computed = Investment rate (computed)
oversight-findings = Findings
oversight-findings-none = Totals, rates, cumulative figures and units all agree.
oversight-versions = Versions
oversight-version = Version { $version }
oversight-changes = Against the version before
oversight-changes-none = The same as the version before.
oversight-changes-caption = Changes line by line
oversight-changes-column = Column
oversight-changes-before = Before
oversight-changes-now = Now
oversight-upload = Take a table
oversight-upload-file = File
oversight-upload-file-hint = XLSX, XLS, ODS or CSV up to 2 MB. Titles, merged headers and notes may stay.
oversight-upload-month = As of the end of
oversight-upload-sender = Sender
oversight-upload-note = Note
oversight-upload-look = Look at it first
oversight-upload-nothing-yet = Nothing is kept by looking.
oversight-upload-no-file = Please choose a file with a table in it.
oversight-upload-future-month = This month has not come yet.
oversight-upload-bad-month = Please give a month such as 2022-05.
oversight-upload-no-sender = Please say who sent it.
oversight-preview = Check a table
oversight-preview-lead = “{ $file }”, { $scope }, as of { $month }. Nothing of this is kept yet.
oversight-preview-seen = This very file was taken before; here it is.
oversight-preview-missing = No column for “{ $column }” was found. Say below which it is, and check again.
oversight-preview-lines = Lines that can be kept
oversight-preview-refused = Lines that cannot be kept
oversight-preview-line = Line { $line }, “{ $written }”: { $why }
oversight-preview-columns = What each column is
oversight-preview-column = Column { $n }
oversight-preview-not-read = Not read
oversight-preview-again = Check again with these
oversight-preview-skip = Leave out the lines that cannot be kept, and keep the others
oversight-preview-keep = Keep the table
oversight-preview-cannot = There are lines that cannot be kept, or a column is missing. Nothing was kept.
oversight-cancel = Cancel
oversight-done-kept = The table is kept.
oversight-done-same = This very file was taken before; nothing was kept twice.

## Bulletins

oversight-bulletins-lead = Drafted from the figures, signed by another person, unchanged once issued.
oversight-bulletins-empty = No bulletins yet
oversight-bulletins-empty-hint = Choose a month: a first draft is written from the league table and the targets.
oversight-bulletins-no-figures = There are no figures for { $month }, neither from the register nor declared, so there is nothing to write about.
oversight-bulletins-new = Draft a bulletin
oversight-bulletins-language = Language
oversight-bulletins-zh = Chinese (official)
oversight-bulletins-en = English
oversight-bulletins-draft = Write a first draft
oversight-state-draft = Draft
oversight-state-submitted = Waiting for a signature
oversight-state-signed = Signed, not issued
oversight-state-issued = Issued
oversight-state-withdrawn = Withdrawn
oversight-reason = Reason: { $reason }
oversight-act-edit = Edit the text
oversight-act-submit = Hand in
oversight-act-send-back = Send back
oversight-act-sign = Sign
oversight-act-issue = Issue
oversight-act-withdraw = Withdraw
oversight-ask-submit = Once handed in, it cannot be edited unless it is sent back.
oversight-ask-send-back = The bulletin becomes a draft again.
oversight-ask-sign = Signing fixes the number and the text. Nobody signs a bulletin they drafted.
oversight-ask-issue = Once issued, everyone can read it and nothing can be changed; a mistake means withdrawing it with a reason and issuing another.
oversight-ask-withdraw = A withdrawal is final. The bulletin stays readable, marked as withdrawn.
oversight-step-number = Document number
oversight-step-number-hint = The next number of this year; it may be changed.
oversight-step-reason = Reason
oversight-steps = Steps taken
oversight-taken-drafted = Drafted
oversight-taken-edited = Edited
oversight-taken-submitted = Handed in
oversight-taken-sent-back = Sent back
oversight-taken-signed = Signed
oversight-taken-issued = Issued
oversight-taken-withdrawn = Withdrawn
oversight-recomputed = Recomputed: all { $count } figures equal today's records.
oversight-recomputed-not = { $n ->
    [one] Recomputed: { $count } figure differs from today's records.
   *[other] Recomputed: { $count } figures differ from today's records.
 }
oversight-recomputed-differs = { $unit }, { $column }: { $said } in the bulletin, { $computed } today
oversight-recomputed-new = { $unit }: in today's records, not in the bulletin
oversight-recomputed-gone = { $unit }: not in today's records
oversight-edit-issuer = Issuer
oversight-edit-title = Title
oversight-edit-addressees = To
oversight-edit-body = Text
oversight-edit-body-hint = One paragraph a line. A line that begins with “# ” is a heading, with “## ” a smaller one; a line “[table]” is where the league table stands.
oversight-edit-copies-to = Copies to
oversight-edit-save = Save and preview
oversight-cannot-no-reason = Please give a reason.
oversight-cannot-no-number = A document number is needed.
oversight-cannot-bad-number = A document number is the mark of the office, the year and a running number: 绥改办〔2022〕5号.
oversight-cannot-number-taken = This number is taken. Please choose another.
oversight-cannot-no-text = Issuer, title and text must not be empty.
oversight-cannot-too-long = The text is too long.
oversight-cannot-step = This step cannot be taken now.
oversight-done-drafted = The first draft is written.
oversight-done-edited = Your changes are saved; this is how it looks.
oversight-done-submit = Handed in.
oversight-done-send-back = Sent back.
oversight-done-sign = Signed.
oversight-done-issue = Issued: everyone can read it.
oversight-done-withdraw = Withdrawn.

## Targets

oversight-targets = Targets
oversight-targets-lead = A bulletin praises, names and demands by these rules. A set holds from a day on, and earlier ones are kept.
oversight-targets-caption = Sets, latest first
oversight-targets-default = While nothing is set
oversight-targets-from = From
oversight-targets-start-by = All started by
oversight-targets-start-month = All started by: month
oversight-targets-start-day = All started by: day
oversight-targets-day = day { $day } of month { $month }
oversight-targets-investment = Investment rate at year's end (%)
oversight-targets-named-below = Named below a start rate of (%)
oversight-targets-named-at-most = Named at most
oversight-targets-source = Source
oversight-targets-source-hint = Title and number of the document. A set without a source is marked as not confirmed.
oversight-targets-in-force = in force
oversight-targets-not-confirmed = not confirmed
oversight-targets-new = Set new targets
oversight-targets-save = Save
oversight-targets-wrong = Please check this field.
oversight-done-targets = The targets are saved.

oversight-unproven = { $count } more unproven

# The four ones
oversight-ones-lead = One neighbourhood has one plan, one leader in charge and one residents' supervision body. What lacks is red, with the day since when and whose task it is.
oversight-ones-plan = Plan
oversight-ones-leader = Leader in charge
oversight-ones-body = Residents' supervision body
oversight-ones-tabs = Which neighbourhoods
oversight-ones-tab-all = All
oversight-ones-tab-lacking = Something lacks
oversight-ones-tab-plan = No plan
oversight-ones-tab-leader = No leader
oversight-ones-tab-body = Body lacks
oversight-ones-complete = Of { $count } neighbourhoods in a plan, { $complete } have all of the four ones.
oversight-ones-since = since { $day }
oversight-ones-task = with { $name }, due { $day }
oversight-ones-give = Give as a task
oversight-ones-lacks = Lacks
oversight-ones-lacks-since = Lacking since
oversight-ones-lacks-plan = No plan
oversight-ones-lacks-leader = No leader in charge
oversight-ones-lacks-body = No residents' supervision body
oversight-ones-lacks-members = { $has } members, should be { $needs }
oversight-ones-lacks-kind = Nobody sits there as: { $kind }
oversight-ones-empty = No neighbourhood stands in a plan yet
oversight-ones-empty-hint = Once a neighbourhood has a plan year in the register, it appears here.
oversight-ones-none = There is no such neighbourhood.
oversight-ones-shown = { $count } neighbourhoods on this page, by number
oversight-ones-export = Download the table (XLSX)
