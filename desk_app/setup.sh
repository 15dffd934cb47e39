# Set-up shared by desk_app/run.sh and tests/run.sh; sourced by them, never run by itself.
# Expects: $root (folder of the project). Offers: need_libraries, window_libraries,
# prepare_environment, say, stop.

say() { printf '%s\n' "$*" >&2; }
stop() { say "[安装未完成 / set-up stopped] $*"; exit 3; }

# A library is looked for by the name the loader uses, because package names differ between releases.
has_library() {
    case "$1" in
        /*) [ -x "$1" ] ;;
        *) PATH="$PATH:/sbin:/usr/sbin" ldconfig -p 2>/dev/null | grep -q -F "$1" ;;
    esac
}

# What Qt loads for a window; nothing of it is needed for the command line.
window_libraries() {
    cat <<'LIBRARIES'
libGL.so.1 libgl1
libEGL.so.1 libegl1
libfontconfig.so.1 libfontconfig1
libdbus-1.so.3 libdbus-1-3
libxkbcommon.so.0 libxkbcommon0
libglib-2.0.so.0 libglib2.0-0
libxcb-cursor.so.0 libxcb-cursor0
libxcb-icccm.so.4 libxcb-icccm4
libxcb-keysyms.so.1 libxcb-keysyms1
libxcb-shape.so.0 libxcb-shape0
libxkbcommon-x11.so.0 libxkbcommon-x11-0
LIBRARIES
}

# need_libraries ROWS: installs the packages of the rows «library package» whose library is missing.
need_libraries() {
    missing=""
    while read -r library package; do
        [ -z "$library" ] || has_library "$library" || missing="$missing $package"
    done <<ROWS
$1
ROWS
    install_packages "$missing"
}

install_packages() {
    [ -n "$1" ] || return 0
    if ! command -v apt-get >/dev/null 2>&1; then
        stop "缺少系统组件，请用本机的软件包管理器安装后重试。Please install these system packages (Debian names), then run this again:$1"
    fi
    if [ "$(id -u)" = 0 ]; then
        as_root=""
    elif command -v sudo >/dev/null 2>&1 && { sudo -n true 2>/dev/null || [ -t 0 ]; }; then
        as_root="sudo"
    else
        stop "缺少系统组件，需要管理员安装。Please ask an administrator to run: apt-get install -y --no-install-recommends$1"
    fi
    say "正在安装系统组件 / installing system packages:$1"
    log=$(mktemp)
    # shellcheck disable=SC2086 # the list is words
    if ! { $as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq &&
        $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $1; } >"$log" 2>&1; then
        tail -n 15 "$log" >&2
        rm -f "$log"
        stop "系统组件安装失败（原因见上），请检查软件源后重试。apt-get could not install:$1"
    fi
    rm -f "$log"
}

# prepare_environment EXTRA: makes .venv with the locked versions; EXTRA is like "[hall,keyring]".
prepare_environment() {
    command -v python3 >/dev/null 2>&1 || install_packages " python3"
    python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
        stop "需要 Python 3.11 或更新版本。Python 3.11 or newer is needed; found: $(python3 --version 2>&1)"
    venv="$root/.venv"
    stamp="$venv/.ready$(printf '%s' "$1" | tr -cd 'a-z')"
    state=$(cat "$root/pyproject.toml" "$root/desk_app/constraints.txt" | cksum)
    state="$state $(python3 -c 'import sys; print(sys.version, sys.base_prefix)' | tr '\n' ' ') $root"
    if [ -x "$venv/bin/python" ] && [ "$(cat "$stamp" 2>/dev/null)" = "$state" ]; then
        return 0
    fi
    if ! "$venv/bin/python" -m pip --version >/dev/null 2>&1; then
        python3 -c 'import ensurepip, venv' 2>/dev/null || install_packages " python3-venv"
        say "正在创建运行环境 / creating .venv"
        rm -rf "$venv"
        python3 -m venv "$venv" || stop "无法创建 $venv，请检查磁盘空间和写入权限。Could not create the virtual environment."
    fi
    say "正在安装程序组件（首次约需一两分钟）/ installing the program's packages"
    log=$(mktemp)
    if ! "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-input \
        --constraint "$root/desk_app/constraints.txt" --editable "$root$1" >"$log" 2>&1; then
        grep -v WARNING "$log" | tail -n 15 >&2
        rm -f "$log"
        stop "程序组件安装失败（原因见上），请检查能否连接 Python 软件源。pip could not install the packages."
    fi
    rm -f "$log"
    printf '%s' "$state" >"$stamp"
}
