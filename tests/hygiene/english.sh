#!/bin/sh
# SPDX-License-Identifier: MIT
# Phrases that were once in pages, messages and comments, and that a reader has to puzzle out, do not
# come back. Each line of the list: a pattern, and what to write in its place.
set -u
list=$(mktemp) || exit 1
trap 'rm -f "$list"' EXIT
trap 'exit 1' HUP INT TERM
cat >"$list" <<'LIST'
stands? (there|here|behind)	is, appears
belongs? into	belongs in, is allowed in
(is|are) wanted	must be, specify
[Ww]hoever	anyone who
(has|have) not([]",.;:)]|$| \*/)	does not have, do not have
\<mend(s|ed|ing)?\>	correct, fix
(is|are) no ([a-z]+ )*(lists?|files?|objects?|certificates?|errors?|messages?|options?|questions?|failures?)\>	is not a
write instead	to fix:, and an instruction
in the place of	instead of
one behind the other	one after the other
taken along	migrated
LIST
files=$(mktemp) || exit 1
trap 'rm -f "$list" "$files"' EXIT
find ./*.md tlv kea-hook phone-side vectors tests -name '*.md' -o -name '*.[1-8]' -o -name '*.def' -o \
    -name '*.mes' -o -name '*.c' -o -name '*.h' -o -name '*.cc' | grep -v /build/ >"$files"
bad=0
while IFS='	' read -r pattern better; do
    # shellcheck disable=SC2046 # no blanks in the names of this project's files
    found=$(grep -nE "$pattern" $(cat "$files") | grep -v 'there is no\|there are no') || continue
    printf '%s\n    write: %s\n' "$found" "$better"
    bad=$((bad + 1))
done <"$list"
echo "$(wc -l <"$files") files, $bad bad phrases"
[ "$bad" -eq 0 ] && [ -s "$files" ]
