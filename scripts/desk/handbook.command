#!/bin/sh
# Double-click on a Mac: opens the desk. What it is: README.md in this folder.
cd "$(dirname "$0")" || exit 1
for python in python3.14 python3.13 python3.12 python3.11 python3; do
  "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && break
done
"$python" start.py "$@" && exit
printf '\n回车关闭 / Enter để đóng / Enter to close '
read -r _
