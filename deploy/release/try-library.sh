#!/usr/bin/env bash
# Uses the library packages as a stranger would, in projects of their own outside of this repository: the program of the page of Sweep.Search, and
# the experiment of docs/programming.md.
# usage: try-library.sh FEED VERSION SWEEP [RESTORED]
#   FEED      folder with the packages of that version
#   SWEEP     the program, which runs the experiment
#   RESTORED  folder of restored packages from which the dependencies are taken, without any network; default: the user's package sources
set -euo pipefail
feed=$(cd "$1" && pwd)
version=$2
sweep=$3
restored=${4:-}
root=$(cd "$(dirname "$0")/../.." && pwd)
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDDISABLENODEREUSE=1

# The first block of a language in a page.
block() { sed -n "/^\`\`\`$2\$/,/^\`\`\`\$/p;/^\`\`\`$2\$/,\$ { /^\`\`\`\$/q }" "$1" | sed '/^```/d'; }

# Packages go to a folder of this try alone: one of the same version that was restored before would be taken in place of the one in FEED.
sources="<add key='feed' value='$feed' />" fallback=
if [ -n "$restored" ]; then
  sources="<clear />$sources"
  fallback="<fallbackPackageFolders><add key='restored' value='$restored' /></fallbackPackageFolders>"
fi
cat >"$place/nuget.config" <<XML
<configuration>
  <config><add key="globalPackagesFolder" value="$place/packages" /></config>
  <packageSources>$sources</packageSources>
  $fallback
</configuration>
XML

mkdir "$place/search" "$place/valley"
block "$root/src/Search/PACKAGE.md" csharp >"$place/search/Program.cs"
cat >"$place/search/search.csproj" <<XML
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType>
    <TargetFramework>net10.0</TargetFramework>
    <ImplicitUsings>enable</ImplicitUsings>
    <Nullable>enable</Nullable>
    <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
  </PropertyGroup>
  <ItemGroup>
    <PackageReference Include="Sweep.Search" Version="$version" />
  </ItemGroup>
</Project>
XML
dotnet build "$place/search" -o "$place/search/out" -v quiet
dotnet "$place/search/out/search.dll"

block "$root/docs/programming.md" xml | sed "s/ Version=\"[^\"]*\"/ Version=\"$version\"/" >"$place/valley/OwnExperiment.csproj"
cp "$root"/samples/OwnExperiment/*.cs "$root/samples/OwnExperiment/valley.yaml" "$place/valley"
dotnet build "$place/valley" -o "$place/valley/out" -v quiet
# The program brings Sweep itself.
for found in "$place"/valley/out/Sweep.*; do [ ! -e "$found" ] || { echo "try-library.sh: $found was copied beside the experiment" >&2; exit 1; }; done
(cd "$place/valley" && "$sweep" run valley.yaml --set assembly=out/OwnExperiment.dll --workers 1)
