# Build the Windows program folder and installer. Written for Windows 10/11, not run yet.
# Needs Python 3.11 or newer (64 bit) and Inno Setup 6:
#   powershell -ExecutionPolicy Bypass -File .packaging\build.ps1
$ErrorActionPreference = "Stop"

# Run a program and stop when it fails; PowerShell by itself would go on.
function Invoke-Step([string] $Program, [string[]] $Arguments) {
    & $Program @Arguments
    if ($LASTEXITCODE -ne 0) { throw "failed: $Program $Arguments" }
}

$root = Split-Path -Parent $PSScriptRoot
$work = Join-Path ([IO.Path]::GetTempPath()) ("desk-app-build-" + [Guid]::NewGuid().ToString("N"))
$program = Join-Path $root "dist\desk-app"
Invoke-Step "py" @("-3", "-m", "venv", $work)
$python = Join-Path $work "Scripts\python.exe"
Invoke-Step $python @("-m", "pip", "install", "-c", "$root\desk_app\constraints.txt",
    ($root + "[hall]"), "pyinstaller==6.22.3")
Invoke-Step $python @("-m", "pip", "uninstall", "--yes", "desk-app")
Invoke-Step $python @("-m", "PyInstaller", "--noconfirm", "--distpath", "$root\dist",
    "--workpath", "$work\build", "$PSScriptRoot\desk-app.spec")
Invoke-Step $python @("$PSScriptRoot\licences.py", $program, "$program\licences")
Invoke-Step "$program\desk-app-cli.exe" @("selftest", "--out", "$work\papers")
$version = Select-String -Path "$root\desk_app\__init__.py" -Pattern '^__version__ = "(.*)"' |
    ForEach-Object { $_.Matches[0].Groups[1].Value }
$compiler = @("${env:ProgramFiles(x86)}\Inno Setup 6\ISCC.exe", "$env:ProgramFiles\Inno Setup 6\ISCC.exe",
    "$env:LOCALAPPDATA\Programs\Inno Setup 6\ISCC.exe") | Where-Object { Test-Path $_ } | Select-Object -First 1
if (-not $compiler) { throw "Inno Setup 6 was not found" }
Invoke-Step $compiler @("/DVersion=$version", "$PSScriptRoot\desk-app.iss")
Remove-Item -Recurse -Force $work
