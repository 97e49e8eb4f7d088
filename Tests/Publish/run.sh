#!/usr/bin/env bash
# Publishes RuntimeProgram framework-dependent, trimmed, and as native code for two instruction sets; compares the outputs bit by bit; and prints a
# table of size and speed. The native builds need a C linker and zlib.
# Exit code: 0 if all outputs match, 1 if not, 3 if the native builds were skipped because there is no linker.
#   Tests/Publish/run.sh [--fast]      --fast skips the speed measurement
set -euo pipefail
cd "$(dirname "$0")/../.."
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
# Framework-dependent executables look for .NET in system locations only, unless DOTNET_ROOT is set.
export DOTNET_ROOT=${DOTNET_ROOT:-$(dirname "$(readlink -f "$(command -v dotnet)")")}
measure=1
if [ "${1:-}" = "--fast" ]; then measure=0; fi
failed=0

# Trim and AOT warnings are errors, like all warnings.
publish() { # NAME [PROPERTY...]
  local name=$1
  shift
  echo "publishing: $name"
  dotnet publish Tests/Publish/RuntimeProgram -c Release -v quiet --nologo "$@" -o "$scratch/$name"
}

outputs() { # RESULT BUILD [VARIABLE=VALUE...]
  local result=$1 build=$2
  shift 2
  env "$@" "$scratch/$build/runtime-program" Exported >"$scratch/$result.txt" 2>"$scratch/$result.err"
}

width() { sed -n 's/^vector-bits //p' "$scratch/$1.err"; }

same() { # RESULT RESULT
  if cmp -s "$scratch/$1.txt" "$scratch/$2.txt"; then
    echo "same bits: $1 and $2, $(width "$1") bits"
  else
    echo "DIFFERENT BITS: $1 ($(width "$1") bits) and $2 ($(width "$2") bits)"
    failed=1
  fi
}

near() { # RESULT RESULT
  local difference
  difference=$("$scratch/jit/runtime-program" --compare "$scratch/$1.txt" "$scratch/$2.txt")
  if awk "BEGIN { exit !($difference <= 1e-6) }"; then
    echo "within $difference: $1 ($(width "$1") bits) and $2 ($(width "$2") bits)"
  else
    echo "DIFFERENCE TOO LARGE, $difference, limit 1e-6: $1 ($(width "$1") bits) and $2 ($(width "$2") bits)"
    failed=1
  fi
}

# The median of nine starts, in milliseconds from just before the process is created.
first_output() { # BUILD
  local run started
  for run in 1 2 3 4 5 6 7 8 9; do
    started=$EPOCHREALTIME
    "$scratch/$1/runtime-program" Exported 2>&1 >/dev/null | awk -v started="$started" '/^first-output-at/ { printf "%.0f\n", $2 - started * 1000 }'
  done | sort -n | sed -n 5p
}

rows=""
row() { # TITLE BUILD SIZE RESULT
  local speed="" start=""
  if [ "$measure" -eq 1 ]; then
    start="$(first_output "$2") ms"
    speed=$("$scratch/$2/runtime-program" --speed Exported)
  fi
  rows+="| $1 | $3 | $(width "$4") | $start | $speed |"$'\n'
}

megabytes() { du -k -c "$@" | awk 'END { printf "%.1f MB", $1 / 1024 }'; }

publish jit
outputs jit jit
row "JIT, framework-dependent" jit "$(megabytes "$scratch"/jit/*.dll "$scratch/jit/runtime-program") and .NET" jit

publish trimmed -p:Kind=trimmed
outputs trimmed trimmed
same trimmed jit
row "\`PublishTrimmed\`, self-contained" trimmed "$(megabytes "$scratch"/trimmed/*.dll "$scratch"/trimmed/*.so "$scratch/trimmed/runtime-program")" trimmed

linker=""
for compiler in clang gcc; do
  if [ -z "$linker" ] && command -v "$compiler" >/dev/null &&
    echo 'int main(void) { return 0; }' | "$compiler" -x c - -lz -o "$scratch/linked" 2>/dev/null; then
    linker=$compiler
  fi
done

if [ -z "$linker" ]; then
  echo "SKIPPED: native builds, because no C linker with zlib was found. To install one: apt-get install -y clang zlib1g-dev"
else
  publish native -p:Kind=native "-p:CppCompilerAndLinker=$linker"
  outputs native native
  if [ "$(uname -m)" = x86_64 ]; then
    outputs jit-128 jit DOTNET_EnableAVX2=0
    outputs jit-256 jit DOTNET_EnableAVX512=0
    same native jit-128
    near native jit
  else
    same native jit
  fi
  row "\`PublishAot\`" native "$(megabytes "$scratch/native/runtime-program")" native
  if [ "$(uname -m)" = x86_64 ] && [ "$(width jit-256)" = 256 ]; then
    publish native-v3 -p:Kind=native -p:IlcInstructionSet=x86-64-v3 "-p:CppCompilerAndLinker=$linker"
    outputs native-v3 native-v3
    same native-v3 jit-256
    near native-v3 jit
    row "\`PublishAot\`, \`IlcInstructionSet=x86-64-v3\`" native-v3 "$(megabytes "$scratch/native-v3/runtime-program")" native-v3
  else
    echo "SKIPPED: native build for x86-64-v3, because this processor has no AVX2"
  fi
fi

printf '\n| build | size | vector bits | time to first output | sequences/s |\n|---|--:|--:|--:|--:|\n%s' "$rows"
if [ "$failed" -ne 0 ]; then exit 1; fi
if [ -z "$linker" ]; then exit 3; fi
