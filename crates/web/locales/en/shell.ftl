# Words shared by all pages.
shell-name = Linli
shell-line = Renewing old neighbourhoods
shell-desk-line = Renewal office
shell-skip = Skip to the content
shell-illustrative = Illustrative data
shell-illustrative-hint = Neighbourhoods and people are made up for demonstration.
shell-other-language = 中文
shell-foot = Progress that residents can follow, and every figure says where it comes from.
shell-sign-in = Staff sign-in
shell-sign-out = Sign out
shell-done-language = The pages are now in English.

shell-nav-main = Main
shell-nav-home = Progress
shell-nav-bulletins = Bulletins
shell-nav-receipt = My opinion
shell-nav-about = About
shell-nav-styleguide = Style guide
shell-nav-desk = Desk
shell-nav-public = Public pages
shell-nav-today = Today
shell-nav-overview = At a glance
shell-nav-mine = My neighbourhoods
shell-nav-register = Register
shell-nav-imports = Imports
shell-nav-organisation = Organisation
shell-nav-four-ones = Four ones
shell-nav-tasks = Tasks
shell-nav-surveys = Surveys
shell-nav-forms = Field forms
shell-nav-opinions = Opinions
shell-nav-needs = Needs
shell-nav-plans = Plans
shell-nav-votes = Owners' votes
shell-nav-lifts = Lifts
shell-nav-catalogue = Catalogue
shell-nav-months = Monthly reports
shell-nav-declared = Declared progress
shell-nav-league = League table
shell-nav-accounts = Accounts
shell-nav-persons = Personal data requests
shell-nav-retention = Retention
shell-nav-trail = Audit trail

shell-crumbs = You are here
shell-paging = Pages
shell-previous = Previous
shell-next = Next
shell-rows = { $n ->
    [one] { $count } row
   *[other] { $count } rows
}
shell-print = Print this page
shell-optional = (optional)
shell-problems = { $n ->
    [one] { $count } thing needs to be put right
   *[other] { $count } things need to be put right
}

shell-tone-info = Note
shell-tone-success = Done
shell-tone-warning = Take care
shell-tone-error = Error

shell-lamp-green = On course
shell-lamp-yellow = At risk
shell-lamp-red = Behind
shell-lamp-grey = No data yet

shell-error-home = Back to the start
shell-error-number = If you contact us, please give this number:
shell-error-400 = This request is not clear to us
shell-error-400-hint = Something in the address or the form is incomplete. Please go back, check it and try again.
shell-error-401 = Please sign in first
shell-error-401-hint = This page is for staff. You also see this when your session has ended.
shell-error-403 = Your account does not allow this
shell-error-403-hint = You may not see or do this. If you need to, please ask the administrator of your office.
shell-error-404 = This page was not found
shell-error-404-hint = The address may be wrong, or the content has moved. You can find a neighbourhood by place from the start page.
shell-error-405 = This page cannot be opened this way
shell-error-405-hint = Please come in again from the start page or your desk.
shell-error-408 = This took too long
shell-error-408-hint = We did not receive all of it. Please check your connection and try again.
shell-error-409 = Someone else was faster
shell-error-409-hint = This record was changed after you opened it. Please reload, compare, and send it again.
shell-error-410 = This was withdrawn
shell-error-410-hint = What used to be here was withdrawn and is no longer available.
shell-error-413 = The file is too large
shell-error-413-hint = What was sent is larger than is taken, and nothing was saved. Photos and documents are up to 32 MB each: make photos smaller, split tables. Go back in the browser: what you entered is still there.
shell-error-415 = This kind of file is not supported
shell-error-415-hint = Please use one of the formats named on the page.
shell-error-422 = Something needs to be put right
shell-error-422-hint = Some of it does not meet the requirements. Please go back, check it and send it again.
shell-error-429 = Too many attempts
shell-error-429-hint = Please wait a few minutes and try again.
shell-error-500 = Something went wrong on our side
shell-error-500-hint = Nothing was left half done. Please try again later; if it stays, tell the renewal office.
shell-error-503 = The system is busy
shell-error-503-hint = Please try again in a moment. What you entered was not saved.
shell-error-507 = The storage is full
shell-error-507-hint = Nothing was saved. Please ask the administrator to make room.

shell-unit-wan = 10,000 yuan
shell-unit-yuan = yuan
shell-unit-area = m²
shell-cancel = Cancel
