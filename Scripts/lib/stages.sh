# Sourced: runs named stages one after the other, each with a time limit and a log of its own.
# The first that fails ends the run. At the end a table says how long each took.

logs=.build/check
stage_table=()
checks_passed=0
checks_failed=0
running=

mkdir -p "$logs"
trap '[ -z "$running" ] || kill "$running" 2>/dev/null || true' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# stage NAME SECONDS COMMAND…: status 77 means that what the stage tests against is not installed.
stage() {
    local name=$1 limit=$2 log=$logs/$1.log start=$SECONDS status=0
    shift 2
    say "== $name"
    timeout --kill-after=10 "$limit" "$@" >"$log" 2>&1 </dev/null &
    running=$!
    wait "$running" || status=$?
    running=
    local took=$((SECONDS - start))
    if [ "$status" = 77 ] && [ "${CI:-}" != true ]; then
        skip "$name" "$(tail -n 1 "$log")"
        return
    fi
    count_tests "$log" "$status"
    if [ "$status" = 0 ]; then
        tail -n 3 "$log" | cut -c1-200 | sed 's/^/   /'
        stage_table+=("$(printf '%-24s %6d s' "$name" "$took")")
        return
    fi
    grep -E '✘|error:|Fatal error|^FAIL' "$log" | head -n 60 | cut -c1-400 || true
    say "   (the end of $log)"
    tail -n 40 "$log" | cut -c1-400
    case $status in
        124 | 137) say "$name did not end within $limit s" ;;
        77) say "$name has nothing to test against, and CI does not skip" ;;
        *) say "$name failed with status $status" ;;
    esac
    stage_table+=("$(printf '%-24s %6d s  FAILED, whole log in %s' "$name" "$took" "$log")")
    finish 1
}

# skip NAME WHY
skip() {
    say "== $1: skipped, $2"
    stage_table+=("$(printf '%-24s skipped: %s' "$1" "$2")")
}

# Swift tests count one by one, by the lines Swift Testing writes; a peer test by its last line; any other stage counts
# as one check.
count_tests() {
    local log=$1 status=$2 passed failed last
    last=$(tail -n 1 "$log")
    if grep -q 'Test run with [0-9]* test' "$log"; then
        passed=$(grep -cE '^[^ ]+ Test (".*"|[^ ]+\(.*\)).* passed after ' "$log" || true)
        failed=$(grep -cE '^[^ ]+ Test (".*"|[^ ]+\(.*\)).* failed after ' "$log" || true)
    elif [[ $last =~ ^([0-9]+)\ passed,\ ([0-9]+)\ failed$ ]]; then
        passed=${BASH_REMATCH[1]} failed=${BASH_REMATCH[2]}
    else
        passed=$((status == 0 ? 1 : 0))
        failed=0
    fi
    [ "$status" = 0 ] || [ "$failed" -gt 0 ] || failed=1
    checks_passed=$((checks_passed + passed))
    checks_failed=$((checks_failed + failed))
}

# finish STATUS: the table, then what passed.
finish() {
    say
    say "stage                    seconds"
    printf '%s\n' "${stage_table[@]}"
    say "$(printf '%-24s %6d s' all "$SECONDS")"
    say
    say "$checks_passed passed, $checks_failed failed"
    exit "$1"
}
