# Survey campaigns: opened, shared out, watched.
survey-title = Surveys
survey-slips = Slips and posters
survey-lead = A joint team goes from door to door and hears what residents want. The phone needs no network for it.
survey-new = Open a campaign
survey-none = No campaign yet
survey-none-hint = Choose neighbourhoods, days, the team and the questions; then doors are shared out.
survey-name = Name
survey-opens = First day
survey-closes = Last day
survey-window = Days
survey-window-is = { $from } – { $until }
survey-state = State
survey-state-ahead = ahead
survey-state-open = open
survey-state-over = over, not closed
survey-state-closed = closed
survey-target = Households to reach (%)
survey-target-hint = Reached ÷ households; 75 % at least is what is often asked.
survey-target-is = target { $target }%
survey-neighbourhoods = Neighbourhoods
survey-neighbourhoods-hint = Where no building is registered, enter buildings, entrances and doors in the register first.
survey-neighbourhoods-none = The register has no neighbourhood yet.
survey-neighbourhood = Neighbourhood
survey-members = Team
survey-members-hint = Accounts with the role “surveyor”.
survey-members-none = There is no surveyor's account yet; an administrator makes them.
survey-member = Member
survey-doors = { $n ->
    [one] { $count } door
   *[other] { $count } doors
}
survey-no-doors = no doors registered
survey-notice = What is read out first
survey-notice-hint = Before anything is asked people are told who asks, what for, for how long it is kept, how to see or erase it (Personal Information Protection Law, articles 17 and 35).
survey-notice-default = Good day, we are the survey team of the county's renewal office. We would like to hear what you want for your neighbourhood; it takes about a minute. What you say is used for this renewal only and kept by the office; you may ask to see, correct or erase it at any time. You need not answer, and nothing follows from it.
survey-special = Ask after special needs (hard to walk, living alone…)
survey-special-hint = Sensitive data: recorded only with the person's consent (articles 28, 29); an impact assessment comes first (article 55).
survey-questions = Own questions
survey-questions-hint = After the fixed ones, 12 at most. Leave empty what you do not need. Part choices by semicolons.
survey-question = Question { $number }
survey-question-kind = Answered by
survey-question-choices = Choices
survey-kind-yes_no = yes or no
survey-kind-one = one choice
survey-kind-several = several choices
survey-kind-number = a number
survey-kind-text = words
survey-save = Save
survey-edit = Change
survey-close = Close the campaign
survey-close-hint = No more doors are handed out; what is out is still taken when it comes back.
survey-close-yes = Close the campaign
survey-total = Total
survey-coverage = Coverage
survey-coverage-rule = Coverage = (answered + refused) ÷ households; empty dwellings are no households. A door answered twice counts once.
survey-reached = target reached
survey-reached-of = { $reached } of { $households } households reached
survey-still = Still to reach
survey-unit-households = households
survey-households = Households
survey-answered = Answered
survey-refused = Refused
survey-nobody-home = Nobody home
survey-empty = Empty
survey-to-do = To do
survey-conflict = Answered twice
survey-conflicts = { $n ->
    [one] { $count } door was answered twice: please say which answer counts.
   *[other] { $count } doors were answered twice: please say which answers count.
}
survey-conflict-tag = { $count } to settle
survey-unshared = { $n ->
    [one] { $count } entrance is nobody's yet.
   *[other] { $count } entrances are nobody's yet.
}
survey-by-place = By neighbourhood
survey-by-person = By member
survey-doors-shared = Doors
survey-visits = Visits
survey-doors-of = Doors
survey-floor = Floor { $floor }
survey-share = Share doors out
survey-share-lead = Each entrance is somebody's. Evenly: about as many doors each, neighbouring entrances to one person.
survey-share-evenly = Share evenly
survey-share-save = Save
survey-share-none = There is no entrance to share out
survey-share-none-hint = Enter the buildings of these neighbourhoods in the register first.
survey-entrance = Entrance
survey-whose = Whose is { $entrance }
survey-nobody = nobody's
survey-why-name = Please give a name of 2 to 60 characters.
survey-why-neighbourhoods = Please choose 1 to 200 neighbourhoods.
survey-why-members = Please choose 1 to 200 people.
survey-why-window = The last day is not before the first, and not more than a year later.
survey-why-target = Please give a whole number, 1 to 100.
survey-why-notice = 1,000 characters at most.
survey-why-question = 12 own questions at most; please load the page again (question { $number }).
survey-why-question-label = Own question { $number }: its text has 2 to 80 characters.
survey-why-question-choices = Own question { $number }: 2 to 12 choices, all different, 40 characters each at most, parted by semicolons.
survey-why-closed = The campaign is closed.
survey-done-opened = The campaign is open. Now share the doors out.
survey-done-changed = Saved.
survey-done-shared = Shared out.
survey-done-closed = Closed.
survey-conflict-hint = Two people have an answer from this door. Please compare, and press which one counts; the other stays on record and is not counted.
survey-counts = This one counts
survey-aside = not counted
survey-done-settled = Done.
survey-door-none = Nobody was here yet
survey-door-none-hint = Once the team has been here each visit is listed by time.
survey-said = In their words
survey-wishes = Wishes
survey-hazard = Hazard
survey-yes = yes
survey-no = no
survey-yuan = yuan
survey-to-opinion = What became of this opinion
