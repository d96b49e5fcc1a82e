## What stands around every help

heading-usage = Usage:
heading-commands = Commands
heading-arguments = Arguments
heading-options = Options
heading-global = Options of every command
value-options = [OPTIONS]
value-command = <COMMAND>
value-address = ADDRESS
value-folder = FOLDER
value-place = PLACE
value-key = KEY
value-file = FILE
value-format = FORMAT
value-language = LANGUAGE
value-level = LEVEL
value-name = NAME
value-account = ACCOUNT
value-role = ROLE
value-token = TOKEN
value-code = CODE
value-whose = WHOSE
value-class = CLASS
note-values = (one of: { $values })
note-default = (default: { $value })
note-env = (variable: { $name })
arg-help = Show this help
arg-version = Show the version
error = Error:{" "}

## Options of every command

arg-database = Where the records are: a file for one county, or postgres://user@server/name. Default: linli.db in the data folder
arg-database-ca = Certificate (PEM) of the authority that signed the database server's. Default: those that the system trusts
arg-objects = Where photos and documents are kept: a folder, or s3://BUCKET[/PREFIX]; the bucket's secret comes from LINLI_S3_SECRET or the settings file. Default: objects in the data folder
arg-s3-endpoint = Address of the bucket's server, such as https://s3.example.org; or https://BUCKET.… where the provider wants the bucket's name in front
arg-s3-region = Region of the bucket. Default: us-east-1, which servers without regions expect
arg-s3-key-id = Access key ID of the bucket
arg-s3-allow-http = Talk to the bucket's server without encryption even on another machine
arg-key-file = The file of the key that second factors are sealed with. Default: linli.key in the data folder; with PostgreSQL it has to be named
arg-data = Folder for everything that Linli keeps as files. Default: linli-data
arg-config = Settings file (TOML). Default: linli.toml in the data folder, where there is one
arg-format = How results are printed
arg-lang = Language of messages. Default: your system's
arg-log = How much is logged: error, warn, info, debug, trace. Default: info
arg-quiet = Log warnings and errors only

## Commands

cmd-linli = Linli: renewing old neighbourhoods together with the people who live in them
cmd-linli-serve = Serve the pages until stopped
cmd-linli-demo = Serve a fresh, made-up county to look around in; touches no real records
arg-linli-demo-site = The address printed in QR codes, on slips, posters and receipts
arg-linli-demo-address = Address and port to listen at. Default: 127.0.0.1:8430, this machine only
cmd-linli-migrate = Bring the database to the version of this program
cmd-linli-check = Check the audit trail line by line and the records against each other; prints each breach
cmd-linli-import = Take files that offices keep
cmd-linli-import-register = Load a register of neighbourhoods; with a row refused, nothing is written
arg-linli-import-register-file = The file: XLSX, XLS, ODS or CSV
arg-linli-import-register-county = Code of the county whose register it is, such as 430527
arg-linli-import-register-dry-run = Compare only, write nothing
arg-linli-import-register-skip-refused = Load all but the refused rows
arg-linli-import-register-map = What a column is, such as 名称=name; may be said often, and nothing after the sign means not read
arg-linli-import-register-sheet = Which sheet to read. Default: the one most like a register
arg-linli-import-register-plan-year = Plan year of rows that name none; by default the year in the title
arg-linli-import-register-money = What money is counted in, where the table does not say: yuan, wan (ten thousand), yi (hundred million)
value-column = COLUMN=FIELD
register-bad-county = { $code } is not the code of a county: give six digits such as 430527.
register-unreadable = { $file }: { $why }
register-bad-map = --map { $said } is not understood: write HEADER=FIELD, such as 名称=name. Headers: { $headers }. Fields: { $fields }
register-no-sheet = There is no sheet “{ $name }”; the file has: { $sheets }
register-no-county = { $code } is no county. Within the same prefecture there are: { $near }
register-stale = The register has changed since it was compared; nothing was written. Please try again.
register-refused = Row { $row }: { $why }
register-loaded = Loaded: { $new } new, { $changed } changed, { $same } same, { $refused } refused.
register-tried = Compared only, nothing written: { $new } new, { $changed } changed, { $same } same, { $refused } refused.
register-nothing-written = { $refused } rows are refused and nothing was written ({ $new } would be new, { $changed } changed, { $same } same). Correct them and try again, or load the others with --skip-refused.
register-nothing-new = The register says the same already; nothing to write: { $new } new, { $changed } changed, { $same } same, { $refused } refused.

cmd-linli-user = Accounts: the first one, roles, and forgotten passwords
cmd-linli-user-add = Add an account, with a password for once
cmd-linli-user-role = Give or take a role
cmd-linli-user-reset = Set a password for once, and end every session of the account
arg-linli-user-add-account = What the person signs in with, with the code of the office: zhang@430527
arg-linli-user-add-name = The person's name
arg-linli-user-add-role = A role for the whole office; may be said several times
arg-linli-user-role-account = What the person signs in with: zhang@430527
arg-linli-user-role-give = The role to give
arg-linli-user-role-take = The role to take away
arg-linli-user-role-scope = Code of the town or community it is for. Default: the whole office
arg-linli-user-reset-account = What the person signs in with: zhang@430527
arg-linli-user-reset-second-factor = Take the second factor away as well, where telephone and recovery codes are lost
cmd-linli-key = The key outside of the database that personal data is sealed with
cmd-linli-key-show = Count what each key seals; the keys themselves are never shown
cmd-linli-key-seal = Seal what was kept before there was a key, and write the file anew
cmd-linli-key-new = Put a new key before those of the key file
cmd-linli-key-reseal = Seal everything with the first key
cmd-linli-key-drop = Take a key away that seals nothing any more
arg-linli-key-drop-key = The id of the key, as “linli key show” prints it
cmd-linli-cert = Make or renew certificates for encrypted connections inside your own network
cmd-linli-config = Show every setting in force and where it was said
arg-linli-serve-address = Address and port to listen on. Default: 127.0.0.1:8430, this computer only
arg-linli-serve-tls-cert = Certificate (PEM, with its chain) for encrypted connections
arg-linli-serve-tls-key = Private key (PEM) of the certificate
arg-linli-serve-behind-proxy = A proxy in front encrypts; serve plain HTTP to it
arg-linli-serve-office = Code of the office for those who sign in without one, such as 430527
arg-linli-serve-metrics-token = Who brings this token sees /metrics from other computers
arg-linli-serve-contact = Whom the public may ask, as the page "About" says it: a name, a telephone number, an address
arg-linli-serve-site = Where residents reach Linli, for example https://linli.example.cn: printed in QR codes, on slips, posters and receipts. Without it, the address in the browser of whoever prints
arg-linli-serve-second-factor = Second factor: required of who keeps accounts or signs, or offered to everybody. Default: required
arg-linli-serve-oidc-issuer = Identity provider (OpenID Connect): its issuer, as it writes it itself. Without it people sign in by password only
arg-linli-serve-oidc-client-id = The name under which the identity provider knows this Linli
arg-linli-serve-oidc-client-secret-file = The file that holds the secret shared with the identity provider
arg-linli-serve-oidc-name = What the button on the sign-in page says
arg-linli-serve-oidc-second-factor = Whose second factor counts for who comes in by the provider: our own, or the provider's where it says that it asked for one. Default: own
arg-linli-serve-oidc-acr = The class (acr) by which a trusted provider says that it asked for a second factor
value-who = WHO
arg-linli-serve-no-migrate = Do not change the database; refuse to start when it is of another version
arg-linli-config-address = Address and port to listen on. Default: 127.0.0.1:8430, this computer only
arg-linli-config-tls-cert = Certificate (PEM, with its chain) for encrypted connections
arg-linli-config-tls-key = Private key (PEM) of the certificate
arg-linli-config-behind-proxy = A proxy in front encrypts; serve plain HTTP to it
arg-linli-config-office = Code of the office for those who sign in without one, such as 430527
arg-linli-config-metrics-token = Who brings this token sees /metrics from other computers
arg-linli-config-contact = Whom the public may ask, as the page "About" says it: a name, a telephone number, an address
arg-linli-config-site = Where residents reach Linli, for example https://linli.example.cn: printed in QR codes, on slips, posters and receipts. Without it, the address in the browser of whoever prints
arg-linli-config-second-factor = Second factor: required of who keeps accounts or signs, or offered to everybody. Default: required
arg-linli-config-oidc-issuer = Identity provider (OpenID Connect): its issuer, as it writes it itself. Without it people sign in by password only
arg-linli-config-oidc-client-id = The name under which the identity provider knows this Linli
arg-linli-config-oidc-client-secret-file = The file that holds the secret shared with the identity provider
arg-linli-config-oidc-name = What the button on the sign-in page says
arg-linli-config-oidc-second-factor = Whose second factor counts for who comes in by the provider: our own, or the provider's where it says that it asked for one. Default: own
arg-linli-config-oidc-acr = The class (acr) by which a trusted provider says that it asked for a second factor
arg-linli-config-no-migrate = Do not change the database; refuse to start when it is of another version
arg-linli-cert-names = Names and addresses people type in their browser, such as linli.lan or 192.168.1.20. Default: those of last time

## A command line that is not understood

wrong-argument = There is no option “{ $arg }”.
wrong-command = There is no command “{ $arg }”.
wrong-nothing = Please say what to do.
wrong-missing = Missing: { $arg }
wrong-empty = { $arg } needs a value after it.
wrong-value = “{ $value }” is not right for { $arg }.
wrong-number = { $arg } was given too many or too few values.
wrong-together = { $arg } cannot be used together with { $other }.
wrong-other = { $why }
wrong-near = Did you mean “{ $near }”?
wrong-help = “linli --help” shows what can be said.

## Settings

config-unreadable = The settings file { $file } cannot be read: { $why }
config-unknown = { $file }, line { $line }: there is no setting “{ $word }”. “linli config” shows all of them.
config-bad = { $file }, line { $line }: “{ $word }” is not right for { $setting }.
log-bad = “{ $level }” is not a level of logging. Use error, warn, info, debug or trace.
origin-flag = (command line)
origin-environment = (environment)
origin-file = ({ $file })
origin-default = (default)

## Certificates

cert-no-names = Please say the names or addresses under which people will open Linli, for example: linli cert linli.lan 192.168.1.20
cert-bad-name = “{ $name }” is neither a name nor an address.
cert-no-write = { $file } cannot be written: { $why }
cert-no-read = { $file } cannot be read: { $why }
cert-broken = { $file } is damaged ({ $why }). Put it back from your backup; or remove the folder tls, make new certificates, and have every phone trust the new authority.
cert-made-authority = A new authority was made: { $file }
cert-kept-authority = The authority stays as it is; phones that trust it go on trusting it.
cert-made = Certificate for { $names }, good until { $until }: { $file }
cert-trust =
    To let a phone trust it, once for each phone:
      1. Start Linli, and open https://{ $name }:8430/cert on the phone. It warns this first time; go on.
      2. Compare the fingerprint (SHA-256), and download the authority: { $fingerprint }
      3. Android: Settings → Security → Install a certificate → CA certificate.
         iPhone: install the profile, then Settings → General → About → Certificate Trust Settings.
    Keep { $key } secret: who has it can pretend to be any site to these phones.

## The page for phones

trust-title = Trust this office's Linli
trust-compare = Compare this fingerprint (SHA-256) with the one that the office shows you. Go on only when they are the same.
trust-download = Download the certificate of the authority
trust-android = Android: Settings → Security → Install a certificate → CA certificate, and choose the file.
trust-iphone = iPhone: install the profile in Settings, then Settings → General → About → Certificate Trust Settings, and switch it on.

## Database

data-no-write = The data folder { $file } cannot be written: { $why }. Name another with --data, or ask for the right to write there.
s3-lacks = { $place } is a bucket, and { $setting } is not set. The secret is read from LINLI_S3_SECRET or from s3-secret in the settings file, never from the command line.
s3-bad-endpoint = What { $endpoint } says is not the address of a server. It looks like https://s3.example.org, with nothing after it.
s3-plain = The way to { $endpoint } is not encrypted, and it leaves this machine. Use https://; or say --s3-allow-http where the network is the office's own.
s3-unusable = The bucket's server { $endpoint } cannot be used: { $why }
s3-no-bucket = There is no bucket { $place } at { $endpoint }. Please make it first, or correct --objects.
s3-refused = { $endpoint } refuses the keys for { $place } ({ $why }). Check --s3-key-id and LINLI_S3_SECRET, that the key may list, read, write and delete there, and that this machine's clock is right.
s3-unreachable = { $endpoint } does not answer for { $place } ({ $why }). Check --s3-endpoint, the network, and whether that server runs.
s3-answer = { $endpoint } cannot do it for { $place }: it answers { $why }. Check --s3-endpoint and --s3-region.
s3-overwrites = { $endpoint } overwrites files that are there in { $place }, although it was asked not to (If-None-Match). Linli cannot keep evidence in such a store; use a newer version of it, or a folder.
database-in-use = { $file } is in use by another Linli. Stop that one first.
database-full = There is no room left for { $database }. Make room and start again; nothing is lost.
database-damaged = { $database } is damaged, or its disk fails. Restore it from your backup.
database-unusable = { $database } cannot be used: { $why }
database-unreachable = { $database } cannot be reached: its server does not answer. Nothing was written.
database-gone = The connection to { $database } broke; please look whether the change was kept.
database-busy = { $database } is too busy at the moment: please try again.
database-no-records = There are no records here: { $database }. Say where they are with --data or --database.
database-unknown-kind = “{ $kind }://” is no kind of database that Linli knows. Say a file, or postgres://user@host/database.
database-error = { $database } cannot be opened: { $why }
database-behind = { $database } is of another version (next: { $name }). Run “linli migrate” after a backup, or start without --no-migrate.
migrate-none = The database is up to date.
migrate-done = Applied: { $names }

## Serving

demo-ready = The demonstration (made-up neighbourhoods and people) is at { $address }  (Ctrl+C stops it)
demo-sign-ins = Sign in as (role, name, password):
demo-goes = Its data are removed when it stops.
demo-not-empty = There are records here already. The demonstration starts in an empty database only: leave out --data and --database, or name an empty folder.
serve-ready = Linli is at { $address }  (Ctrl+C stops it)
serve-ready-all = Linli is ready at every name and address of this machine, port { $port }: such as { $scheme }://its-name:{ $port } (stop with Ctrl+C)
serve-stopped = The server ended: { $why }
serve-half-tls = --tls-cert and --tls-key belong together; one of them is missing.
serve-needs-tls = { $address } can be reached by others, so the connection must be encrypted. Run “linli cert NAME” once, or name --tls-cert and --tls-key; or say --behind-proxy when a proxy encrypts.
serve-bad-tls = The certificate { $certificate } with the key { $key } cannot be used: { $why }
serve-port-taken = Port { $port } is taken by another program (perhaps by another Linli). Stop that one, or choose another with --address.
serve-port-forbidden = Your system does not let you use port { $port }. Choose one above 1024 with --address.
serve-address-foreign = { $address } is not an address of this computer. 0.0.0.0:{ $port } means all it has.
serve-address-bad = Cannot listen on { $address }: { $why }
demo-second-factor = In the demonstration a second factor is offered; “linli serve” requires it of who keeps accounts or signs.
serve-oidc-bad = --oidc-issuer is no address of an identity provider: { $issuer }. It looks like https://id.example.org.
serve-oidc-plain = The identity provider { $issuer } would be asked without encryption. Use https.
serve-oidc-half = --oidc-issuer and --oidc-client-id belong together; one of them is missing.
serve-oidc-no-key = Signing in by an identity provider needs a key file, which several servers share: --key-file FILE.
serve-oidc-secret = The file { $file } holds no secret.
serve-no-key = Sealed personal data cannot be read or kept, and codes of second factors cannot be checked (recovery codes can); everything else is served: { $why }
serve-no-files = Photos and documents cannot be kept or shown; everything else is served: { $why }
key-unset = No key file is set. Name it with --key-file (or LINLI_KEY_FILE), the same file for every server.
key-missing = The key file { $file } is missing. Put the former one back, or name its place with --key-file.
key-other = The key file { $file } holds another key than the one that the records are sealed with. Put the former one back.
key-damaged = The key file { $file } holds no key. Put the former one back.
key-unusable = The key file { $file } cannot be used: { $why }
key-new = New key { $key } stands first in the key file. A running Linli seals everything with it within a minute; otherwise run “linli key reseal”. Keep a copy of the file, apart from the backups.
key-first = { $key }: { $texts } sealed texts; this key seals.
key-former = { $key }: { $texts } sealed texts; a former key.
key-not-here = { $key }: { $texts } sealed texts; this key is not in the key file, so they stay closed.
key-plain = { $texts } texts are not sealed yet. Run “linli key seal”.
key-sealed = { $texts } texts were sealed with the first key.
key-closed = { $texts } texts stay closed: their key is not in the key file, or they were changed past Linli.
key-unknown = There is no key { $key } in the key file.
key-in-use = The key { $key } still seals { $texts } texts. Run “linli key reseal” first.
key-is-first = The key { $key } is the one that seals. Run “linli key new” and “linli key reseal” first.
key-fresh = The key file was changed just now, and a running Linli may still seal with a former key. Try again in a minute.
key-dropped = The key { $key } was taken out of the key file. Older backups are sealed with it: keep it with them as long as you keep them.

## Checking

check-whole = { $office }: the trail is whole, { $line } lines. Write this down elsewhere: { $digest }
check-changed = { $office }: line { $line } of the trail was changed.
check-removed = { $office }: line { $line } of the trail was removed.
check-unlinked = { $office }: line { $line } of the trail does not follow from the one before it.
check-inserted = { $office }: line { $line } of the trail was added from outside.
check-fault = { $office }: record { $subject } breaks the rule { $rule }: it was changed past Linli.
check-truncated = { $office }: the trail was cut off at line { $line }.

## Accounts

user-added = { $account } can sign in with { $password } , and has to change it at once.
user-reset = { $account } can sign in with { $password } , and has to change it at once. All other sessions have ended.
user-changed = The roles of { $account } were changed; they hold from the next click.
user-taken = { $account } exists already. “linli user reset” sets a new password.
user-missing = There is no such account: { $account }
user-not-held = { $account } does not hold { $role } in this scope, so there is nothing to take.
user-give-or-take = Please say either --give or --take.
user-bad-sign-in = A sign-in name has 2 to 32 of the characters a-z, 0-9, dot, hyphen and underscore, such as zhang@430527.
user-bad-office = A sign-in name ends with the code of its office, such as zhang@430527.
user-bad-name = A name has 1 to 40 characters.
user-scope-outside = The scope lies outside of the account's office.
user-whole-office = The role { $role } is held for the whole office; leave --scope out.
user-no-supervisor = Only the office of a prefecture or province has the role { $role }.
user-not-beside = One account does not hold { $role } and { $held }: an administrator keeps accounts only, and an auditor writes nothing.
user-no-office = There is no province, prefecture or county with the code { $office }: please check the sign-in name.
user-no-password = A password could not be made: { $why }

## Importing tables of progress, printing bulletins

cmd-linli-import-progress = Takes a declared table of progress, and names everything in it that does not fit
arg-linli-import-progress-file = The table: XLSX, XLS, ODS or CSV
arg-linli-import-progress-month = The month at whose end it stands, such as 2021-08
arg-linli-import-progress-scope = The province, prefecture or county whose units it lists, such as 43. Default: this office, or what the names say
arg-linli-import-progress-sender = Who sent it
arg-linli-import-progress-note = A note, such as the reason for a correction
arg-linli-import-progress-map = Which column a field is in, such as planned=年度任务 or planned=C; may be said often. 年度任务= is not read
arg-linli-import-progress-sheet = Which sheet to read. Default: the one most like a table of progress
arg-linli-import-progress-money = What money is counted in, where the table does not say: yuan, wan (ten thousand), yi (hundred million)
value-unit = UNIT
arg-linli-import-progress-dry-run = Only looks at it; nothing is written
arg-linli-import-progress-skip-refused = Leaves out lines that cannot be taken, and takes the others
cmd-linli-bulletin = Prints the league table and bulletin of a place and month; --format takes json, html and pdf
arg-linli-bulletin-scope = The code of a province, prefecture or county, such as 43 or 430500
arg-linli-bulletin-month = The month, such as 2022-05
arg-linli-bulletin-out = The file to write. Default: standard output
value-month = MONTH
value-year = YEAR
value-text = TEXT
import-which-scope = The table does not show which province, prefecture or county it is of. Say it with --scope, such as --scope 43.
import-future-month = { $month } has not come yet. A table is of the month at whose end it stands.
import-unreadable = { $file }: { $why }
import-column = { $field }: column { $column }, “{ $header }”
import-rounded = “{ $written }”: { $rounded }
import-bad-map = --map { $said } is not understood: write FIELD=COLUMN, such as planned=C. Columns: { $columns }. Fields: { $fields }
import-missing = The table has no column for “{ $column }”. Nothing was written. If there is one, name it with --map.
import-refused = Line { $line }, “{ $written }”, cannot be taken: { $why }
import-taken = Taken: { $scope }, { $month }, version { $version }; lines: { $rows }, findings: { $findings }.
import-same = This very file was taken before and read the same way, so nothing was written ({ $scope }, { $month }; lines: { $rows }, findings: { $findings }).
import-tried = Only looked at, nothing written: { $scope }, { $month }; lines that can be taken: { $rows }, findings: { $findings }.
import-nothing-written = Nothing was written ({ $scope }, { $month }; lines that can be taken: { $rows }, findings: { $findings }). Please correct the file; or leave out the refused lines with --skip-refused.
bulletin-bad-scope = { $scope } is not the code of a province, prefecture or county.
bulletin-unknown-scope = No place has the code { $scope }.
bulletin-failed = The bulletin cannot be set: { $why }
bulletin-other-font = The typeface “{ $asked }” is missing; “{ $used }” is used instead.
wrong-paper = Only linli bulletin prints html and pdf.

## Exporting

cmd-linli-export = Write records to a table
cmd-linli-export-register = Write the register to a file that can be changed and imported again
arg-linli-export-register-county = Code of the county whose register it is, such as 430527
arg-linli-export-register-out = The file to write; it ends with .xlsx or .csv
export-which-ending = What kind of table shall { $file } be? Please end its name with .xlsx or .csv.
export-too-many = The register has more than 50,000 rows, too many for one file. Please export it by year or town from its page.
export-nothing = { $code } has no register here, and no file was written. A register is kept by county: say its code, such as 430527.
export-done = Neighbourhoods written: { $rows }, to { $file }

## Files

file-not-there = { $file } is not there. Please check the path.
file-is-a-folder = { $file } is a folder. Please name a file.
file-forbidden = There is no right to read or write { $file }.
file-no-read = { $file } cannot be read: { $why }
file-no-write = { $file } cannot be written: { $why }

shape-format = linli bulletin also prints html and pdf, linli report xlsx
shape-month = A month is written as 2021-08
shape-scope = A code has digits only, such as 43, 4305 or 430527
shape-county = A code has digits only, such as 430527
bulletin-no-figures = There are no figures of { $scope } for { $month }: neither records nor a declared table.
bulletin-no-figures-but = There are no figures of { $scope } for { $month }: neither records nor a declared table. The last month with figures is { $latest }.

cmd-linli-stage = Stages of neighbourhoods: where each stands, reported or taken back
cmd-linli-stage-list = Lists where every neighbourhood stands
cmd-linli-stage-advance = Reports a stage, or takes it back with a reason
arg-linli-stage-list-county = Code of the county, such as 430527
arg-linli-stage-advance-number = Number of the neighbourhood, such as 430527100-XQ-0001
arg-linli-stage-advance-county = Code of the county, such as 430527
arg-linli-stage-advance-to = The stage: survey, pipeline, design, consult, vote, approve, procure, start, concealed, inspect, site_done, accept, settle, handover, warranty, operate
arg-linli-stage-advance-on = Day it was reached, such as 2022-04-12. Default: today
arg-linli-stage-advance-reverse = Takes the stage back, for this reason
value-stage = STAGE
value-day = DAY
value-reason = REASON
value-number = NUMBER
arg-linli-check-clean = Removes files that no record names, and uploads that were broken off
stage-counts = { $number }: { $stage } is reported and proven; it counts.
stage-unproven = { $number }: { $stage } is reported; it counts once its evidence lies there.
stage-reversed = { $number }: { $stage } is taken back.
stage-no-number = There is no neighbourhood with the number { $number }.
stage-future = The day lies ahead.
stage-stands = It was reported already, for { $on }; to change it, take it back first (--reverse REASON).
stage-skips = Please report “{ $stage }” first.
stage-before = It is before “{ $stage }” ({ $on }).
stage-not-proven = “{ $stage }” still lacks evidence; nothing can follow before that.
stage-does-not-stand = This stage was not reported, so there is nothing to take back.
stage-built-upon = “{ $stage }” builds on it; please take “{ $stage }” back first.
stage-no-reason = Please give the reason.
check-left-over = No record names { $files } files ({ $bytes } bytes) and { $uploads } broken uploads. --clean removes them.
check-cleaned = Removed: { $files } files ({ $bytes } bytes) and { $uploads } broken uploads.
shape-on = A day is written as 2022-04-12
cmd-linli-report = Monthly reports: the return and the indicators of a county
cmd-linli-report-monthly = Prints the monthly return in the columns of the province, with every neighbourhood; --format takes json and xlsx
cmd-linli-report-indicators = Prints the list of indicators; --format takes json and xlsx
arg-linli-report-monthly-county = Code of the county, such as 430527
arg-linli-report-monthly-month = Month, such as 2022-05
arg-linli-report-monthly-out = Writes into this file instead of printing
arg-linli-report-indicators-county = Code of the county, such as 430527
arg-linli-report-indicators-month = Month, such as 2022-05
arg-linli-report-indicators-out = Writes into this file instead of printing
report-ahead = { $month } lies ahead.
report-none = { $county } has no neighbourhood in a plan: there is nothing to report.

## Backup and restore

cmd-linli-backup = Put all records and all evidence into one file; also while Linli serves
arg-linli-backup-file = The file to write, such as linli-2026-11-25.zip
arg-linli-backup-force = Overwrite a file that is there
cmd-linli-restore = Put a backup back, once all of it was looked through
arg-linli-restore-file = The backup
arg-linli-restore-dry-run = Look through it only, write nothing
arg-linli-restore-force = Keep the database and files that are there under another name, and restore
backup-postgres = The database is on PostgreSQL: use its own pg_dump and pg_restore, and copy the photos and documents after that (the folder objects, or the bucket); docs/guide/backup.md says how.
backup-no-database = There is no database here: { $file }. Say with --data or --database where it is.
backup-no-folder = The folder of { $file } does not exist. Please make it first.
backup-exists = { $file } exists. Choose another name, or overwrite it with --force.
backup-over-own = { $file } is one of Linli's own files. Write the backup elsewhere, best to another disk.
backup-done = Backed up: { $file }, { $bytes } bytes, { $objects } files of evidence. Write its SHA-256 down elsewhere: { $digest }
backup-lacks = A record names this file, which was lost or damaged before the backup: { $digest }
restore-refused = { $file } cannot be restored: { $why } Nothing was written.
restore-not-whole = it is no backup of Linli, or it is not whole (such as a copy that was broken off).
restore-bad-manifest = its list of contents (manifest.json) is missing or damaged.
restore-newer-format = its layout is version { $format }, made by a newer Linli. Restore it with a newer version.
restore-newer-linli = it was made by a newer Linli ({ $name }). Restore it with a newer version.
restore-stranger = it holds something that its list does not name: { $name }.
restore-other-parts = what it holds is not what its list says: something is missing or there twice.
restore-too-large = { $name } is larger than any file that Linli takes.
restore-changed = { $name } in it is damaged or was changed: it is not what its SHA-256 says.
restore-unsound = SQLite finds the database in it damaged.
restore-unusable = the database in it cannot be used: { $why }.
restore-lacks-file = a file that its records name is missing: { $digest }.
restore-no-write = It cannot be written: { $why }. Nothing was restored.
restore-database-there = There is a database already: { $file }. Choose an empty folder with --data; or say --force, and the old files are kept under another name.
restore-objects-there = There are files of evidence already: { $file }. Choose an empty folder with --data; or say --force, and the old files are kept under another name.
restore-done = Restored to { $database }: a backup of { $at } with { $objects } files of evidence, all of them as they were.
restore-tried = Looked through only, nothing written: { $file }, made { $at }, with { $objects } files of evidence, is whole.
restore-behind = The backup is older than this program (missing: { $name }). “linli serve” brings it up to date when it starts.
restore-needs-key = It holds what is sealed (names, second factors); the key is no part of a backup, and the one here does not serve: put the former linli.key into the data folder, or name it with --key-file.
restore-kept = What was there is kept as: { $file }

## Opinions

cmd-linli-opinions = Opinions of residents: what they are about
cmd-linli-opinions-classify = Learns from one file what opinions are about, tries it on another, and prints how good it was
arg-linli-opinions-classify-train = A table to learn from: columns text and label (or 留言主题, 留言详情, 一级分类), as CSV or XLSX
arg-linli-opinions-classify-test = A table to try it on, with the same columns
arg-linli-opinions-classify-out = Writes every answer into this file, .csv or .xlsx: row, label, predicted, margin, and the words that spoke for it
opinions-no-header = { $file }: no row holds the headers text and label (or 留言主题, 留言详情 and 一级分类).
opinions-no-rows = { $file }: nothing stands below the headers.
opinions-no-label = { $file }: { $count } opinions have no label, in rows { $rows }.
opinions-many-labels = { $file }: { $found } different labels, and at most { $most } can be told apart. Is the right column called label?
opinions-learnt = Learnt from { $texts } opinions with { $labels } labels in { $seconds } s.
opinions-tried = Tried on { $texts }; 1,000 answers take { $seconds } s.
opinions-columns = precision    recall        F1 support  label
opinions-unlearnt = { " " }(not among those learnt)
opinions-both = macro F1 { $macro }, accuracy { $accuracy }

cmd-linli-retention = Personal data whose time is over: what is due, and its erasure
cmd-linli-retention-list = List what is due for erasure; exit code 1 where something is
cmd-linli-retention-apply = Erase what is due, for good
cmd-linli-retention-repeat = Erase again what stands on the list, after a backup was put back by other tools
arg-linli-retention-list-county = Code of the county, for example 430527
arg-linli-retention-apply-county = Code of the county, for example 430527
retention-due = { $kind }: { $count } due (over by { $day })
retention-erased = { $kind }: { $count } erased
retention-again = Erased again by the list: { $count }.
retention-no-list = Not erased: the list of what was erased cannot be used: { $why }. Please look at that file beside the key and at the room on the disk, and try again.
retention-kind-residents = Members of residents' bodies
retention-kind-officials = Members of the office's bodies and leaders
retention-kind-sign-in = Ways of stopped accounts to sign in
retention-kind-sessions = Sessions that are over
retention-kind-opinions = Opinions of residents
retention-kind-visits = Visits to doors
retention-kind-submissions = Submissions of field forms
retention-kind-owners = Former owners
retention-files-left = { $count } files could not be taken out of the store of files. No record names them any more: run linli check --clean in a day.
cmd-linli-person = What Linli keeps of somebody
cmd-linli-person-export = Print all that is kept of an account, of terms, of a household or of an opinion as JSON; the trail says so
arg-linli-person-export-county = Code of the county, for example 430527
arg-linli-person-export-sign-in = Sign-in name
arg-linli-person-export-term = Id of a term; may be said several times. The page of personal data requests shows it
value-term = TERM
arg-linli-person-export-receipt = Code of a receipt: this one opinion
arg-linli-person-export-dwelling = Id of a dwelling: visits, opinions and slips of this household
value-receipt = RECEIPT
value-dwelling = DWELLING
person-missing = There is no such account, term, opinion or dwelling.
check-erased-back = { $office }: the personal data of { $subject } was erased, and stands in the records again (an older backup was put back, most likely). Run linli retention repeat.
check-erased-list = { $office }: the list of what was erased is not beside the key, or cannot be read ({ $subject }). Put it back beside the key, then run linli retention repeat.
retention-unconfirmed = Not erased: the times are Linli's own. The head sets them on the page “Retention” first.
check-sealed-no-key = { $office }: what is sealed was not checked, since the key cannot be used ({ $subject }). Put the former linli.key back, or name it with --key-file, and check again.
cmd-linli-opinions-import = Records the opinions of a table: good rows once, however often the file is brought; bad rows are named
arg-linli-opinions-import-file = The file: XLSX, XLS, ODS or CSV (GB18030 too). Columns: neighbourhood, building, entrance, room, day, channel, text, wishes, hazard (or 小区、楼栋、单元、房号、日期、来源、意见、愿望、安全隐患); without a column of the channel, paper
arg-linli-opinions-import-county = Code of the county whose opinions they are, such as 430527
arg-linli-opinions-import-dry-run = Look only, write nothing
opinions-import-no-header = { $file }: no row holds the headers neighbourhood and text (or wishes).
opinions-import-no-register = { $code } has no register of neighbourhoods. Import it first.
opinions-import-refused = Row { $row }: { $why } ({ $given })
opinions-import-second = Row { $row }: this id has other words already; both are kept until somebody settles it.
opinions-import-done = { $new } recorded, { $same } there already, { $second } to be settled, { $refused } rows not recorded.
opinions-import-tried = Looked at, nothing written: { $new } to record, { $same } there already, { $second } to be settled, { $refused } rows with problems.
opinions-import-why-neighbourhood-missing = there is no neighbourhood
opinions-import-why-no-neighbourhood = the register has no such neighbourhood
opinions-import-why-several-neighbourhoods = several have this name; write the number
opinions-import-why-day = it is no day; write 2022-05-31
opinions-import-why-channel = the channel is one of door, slip, poster, paper, telephone, survey
opinions-import-why-wish = the catalogue has no such item
opinions-import-why-hazard = hazard is yes or no
opinions-import-why-building-missing = there is an entrance or a room, and no building
opinions-import-why-building = the register has no such building
opinions-import-why-entrance = the building has no such entrance
opinions-import-why-room = the register has no such room
opinions-import-why-which-entrance = several entrances have this room; write the entrance
opinions-import-why-nothing = there is neither an opinion nor a wish
opinions-import-why-long = an opinion has at most { $most } characters
opinions-import-why-day-ahead = the day lies ahead
opinions-import-why-day-early = the day lies too far back
opinions-import-why-many-wishes = there are at most { $most } wishes
opinions-import-why-wish-twice = a wish stands there twice
opinions-import-why-too-many = a household gives at most { $most } a day
cmd-linli-openrosa = Forms of OpenRosa, as ODK Collect and Enketo use them
cmd-linli-openrosa-check = Reads a form and says whether it can be published; exit code 1 where it cannot
arg-linli-openrosa-check-form = The form: XML (XForm) or a workbook (XLSForm)
openrosa-none = none
openrosa-accepted = Accepted: { $id }, version { $version }, { $questions } questions, { $repeats ->
        [one] 1 repeat
       *[other] { $repeats } repeats
    }, languages: { $languages }
openrosa-refused = Refused: { $reason }
openrosa-refused-row = Refused: sheet { $sheet }, row { $row }: { $reason }
# Slips and posters
cmd-linli-survey = The survey of households: slips and posters
cmd-linli-survey-slips = Print slips for doors or posters for stairwells (PDF); the codes are on the paper alone
arg-linli-survey-slips-county = Code of the county, for example 430527
arg-linli-survey-slips-neighbourhood = Number of the neighbourhood, for example 430527100-XQ-0001
arg-linli-survey-slips-building = Only one building, for example 3栋
arg-linli-survey-slips-entrance = Only one entrance, for example 1单元
arg-linli-survey-slips-room = Only one household, for example 401
arg-linli-survey-slips-posters = Posters for stairwells in place of slips
arg-linli-survey-slips-a3 = Posters on A3
arg-linli-survey-slips-reprint = Also where a code holds, for this reason; the old code ends at once
arg-linli-survey-slips-site = Where residents reach Linli, for example https://linli.example.cn
arg-linli-survey-slips-contact = Whom to ask, as it stands on the paper
arg-linli-survey-slips-out = The PDF file to write
slips-printed = { $printed } printed to { $file }; { $revoked } old codes revoked.
slips-held = { $held } more have a code that holds and were not printed (to print anew: --reprint REASON).
slips-none = All { $held } have a code that holds, nothing was printed. Printing anew revokes the old ones: --reprint REASON.
slips-no-place = There is no such building, entrance or room, or no building is registered.
slips-no-site = The address is written https://host, without a path.
slips-lacks-site = Please say where residents reach Linli: --site https://host, or site = "https://host" in the settings file.
slips-no-reason = Please give the reason for printing anew (at most 100 characters).
slips-stale = Somebody else just printed or revoked some of these codes; please run it again. No file was written.
slips-failed = Cannot print: { $why }
slips-there = { $file } is there already. Papers are not written over others: name another file.
slips-beside = The codes hold, but the file could not get its name. The papers lie in { $file }: print them from there.

## Equal shares

cmd-linli-equal-shares = Which projects to take from what households wish: the Method of Equal Shares, with who pays what and why something was not taken
arg-linli-equal-shares-file = An election as Pabulib publishes it (.pb): approval, ordinal, cumulative or scoring
arg-linli-equal-shares-rule = The rule; greedy takes the most votes first, as most cities do
arg-linli-equal-shares-utility = What a project is worth to who wishes it: its cost, one, or the points of the ballot (of a ranking of five: 5 to 1)
arg-linli-equal-shares-completion = What is done with money left: nothing; add1 raises all shares by one until the budget is used; greedy takes what fits; add1-greedy does both
arg-linli-equal-shares-out = Writes the election with the outcome into this file (.pb), without age and sex of voters
value-rule = RULE
value-utility = UTILITY
value-completion = COMPLETION
shares-endless = { $file }: shares would have to be raised millions of times, since the budget is counted in very small coins. Count it in larger ones (thousands), or use --completion greedy.
shares-election = { $projects } projects, { $voters } households, budget { $budget }.
shares-share = The budget is everybody's: each household has { $share } to spend on what it wishes.
shares-raised = Whole projects seldom use up all of it, so every share was raised by 1, { $times } times, to { $share }; the budget itself stays as it is.
shares-taken = Taken, since those who wish it can pay it:
shares-one = { $place }. { $project }: costs { $cost }; households that wish it: { $supporters }.
shares-pay = { "   " }{ $voters } of them pay { $each } each.
shares-pay-rest = { "   " }{ $voters } had less and give all they had left ({ $least } to { $most } each).
shares-pay-rest-alike = { "   " }{ $voters } had less and give all they had left ({ $most } each).
shares-completed = With the money left over, the most wished of what fits is taken as well:
shares-another = - { $project }: costs { $cost }
shares-refused = Not taken:
shares-not = - { $project }: costs { $cost }; households that wish it: { $supporters }.
shares-nobody = { "   " }Nobody wishes it.
shares-beyond = { "   " }It costs more than the whole budget of { $budget }.
shares-left = { "   " }They have { $left } left between them; { $missing } is missing.
shares-spent-on = { "   " }So many of them had paid for other wishes before: { $projects }.
shares-needed = { "   " }It would be paid if it cost at most { $cost }, or if households with { $missing } more wished it too (that is { $shares } shares nobody has touched).
shares-greedy = Taken, the most wished first, as long as the money lasts:
shares-sum = Together { $count } projects for { $cost }; { $left } of the budget is left. { $content } of { $voters } households get at least one wish.
shares-sum-greedy = For comparison, the most votes first: { $count } projects for { $cost }; { $content } of { $voters } households get at least one wish.
shares-note-count = Note: { $key } says { $said }, and there are { $found }. Is the file complete?
shares-note-twice = Note: { $ballots } ballots name a project twice (first in line { $line }); it counts once.
shares-note-strength = Note: ballots have a strength or weight in this file; each counts as one.
shares-wrong = { $file }, line { $line }: { $why }
shares-wrong-large = the file is larger than { $limit } MB.
shares-wrong-utf16 = the file is UTF-16. Save it as UTF-8.
shares-wrong-utf8 = this line is not UTF-8 (it may be GBK, Latin-2 or no text at all). Save the file as UTF-8.
shares-wrong-before = a file begins with a line META, PROJECTS or VOTES.
shares-wrong-no-section = the file ends, and there was no section { $section }.
shares-wrong-section-twice = there is a section { $section } already.
shares-wrong-quote = a quotation mark is opened here and not closed.
shares-wrong-no-key = META has no { $key }.
shares-wrong-key-twice = META has another { $key } already.
shares-wrong-no-projects = there is no project in PROJECTS.
shares-wrong-no-votes = there is no ballot in VOTES.
shares-wrong-many-projects = there are more than { $limit } projects.
shares-wrong-many-votes = there are more than { $limit } ballots.
shares-wrong-vote-type = vote_type is approval, ordinal, cumulative, scoring or choose-1, not "{ $given }".
shares-wrong-unknown = there is no project "{ $id }" in PROJECTS.
shares-wrong-project-twice = project "{ $id }" stands in line { $first } already.
shares-wrong-voter-twice = voter "{ $id }" voted in line { $first } already.
shares-wrong-points-differ = there are { $projects } projects and { $points } points.
shares-wrong-no-column = { $section } has no column { $column }.
shares-wrong-column-twice = { $section } has two columns { $column }.
shares-wrong-missing = { $column } is missing.
shares-wrong-number = { $column } is no number: "{ $given }".
shares-wrong-positive = { $column } is not above zero: { $given }.
shares-wrong-much = { $column } is too large: { $given }.
shares-wrong-fine = { $column } has more decimals than can be added up: { $given }.
shares-wrong-other = { $why }.

## Owners' votes

cmd-linli-vote = An owners' vote from a file in the open format: counted anew, and verified
cmd-linli-vote-tally = Counts it: who takes part, who agrees, by heads and by area, and every invalid ballot with its reason; exit code 1 where the file does not agree with itself or with the law
cmd-linli-vote-verify = Counts it and holds it against its seals, its root, its result, and where asked the scans and receipts; exit code 1 where something does not fit
arg-linli-vote-tally-file = A vote in the open format (JSON, docs/guide/vote.md)
arg-linli-vote-verify-file = A vote in the open format (JSON, docs/guide/vote.md), or a receipt that stands alone
arg-linli-vote-verify-scans = The folder with the scans that the file names: each is compared with its digest
arg-linli-vote-verify-receipt = The code on a receipt, such as 42-0123-4567-89AB-CDEF: whether that ballot was counted; may be given several times
vote-roll = { $title }: { $heads } heads and { $area } m² may vote; { $ballots } ballots.
vote-quorum = Took part: { $heads } of { $of-heads } heads ({ $least-heads } needed, { $heads-met }); { $area } of { $of-area } m² ({ $least-area } needed, { $area-met }).
vote-majority = Agreed: { $heads } of { $of-heads } heads ({ $least-heads } needed, { $heads-met }); { $area } of { $of-area } m² ({ $least-area } needed, { $area-met }).
vote-met = enough
vote-unmet = not enough
vote-agreed = { "   " }For: { $heads } heads, { $area } m².
vote-without-paying = { "   " }Of those, without paying: { $heads } heads, { $area } m².
vote-against = { "   " }Against: { $heads } heads, { $area } m².
vote-abstained = { "   " }Abstained: { $heads } heads, { $area } m².
vote-silence-for = { "   " }Kept silent and by the clause follow those for it: { $heads } heads, { $area } m².
vote-silence-against = { "   " }Kept silent and by the clause follow those against it: { $heads } heads, { $area } m².
vote-silence-nobody = { "   " }Kept silent; neither side has more than half, so they follow nobody: { $heads } heads, { $area } m².
vote-invalid = Invalid ballots: { $count }.
vote-invalid-one = { "   " }Ballot { $number } (line { $line }): { $reason }.
vote-carried = It is decided: both measures are met, for taking part and for agreeing.
vote-not-carried = It is not decided.
vote-invalid-not-an-owner = who gave it is no owner here
vote-invalid-tenant-signed = signed by a tenant
vote-invalid-no-signature = not signed
vote-invalid-forged-signature = not signed by whom it names
vote-invalid-altered = altered
vote-invalid-unreadable = cannot be read
vote-invalid-early = came before the first day
vote-invalid-late = came after the last day
vote-invalid-wrong-version = for another version of the plan
vote-invalid-no-option = nothing is marked
vote-invalid-several-options = more than one answer is marked
vote-invalid-not-offered = the marked answer is not offered in this vote
vote-invalid-online-not-allowed = given online, which the rule does not allow
vote-invalid-no-proxy-paper = by a proxy without a paper
vote-invalid-barred-proxy = by somebody who may not be a proxy
vote-invalid-proxy-handed-on = the proxy was not appointed by an owner but handed on
vote-invalid-proxy-represented = the proxy is represented by somebody else in this vote
vote-invalid-over-proxy-limit = the proxy votes for more heads than allowed
vote-invalid-duplicate = the head gave a valid ballot before
vote-invalid-replaced = the head gave a later one
vote-finding-law = Does not fit: the rule asks for less than article 278 of the Civil Code does for matter { $matter }. Such a vote can be annulled.
vote-finding-unsaid = Does not fit: ballot { $number } (line { $line }) does not take part and the file does not say so: { $reason }.
vote-finding-valid = Does not fit: ballot { $number } (line { $line }) takes part, and the file calls it invalid: { $reason }.
vote-finding-otherwise = Does not fit: ballot { $number } (line { $line }) is invalid for another reason: { $found } (the file says: { $said }).
vote-finding-changed = Does not fit: ballot { $number } (line { $line }) is not as it was sealed. It was changed afterwards.
vote-finding-gap = Does not fit: there is no ballot { $number }. It was taken out, or never written.
vote-finding-root = Does not fit: the root in line { $line } binds { $said-ballots } ballots ({ $said }); those in this file are { $found-ballots } ({ $found }).
vote-finding-no-codes = Does not fit: the root in line { $line } ({ $said }) cannot be worked out, since not every ballot has its code.
vote-finding-took-part = Does not fit: the result in line { $line } says that { $said } took part; counted: { $found }.
vote-finding-agreed = Does not fit: the result in line { $line } says that { $said } agreed; counted: { $found }.
vote-finding-carried = Does not fit: the result in line { $line } says carried: { $said }; counted: { $found }.
vote-root-same = Root of { $ballots } ballots: { $root }, as the file states.
vote-root-found = Root of { $ballots } ballots, worked out: { $root }. Compare it with the printed result sheet.
vote-root-none = There is no root to work out: not every ballot has its code.
vote-scans = Scans as they were sealed: { $good } of { $all }.
vote-scan-changed = Does not fit: the scan { $file } of ballot { $number } (line { $line }) is not the one that was sealed.
vote-scan-missing = Does not fit: the scan { $file } of ballot { $number } (line { $line }) cannot be read.
vote-receipt-counted = Receipt { $code }: counted.
vote-receipt-not-counted = Receipt { $code }: the ballot is there and does not take part: { $reason }.
vote-receipt-not-found = Receipt { $code }: no ballot has this code.
vote-receipt-holds = Ballot { $number } of vote { $vote } is among the { $ballots } ballots that this root binds: { $root }. Compare it with the printed result sheet.
vote-receipt-fails = Does not fit: this receipt of ballot { $number } of vote { $vote } does not lead to the root { $root } of { $ballots } ballots. The receipt or the ballots were changed.
vote-note-several = Note: owner { $owner } belongs to heads { $one } and { $two }. That is right where one dwelling is theirs alone and another one is shared.
vote-wrong = { $file }, line { $line }: { $why }
vote-wrong-large = the file is larger than { $limit } MB.
vote-wrong-utf16 = the file is UTF-16. Save it as UTF-8.
vote-wrong-utf8 = this line is not UTF-8 (it may be GBK or no text at all). Save the file as UTF-8.
vote-wrong-json = this is not the JSON that is expected here ({ $why }).
vote-wrong-unknown-field = no field "{ $field }" is known here. Is it misspelt?
vote-wrong-missing = the field "{ $field }" is missing.
vote-wrong-field-twice = the field "{ $field }" stands there twice.
vote-wrong-format = the format is "linli-vote", not "{ $given }".
vote-wrong-version = version { $given } of the format is not known; this program reads version 1.
vote-wrong-value = "{ $field }" cannot be { $given }.
vote-wrong-window = the last day is before the first.
vote-wrong-options = the options have no "{ $lacks }". A ballot on which one cannot say that is disputed in court.
vote-wrong-many = there are more than { $limit } { $field }.
vote-wrong-ballot-twice = ballot { $number } stands in line { $first } already.
vote-wrong-unknown-head = there is no head "{ $id }" on the roll. Who is no owner has "head": null.
vote-wrong-two-clerks = a ballot on paper is typed in by two people ("typed_by").
vote-wrong-same-clerk = both entries were typed in by "{ $clerk }". They have to be two people.
vote-wrong-code = the code is that of ballot { $number }.
vote-wrong-area = "{ $field }" has no area above zero in m² with two decimals at most: { $given }.
vote-wrong-area-large = the area is larger than anything that votes.
vote-wrong-no-heads = nobody may vote.
vote-wrong-head-twice = head "{ $id }" stands in line { $first } already.
vote-wrong-no-dwelling = head "{ $id }" has no dwelling.
vote-wrong-no-owner = head "{ $id }" has no owner.
vote-wrong-owner-twice = owner "{ $owner }" stands twice in one head.
vote-wrong-same-owners = the same owners are a head in line { $first } already. Whoever owns several dwellings is one head.
vote-wrong-unsold-twice = unsold dwellings are a head in line { $first } already. They are one head together.
vote-wrong-dwelling-twice = dwelling "{ $name }" stands in line { $first } already.
vote-wrong-total-heads = the total says { $said } heads, and there are { $found }.
vote-wrong-total-area = the total says { $said } m², and the dwellings have { $found } m².
vote-wrong-other = { $why }.

## Lifts
cmd-linli-lift = A lift for an entrance, from a file in the open format: who pays how much
cmd-linli-lift-shares = Works the shares out to the fen; they come to exactly what is to be paid
arg-linli-lift-shares-file = A lift in the open format (JSON, docs/guide/lifts.md)
lift-sum = { $name }: cost { $cost } yuan, compensation { $compensations } yuan, subsidies and fund { $given } yuan; households pay { $to-pay } yuan.
lift-table = Coefficients: { $name }.
lift-table-example = Coefficients: { $name }. They are an example, not law; the owners agree on theirs.
lift-by-area = No coefficients are agreed, so exclusive area decides (Civil Code, article 283).
lift-group = Payment group "{ $name }": { $payers } households, { $pays } yuan.
lift-share = { "   " }{ $household } (floor { $floor }): pays { $pays } yuan, receives { $receives } yuan, upkeep { $upkeep } yuan a year, { $uses }.
lift-share-by = { "   " }{ $household } (floor { $floor }, coefficient { $coefficient }): pays { $pays } yuan, receives { $receives } yuan, upkeep { $upkeep } yuan a year, { $uses }.
lift-uses = uses the lift
lift-uses-not = does not use it
lift-remainder = Fen that do not divide go to: { $households }.
lift-said-for = For it, paying: { $households } households, { $area } m².
lift-said-without-paying = Agree, without paying: { $households } households, { $area } m².
lift-said-against = Against: { $households } households, { $area } m².
lift-said-silent = Said nothing: { $households } households, { $area } m².
lift-not-binding = This is a consent survey and no owners' vote: it binds nobody.
lift-wrong = { $file }, line { $line }: { $why }
lift-wrong-format = the format is "linli-lift", not "{ $given }".
lift-wrong-version = version { $given } of the format is not known; this program reads version 1.
lift-wrong-value = "{ $field }" cannot be { $given }.
lift-wrong-money = "{ $field }" is a sum in yuan with two decimals at most: "{ $given }"
lift-wrong-area = "{ $field }" is an area above zero in square metres with two decimals at most: "{ $given }"
lift-wrong-coefficient = "{ $field }" is a number from 0 to 1000 with three decimals at most: "{ $given }"
lift-wrong-floor-twice = floor { $floor } stands there twice.
lift-wrong-floors = a table of coefficients has 1 to { $limit } floors.
lift-wrong-no-group = there is no payment group "{ $id }".
lift-wrong-household-twice = household "{ $id }" stands in line { $first } already.
lift-wrong-group-twice = payment group "{ $id }" stands in line { $first } already.
lift-wrong-no-area = household "{ $id }" has no area, and area decides here.
lift-wrong-no-household = there is no household "{ $id }".
lift-wrong-no-households = there are no households.
lift-wrong-many = more than { $limit } { $what }.
lift-wrong-negative = { $what } is negative: { $amount } yuan.
lift-wrong-large = { $what } is too large: { $amount } yuan.
lift-wrong-above-cost = subsidies and fund come to { $given } yuan, more than cost and compensation of { $cost } yuan.
lift-wrong-nobody-pays = nobody pays.
lift-wrong-nobody-in-group = { $amount } yuan fall to this payment group, and nobody of it pays.
lift-wrong-all-zero = all who pay in this payment group have the coefficient zero, so it cannot be shared.
lift-wrong-two-rests = only one payment group can pay the rest; others state a sum, or a fixed sum for each household.
lift-wrong-unassigned = the payment groups come to { $assigned } yuan, and { $to-pay } yuan are to be paid.
lift-wrong-other = { $why }
