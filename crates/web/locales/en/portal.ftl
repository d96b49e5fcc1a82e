# The public pages.
portal-crumb-home = Home
portal-home-title = Progress of neighbourhood renewal
portal-home-heading = How far is the renewal of my neighbourhood?
portal-home-lead = Plans, progress and money of the renewal of old neighbourhoods, open to all. No account is needed: type the name of a neighbourhood.
portal-search = Search
portal-search-title = Find a neighbourhood
portal-search-label = Name of a neighbourhood, town or community
portal-search-example = For example 粮食局 or lsj
portal-search-hint = Two characters are enough; pinyin or its initials work too, for example lsj.
portal-search-neighbourhoods = Neighbourhoods
portal-search-places = Places
portal-search-more = There are more; the first 40 are shown. Please type a little more of the name.
portal-search-nothing = Nothing found for “{ $words }”
portal-search-nothing-hint = Try another name, such as that of the former work unit, or open the county and town and look through the list.
portal-level-province = Province
portal-level-prefecture = Prefecture
portal-level-county = County
portal-level-town = Town
portal-level-community = Community

portal-nothing-yet = Nothing is published yet
portal-nothing-yet-hint = Progress appears here once the renewal office has entered or imported its register.

portal-figures-of = Renewal in { $place }
portal-figures-when = At the end of { $month }, plan of { $year }
portal-stat-planned = Planned
portal-unit-neighbourhoods = neighbourhoods
portal-stat-households = { $n ->
    [one] { $count } household
   *[other] { $count } households
}
portal-stat-start-rate = Start rate
portal-stat-started = { $count } started
portal-stat-completion-rate = Completion rate
portal-stat-finished = { $count } finished
portal-stat-investment-rate = Investment rate
portal-stat-invested = { $done } of { $planned } (10,000 yuan)
portal-by-households = By households: { $planned } planned, { $started } started ({ $start }), { $finished } finished ({ $completion }).
portal-by-households-started = By households: { $planned } planned, { $started } started ({ $start }).
portal-open-place = Open { $place }
portal-open-league = League table
portal-open-towns = Progress by town
portal-mine = My neighbourhood
portal-mine-lead = Choose your county to see its list of neighbourhoods:
portal-mine-planned = { $n ->
    [one] { $count } neighbourhood in the plan of this year
   *[other] { $count } neighbourhoods in the plan of this year
}
portal-mine-none = No list of neighbourhoods is published yet
portal-mine-none-hint = The progress that units declared can be seen already.
portal-latest-bulletins = Latest bulletins

portal-units-title = Progress by unit
portal-origin-declared = declared
portal-origin-note = “Declared” marks figures as the unit sent them; “gathered” adds up the records and reports of all places below, “a part” only of those that have any; all others are computed from the records of each neighbourhood.
portal-rates-note = Start rate = neighbourhoods started ÷ neighbourhoods planned for the year; investment rate = investment done ÷ planned. Two decimals, rounded half up.
portal-ranks-note = Equal values share a place, and the next place is skipped.
portal-col-start-rate = Start rate
portal-col-planned-money = Planned investment
portal-col-done-money = Investment done
portal-col-month = Month
portal-col-share = Of the plan

portal-map-title = Map of start rates
portal-map-label = Sketch of the start rates in { $place }; the table has the same figures
portal-map-legend = Start rate
portal-map-all = All started
portal-map-most = 80% and more
portal-map-half = 50% to 80%
portal-map-few = Less than 50%
portal-map-unknown = No figures
portal-map-note = A sketch; it settles no boundary. Each unit opens its page.
portal-map-spots = Sketch of the neighbourhoods in { $place }; the list has the same neighbourhoods
portal-map-spots-note = A sketch; places are approximate. Each mark opens the page of a neighbourhood.
portal-map-towns-note = A sketch; it settles no boundary. A number says how many neighbourhoods a town has; it opens their list.
portal-map-one = Where { $name } lies in its county

portal-stage-reserve = In reserve
portal-stage-planned = Not started
portal-stage-under_way = Under way
portal-stage-finished = Finished

portal-county-declared = These figures are as the county declared them.
portal-county-none = No list of neighbourhoods is published here yet
portal-county-none-hint = This place may not use Linli yet, or has no neighbourhood in the programme.
portal-list-title = Neighbourhoods
portal-list-count = { $n ->
    [one] { $count } neighbourhood
   *[other] { $count } neighbourhoods
}
portal-list-on-page = { $n ->
    [one] { $count } neighbourhood on this page
   *[other] { $count } neighbourhoods on this page
}
portal-list-built = built { $year }
portal-list-households = { $n ->
    [one] { $count } household
   *[other] { $count } households
}
portal-list-year = plan of { $year }
portal-list-empty = No neighbourhood fits
portal-list-empty-hint = Please choose less narrowly.
portal-list-all = Show all
portal-list-first = Back to the first page
portal-filter = Show
portal-filter-words = Name
portal-filter-words-hint = Two characters, pinyin or initials
portal-filter-stage = State
portal-filter-all-stages = All states
portal-filter-year = Plan year
portal-filter-all-years = All years
portal-filter-town = Town
portal-filter-all-towns = All towns

portal-course = Progress so far
portal-course-year = { $year }
portal-course-planned = Taken into the plan of the year
portal-course-started = Started
portal-course-start = Waiting for the start
portal-course-finished = Finished
portal-course-finish = Waiting to be finished
portal-next = What comes next
portal-next-reserve = The neighbourhood is registered and waits for the plan of a year. Before that, staff come to your door and listen.
portal-next-planned = Before the works start, the plan is published for comments. Tell the renewal council or the community what you think.
portal-next-under_way = Works are under way; please mind fences and signs. Residents take part in the acceptance.
portal-next-finished = The works are finished. If something is wrong, tell the community or the renewal office; the contractor repairs it within the warranty.
portal-money = Investment
portal-money-none = No figures are published yet.
portal-money-when = At the end of { $month }, { $rate } of the plan
portal-money-months = Month by month
portal-curve-label = Investment done as a share of the plan, month by month
portal-facts = About the neighbourhood
portal-fact-built = Built
portal-fact-households = Households
portal-fact-buildings = Buildings
portal-fact-buildings-n = { $n ->
    [one] { $count } building
   *[other] { $count } buildings
}
portal-fact-area = Floor area
portal-fact-ownership = Ownership
portal-fact-former-unit = Former work unit
portal-fact-arrangement = How it is renewed
portal-fact-number = Number
portal-arrangement-contiguous = With its surroundings: { $name }
portal-arrangement-single = By itself
portal-ownership-reform = Sold under the housing reform
portal-ownership-market = Commodity housing
portal-ownership-pooled = Built with pooled money
portal-ownership-public = Public housing
portal-ownership-resettlement = Resettlement housing
portal-ownership-mixed = Mixed
portal-who = Who is in charge
portal-fact-leader = Leader in charge
portal-fact-body = Body of residents
portal-not-named = Not published yet
portal-not-formed = Not formed yet
portal-where = Where it is
portal-where-none = Its location is not registered yet.
portal-bulletins-about = Bulletins
portal-changed = Last changed: { $at }
portal-qr-label = The address of this page as a code
portal-qr-hint = Scan for the latest progress

portal-league-title = League table of { $place }
portal-league-month = Month
portal-league-month-hint = Written as 2022-05
portal-league-show = Show
portal-league-months = Months before and after
portal-league-csv = Download the table (CSV)
portal-league-empty = There are no figures for this month yet
portal-league-empty-hint = See the months before and after, or the latest month with figures.
portal-league-latest = Latest month

portal-bulletins-title = Bulletins
portal-bulletins-lead = Bulletins on progress that were issued
portal-bulletins-none = No bulletin was issued yet
portal-bulletins-none-hint = Bulletins appear here once they are signed and issued.
portal-bulletins-all = All bulletins
portal-withdrawn = Withdrawn
portal-withdrawn-why = Why it was withdrawn: { $reason }
portal-bulletin-pdf = Official document (PDF)
portal-bulletin-figures = The figures of the table are those of the draft; once issued, they never change.

portal-about-title = About this site
portal-about-lead = Linli is open-source software with which a county and its residents renew old neighbourhoods together.
portal-about-what = Register, survey, plan, money, works and acceptance are links of one chain. The public pages show all of it that may be shown: how far each neighbourhood is, what it costs, who is in charge.
portal-about-figures = Where the figures come from
portal-about-figures-from = Where a county uses Linli, figures are computed from the record of each neighbourhood; elsewhere they are the monthly table that the unit sent, marked “declared”. A correction is kept as a new version, and the old one is not deleted.
portal-about-figures-rates = Rates are measured against the plan of the year and may exceed 100%. Money is kept in fen and shown in units of 10,000 yuan; rates have two decimals, rounded half up.
portal-about-figures-ranks = Places are given by the exact rates. Equal rates share a place, and the next place is skipped; a unit without a plan has no place.
portal-about-sources = Sources
portal-about-source-divisions = Names and codes of divisions:
portal-about-source-outlines = Outlines of counties:
portal-about-source-map = Maps are our own simplified sketches and settle no boundary.
portal-about-privacy = Privacy
portal-about-privacy-shown = Public pages never show the name, telephone, door or identity number of a resident, and not who entered what. Only people in an official role are named, such as the leader in charge.
portal-about-privacy-cookies = Reading needs no account; nobody is tracked or counted. If you choose a language, your browser remembers that one choice.
portal-about-privacy-rights = If you find something here that should not be public, tell the renewal office; we check it and act.
portal-about-access = Accessibility
portal-about-access-how = Pages have large type, can be enlarged to 200%, work by keyboard alone, without colour and without script, and with screen readers.
portal-about-access-paper = Every page prints well. Tell us what you cannot read or use; the renewal office also gives out paper.
portal-about-contact = Contact
portal-about-contact-none = Please ask the renewal office or your community.
portal-about-open = Open source
portal-about-open-text = Linli is published under the Apache-2.0 licence; every county may use and improve it freely.
portal-pairs = Before and after
portal-unproven = reported, evidence to follow
portal-pair-slide = { $spot }, before and after: move left and right
