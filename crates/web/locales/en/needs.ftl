# Needs: opinions grouped by people, with the households behind each.
needs-lead = What residents said, grouped into needs. A need counts households, not sentences.
needs-board = Board of needs
needs-picture = Where it is wanted
needs-plan = The plan
needs-picture-all = All needs
needs-export = Excel file
needs-no-places = No neighbourhood is open to you
needs-no-places-hint = Needs stand by neighbourhood; ask who keeps the accounts for your scope.
needs-show = Show
needs-show-all = Every neighbourhood
needs-show-waiting = Those with opinions to group
needs-none-found = No neighbourhood fits
needs-none-found-hint = Try another name, or show every neighbourhood.
needs-no-houses = No building is entered yet
needs-no-houses-hint = Buildings with their doors are entered in the register.
needs-col-place = Neighbourhood
needs-col-opinions = Opinions
needs-col-grouped = Grouped
needs-col-late = Answers overdue
needs-col-needs = Needs
needs-col-heaviest = Most households
needs-places-shown = { $n ->
    [one] { $count } neighbourhood on this page
   *[other] { $count } neighbourhoods on this page
}
needs-ungrouped = { $n ->
    [one] { $count } opinion to group
   *[other] { $count } opinions to group
}
needs-count = { $n ->
    [one] { $count } need
   *[other] { $count } needs
}
needs-households = { $n ->
    [one] { $count } household
   *[other] { $count } households
}
needs-opinions = { $n ->
    [one] { $count } opinion
   *[other] { $count } opinions
}
needs-unverified = { $n ->
    [one] { $count } of no known household
   *[other] { $count } of no known household
}
needs-heat = { $n ->
    [0] none
    [one] { $count } need
   *[other] { $count } needs
}
needs-heat-most = { $n ->
    [one] { $count } need and more
   *[other] { $count } needs and more
}
needs-shown = { $n ->
    [one] { $count } on this page
   *[other] { $count } on this page
}
needs-closed = The texts are sealed and their key is not here, so nothing can be suggested. Ask the administrator for the key file.
needs-reading = Linli still reads the opinions of this neighbourhood.
needs-reading-on = Go on
needs-to-group = To group
needs-all-grouped = All grouped
needs-all-grouped-hint = Every opinion of this neighbourhood stands behind a need. New ones come here first.
needs-lanes = By the work that is suggested
needs-lane-none = Unclear
needs-lane-none-hint = No word in them is known yet. Read them, and put each where it belongs; the next ones like it will be recognised.
needs-lane-hint = Suggested by the marked words. Nothing is grouped until you put it.
needs-because = because of: { $words }
needs-wished = chosen by the household itself
needs-also = Perhaps also: { $works }
needs-no-door = no address
needs-no-building = No building known
needs-alike = { $n ->
    [one] { $count } says this
   *[other] { $count } say the same
}
needs-pick-all = Pick all
needs-dismiss = The picked ones are not about “{ $work }”
needs-none = There are no needs yet. Pick opinions and open the first one.
needs-new = A new need
needs-new-with = Open it with the picked ones
needs-put-here = Put here
needs-keys = Keys: ↑ ↓ between opinions, space picks, 1 to 9 puts the picked ones behind a need, n opens a new one. Opinions can be dragged too.
needs-field-item = Work
needs-field-title = Title
needs-field-title-hint = A few words; residents read them on the page of their neighbourhood. No names.
needs-field-urgency = How soon
needs-field-note = Why
needs-field-note-hint = Why they are taken out; may stay empty.
needs-urgency-by-hazard = by the hazards behind it
needs-urgency-urgent = urgent
needs-urgency-usual = usual
needs-urgency-can-wait = can wait
needs-state-merged = merged into another need
needs-state-withdrawn = taken off the board
needs-merged-into = See the need that goes on
needs-where = Where they live
needs-nobody = No opinion stands behind it.
needs-answers = What was answered
needs-not-answered = Not answered yet.
needs-answer-all = { $n ->
    [one] Answer the { $count } that waits
   *[other] Answer the { $count } that wait
}
needs-answer-public = This answers a need: besides those who asked, everybody reads it on the page of the neighbourhood. Leave out names and addresses.
needs-behind = Opinions behind it
needs-with-picked = With the picked ones
needs-move-to = Move to
needs-choose = choose a need
needs-move = Move
needs-split = Split off into a new need
needs-take-out = Take out of this need
needs-merge = Merge into another need
needs-merge-hint = Its opinions go to the other need, and it leaves the board. This can be undone.
needs-merge-with = Into
needs-change = Change title, work or urgency
needs-withdraw = Take this empty need off the board
needs-told = What was changed
needs-undo = Undo
needs-undone = undone
needs-told-open = “{ $need }” opened (opinions: { $many })
needs-told-put = Put behind “{ $need }” (opinions: { $many })
needs-told-move = Moved from “{ $other }” to “{ $need }” (opinions: { $many })
needs-told-take-out = Taken out of “{ $need }” (opinions: { $many })
needs-told-merge = “{ $other }” merged into “{ $need }” (opinions: { $many })
needs-told-change = “{ $need }” changed
needs-told-withdraw = “{ $need }” taken off the board
needs-told-dismiss = A suggestion waved away (opinions: { $many })
needs-told-undo = A change undone (opinions: { $many })
needs-done-open = The need stands on the board.
needs-done-put = They stand behind the need now.
needs-done-take-out = They were taken out.
needs-done-dismiss = The suggestion is gone.
needs-done-merge = The two needs are one.
needs-done-withdraw = The need is off the board.
needs-done-undo = Undone.
needs-done-change = The need was changed.
needs-why-none-picked = Pick at least one opinion first.
needs-why-no-need = Choose the need they go to.
needs-why-item = Choose a work that the catalogue offers.
needs-why-no-title = Give it a title.
needs-why-title-long = { $n ->
    [one] At most { $count } character.
   *[other] At most { $count } characters.
}
needs-why-gone = This need is no longer on the board: somebody merged it or took it off. Open the board again.
needs-why-elsewhere = One of these opinions is withdrawn or of another neighbourhood. Open the board again.
needs-why-moved = Somebody else moved one of these opinions meanwhile. Open the page again.
needs-why-too-many = { $n ->
    [one] At most { $count } at once.
   *[other] At most { $count } at once.
}
needs-why-full = { $n ->
    [one] A neighbourhood has at most { $count } need. Merge some first.
   *[other] A neighbourhood has at most { $count } needs. Merge some first.
}
needs-why-not-empty = Opinions stand behind it. Move them or merge the need.
needs-why-itself = They stand behind this need already.
needs-why-overtaken = It was undone already, or something came after it. Change it by hand.
needs-said-title = You said, we answer
needs-said-lead = What residents of this neighbourhood asked for, and what becomes of it.
needs-said-none = Nothing was asked for yet, or it is not grouped yet.
needs-said-waiting = The answer is being prepared.
needs-said-more = { $n ->
    [one] { $count } more
   *[other] { $count } more
}
needs-of-opinion = Needs it stands behind
needs-of-opinion-none = None yet.
needs-open-board = Open the board
needs-why-answered = It was answered, and everybody reads it. Merge it into another need instead.
needs-field-title-new = Title of the new need
needs-given = Answers that some behind it were given
needs-publish = Show it beside the need
needs-done-publish = Everybody reads it now.
