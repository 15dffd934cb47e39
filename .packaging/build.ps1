# Build the Windows program folder and installer. Written for Windows 10/11, not run yet.
# Needs Python 3.11 or newer (64 bit) and Inno Setup 6:  powershell -File .packaging\build.ps1
$ErrorActionPreference = "Stop"
$root = Split-Path -Parent $PSScriptRoot
$work = Join-Path ([IO.Path]::GetTempPath()) "desk-app-build"
py -m venv $work
$python = Join-Path $work "Scripts\python.exe"
& $python -m pip install -c "$root\desk_app\constraints.txt" "$root[hall]" "pyinstaller==6.22.3"
& $python -m pip uninstall --yes desk-app
& $python -m PyInstaller --noconfirm --distpath "$root\dist" --workpath "$work\build" "$PSScriptRoot\desk-app.spec"
& $python "$PSScriptRoot\licences.py" "$root\dist\desk-app" "$root\dist\desk-app\licences"
& "$root\dist\desk-app\desk-app-cli.exe" selftest --out "$work\papers"
if ($LASTEXITCODE -ne 0) { throw "the self test failed" }
$version = & $python -c "import runpy; print(runpy.run_path(r'$root\desk_app\__init__.py')['__version__'])"
& "${env:ProgramFiles(x86)}\Inno Setup 6\ISCC.exe" "/DVersion=$version" "$PSScriptRoot\desk-app.iss"
