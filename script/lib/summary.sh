# One closing line for all runners.

plain() { sed 's/\x1b\[[0-9;]*m//g' "$1"; }

# count WORD FILE: the number before WORD in nextest's summary, or 0.
count() {
    plain "$2" | grep -E 'tests? run:' | tail -1 | grep -oE "[0-9]+ $1" | grep -oE '^[0-9]+' || echo 0
}

# node_count WORD FILE: the number after WORD at the end of node's report, or 0.
node_count() {
    plain "$2" | sed -nE "s/^[^a-z]*$1 ([0-9]+)$/\1/p" | tail -1 | grep . || echo 0
}

# closing_line FOLDER: adds up what the runners in FOLDER say; wrong when one failed or nothing ran.
closing_line() {
    local passed=0 failed=0 skipped=0 n
    # nextest: Summary [ 1.2s] 12 tests run: 10 passed (1 slow), 1 failed, 1 timed out, 0 skipped
    passed=$(count passed "$1/nextest.log")
    failed=$(($(count failed "$1/nextest.log") + $(count 'timed out' "$1/nextest.log") + $(count 'exec failed' "$1/nextest.log")))
    skipped=$(count skipped "$1/nextest.log")
    # No summary: it did not even compile.
    [ "$passed" -gt 0 ] || failed=$((failed + 1))
    # node --test: one line each, "pass 12" and "fail 0"; a runner that broke off has neither.
    if [ -f "$1/browser.log" ]; then
        n=$(node_count pass "$1/browser.log")
        [ "$n" -gt 0 ] || failed=$((failed + 1))
        passed=$((passed + n))
        failed=$((failed + $(node_count fail "$1/browser.log") + $(node_count cancelled "$1/browser.log")))
        skipped=$((skipped + $(node_count skipped "$1/browser.log")))
    fi
    echo "$passed passed, $failed failed, $skipped skipped"
    [ "$failed" = 0 ] && [ "$passed" -gt 0 ]
}
