# For how long personal data is kept, and erasure.
retention-title = Retention of personal data
retention-lead = Names, words of opinions and answers given at doors are erased when their time is over; the record itself stays (that there was such a member, such an opinion). Personal Information Protection Law, articles 19 and 47.
retention-due = Due now
retention-what = What
retention-kept = Kept for
retention-cutoff = Due if over by
retention-many = Due
retention-oldest = Oldest was over on
retention-kind-residents = Members of residents' bodies: name, standing, why they left
retention-kind-officials = Members of the office's bodies and leaders in charge: name, title, why they left
retention-kind-sign-in = Stopped accounts: password, second factor, tie to an identity provider
retention-kind-sessions = Sessions that are over: times, browser
retention-kind-opinions = Opinions of residents: their words, what they said of the answer, photos and scans
retention-kind-visits = Visits to doors: every answer, photos
retention-kind-submissions = Submissions of field forms: what was filled in, files
retention-kind-owners = Owners: names, phones, ends of documents
retention-kept-years = { $n ->
    [one] { $count } year after the term
   *[other] { $count } years after the term
}
retention-kept-stopped = { $n ->
    [one] { $count } day after the account was stopped
   *[other] { $count } days after the account was stopped
}
retention-kept-days = { $n ->
    [one] { $count } day after the end
   *[other] { $count } days after the end
}
retention-kept-opinions = { $n ->
    [one] { $count } year after it was answered, done or withdrawn
   *[other] { $count } years after it was answered, done or withdrawn
}
retention-kept-visits = { $n ->
    [one] { $count } year after the campaign
   *[other] { $count } years after the campaign
}
retention-kept-submissions = { $n ->
    [one] { $count } year after it was received
   *[other] { $count } years after it was received
}
retention-kept-owners = { $n ->
    [one] { $count } year after they own nothing
   *[other] { $count } years after they own nothing
}
retention-coming = From { $day } on: residents' bodies { $residents } years, officials { $officials } years, stopped accounts { $sign-in } days, sessions { $sessions } days, opinions { $opinions } years, visits { $visits } years, submissions { $submissions } years, former owners { $owners } years ({ $why }, { $who })
retention-unconfirmed = These times are Linli's own and not confirmed by the office yet; the head may set them below.
retention-erase-hint = What is erased cannot be brought back. It goes onto the list beside the key first, by which it is erased again when an older backup is put back.
retention-no-list = No key file is set, so there is no place for that list: an older backup would bring back what was erased.
retention-sure = I have looked and agree to erase what is due
retention-erase = { $n ->
    [one] Erase { $count } item
   *[other] Erase { $count } items
}
retention-confirm-first = Something is due: the head sets the times first, then an administrator erases.
retention-none-due = Nothing is due.
retention-stays = What stays, and why
retention-stays-term = Terms that run: needed for the duty (article 13(1)3). End the term first. Afterwards a name is kept so that it can be told, during the defect period and audits, who watched the quality; until its time it is stored and used for nothing else.
retention-stays-account = Names of accounts: who signed, gave, approved and confirmed must be found later; that of a resident in a council who has an account stays as well. A stopped account cannot sign in, and its password goes too.
retention-stays-trail = The audit trail: logs are kept for six months at least (Cybersecurity Law as amended in 2025, article 23), and each line seals the one before. It holds names of accounts, times of signing in and browsers; of residents without an account no name stands in it.
retention-stays-household = Opinions that wait for an answer, hazards that nobody looked after: needed for it. Answer or withdraw first. After erasure it stays that there was such an opinion, its way, its course, its needs and the count of households; of a visit, whether they are willing, what they would pay and whether they would join the council stay by household for the statistics: the workbook of a campaign says it within the office, and nobody else is shown it. Notes of the course and answers are the office’s own words: no names should be written into them.
retention-stays-owners = Owners of a dwelling: a vote counts them by head and area (Civil Code, article 278). End the ownership first. After erasure it stays that a dwelling had an owner, from when to when.
retention-stays-text = Names in free text (tasks, bulletins, imported files): no program can tell them; please correct them on their pages. The leader that the register names is public.
retention-history = Erased so far
retention-history-none = Nothing was erased yet.
retention-erased-opinions = Opinions: { $count } ({ $why })
retention-erased-visits = Visits to doors: { $count } ({ $why })
retention-erased-submissions = Submissions: { $count } ({ $why })
retention-erased-owners = Former owners: { $count } ({ $why })
retention-erased-residents = Members of residents' bodies: { $count } ({ $why })
retention-erased-officials = Members of the office's bodies and leaders: { $count } ({ $why })
retention-erased-sign-in = Ways of stopped accounts to sign in: { $count } ({ $why })
retention-erased-sessions = Sessions: { $count } ({ $why })
retention-ground-expired = time is over
retention-ground-asked = the person asked; its purpose is reached or consent was taken back
retention-ground-mistaken = should not have been recorded
retention-rules = Set for how long
retention-rules-from = From which day
retention-rules-residents-years = Members of residents' bodies: years after the term
retention-rules-officials-years = Members of the office's bodies, leaders: years after the term
retention-rules-sign-in-days = Stopped accounts' ways to sign in: days after the stop
retention-rules-sessions-days = Sessions: days after the end
retention-rules-opinions-years = Opinions: years after they were answered, done or withdrawn
retention-rules-visits-years = Visits to doors: years after the campaign
retention-rules-submissions-years = Submissions of field forms: years after they were received
retention-rules-owners-years = Owners: years after they own nothing any more
retention-rules-reason = By which document, or why
retention-why-years = Please give whole years, 0 to 30.
retention-why-days = Please give whole days, 0 to 366.
retention-why-other = What is due is not what was shown any more: please look again, then confirm.
retention-why-reason = Please say by which document or why, in 200 characters at most.
retention-why-sure = This cannot be undone: please tick the box first.
retention-done-rules = The times were set.
retention-done-erased = What was due is erased.
retention-done-files-left = Erased; some files could not be taken out of the store of files. No record names them any more: please run linli check --clean in a day.
retention-due-opinions = Opinions that are due
retention-due-visits = Visits that are due
retention-due-submissions = Submissions that are due
retention-due-owners = Former owners that are due
retention-of = Door or form
retention-over = Time runs from
