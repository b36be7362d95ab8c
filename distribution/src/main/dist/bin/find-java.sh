# Finds a Java that is new enough; to be read with "." by a POSIX shell.
# shellcheck shell=sh

serai_java_needed=25

# serai_java_version DIRECTORY: prints the number of the Java that is installed there, such as 25.
serai_java_version() {
    [ -x "$1/bin/java" ] || return 1
    if [ -r "$1/release" ]; then
        sed -n 's/^JAVA_VERSION="\{0,1\}\([0-9][0-9]*\).*/\1/p' "$1/release"
    else
        "$1/bin/java" -version 2>&1 | sed -n 's/.* version "\([0-9][0-9]*\).*/\1/p'
    fi
}

# serai_java_suits DIRECTORY PROGRAM: is it new enough, and does it have the program (javac for building)?
serai_java_suits() {
    serai_java_found=$(serai_java_version "$1") || return 1
    [ "${serai_java_found:-0}" -ge "$serai_java_needed" ] && [ -x "$1/bin/$2" ]
}

# serai_java_on_path: prints where the java of PATH is installed.
serai_java_on_path() {
    serai_java_program=$(command -v java) || return 1
    while [ -h "$serai_java_program" ]; do
        serai_java_target=$(readlink "$serai_java_program")
        case $serai_java_target in
            /*) serai_java_program=$serai_java_target ;;
            *) serai_java_program=$(dirname "$serai_java_program")/$serai_java_target ;;
        esac
    done
    (cd "$(dirname "$serai_java_program")/.." && pwd -P)
}

# serai_find_java PROGRAM: prints the directory of the first suitable Java that has it: JAVA_HOME, PATH, the usual folders.
# SERAI_JAVA_ROOT stands before the folders of the machine, for tests.
serai_find_java() {
    serai_java_root=${SERAI_JAVA_ROOT:-}
    for serai_java_candidate in \
        "${JAVA_HOME:-}" "$(serai_java_on_path)" \
        "$serai_java_root"/usr/lib/jvm/* "$serai_java_root"/usr/local/lib/jvm/* "$serai_java_root"/opt/* \
        "$serai_java_root"/Library/Java/JavaVirtualMachines/*/Contents/Home \
        "${HOME:-}"/.sdkman/candidates/java/* "${HOME:-}"/.jdks/*; do
        if [ -n "$serai_java_candidate" ] && serai_java_suits "$serai_java_candidate" "$1"; then
            echo "$serai_java_candidate"
            return 0
        fi
    done
    echo "SERAI-2000: Serai needs a JDK $serai_java_needed or newer, and there is none in JAVA_HOME, on PATH or in the" \
        "usual folders: install one, for example Eclipse Temurin from https://adoptium.net, and set JAVA_HOME to it." >&2
    return 1
}
