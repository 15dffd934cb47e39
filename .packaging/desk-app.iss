; Inno Setup 6 recipe for Windows 10/11. Written for it, not run yet: see README.md beside it.
; iscc /DVersion=0.1.0 .packaging\desk-app.iss
#ifndef Version
  #error Give the version: /DVersion=...
#endif
[Setup]
AppId={{6C6B7D0E-3C0B-4C5D-9A57-7B1E5D7A4E11}
AppName=异地就医备案窗口
AppVersion={#Version}
DefaultDirName={autopf}\desk-app
DefaultGroupName=异地就医备案窗口
OutputDir=..\dist
OutputBaseFilename=desk-app-{#Version}-setup
ArchitecturesInstallIn64BitMode=x64compatible
ArchitecturesAllowed=x64compatible
Compression=lzma2
SolidCompression=yes
ChangesAssociations=yes
MinVersion=10.0.17763
LicenseFile=..\LICENSE
; The records are in %LOCALAPPDATA%\desk-app of each user; uninstalling leaves them.

[InstallDelete]
; Installing over an older version leaves none of its modules behind.
Type: filesandordirs; Name: "{app}\_internal"

[Files]
Source: "..\dist\desk-app\*"; DestDir: "{app}"; Flags: recursesubdirs ignoreversion

[Icons]
Name: "{group}\异地就医备案窗口"; Filename: "{app}\desk-app.exe"
Name: "{autodesktop}\异地就医备案窗口"; Filename: "{app}\desk-app.exe"

[Registry]
Root: HKA; Subkey: "Software\Classes\.deskbackup"; ValueType: string; ValueData: "desk-app.backup"; Flags: uninsdeletevalue
Root: HKA; Subkey: "Software\Classes\desk-app.backup"; ValueType: string; ValueData: "异地就医备案的备份"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\desk-app.backup\shell\open\command"; ValueType: string; ValueData: "cmd /k """"{app}\desk-app-cli.exe"" restore ""%1"""""

[Run]
Filename: "{app}\desk-app-cli.exe"; Parameters: "selftest --out ""{tmp}\papers"""; Flags: runhidden; StatusMsg: "正在自检…"
