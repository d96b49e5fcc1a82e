# What is kept of somebody: look up, hand out, erase.
known-title = What Linli keeps
known-lead = Personal Information Protection Law, article 45. Print it or take it away as a file; each time is written in the trail.
known-take = Download (JSON)
known-of = { $count } in all, the latest are shown; the file has all of them.
known-yes = yes
known-no = no
known-persons = Personal data requests
known-persons-lead = When somebody asks what is kept of them, or to have it erased. Looking up is written in the trail, without the name.
known-person = Name
known-name-hint = The whole name: names are sealed and cannot be searched by a part.
known-look-up = Look up
known-why-name = Please give the whole name, 2 to 30 characters.
known-why-none = Nothing was ticked. Please look up again and tick what is meant.
known-nobody = Nobody called “{ $name }” was found
known-nobody-hint = No term and no account has this name, or it was erased.
known-seats = { $n ->
    [one] { $count } term
   *[other] { $count } terms
}
known-seats-hint = Please make sure that it is the same person: others may share the name. Tick, then hand out or erase.
known-choose = Choose
known-seat = Body or neighbourhood
known-stays = May it be erased
known-goes = yes
known-stays-running = The term runs: end it first
known-stays-time = Held an office: kept until { $day }
known-stays-erased = Erased already
known-hand-out = Hand out to the person
known-erase-why = Why it is erased
known-erase = Erase…
known-accounts = { $n ->
    [one] { $count } account of this name
   *[other] { $count } accounts of this name
}
known-accounts-hint = Who has an account reads and downloads their own data under “My account”; for who cannot sign in it is handed out here. Names of accounts stay, since signatures need them; ways to sign in are erased some time after the account was stopped.
known-erase-title = Erase personal data
known-erase-because = Because: { $why }
known-erase-goes = { $n ->
    [one] { $count } will be erased
   *[other] { $count } will be erased
}
known-erase-stays = { $n ->
    [one] { $count } stays
   *[other] { $count } stay
}
known-erase-hint = Name, title and reason of leaving go for good; from when to when stays. Please tell the person.
known-erase-yes = Erase
known-erase-back = Back
known-done-erased = Erased.
known-pair = { $name }: { $value }
known-and = ;{" "}
known-office = Office
known-account = Account
known-second-factor = Second factor
known-identity-provider = Identity provider
known-roles = Roles
known-sessions = Sessions
known-terms = Terms
known-tasks = Tasks
known-trail-of-own-acts = What you did, by the trail
known-trail-about-the-account = What the trail says about the account
known-trail-about-the-terms = What the trail says about these terms
known-id = Id
known-name = Name
known-sign-in = Sign-in name
known-made-at = Made
known-must-change-password = Must change the password
known-locked-until = Locked until
known-stopped-at = Stopped
known-confirmed-at = Confirmed
known-recovery-codes-left = Recovery codes left
known-issuer = Provider
known-connected-at = Connected
known-role = Role
known-place = Where
known-given-at = Given
known-given-by = Given by
known-taken-at = Taken
known-taken-by = Taken by
known-seen-at = Last used
known-ends-at = Ends
known-browser = Browser
known-title-of = Title
known-post = Post
known-standing = Standing
known-from = From
known-until = Until
known-ended-on = Ended
known-ended-why = Why it ended
known-detail = Detail
known-gave = Given by them
known-owns = Owned by them
known-due = Due
known-state = State
known-line = Line
known-at = Time
known-act = Act
known-subject = About
