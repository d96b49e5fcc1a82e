# Opinions: recorded, answered, followed.
opinions-tab = Opinions
opinions-tabs = Which opinions
opinions-tab-waiting = Waiting
opinions-tab-answered = Answered
opinions-tab-done = Done
opinions-tab-all = All
opinions-tab-withdrawn = Withdrawn
opinions-some-late = { $n ->
    [one] { $count } answer is overdue
   *[other] { $count } answers are overdue
}
opinions-some-hazards = { $n ->
    [one] { $count } hazard waits
   *[other] { $count } hazards wait
}
opinions-some-again = { $n ->
    [one] { $count } came with two contents
   *[other] { $count } came with two contents
}
opinions-filter-of = Neighbourhood
opinions-filter-channel = Way it came
opinions-filter-late = Overdue only
opinions-filter-hazard = Hazards only
opinions-filter-any-place = All neighbourhoods
opinions-filter-any-channel = All ways
opinions-find = Narrow
opinions-clear = Clear
opinions-none-waiting = No opinion waits for an answer
opinions-none-answered = None is answered and still to be done
opinions-none-done = None is done yet
opinions-none-all = There are no opinions yet
opinions-none-withdrawn = None was withdrawn
opinions-none-found = None fits
opinions-none-hint = What comes in at the door, on paper or by telephone stands here once it is recorded.
opinions-none-found-hint = Try other conditions. Texts are kept sealed and cannot be searched.
opinions-shown-due = { $n ->
    [one] { $count } on this page, due first on top
   *[other] { $count } on this page, due first on top
}
opinions-shown = { $n ->
    [one] { $count } on this page, latest on top
   *[other] { $count } on this page, latest on top
}
opinions-pick = Choose:
opinions-answer-picked = Answer those chosen together
opinions-export-xlsx = Excel file
opinions-export-csv = CSV file
opinions-channel-door = at the door
opinions-channel-slip = door slip
opinions-channel-poster = poster
opinions-channel-paper = paper
opinions-channel-telephone = telephone
opinions-channel-survey = survey app
opinions-state-received = received
opinions-state-grouped = grouped
opinions-state-answered = answered
opinions-state-done = done
opinions-state-withdrawn = withdrawn
opinions-late = overdue
opinions-hazard-open = hazard
opinions-objection = objection
opinions-objects-to = It objects to what is posted; until it is answered there is no vote.
opinions-objects-to-notice = See the notice
opinions-hazard-over = hazard looked after
opinions-unverified = unverified
opinions-verified = verified
opinions-sent-again = two contents
opinions-only-wishes = (no words, wishes only)
opinions-received-on = received { $day }
opinions-due-on = to be answered by { $day }
opinions-due = Answer due
opinions-recorded = Recorded
opinions-recorded-by = { $day } · { $name }
opinions-new = Record an opinion
opinions-other-place = another neighbourhood
opinions-no-place = There is no neighbourhood to record for
opinions-no-place-hint = Add neighbourhoods to the register first.
opinions-go-on = Go on
opinions-record = Record
opinions-building-unknown = No building given
opinions-field-channel = Way it came
opinions-field-said-on = Said on
opinions-field-building = Building
opinions-field-entrance = Entrance
opinions-field-entrance-hint = For example 2; not needed where the building has the room once.
opinions-field-room = Room
opinions-field-room-hint = For example 401. With a room it counts as verified; without one it is recorded as unverified.
opinions-field-text = What was said
opinions-field-text-hint = Word for word, at most { $count } characters. It is kept sealed.
opinions-field-hazard = It is about a hazard
opinions-field-hazard-hint = It stands on the start page of the office at once.
opinions-field-file = Photo or scan
opinions-field-file-hint = Photo, PDF and others, at most 32 MB each. Seen by those who read opinions only.
opinions-wish = Wish { $count }
opinions-wish-none = none
opinions-wishes = Wishes
opinions-receipt = Receipt
opinions-receipt-lead = Give this code to the one who said it: copied, printed or read out on the telephone. It shows what became of it at any time, without an account, and says nothing personal.
opinions-receipt-qr = Scan to see what became of it
opinions-receipt-see = See what residents see
opinions-receipt-where = Where to look: { $address }
opinions-another = Record another one
opinions-see = See this opinion
opinions-answer = Answer
opinions-answer-given = Answer
opinions-no-answer = Not answered yet; due { $day }.
opinions-answer-lead = { $n ->
    [one] This answer goes to { $count } opinion.
   *[other] This answer goes to { $count } opinions.
}
opinions-answer-before = Before: { $verdict } · { $by }
opinions-serves = { $n ->
    [one] answers { $count } opinion
   *[other] answers { $count } opinions
}
opinions-correct = Put the answer right
opinions-correct-lead = { $n ->
    [one] { $count } opinion will show the new answer; the old one is kept.
   *[other] { $count } opinions will show the new answer; the old one is kept.
}
opinions-put-right = put right: { $why }
opinions-none-picked = No opinion was chosen
opinions-none-picked-hint = Go back to the list and tick those to answer together.
opinions-verdict = Verdict
opinions-verdict-adopted = adopted
opinions-verdict-partly = partly adopted
opinions-verdict-not-adopted = not adopted
opinions-reason = Reason
opinions-reason-hint = In words a resident understands: what is done and when, or why not. Whoever has the receipt reads it, so no names, telephone or room numbers.
opinions-why-right = Why it is put right
opinions-why-right-hint = Kept inside, not shown to the public.
opinions-helped = A resident says: it helped
opinions-helped-not = A resident says: it did not help
opinions-second = Other words came under the same id
opinions-take-second = Take these
opinions-drop-second = Keep what stands here
opinions-other-door = another address
opinions-and = ,{" "}
opinions-yes = yes
opinions-no = no
opinions-evidence = Photos and scans
opinions-no-evidence = There are no photos or scans.
opinions-add-evidence = Add
opinions-course = Course
opinions-said-record = Received
opinions-said-group = Grouped
opinions-said-ungroup = Taken out of its needs
opinions-said-answer = Answered
opinions-said-finish = Done
opinions-said-extend = Period extended to { $day }
opinions-said-look-after = Hazard looked after
opinions-said-withdraw = Withdrawn
opinions-said-reverse = Back to “{ $state }”
opinions-days = Working days more
opinions-step-extend = Extend the period
opinions-step-finish = Done
opinions-step-look-after = Hazard looked after
opinions-step-withdraw = Withdraw
opinions-step-reverse = One step back
opinions-hint-extend = Whoever has the receipt reads the new day and the reason.
opinions-hint-finish = What the answer promised is there, or nothing was promised.
opinions-hint-look-after = Say what was done. An answer repairs nothing.
opinions-hint-withdraw = The person asked for it, or it was recorded by mistake. It is kept, and not answered.
opinions-hint-reverse = The latest step is taken back; its record stays.
opinions-note-extend = Reason
opinions-note-finish = Note
opinions-note-look-after = What was done
opinions-note-withdraw = Reason
opinions-note-reverse = Reason
opinions-done-recorded = The opinion was recorded.
opinions-done-second = This id has other words already. Both are kept until the office settles it.
opinions-done-evidence = Added.
opinions-done-answered = The answer was saved; whoever has the receipt can read it now.
opinions-done-corrected = The answer was put right.
opinions-done-extend = The period was extended.
opinions-done-finish = It is done.
opinions-done-look-after = The hazard is marked as looked after.
opinions-done-withdraw = The opinion was withdrawn.
opinions-done-reverse = It is one step back.
opinions-done-settled = The contents were settled.
opinions-why-channel = Choose the way it came.
opinions-why-nothing = Write down what was said, or pick a wish at least.
opinions-why-long = At most { $count } characters. Record it as several opinions, or add the original as a scan.
opinions-why-day-ahead = It cannot have been said after today.
opinions-why-day-early = The day lies too far back; check the year.
opinions-why-wishes = At most { $count } wishes.
opinions-why-wish-twice = The same wish was picked twice.
opinions-why-no-wish = The catalogue does not offer this, or not any more.
opinions-why-building-missing = There is an entrance or a room: choose the building.
opinions-why-building = The register has no such building.
opinions-why-entrance = This building has no such entrance.
opinions-why-room = The register has no such room.
opinions-why-which-entrance = Several entrances have this room: fill in the entrance.
opinions-why-too-many = A household gives at most { $count } opinions a day; today it gave them.
opinions-why-files = At most { $count } files for one opinion.
opinions-why-verdict = Choose a verdict.
opinions-why-reason-short = Say why, in { $count } characters at least.
opinions-why-reason-long = A reason has at most { $count } characters.
opinions-why-no-note = Say why.
opinions-why-days = Fill in 1 to { $count } working days.
opinions-why-state = This step is not possible now.
opinions-why-no-hazard = There is no hazard that waits.
opinions-why-on-board = It stands behind a need. Take it out there first.
