#!/usr/bin/env bash
# Uses the package Sweep.Search as a stranger would: a console project of its own, outside of this repository, with the program of the package's page.
# usage: try-library.sh FEED VERSION [RESTORED]
#   FEED      folder with Sweep.Search.VERSION.nupkg and Sweep.Contracts.VERSION.nupkg
#   RESTORED  folder of restored packages from which the dependencies are taken, without any network; default: the user's package sources
set -euo pipefail
feed=$(cd "$1" && pwd)
version=$2
restored=${3:-}
page=$(cd "$(dirname "$0")/../.." && pwd)/src/Search/PACKAGE.md
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDDISABLENODEREUSE=1

sed -n '/^```csharp$/,/^```$/p' "$page" | sed '/^```/d' >"$place/Program.cs"
cat >"$place/scratch.csproj" <<XML
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

dotnet build "$place" -o "$place/out" -v quiet
dotnet "$place/out/scratch.dll"
