# One closing line for all runners.

# count WORD FILE: the number before WORD in the runner's last summary, or 0.
count() {
    sed 's/\x1b\[[0-9;]*m//g' "$2" 2>/dev/null | grep -E "$SUMMARY" | tail -1 | grep -oE "[0-9]+ $1" | grep -oE '[0-9]+' || echo 0
}

# closing_line FOLDER: adds up what the runners in FOLDER say; wrong when one failed or nothing ran.
closing_line() {
    local passed=0 failed=0 skipped=0 n
    # nextest: Summary [ 1.2s] 12 tests run: 10 passed (1 slow), 1 failed, 1 timed out, 0 skipped
    SUMMARY='tests? run:'
    passed=$(count passed "$1/nextest.log")
    failed=$(($(count failed "$1/nextest.log") + $(count 'timed out' "$1/nextest.log") + $(count 'exec failed' "$1/nextest.log")))
    skipped=$(count skipped "$1/nextest.log")
    # The browser's runner closes on its own "N passed, N failed".
    if [ -f "$1/browser.log" ]; then
        SUMMARY='[0-9]+ passed, [0-9]+ failed'
        n=$(count passed "$1/browser.log")
        passed=$((passed + n))
        [ "$n" -gt 0 ] || failed=$((failed + 1))
        failed=$((failed + $(count failed "$1/browser.log")))
    fi
    echo "$passed passed, $failed failed, $skipped skipped"
    [ "$failed" = 0 ] && [ "$passed" -gt 0 ]
}
