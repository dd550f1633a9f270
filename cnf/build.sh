# Builds with Maven; shared by ./run and ./test. To be sourced after setup.sh, in
# the project's folder.
# shellcheck shell=bash

# Newer than everything that target/home was built from.
readonly BUILT=distribution/target/built

# prepare_build [WANTED...]: installs what the build needs, and what else is WANTED, and sets what the
# build reads.
prepare_build() {
    [ "$(uname -m)" = x86_64 ] || fail "this project is built on x86-64 only; this machine is $(uname -m)"
    # All in one call: where it may not install, the command to type is one.
    # shellcheck disable=SC2046 # words
    need_packages jdk gcc make libc6-dev mvn=maven $(archive_packages) "$@"
    use_jdk
}

is_built() {
    [ -e "$BUILT" ] && [ -z "$(find pom.xml bnd.bnd cnf com.example.gpiod.* distribution -name target -prune -o \
        '(' -type f -o -path '*/src/*' ')' -newer "$BUILT" -print -quit)" ]
}

# maven LOG ARG...: says what it does; all that Maven says goes to LOG. Uses the
# network only when something changed that may need it.
maven() {
    local log=$1 known offline=()
    shift
    known=$(cache_dir)/maven/$(maven_key "$@")
    mkdir -p "${log%/*}" "${known%/*}" "${BUILT%/*}"
    # Before it begins: what is changed meanwhile is built the next time.
    touch "$BUILT.begun"
    [ ! -e "$known" ] || offline=(-o)
    if ! run_maven "$log" "${offline[@]}" "$@"; then
        # Somebody may have emptied the local repository.
        if [ ${#offline[@]} -eq 0 ] || ! grep -q 'offline mode' "$log"; then
            return 1
        fi
        run_maven "$log" "$@" || return 1
    fi
    touch "$known"
    mv "$BUILT.begun" "$BUILT"
}

# What decides which plugins and dependencies Maven needs.
maven_key() {
    {
        echo "$*" "${JAVA_HOME:-}"
        find . -name target -prune -o -name pom.xml -print0 | sort -z | xargs -0 cat
    } | sha256sum | cut -c 1-16
}

run_maven() {
    local log=$1
    shift
    mvn -B "$@" 2>&1 </dev/null | tee "$log" | maven_progress >&2
}

# A line for each module, each class of tests and each error, and now and then
# one while it downloads.
maven_progress() {
    awk '
        function tell(text) { print "maven: " text; fflush() }
        / Building .*\[[0-9]+\/[0-9]+\]/ { sub(/.*Building /, ""); gsub(/  +/, " "); tell($0) }
        /Downloaded from/ && ++downloads % 50 == 0 { tell(downloads " files downloaded") }
        /Tests run:.*Time elapsed/ { sub(/^\[[A-Z]*\] */, ""); tell($0) }
        /^run-tests: / { tell($0) }
        /Without the fragment/ { sub(/.*\[echo\] /, ""); tell($0) }
        /^\[ERROR\]/ && errors++ < 40 { tell($0) }
    '
}
