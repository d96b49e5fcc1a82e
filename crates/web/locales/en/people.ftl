# Signing in, accounts, roles, the audit trail.
people-sign-in = Staff sign-in
people-sign-in-for = For the renewal office, leaders in charge, survey teams, auditors and others who work here. Residents need no account.
people-sign-in-name = Sign-in name
people-sign-in-name-hint = For example zhang@430527; the six digits are the code of the office.
people-sign-in-now = Sign in
people-sign-in-wrong = Name or password is wrong, or the account is stopped or locked. Five wrong passwords in a row lock an account for 15 minutes.
people-sign-in-help = Forgotten the password? The administrator of your office can set a new one.
people-password = Password
people-name = Name
people-roles = Roles and scopes
people-role = Role
people-scope = Scope
people-state = State
people-back = Back

people-me = My account
people-no-role = No role yet
people-no-role-hint = The account can sign in but may not do anything yet. Ask the administrator of your office for a role.
people-known = What Linli knows about me
people-known-hint = Your account, roles, sessions, terms, tasks and what the trail says of you, without passwords and keys. That you took it is written in the trail. Personal Information Protection Law, article 45.
people-known-read = Read and print it
people-known-take = Download it (JSON)
people-known-file = what-linli-knows-about-me
people-sessions = Where you are signed in
people-sessions-hint = If you do not know one of these devices, end its session at once and change your password.
people-session-agent = Device
people-session-unknown = Unknown device
people-session-since = Signed in
people-session-seen = Last used
people-session-end = End session
people-session-here = This device
people-session-end-others = End all other sessions
people-done-session-ended = The session has ended.

people-factor = Second factor
people-factor-lead = Besides your password, six digits on your telephone show that it is you. Whoever sees your password can neither sign in nor sign anything without your telephone.
people-factor-must = Your role keeps accounts or signs. Please take a second factor first; everything else waits until then.
people-factor-step-app = Install an authenticator on your telephone; any that speaks TOTP will do. It works out the digits by itself, without a network and without text messages.
people-factor-step-scan = Choose “Begin”, and let the authenticator read the picture on the screen.
people-factor-step-confirm = Type the six digits that the telephone shows. That is all.
people-factor-begin = Begin
people-factor-scan = Let your telephone read this
people-factor-scan-hint = Choose “add” in the authenticator and point it at the picture; or type the account and the secret by hand (time based). Please keep no picture of it, and pass it on to nobody.
people-factor-picture = A code of squares for the authenticator
people-factor-account = Account
people-factor-secret = Secret
people-factor-confirm = Confirm
people-factor-confirmed = The second factor is taken, and sessions on other devices have ended.
people-factor-since = Taken { $at }
people-factor-yes = Taken
people-factor-no = None
people-factor-begun = Begun, not confirmed yet
people-factor-remove = Give it up, or take another telephone
people-factor-give-up = Give it up
people-factor-remove-hint = Afterwards you can take it again with the new telephone. Without the old one, a recovery code does instead of the digits.
people-done-factor-removed = The second factor is given up.
people-factor-reset = Take the second factor away
people-factor-reset-hint = For who has lost the telephone and the recovery codes. Make sure first, face to face or by telephone, that it is them. All sessions of the account end at once, and the audit trail keeps the reason.
people-factor-reset-reason = Reason
people-factor-reset-why = Please give a reason of at most 200 characters
people-done-factor-reset = The second factor is taken away, and all sessions of the account have ended.
people-factor-given-code = Code
people-factor-given-recovery-code = Recovery code
people-factor-given-none = None
people-factor-given-provider = Asked for by the provider
people-by-password = Password
people-by-identity = Organisation's account
people-recovery = Recovery codes
people-recovery-lead = Without your telephone, one of these does instead of the digits; each works once. They are shown here once only: print them or write them down, and lock them away, apart from the telephone.
people-recovery-of = Recovery codes of the account { $account }
people-recovery-left = { $n ->
    [one] { $count } not used yet
   *[other] { $count } not used yet
}
people-recovery-few = Few recovery codes are left. Get other ones.
people-recovery-renew = Get other recovery codes
people-recovery-renew-hint = The ones you had stop working.
people-recovery-renewed = These are your new recovery codes; the ones before have stopped working.
people-factor-lacks = No second factor yet
people-recovery-kept = I have kept them; to the desk
people-code = Code
people-code-hint = The six digits that the authenticator on your telephone shows.
people-code-hint-recovery = The six digits that the authenticator on your telephone shows; or, without it, a recovery code.
people-code-empty = Please give the code
people-code-unreadable = Please type the six digits from your telephone
people-code-wrong = The code is wrong. Please type the one that your telephone shows now; if it stays wrong, let the telephone set its clock by itself
people-code-used = This code was used already. Please wait for the next one, at most 30 seconds
people-code-locked = Five wrong ones in a row: please try again in 15 minutes
people-sign-in-code = Give the code
people-sign-in-code-lead = The password is right, { $name }. Now the code from your telephone, please.
people-sign-in-code-other = Not you? Sign in with another account
people-sign-in-code-help = Lost the telephone and the recovery codes? The administrator of your office can take the second factor away.

people-password-change = Change password
people-password-first = This is your first sign-in. Please choose a password that only you know.
people-password-old = Present password
people-password-new = New password
people-password-again = New password once more
people-password-rule = At least 10 characters; or at least 8 with three of: capitals, small letters, digits, signs (Chinese characters). Not your name or sign-in name.
people-password-wrong = The present password is wrong
people-password-differs = The two new passwords differ
people-weak-short = The new password is too short: 10 characters, or 8 of three kinds
people-weak-long = The new password is too long: 128 characters at most
people-weak-name = The new password contains your name or sign-in name
people-weak-common = The new password is too common and easy to guess
people-weak-same = The new password is the same as the present one
people-done-password = The password is changed, and sessions on other devices have ended.

people-desk = Desk
people-desk-hello = Hello { $name }
people-desk-office = Renewal office of { $name }
people-desk-register = Register
people-desk-register-hint = Neighbourhoods, buildings, households and their progress
people-desk-imports = Import
people-desk-imports-hint = Load the tables that you already have
people-desk-overview = At a glance
people-desk-overview-hint = The plan of the year, lamps, what is late, the last seven days.
people-desk-mine = My neighbourhoods
people-desk-mine-hint = Stage, lamp, money, photo; what is late first.
people-desk-organisation = Organisation
people-desk-organisation-hint = Bodies, who sits in them and since when.
people-desk-four-ones = Four ones
people-desk-four-ones-hint = Plan, leader, residents' body: what lacks, and whose task it is.
people-desk-tasks = Tasks
people-desk-tasks-hint = What waits for me, what I wait for, what is overdue.
people-desk-opinions = Opinions
people-desk-opinions-hint = The answer, the period and the course of each.
people-desk-record = Record an opinion
people-desk-record-hint = From the door, paper or telephone; it gives a receipt.
people-desk-needs = Needs
people-desk-needs-hint = Opinions grouped into needs, with the households behind each.
people-desk-plans = Plans
people-desk-plans-hint = One neighbourhood, one plan: items, budget, notice
people-desk-votes = Owners' votes
people-desk-votes-hint = Announced, delivered, typed in, counted, published
people-desk-lifts = Lifts
people-desk-lifts-hint = Schemes of entrances, consent survey, shares, agreement
people-desk-surveys = Surveys
people-desk-surveys-hint = Campaigns from door to door and how far they are.
people-desk-months = Monthly reports
people-desk-months-hint = Enter figures, check them, sign with two people, correct by a new version.
people-desk-declared = Declared progress
people-desk-declared-hint = Monthly tables from other units
people-desk-league = League table
people-desk-league-hint = Start and investment rates by month
people-desk-bulletins = Bulletins
people-desk-bulletins-hint = Draft, sign and read bulletins
people-desk-accounts = Accounts
people-desk-accounts-hint = Who works here, and what they may do
people-desk-persons = Personal data requests
people-desk-persons-hint = Look somebody up, hand out, erase
people-desk-retention = Retention
people-desk-retention-hint = For how long personal data is kept, what is due
people-desk-trail = Audit trail
people-desk-trail-hint = Who did what, and when

people-new = New account
people-new-lead = One person, one account. A password for once is made; it has to be changed at the first sign-in.
people-new-now = Make the account
people-new-sign-in-hint = 2 to 32 small letters, digits, dots or hyphens; @{ $office } is added.
people-bad-sign-in = A sign-in name is of this office and has 2 to 32 small letters, digits, dots or hyphens
people-bad-name = Please give a name of at most 40 characters
people-name-taken = This sign-in name is taken
people-search = Find by name, pinyin or sign-in name
people-search-now = Find
people-accounts-shown = { $count } accounts on this page
people-accounts-none = No account found
people-accounts-none-hint = Try another word, or make a new account.
people-state-open = Open
people-state-first = Waits for the first change of password
people-state-locked = Locked
people-state-stopped = Stopped
people-once = A password for once
people-once-hint = It is shown here once only. Tell it to the person yourself; afterwards it can only be reset.
people-once-next = Go on to the roles
people-made = Made
people-given = Given
people-taken = Taken
people-take = Take away
people-give = Give a role
people-own = Nobody gives roles to themselves, stops themselves or resets their own password here.
people-rename = Change the name
people-reset = Reset the password
people-reset-hint = Makes a new password for once, lifts a lock and ends all sessions of the account.
people-stop = Stop the account
people-stop-hint = Ends all sessions at once; nobody can sign in with it. What was done with it stays.
people-reopen = Reopen the account
people-done-renamed = The name is changed.
people-done-stopped = The account is stopped.
people-done-reopened = The account is open again.
people-done-role-given = The role is given, from now on.
people-done-role-taken = The role is taken away, from now on.
people-scope-division = division { $code }
people-scope-neighbourhood = neighbourhood { $id }
people-bad-role = There is no such role
people-bad-scope = Please choose a scope
people-bad-scope-outside = The scope reaches beyond this office
people-bad-scope-whole = This role is held for the whole office only
people-bad-role-beside = This account is { $held } already, and one account does not hold both: an administrator keeps accounts only, and an auditor writes nothing.
people-bad-scope-supervisor = Only the office of a prefecture or province has supervisors

people-role-administrator = Administrator
people-role-clerk = Office clerk
people-role-head = Head who signs
people-role-leader = Leader in charge
people-role-surveyor = Surveyor
people-role-council-member = Council member
people-role-contractor = Contractor
people-role-utility = Utility company
people-role-auditor = Auditor
people-role-supervisor = Supervisor

people-trail-lead = Every change and every look at personal data is written here, each line sealed by the next: nothing can be altered or removed unseen. Reading the trail leaves a trace too.
people-trail-head = Last line:
people-trail-check = Verify the whole trail
people-trail-whole = Verified: nothing was changed, removed or inserted.
people-trail-broken = The trail is broken. Please report this at once:
people-breach-changed = was changed
people-breach-removed = is missing
people-breach-unlinked = does not follow from the line before
people-breach-inserted = was inserted
people-breach-truncated = is followed by nothing, though there was more
people-trail-act = Act
people-trail-account = Id of an account
people-trail-bad-account = This is not the id of an account; please copy it from its page
people-trail-subject = Id of the subject
people-trail-shown = { $count } lines on this page
people-trail-none = Nothing fits
people-trail-none-hint = Ask for less.
people-trail-seq = No.
people-trail-at = When
people-trail-who = Who
people-trail-detail = Details

people-error-denied-scope = This lies outside your scope
people-error-denied-scope-hint = Your role holds for certain places only. The administrator of your office can change that.
people-error-denied-office = These are the records of another office
people-error-denied-office-hint = Every office keeps its own records; a higher one reads them and does not write them.
people-error-denied-same-person = This needs a second person
people-error-denied-same-person-hint = Some duties are kept apart: somebody else keeps your account, and signs what you have drafted.
people-error-other-site = This form was not sent from here
people-error-other-site-hint = To protect your account, nothing was done. Please send it again from a page of this site.
people-error-key-unset = No key file is set
people-error-key-unset-hint = Personal data and second factors need a key outside of the database. Administrators: name its file with --key-file (or LINLI_KEY_FILE), the same file for every server.
people-error-key-missing = The key file is missing
people-error-key-missing-hint = Some records are sealed with a key whose file is not where it was; the log says where. Administrators: put it back, or name its place with --key-file. Recovery codes still serve for signing in.
people-error-key-other = This is another key
people-error-key-other-hint = The records were sealed with another key than the one in the key file; the log says where that is. Administrators: put the former file back. Recovery codes still serve for signing in.
people-error-key-unusable = The key file cannot be used
people-error-key-unusable-hint = It is damaged, or may not be read or written; the log says where it is and why. Administrators: please see to it, then try again.
people-error-sealed-changed = This second factor was changed past Linli
people-error-sealed-changed-hint = What is kept of it does not belong to this account. Administrators: please look into it, and take the second factor away so that it can be taken anew. Recovery codes still serve for signing in.
people-error-full = No room left to write
people-error-full-hint = Nothing was saved. Please tell the administrator to make room.
people-error-gone = The connection to the database broke
people-error-gone-hint = Please look whether your change was kept before you send it again.
people-error-no-list = Not erased: the list of what was erased cannot be written
people-error-no-list-hint = It lies beside the key; by it names are erased again when an older backup is put back. Administrators: the log says why (disk full, no permission…); please mend it and try again. What was not erased is as it was.
people-error-no-files = Photos and documents cannot be reached at the moment
people-error-no-files-hint = The store they lie in does not answer. Nothing was saved; please try again in a few minutes. Everything else can be used. Administrators: the log says why.
people-error-too-many = Too many attempts to sign in
people-error-too-many-hint = Too many wrong passwords came from this address. Please try again in a few minutes.

people-act-any = All acts
people-act-neighbourhood-added = Neighbourhood added
people-act-neighbourhood-changed = Neighbourhood changed
people-act-neighbourhood-merged = Neighbourhoods merged
people-act-neighbourhood-parted = Neighbourhoods parted
people-act-body-set-up = Body set up
people-act-body-renamed = Body renamed
people-act-body-dissolved = Body dissolved
people-act-term-begun = Term begun
people-act-term-ended = Term ended
people-act-organisation-rules-set = Organisation rules set
people-act-task-given = Task given
people-act-task-handed-over = Task handed over
people-act-task-reminded = Task asked after
people-act-task-moved = Task moved to another day
people-act-task-reported = Task reported done
people-act-task-closed = Task struck off
people-act-task-sent-back = Task sent back
people-act-task-withdrawn = Task taken back
people-act-form-published = Form for the field published
people-act-form-state-set = Form for the field opened or closed
people-act-form-medium-put = File put beside a form
people-act-forms-exported = Answers to a form taken away as a file
people-act-collector-made = Collector given
people-act-collector-stopped = Collector stopped
people-act-submission-received = Answer to a form received
people-act-visit-received = Visit received
people-act-visit-sent-again = Visit sent again with other words
people-act-visit-settled = Said which visit counts
people-act-visit-version-settled = Two contents of a visit settled
people-act-campaign-exported = Campaign taken away as a file
people-act-slip-printed = Slips or posters printed
people-act-slip-revoked = Slips or posters revoked
people-act-campaign-opened = Survey campaign opened
people-act-campaign-changed = Survey campaign changed
people-act-campaign-shared = Doors shared out
people-act-campaign-closed = Survey campaign closed
people-act-catalogue-changed = Catalogue of works changed
people-act-consultation-rules-set = Rules for opinions set
people-act-working-days-entered = Holidays and made-up days entered
people-act-opinion-recorded = Opinion recorded
people-act-opinion-sent-again = Other words under the same id
people-act-opinion-settled = Two contents settled
people-act-opinion-grouped = Opinion grouped
people-act-opinion-ungrouped = Opinion taken out of its needs
people-act-opinion-answered = Opinion answered
people-act-opinion-finished = Opinion done
people-act-opinion-extended = Period for an answer extended
people-act-opinion-looked-after = Hazard looked after
people-act-opinion-withdrawn = Opinion withdrawn
people-act-opinion-reversed = Opinion one step back
people-act-opinion-rated = Answer rated by a resident
people-act-answer-corrected = Answer put right
people-act-opinions-exported = Opinions taken away as a file
people-act-opinions-imported = Opinions imported
people-act-need-opened = Need opened
people-act-need-put = Opinions put behind a need
people-act-need-taken-out = Opinions taken out of a need
people-act-need-merged = Needs merged
people-act-need-changed = Need changed
people-act-need-withdrawn = Need taken off the board
people-act-need-dismissed = Suggestion waved away
people-act-need-undone = Change of needs undone
people-act-need-answered = Need answered
people-act-needs-exported = Needs taken away as a file
people-act-plan-begun = Plan begun
people-act-plan-worded = Words or budget of a plan changed
people-act-plan-item-put = Item of a plan changed
people-act-plan-need-left-out = Reason given why a need is left out
people-act-plan-given-up = Draft given up
people-act-plan-posted = Plan posted
people-act-plan-notice-shown = Photo of a notice added
people-act-plan-notice-withdrawn = Notice taken down
people-act-plan-objected = Objection recorded
people-act-plan-exported = Plan exported
people-act-planning-rules-set = Rules of posting plans set
people-act-lift-begun = Scheme for a lift begun
people-act-lift-put = Scheme for a lift changed
people-act-lift-settled = Scheme for a lift settled
people-act-lift-given-up = Scheme for a lift given up
people-act-lift-rules-set = Table of floor coefficients set
people-act-vote-rules-set = Rules of owners' votes set
people-act-vote-drafted = Owners' vote drafted
people-act-vote-changed = Draft of an owners' vote changed
people-act-vote-announced = Owners' vote announced, its roll frozen
people-act-vote-delivered = Delivery of ballots noted
people-act-vote-ballot-typed = Ballot typed in
people-act-vote-ballot-settled = Readings of a ballot settled
people-act-vote-ballot-cast = Ballot received online
people-act-vote-scanned = Scan of a ballot kept
people-act-vote-receipt-printed = Receipt of a ballot printed
people-act-vote-inspected = Ballots inspected
people-act-vote-exported = Vote exported
people-act-vote-closed = Owners' vote closed and bound
people-act-vote-withdrawn = Owners' vote withdrawn
people-act-building-added = Building added
people-act-building-closed = Building closed
people-act-owners-imported = Owners imported
people-act-owner-changed = Owner or area changed
people-act-evidence-added = Evidence added
people-act-evidence-withdrawn = Evidence withdrawn
people-act-stage-reported = Stage reported
people-act-stage-confirmed = Stage confirmed by residents
people-act-stage-reversed = Stage taken back
people-act-stage-rules-set = Stage rules set
people-act-month-reported = Month's figures reported
people-act-month-filled = Month signed by the filler
people-act-month-signed = Month signed by the head
people-act-month-sent-back = Month sent back
people-act-month-opened = Month opened for a correction
people-act-month-rules-set = Month rules set
people-act-register-exported = Register exported
people-act-import-begun = File uploaded for import
people-act-import-applied = Register imported
people-act-import-undone = Import undone
people-act-progress-reported = Progress reported
people-act-declared-received = Declared table received
people-act-targets-set = Targets set
people-act-bulletin-drafted = Bulletin drafted
people-act-bulletin-edited = Bulletin edited
people-act-bulletin-submitted = Bulletin submitted
people-act-bulletin-sent-back = Bulletin sent back
people-act-bulletin-signed = Bulletin signed
people-act-bulletin-issued = Bulletin issued
people-act-bulletin-withdrawn = Bulletin withdrawn
people-act-bulletin-changed = Bulletin changed
people-act-account-added = Account made
people-act-account-renamed = Account renamed
people-act-account-reset = Password reset
people-act-account-password-changed = Password changed
people-act-account-locked = Account locked
people-act-second-factor-begun = Second factor begun
people-act-second-factor-confirmed = Second factor taken
people-act-second-factor-removed = Second factor given up
people-act-second-factor-reset = Second factor taken away
people-act-second-factor-codes-renewed = Recovery codes renewed
people-act-identity-connected = Organisation's account connected
people-act-identity-disconnected = Organisation's account disconnected
people-act-key-resealed = Personal data sealed
people-personal-closed = [sealed]
people-personal-erased = [erased]
people-act-retention-rules-set = Set for how long personal data is kept
people-act-personal-looked-up = Looked somebody up
people-act-personal-handed-out = Handed out what is known of somebody
people-act-personal-erased = Erased personal data
people-act-personal-erased-again = Erased personal data again after a restore
people-act-account-handed-out = Own personal data taken away
people-act-account-stopped = Account stopped
people-act-account-reopened = Account reopened
people-act-account-read = Account looked at
people-act-accounts-listed = Accounts listed
people-act-role-given = Role given
people-act-role-taken = Role taken away
people-act-session-opened = Signed in
people-act-sign-in-identity = Provider sure who it is, code owed
people-act-session-closed = Signed out
people-act-session-ended = Session ended
people-act-sign-in-password = Password right, code awaited
people-act-sign-in-failed = Wrong password or code
people-act-trail-read = Trail read
people-act-records-restored = Backup restored

people-and = , { "" }
people-scope-whole = The whole office ({ $name })
people-scope-one = One neighbourhood only
people-scope-one-hint = Its number or name. If you give one, it counts instead of the scope above.
people-scope-one-none = No neighbourhood: the scope above
people-scope-one-unknown = This office has no such neighbourhood
people-scope-one-several = { $count } neighbourhoods fit: please choose one

people-waits = Waiting for you
people-waits-nothing = Nothing waits for you at the moment.
people-waits-hazards = { $n ->
    [one] { $count } hazard that residents reported waits to be looked after
   *[other] { $count } hazards that residents reported wait to be looked after
}
people-waits-opinions-late = { $n ->
    [one] { $count } opinion is overdue for its answer
   *[other] { $count } opinions are overdue for their answers
}
people-waits-opinions = { $n ->
    [one] { $count } opinion waits for an answer
   *[other] { $count } opinions wait for an answer
}
people-waits-tasks = { $n ->
    [one] { $count } task waits for you
   *[other] { $count } tasks wait for you
}
people-waits-late = { $n ->
    [one] { $count } task of yours is overdue
   *[other] { $count } tasks of yours are overdue
}
people-waits-imports = { $n ->
    [one] { $count } import of a register waits to be checked or applied
   *[other] { $count } imports of registers wait to be checked or applied
}
people-waits-to-sign = { $n ->
    [one] { $count } bulletin waits for your signature
   *[other] { $count } bulletins wait for your signature
}
people-waits-to-issue = { $n ->
    [one] { $count } signed bulletin waits to be issued
   *[other] { $count } signed bulletins wait to be issued
}
people-waits-drafts = { $n ->
    [one] { $count } bulletin is still a draft
   *[other] { $count } bulletins are still drafts
}
people-waits-submitted = { $n ->
    [one] { $count } bulletin is with the head who signs
   *[other] { $count } bulletins are with the head who signs
}
people-waits-confirm = { $name }: a start was reported and waits for your confirmation
people-waits-erasure = { $n ->
    [one] { $count } piece of personal data is due for erasure
   *[other] { $count } pieces of personal data are due for erasure
}
people-waits-locked = { $n ->
    [one] { $count } account is locked; its person may need a new password
   *[other] { $count } accounts are locked; their people may need new passwords
}
people-waits-roleless = { $n ->
    [one] { $count } account has no role yet
   *[other] { $count } accounts have no role yet
}
people-waits-unused = { $n ->
    [one] { $count } account waits for its first sign-in
   *[other] { $count } accounts wait for their first sign-in
}
people-waits-trail = { $n ->
    [one] { $count } line in the audit trail, to be verified at any time
   *[other] { $count } lines in the audit trail, to be verified at any time
}
people-stages = Neighbourhoods of this office
people-stage-unit = { "" }
people-stage-reserve = In reserve
people-stage-planned = Not started
people-stage-under-way = Under way
people-stage-finished = Finished
people-mine = My neighbourhoods
people-desk-pages = Do and look up
people-desk-others = Offices below
people-desk-others-hint = To look at; they keep their records themselves.

people-role-choose = Choose a role
people-detail-fields = Fields
people-detail-number = Version
people-detail-item = Item
people-detail-title = Title
people-detail-cost-fen = Cost (yuan)
people-detail-before-fen = Before (yuan)
people-detail-budget-fen = Budget (yuan)
people-detail-standing = Standing
people-detail-need = Need
people-detail-until = Until
people-detail-why = Reason
people-detail-photo = Photo
people-detail-opinion = Opinion
people-detail-form = Form
people-detail-state = State
people-detail-user = User name
people-detail-collector = Collector
people-detail-files = Files
people-detail-id = Number
people-detail-rows = Rows
people-detail-version = Version
people-detail-month = Month
people-detail-done-fen = Done, 10,000 yuan
people-detail-scope = Scope
people-detail-sign-in = Sign-in name
people-detail-name = Name
people-detail-role = Role
people-detail-division = Division
people-detail-neighbourhood = Neighbourhood
people-detail-agent = Device
people-detail-count = Count
people-detail-sessions = Sessions
people-detail-word = Looked for
people-detail-file = File
people-detail-digest = Digest
people-detail-other = The other one
people-detail-act = Act
people-detail-account = Account
people-detail-subject = Subject
people-detail-second-factor = Second factor
people-detail-sign-in-by = Signed in by
people-detail-issuer = Provider
people-detail-reason = Reason
people-detail-body = body
people-detail-post = post
people-detail-on = on
people-detail-kind = kind
people-detail-file-digest = digest of the file
people-detail-areas = areas
people-detail-ended = ended
people-detail-begun = begun
people-detail-basis = basis of the area
people-detail-area = exclusive area (m²)
people-detail-ended-on = ended on
people-detail-party = party
people-detail-ground = because
people-detail-target = target
people-detail-neighbourhoods = neighbourhoods
people-detail-members = members
people-detail-due = Due
people-detail-channel = Way it came
people-detail-verdict = Verdict
people-detail-helped = It helped
people-detail-taken = Later content taken
people-detail-from = From
people-detail-change = Change
people-detail-code = Code
people-detail-opinions = Opinions
people-detail-answer = Answer
people-detail-paper = paper
people-detail-printed = printed
people-detail-revoked = revoked
people-detail-matter = matter
people-detail-heads = heads
people-detail-how = how
people-detail-after = After ballot
people-detail-shows = Shows
people-detail-ballot = ballot
people-detail-step = reading
people-detail-same = the same as the first
people-detail-root = root
people-detail-carried = decided
people-detail-rules = rules
