# shellcheck shell=bash
# What the commands in this folder share; sourced, never run.
# Needs only bash and what every Debian has (coreutils, util-linux, grep, sed); no python, openssl, curl or ps.

repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
local_commands=$repository/deploy/local
export PATH="$PATH:/usr/local/sbin:/usr/sbin:/sbin"

say() { printf '%s\n' "$*"; }
fail() { printf '\n%s\n' "$*" >&2; exit 1; }

setting() { sed -n "s/^$2=//p" "$1"; } # FILE NAME: from NAME=value lines

# 192 bits from the kernel, as letters and digits that need no quoting anywhere.
secret() { head -c 24 /dev/urandom | od -An -vtx1 | tr -d ' \n'; }

# ---- processes -------------------------------------------------------------------------------------------------
# A number alone does not name a process: numbers are reused. Together with the start time (field 22 of its stat) it does.
process_start() {
  local stat
  { read -r stat < "/proc/$1/stat"; } 2> /dev/null || return 1
  set -- ${stat##*) }
  [ "$1" != Z ] && printf '%s' "${20}"
}
remember_process() { local start; start=$(process_start "$2") && printf '%s %s\n' "$2" "$start" > "$1"; } # FILE PID
running_process() { # FILE: prints the number of the process remembered there while that very process lives
  local pid start
  { read -r pid start < "$1"; } 2> /dev/null && [ "$(process_start "$pid")" = "$start" ] && printf '%s' "$pid"
}
end_by_argument() { # ARGUMENT: whoever was started with it
  local process
  for process in $(grep -lzxF -e "$1" /proc/[0-9]*/cmdline 2> /dev/null || true); do
    process=${process#/proc/}
    kill -KILL "${process%/cmdline}" 2> /dev/null || true
  done
}
stop_process() { # FILE [SECONDS [SIGNAL]]: ask, wait, then force
  local pid deadline=$((SECONDS + ${2:-20}))
  pid=$(running_process "$1") || { rm -f "$1"; return 0; }
  kill "-${3:-TERM}" "$pid" 2> /dev/null || true
  kill -CONT "$pid" 2> /dev/null || true # a frozen process cannot obey
  while running_process "$1" > /dev/null; do
    [ "$SECONDS" -lt "$deadline" ] || kill -KILL "$pid" 2> /dev/null || true
    sleep 0.1
  done
  rm -f "$1"
}

# ---- ports -----------------------------------------------------------------------------------------------------
port_taken() { grep -qsE "^ *[0-9]+: [0-9A-F]+:$(printf '%04X' "$1") [0-9A-F]+:[0-9A-F]+ 0A" /proc/net/tcp /proc/net/tcp6; } # 0A: somebody listens
listens() { # PID PORT: whether that very process does
  local inode
  for inode in $(sed -nE "s/^ *[0-9]+: [0-9A-F]+:$(printf '%04X' "$2") [^ ]+ 0A ([^ ]+ +){5}([0-9]+) .*/\2/p" /proc/net/tcp /proc/net/tcp6 2> /dev/null); do
    # shellcheck disable=SC2012 # what a descriptor is, is in no file's name
    ! ls -l "/proc/$1/fd" 2> /dev/null | grep -F "socket:[$inode]" > /dev/null || return 0 # reads to the end: see pipefail
  done
  return 1
}
# Below the range from which the kernel takes outgoing ports. Servers and services choose at the same time, each from its own half;
# what was chosen a moment ago nobody listens on yet.
server_ports=20000 service_ports=26000
free_port() { # FIRST [CHOSEN...]
  local port first=$1
  shift
  while :; do
    port=$((first + RANDOM % 6000))
    [[ " $* " == *" $port "* ]] || port_taken "$port" || { printf '%s' "$port"; return; }
  done
}
http_status() { # PORT PATH: the status of a GET on loopback, or nothing
  local line=
  { exec 8<> "/dev/tcp/127.0.0.1/$1"; } 2> /dev/null || return 1
  printf 'GET %s HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n' "$2" >&8 2> /dev/null && read -r -t 5 line <&8
  exec 8>&-
  set -- $line
  printf '%s' "${2:-}"
}

# ---- folders that must be ours ----------------------------------------------------------------------------------
# A checkout that somebody else made, or that a "sudo" left files in, fails in the middle of a build otherwise.
need_own_folders() { # FOLDER...
  local folder deepest
  for folder in "$@"; do
    deepest=$folder
    until [ -e "$deepest" ]; do deepest=$(dirname "$deepest"); done
    [ -w "$deepest" ] || fail "$deepest belongs to $(stat -c %U "$deepest"), and $(id -un) may not write there.
Clone the project into a folder of your own, or have it given to you: sudo chown -R $(id -un) $deepest"
  done
}

# ---- tools that must be there -----------------------------------------------------------------------------------
need_sdk() {
  local place old_home=${HOME:-}
  # Without a home that can be written, the SDK and NuGet get one of their own.
  if [ ! -w "${HOME:-/nonexistent}" ]; then
    export HOME=$repository/artifacts/home
    mkdir -p "$HOME"
  fi
  if ! command -v dotnet > /dev/null; then
    for place in "${DOTNET_ROOT:-}" "$old_home/.dotnet" /usr/share/dotnet /usr/lib/dotnet; do
      [ -x "$place/dotnet" ] && export PATH="$place:$PATH" DOTNET_ROOT="$place" && break
    done
  fi
  command -v dotnet > /dev/null || fail "The .NET SDK is missing. Install .NET SDK 10 (https://dotnet.microsoft.com/download/dotnet/10.0) so that 'dotnet' is on the PATH."
  (cd "$repository" && dotnet --version) > /dev/null 2>&1 \
    || fail "A .NET SDK 10 is needed, and this machine has: $(dotnet --list-sdks 2> /dev/null | tr '\n' ' ')
Install .NET SDK 10 from https://dotnet.microsoft.com/download/dotnet/10.0."
  export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1
}

postgres_bin() { local place; for place in $(printf '%s\n' /usr/lib/postgresql/*/bin | sort -V -r); do [ -x "$place/initdb" ] && printf '%s' "$place" && return; done; return 1; }
rabbitmq_bin() { [ -x /usr/lib/rabbitmq/bin/rabbitmq-server ] && printf /usr/lib/rabbitmq/bin; }

# Installs PostgreSQL, RabbitMQ and the time zones from the distribution when they are missing and this may be done; and the
# programs named besides, each from the package of its name, without which most works.
need_servers() { # [PROGRAM...]
  local missing=() wished=() sudo=() program log
  postgres_bin > /dev/null || missing+=(postgresql)
  rabbitmq_bin > /dev/null || missing+=(rabbitmq-server)
  [ -e /usr/share/zoneinfo/Asia/Shanghai ] || missing+=(tzdata)
  for program in "$@"; do command -v "$program" > /dev/null || wished+=("$program"); done
  [ ${#missing[@]} -gt 0 ] || [ ${#wished[@]} -gt 0 ] || return 0
  local wanted="${missing[*]} ${wished[*]}"
  wanted=${wanted# } wanted=${wanted% }
  local without="Without ${wished[*]}: what needs it is skipped. To have it: apt-get install ${wished[*]}"
  local by_hand="Ask whoever runs this machine to install it:
  apt-get install $wanted
then run this command again. (It neither uses nor needs the system's own servers; they may stay stopped.)"
  if ! command -v apt-get > /dev/null; then
    [ ${#missing[@]} -gt 0 ] || { say "$without"; return 0; }
    fail "Missing here: $wanted. This machine has no apt-get, so install them its own way (PostgreSQL under /usr/lib/postgresql, RabbitMQ under /usr/lib/rabbitmq)."
  fi
  if [ "$(id -u)" != 0 ]; then
    if ! sudo -n true > /dev/null 2>&1; then
      [ ${#missing[@]} -gt 0 ] || { say "$without"; return 0; }
      fail "Missing here: $wanted. $by_hand"
    fi
    sudo=(sudo -n)
  fi
  say "Installing $wanted from Debian ..."
  log=$(mktemp)
  # shellcheck disable=SC2024
  if ! "${sudo[@]}" bash "$local_commands/install-servers" "${missing[@]}" "${wished[@]}" > "$log" 2>&1; then
    [ ${#missing[@]} -gt 0 ] || { rm -f "$log"; say "$without"; return 0; }
    tail -n 15 "$log" >&2
    fail "apt could not install $wanted; all it said is in $log."
  fi
  rm -f "$log"
  postgres_bin > /dev/null && rabbitmq_bin > /dev/null || fail "Installed $wanted, but PostgreSQL or RabbitMQ is still not under /usr/lib."
}

# ---- the platform ------------------------------------------------------------------------------------------------
# Builds leave nothing running behind: no build nodes, and a compile server of its own that is ended with the build.
build_solution() { # SOLUTION [ARGUMENT...]
  local server=carbon-platform-$$ status=0 sdk
  dotnet build "$1" -c Release -v minimal --nologo -nodeReuse:false -p:UseSharedCompilation=true "-p:SharedCompilationId=$server" "${@:2}" || status=$?
  sdk=$(dirname "$(readlink -f "$(command -v dotnet)")")/sdk/$(cd "$repository" && dotnet --version)
  dotnet "$sdk/Roslyn/bincore/VBCSCompiler.dll" -shutdown "-pipename:$server" > /dev/null 2>&1 || true
  end_by_argument "-pipename:$server" # a busy one may not have heard
  return "$status"
}

service_running() { running_process "$1/run/${2,,}.supervisor.pid" > /dev/null; } # HOME SERVICE
stop_service() { # HOME SERVICE: the supervisor hands the request on and waits; what is left after that is ended here
  local run=$1/run/${2,,}
  stop_process "$run.supervisor.pid" 40
  stop_process "$run.pid" 10
}

# ---- what tests leave behind ---------------------------------------------------------------------------------------
# A test project takes its platforms down itself. One that was cut off could not: the folder of each is named after its process.
take_down_leftovers() {
  local home process
  for home in "$repository"/artifacts/{faults,faults-full,end-to-end,upgrade,oracle}/*/; do
    home=${home%/} process=${home##*/}
    [[ $process =~ ^[0-9]+$ ]] && [ ! -d "/proc/$process" ] || continue
    CARBON_HOME=$home "$local_commands/down" --delete > /dev/null 2>&1 || true
    ! mountpoint -q "/tmp/carbon-platform-$process/postgres" || umount "/tmp/carbon-platform-$process/postgres" || true
    rm -rf "$home" "/tmp/carbon-platform-$process"
  done
}
