#!/bin/sh
# Fails the build if the library would not load everywhere, or shows more than it should.
#     check.sh LIBRARY PROBE GLIBC_FLOOR [NEEDED]
# PROBE is the same code linked to a glibc; GLIBC_FLOOR is the newest symbol version that it may
# need, or empty; NEEDED is the DT_NEEDED that LIBRARY must have, and no other.
set -eu
export LC_ALL=C
readelf=${READELF:-readelf}
library=$1 probe=$2 floor=$3 allowed=${4:-}
failed=0

complain() {
    echo "check.sh: $library: $*" >&2
    failed=1
}

symbols() { # FILE defined|undefined: names of the dynamic symbol table, with versions
    "$readelf" --dyn-syms --wide "$1" | awk -v want="$2" '
        $1 !~ /^[0-9]+:$/ || $4 == "SECTION" || $8 == "" { next }
        ($7 == "UND") == (want == "undefined") { print $8 }' | sort -u
}

dynamic=$("$readelf" --dynamic --wide "$library")
segments=$("$readelf" --segments --wide "$library")

exported=$(symbols "$library" defined | tr '\n' ' ')
[ "$exported" = 'JNI_OnLoad JNI_OnUnload ' ] ||
    complain "exports $exported- only JNI_OnLoad and JNI_OnUnload may show"

needed=$(printf '%s\n' "$dynamic" | sed -n 's/.*(NEEDED).*\[\(.*\)\].*/\1/p' | paste -sd ' ')
[ "$needed" = "$allowed" ] ||
    complain "needs the libraries '$needed', but must need ${allowed:-none}"
for tag in RPATH RUNPATH TEXTREL; do
    case $dynamic in *"($tag)"*) complain "has a dynamic entry $tag" ;; esac
done
case $dynamic in *BIND_NOW*) ;; *) complain 'is not bound at load (-z now)' ;; esac
case $segments in *GNU_RELRO*) ;; *) complain 'has no read-only relocations (-z relro)' ;; esac
case $segments in *'GNU_STACK'*' RWE '*) complain 'wants an executable stack' ;; esac

# musl has no __*_chk.
checked=$(symbols "$library" undefined | grep '^__.*_chk$' | tr '\n' ' ') || true
[ -z "$checked" ] || complain "needs $checked, which musl lacks: see libc.c"

[ -n "$floor" ] || exit $failed
versions=$(symbols "$probe" undefined | sed -n 's/.*@*@GLIBC_\([0-9.]*\).*/\1/p' | sort -u)
[ -n "$versions" ] || complain "no glibc version shows in $probe: this check sees nothing"
for version in $versions; do
    newest=$(printf '%s\n' "$version" "$floor" | sort -V | tail -n 1)
    [ "$newest" = "$floor" ] || complain "needs GLIBC_$version, above $floor:" \
        "$(symbols "$probe" undefined | grep "GLIBC_$version\$" | tr '\n' ' ')"
done

exit $failed
