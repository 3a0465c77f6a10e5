#!/usr/bin/env bash
# Makes a release in artifacts/release: packages for 'dotnet tool install', an archive for machines without .NET, their checksums.
# Needs the .NET SDK, git, tar and xz. docs/release.md has the steps before and after.
set -euo pipefail
cd "$(dirname "$0")/../.."
out=$PWD/artifacts/release
version=$(sed -n 's:.*<VersionPrefix>\(.*\)</VersionPrefix>.*:\1:p' Directory.Build.props)
name=sweep-$version-linux-x64
# A folder of its own: no half-built file of the developer's gets into a release, and none of the release into his builds.
options=(-c Release -v quiet --nologo -nodeReuse:false -p:ReleaseBuild=true "-p:ArtifactsPath=$out/build")

step() { echo "== $*"; }

grep -q "^## $version " CHANGELOG.md || { echo "make.sh: CHANGELOG.md has no section '## $version (DATE)'; write it, or correct VersionPrefix in Directory.Build.props" >&2; exit 1; }
[ -z "$(git status --porcelain)" ] || echo "make.sh: the working tree has changes that are in no commit: what is made now is for trying only" >&2

mkdir -p "$out"
rm -rf "$out"/*.nupkg "$out"/*.snupkg "$out"/*.tar.xz "$out"/SHA256SUMS "${out:?}/$name"

step "packages"
for project in $(grep -l '<IsPackable>true</IsPackable>' src/*/*.csproj); do dotnet pack "$project" "${options[@]}" -o "$out"; done

step "archive"
dotnet publish src/Client "${options[@]}" -r linux-x64 --self-contained -o "$out/$name"
cp -R sweeps "$out/$name/sweeps"
# Sorted, nobody's, and of the commit's time, so that the archive depends on what is in it only.
tar -C "$out" -cf - --sort=name --owner=0 --group=0 --numeric-owner "--mtime=@$(git log -1 --format=%ct)" --mode=u+rwX,go+rX,go-w "$name" | xz -T0 >"$out/$name.tar.xz"
rm -rf "${out:?}/$name"

(cd "$out" && sha256sum -- *.nupkg *.tar.xz >SHA256SUMS)
ls -l "$out"/*.nupkg "$out"/*.tar.xz
echo "made $version; deploy/release/try.sh tries it"
