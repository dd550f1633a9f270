# Set-up shared by ./run, ./test and the virtual machine: installs what this
# machine lacks and keeps what is downloaded in one cache folder.
#
# To be sourced by bash scripts with `set -euo pipefail`, or called directly to
# run one of its functions:
#     bash cnf/setup.sh libgpiod_dev amd64
#
# Deleting the cache folder makes the next run download the newest versions; as
# long as it is there, nothing that is in it is asked for again.
# shellcheck shell=bash

# A failing $(function) fails its caller.
shopt -s inherit_errexit

GPIOD_SUITE=forky
LIBGPIOD_OLDEST=2.2.5

# Some services run without it; bash then knows it from the list of users.
export HOME=${HOME-~}

say() { echo "setup: $*" >&2; }
fail() { say "$*"; exit 1; }

cache_dir() {
    local dir=${GPIOD_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/gpiod-osgi}
    mkdir -p "$dir"
    (cd "$dir" && pwd)
}

# --- packages of this machine ------------------------------------------------

# need_packages WANTED...
# WANTED is a Debian package, COMMAND=PACKAGE (a package that only matters for
# its command, which may also come from elsewhere; PACKAGE|OTHER where releases
# name it differently), `jdk`: a JDK that this project can be built with, or
# `jdk21`: one that has virtual threads.
need_packages() {
    local wanted missing=()
    for wanted; do
        have "$wanted" || missing+=("$wanted")
    done
    [ ${#missing[@]} -eq 0 ] || install_packages "${missing[@]}"
}

have() {
    case $1 in
        jdk) find_jdk >/dev/null ;;
        jdk21) find_jdk 21 >/dev/null ;;
        *=*) command -v "${1%%=*}" >/dev/null ;;
        # A line for each architecture that has it.
        *) dpkg-query -W -f '${db:Status-Status}\n' "$1" 2>/dev/null | grep -qx installed ;;
    esac
}

install_packages() {
    local wanted
    [[ " $* " != *" jdk21 "* ]] || require_package_of_jdk21
    command -v apt-get >/dev/null || fail "missing: $*; install them (the names are Debian's, this machine has no apt)"
    as_root=()
    if [ "$(id -u)" -ne 0 ]; then
        as_root=(sudo -n)
        sudo -n true 2>/dev/null ||
            fail "packages are missing; type: sudo apt-get update && sudo apt-get install -y --no-install-recommends $(packages_of "$@")"
    fi
    if ! apt_install "$@"; then
        # A fresh machine has no package lists, an old one stale ones.
        say "reading the package lists"
        "${as_root[@]}" apt-get -q update >&2 || say "apt-get update failed; trying with the lists that are here"
        apt_install "$@" || fail "apt-get could not install $(packages_of "$@") (its messages are above)"
    fi
    for wanted; do
        have "$wanted" || fail "$wanted is still missing after installing $(package_of "$wanted")"
    done
}

# A fresh machine has no package lists, and some releases have no JDK that is new enough.
require_package_of_jdk21() {
    [ "$(package_of jdk21)" = default-jdk-headless ] || return 0
    [ "$(id -u)" -ne 0 ] || apt-get -q update >&2 || true
    [ "$(package_of jdk21)" != default-jdk-headless ] ||
        fail "this release has no package of a JDK 21 or later: put one into /usr/lib/jvm, or set JAVA_HOME"
}

apt_install() {
    local packages
    read -ra packages < <(packages_of "$@")
    say "installing ${packages[*]}"
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
        apt-get -q -o DPkg::Lock::Timeout=300 install -y --no-install-recommends "${packages[@]}" >&2
}

packages_of() {
    local wanted names=()
    for wanted; do names+=("$(package_of "$wanted")"); done
    echo "${names[*]}"
}

package_of() {
    case $1 in
        # default-jdk is too old on some releases that have a newer one beside it.
        jdk) first_known openjdk-{17,21,25}-jdk-headless default-jdk-headless ;;
        jdk21) first_known openjdk-{21,25}-jdk-headless default-jdk-headless ;;
        *)
            local names
            IFS='|' read -ra names <<<"${1#*=}"
            first_known "${names[@]}"
            ;;
    esac
}

# first_known PACKAGE...: prints the first that this machine's apt knows, else the last.
first_known() {
    while [ $# -gt 1 ] && ! apt-cache show "$1" >/dev/null 2>&1; do
        shift
    done
    echo "$1"
}

# find_jdk [OLDEST]: prints the home of a JDK 17, or OLDEST, or later: JAVA_HOME,
# else the one of the PATH, else the first among this machine's.
find_jdk() {
    local home oldest=${1:-17}
    for home in "${JAVA_HOME:-}" "$(jdk_on_path)" /usr/lib/jvm/*; do
        if [ -x "$home/bin/javac" ] && [ "$(java_release "$home")" -ge "$oldest" ]; then
            echo "$home"
            return
        fi
    done
    return 1
}

# java_release HOME: prints such as 17, or 0 if there is no Java.
java_release() {
    local release
    release=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" 2>/dev/null) || true
    echo "${release:-0}"
}

jdk_on_path() {
    local javac
    javac=$(command -v javac) || return 0
    dirname "$(dirname "$(readlink -f "$javac")")"
}

# Exports JAVA_HOME and puts its commands first, so that Maven, `java` and the
# virtual machine agree on the JDK.
use_jdk() {
    need_packages jdk
    JAVA_HOME=$(find_jdk)
    export JAVA_HOME PATH="$JAVA_HOME/bin:$PATH"
}

# --- packages of another suite or architecture -------------------------------
# A private apt reads them: it verifies signatures with Debian's archive keys as
# any apt does, needs no root, and leaves the machine's own apt alone.

# package_tree SUITE ARCH NAME [PACKAGE...]
# Prints a folder with the newest PACKAGEs (default: NAME) unpacked and a file
# `versions` with a line "package version" each.
package_tree() {
    local tree
    tree=$(cache_dir)/$1-$2/$3
    if [ ! -d "$tree" ]; then
        with_lock make_tree "$tree" "$@"
    fi
    echo "$tree"
}

make_tree() {
    [ ! -d "$1" ] || return 0
    unpack "$@"
    mv -T "$new" "$1"
}

# unpack TREE SUITE ARCH NAME [PACKAGE...]: into the folder $new, which does not
# outlive this process unless it is moved to TREE.
unpack() {
    local tree=$1 suite=$2 arch=$3 name=$4 deb
    shift 4
    [ $# -gt 0 ] || set -- "$name"
    mkdir -p "${tree%/*}"
    new=$(mktemp -d "$tree.XXXXXX")
    # shellcheck disable=SC2064 # that folder, whatever `new` is by then
    trap "rm -rf '$new'" EXIT
    chmod 755 "$new"
    download "$suite" "$arch" "$name" "$new/debs" "$@"
    for deb in "$new"/debs/*.deb; do
        dpkg-deb -x "$deb" "$new"
        # shellcheck disable=SC2016 # dpkg-deb's own placeholders
        dpkg-deb --show --showformat '${Package} ${Version}\n' "$deb" >>"$new/versions"
    done
    rm -r "$new/debs"
}

download() {
    local suite=$1 arch=$2 name=$3 into=$4
    shift 4
    mkdir -p "$into"
    private_apt "$suite" "$arch"
    say "downloading $name ($suite, $arch, packages: $#)"
    if ! (cd "$into" && apt_of "$suite" "$arch" apt-get -qq download "$@"); then
        # The index may name what is gone.
        rm -f "$(cache_dir)/apt/$suite-$arch/ready"
        fail "downloading $name of Debian $suite failed; GPIOD_DEBIAN_MIRROR=URL names another mirror"
    fi
}

# Brings the index of SUITE and ARCH into the cache. The suite moves on, so an
# index of yesterday may name packages that are gone.
private_apt() {
    local suite=$1 arch=$2 dir mirror keys
    dir=$(cache_dir)/apt/$suite-$arch
    [ -z "$(find "$dir/ready" -mmin -60 2>/dev/null)" ] || return 0
    mirror=$(debian_mirror)
    keys=$(archive_keys)
    mkdir -p "$dir/state/lists/partial" "$dir/cache/archives/partial"
    : >"$dir/status"
    echo "deb [signed-by=$keys] $mirror $suite main" >"$dir/sources.list"
    cat >"$dir/apt.conf" <<END
Dir::State "$dir/state";
Dir::State::status "$dir/status";
Dir::Cache "$dir/cache";
Dir::Etc::sourcelist "$dir/sources.list";
Dir::Etc::sourceparts "-";
Dir::Etc::preferences "/dev/null";
Dir::Etc::preferencesparts "/dev/null";
APT::Default-Release "";
APT::Architecture "$arch";
APT::Architectures "$arch";
// The cache folder may not be readable for apt's own user.
APT::Sandbox::User "";
Acquire::Languages "none";
APT::Update::Error-Mode "any";
#clear APT::Update::Post-Invoke;
#clear APT::Update::Post-Invoke-Success;
END
    say "reading the index of Debian $suite ($arch)"
    if ! apt_of "$suite" "$arch" apt-get -qq update 2>&1 | tee "$dir/update.log" >&2; then
        # gpgv's words, and those of sqv in newer releases.
        ! grep -qE 'NO_PUBKEY|EXPKEYSIG|Missing key' "$dir/update.log" ||
            fail "this machine's debian-archive-keyring is too old for Debian $suite: install a newer one"
        fail "no index of Debian $suite from $mirror; GPIOD_DEBIAN_MIRROR=URL names another mirror"
    fi
    touch "$dir/ready"
}

# apt_of SUITE ARCH APT-COMMAND ARG...
apt_of() {
    local dir
    dir=$(cache_dir)/apt/$1-$2
    "$3" -c "$dir/apt.conf" "${@:4}"
}

# The mirror that this machine's own apt already uses, if that is Debian's; else the
# one that the makers of apt give for Debian.
debian_mirror() {
    local mirror=${GPIOD_DEBIAN_MIRROR:-}
    # shellcheck disable=SC2016 # apt's own placeholders
    [ -n "$mirror" ] || mirror=$(apt-get indextargets --format '$(ORIGIN) $(LABEL) $(REPO_URI)' 'Created-By: Packages' |
        sed -n 's/^Debian Debian //p' | sed -n 1p)
    [ -n "$mirror" ] || mirror=$(mirror_without_lists)
    [ -n "$mirror" ] || mirror=$(mirror_of_template)
    [ -n "$mirror" ] ||
        fail "no Debian mirror is known here; set GPIOD_DEBIAN_MIRROR to the URL of one (it must have the suite $GPIOD_SUITE)"
    echo "$mirror"
}

# Until apt has read package lists it knows nobody's origin: then Debian's mirror
# is where a Debian machine gets its own release from.
mirror_without_lists() (
    # shellcheck source=/dev/null
    . /etc/os-release
    if [ "$ID" = debian ]; then
        apt-get update --print-uris | sed -n "s|^'\(.*\)/dists/$VERSION_CODENAME/InRelease'.*|\1|p" | sed -n 1p
    fi
)

mirror_of_template() {
    need_packages python-apt-common ca-certificates
    sed -n 's|^BaseURI: *\([^ ]*[^ /]\)/*$|\1|p' /usr/share/python-apt/templates/Debian.info | sed -n 1p
}

# What reading another suite takes, as far as it is known before apt is asked.
archive_packages() (
    # shellcheck source=/dev/null
    . /etc/os-release
    echo debian-archive-keyring
    [ "$ID" = debian ] || [ -n "${GPIOD_DEBIAN_MIRROR:-}" ] || echo python-apt-common ca-certificates
)

archive_keys() {
    local file
    need_packages debian-archive-keyring
    for file in /usr/share/keyrings/debian-archive-keyring.{gpg,pgp}; do
        [ -e "$file" ] || continue
        echo "$file"
        return
    done
    fail "debian-archive-keyring has no keyring in /usr/share/keyrings"
}

# put FILE: writes standard input to it so that nobody ever sees half of it.
put() {
    local new
    new=$(mktemp "$1.XXXXXX")
    cat >"$new"
    chmod 644 "$new"
    mv -T "$new" "$1"
}

# with_lock FUNCTION ARG...: one at a time among all that use the cache. In a
# process of its own, because `set -e` has no effect in a function that is called
# from a condition, and half a set-up must never pass for a whole one.
with_lock() {
    local cache
    cache=$(cache_dir)
    if ! flock -n "$cache/lock" true; then
        say "waiting for another set-up that uses $cache"
    fi
    flock -o "$cache/lock" bash "${BASH_SOURCE[0]}" "$@"
}

# --- what the parts of this project take from the suite ----------------------

# What this project builds for, by the names of its fragments.
readonly ARCHITECTURES=(x86_64 aarch64 armhf riscv64)

# cross_packages ARCHITECTURE...: what their fragments are built with on x86-64.
cross_packages() {
    local architecture
    for architecture; do
        case $architecture in
            aarch64) echo gcc-aarch64-linux-gnu libc6-dev-arm64-cross ;;
            armhf) echo gcc-arm-linux-gnueabihf libc6-dev-armhf-cross ;;
            riscv64) echo gcc-riscv64-linux-gnu libc6-dev-riscv64-cross ;;
        esac
    done
}

# debian_arch ARCHITECTURE: prints what Debian calls it.
debian_arch() {
    case $1 in
        x86_64) echo amd64 ;;
        aarch64) echo arm64 ;;
        armhf | riscv64) echo "$1" ;;
        *) fail "unknown architecture $1; known are ${ARCHITECTURES[*]}" ;;
    esac
}

# emulator_packages ARCHITECTURE: prints what need_packages takes for a virtual
# machine of it.
emulator_packages() {
    case $1 in
        x86_64) echo 'qemu-system-x86_64=qemu-system-x86' ;;
        aarch64) echo 'qemu-system-aarch64=qemu-system-arm' ;;
        armhf) echo 'qemu-system-arm=qemu-system-arm' ;;
        riscv64) echo 'qemu-system-riscv64=qemu-system-riscv|qemu-system-misc' ;;
    esac
}

# libgpiod_dev ARCH: prints a folder with usr/include/gpiod.h,
# usr/lib/<triplet>/libgpiod.a and a file `version` (that of the Debian package).
libgpiod_dev() {
    local arch=${1:-amd64} tree version
    tree=$(package_tree "$GPIOD_SUITE" "$arch" libgpiod-dev)
    version=$(cut -d ' ' -f 2 "$tree/versions")
    dpkg --compare-versions "$version" ge "$LIBGPIOD_OLDEST" ||
        fail "libgpiod-dev $version of $GPIOD_SUITE is too old: $LIBGPIOD_OLDEST fixed buffer over-reads; delete $tree once the suite has it"
    [ -e "$tree/version" ] || put "$tree/version" <<<"$version"
    echo "$tree"
}

# libgpiod_system ARCH: prints a folder with libgpiod.so.3 and what is needed to link it, as a
# distribution has them.
libgpiod_system() {
    package_tree "$GPIOD_SUITE" "$1" libgpiod-system libgpiod3 libgpiod-dev
}

# libgpiod_purl VERSION ARCHITECTURE: prints the package URL of a libgpiod-dev. What has no version of
# Debian's is somebody's own.
libgpiod_purl() {
    local version=${1//+/%2B}
    if [[ $1 =~ ^[0-9][0-9A-Za-z.+~]*-[0-9A-Za-z.+~]+$ ]]; then
        echo "pkg:deb/debian/libgpiod-dev@$version?arch=$(debian_arch "$2")&distro=$GPIOD_SUITE"
    else
        echo "pkg:generic/libgpiod@${version// /%20}"
    fi
}

# musl_dev ARCH: prints a folder with musl's libc.so, which is also its loader, start files and
# headers, each under the triplet.
musl_dev() {
    package_tree "$GPIOD_SUITE" "$1" musl-dev musl musl-dev
}

# gpiod_tools ARCH: prints a folder with libgpiod's own gpiodetect, gpioinfo, …
# They come with the libc that they were built for, so any older one will do.
gpiod_tools() {
    local arch=${1:-amd64} tree
    tree=$(package_tree "$GPIOD_SUITE" "$arch" gpiod gpiod libgpiod3 libc6)
    if [ ! -d "$tree/bin" ]; then
        with_lock wrap_tools "$tree"
    fi
    echo "$tree/bin"
}

wrap_tools() {
    local tree=$1 new tool
    [ ! -d "$tree/bin" ] || return 0
    new=$(mktemp -d "$tree/bin.XXXXXX")
    for tool in "$tree"/usr/bin/gpio*; do
        cat >"$new/${tool##*/}" <<'END'
#!/bin/sh
tree=$(dirname "$(dirname "$(readlink -f "$0")")")
set -- "$tree/usr/bin/${0##*/}" "$@"
exec "$tree"/usr/lib*/ld-linux*.so.* --library-path "$(echo "$tree"/usr/lib/*-linux-gnu*)" "$@"
END
    done
    chmod 755 "$new" "$new"/*
    mv -T "$new" "$tree/bin"
}

# linux_kernel ARCH FLAVOUR: prints a folder with the suite's stock kernel, that
# is vmlinuz and modules under usr/lib/modules/<version>.
linux_kernel() {
    local arch=$1 flavour=$2 tree
    tree=$(cache_dir)/$GPIOD_SUITE-$arch/linux-$flavour
    if [ ! -d "$tree" ]; then
        with_lock make_kernel_tree "$tree" "$arch" "$flavour"
    fi
    echo "$tree"
}

make_kernel_tree() {
    local tree=$1 arch=$2 flavour=$3 version
    private_apt "$GPIOD_SUITE" "$arch"
    version=$(apt_of "$GPIOD_SUITE" "$arch" apt-cache show "linux-image-$flavour" |
        sed -n 's/^Depends:.*linux-image-\([0-9][^ ,]*\).*/\1/p')
    [ -n "$version" ] || fail "linux-image-$flavour of $GPIOD_SUITE names no kernel that it depends on"
    make_tree "$tree" "$GPIOD_SUITE" "$arch" "linux-$flavour" "linux-binary-$version" "linux-modules-$version"
}

# What the tests use of a root file system, beside Java.
readonly ROOT_PACKAGES=(base-files base-passwd bash coreutils dash findutils grep libc-bin mawk mount sed util-linux)

# java_root ARCH SUITE RELEASE [PACKAGE...]: prints a folder with a root file system made of
# packages of that suite, with a Java of that release, and with PACKAGEs.
java_root() {
    local tree
    # With other packages it is another root.
    tree=$(cache_dir)/$2-$1/java-$3-$(cksum <<<"${ROOT_PACKAGES[*]}${4:+ ${*:4}}" | cut -d ' ' -f 1)
    if [ ! -d "$tree" ]; then
        with_lock make_java_root "$tree" "$@"
    fi
    echo "$tree"
}

make_java_root() {
    local tree=$1 arch=$2 suite=$3 jre=openjdk-$4-jre-headless packages
    [ ! -d "$tree" ] || return 0
    private_apt "$suite" "$arch"
    apt_of "$suite" "$arch" apt-cache show "$jre" >/dev/null 2>&1 || fail "Debian $suite has no $jre for $arch"
    # With nothing installed, what apt would install is all that it takes.
    packages=$(apt_of "$suite" "$arch" apt-get -qq --simulate --no-install-recommends install \
        "${ROOT_PACKAGES[@]}" "$jre" "${@:5}" | sed -n 's/^Inst \([^ ]*\).*/\1/p')
    # shellcheck disable=SC2086 # words
    unpack "$tree" "$suite" "$arch" "Java $4${5:+ with ${*:5}}" $packages
    settle "$new"
    mv -T "$new" "$tree"
}

# settle ROOT: does what the packages' own scripts would have done, as far as it matters here.
settle() (
    cd "$1"
    for folder in bin sbin lib lib64; do
        if [ -d "$folder" ] && [ ! -L "$folder" ]; then
            mkdir -p "usr/$folder"
            cp -a "$folder/." "usr/$folder"
            rm -r "$folder"
        fi
        [ ! -d "usr/$folder" ] || ln -sfn "usr/$folder" "$folder"
    done
    [ -e usr/bin/sh ] || ln -s dash usr/bin/sh
    [ -e usr/bin/awk ] || ln -s mawk usr/bin/awk
    cp usr/share/base-passwd/passwd.master etc/passwd
    cp usr/share/base-passwd/group.master etc/group
    echo '127.0.0.1 localhost' >etc/hosts
)

if [ "${BASH_SOURCE[0]}" = "$0" ]; then
    set -euo pipefail
    "$@"
fi
