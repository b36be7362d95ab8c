@echo off
rem Runs Serai: finds a Java and starts it with the flags that Serai needs. "serai help" lists the commands.
rem   SERAI_HOME       where configuration, routes and data are (here: the folder above this one)
rem   SERAI_MODELS     where models are (here: the folder models in SERAI_HOME)
rem   SERAI_HEAP       Java heap, such as 2g; models are kept in it
rem   SERAI_JAVA_OPTS  further options for Java
setlocal
for %%I in ("%~dp0..") do set "INSTALL=%%~fI"
if not defined SERAI_HEAP set "SERAI_HEAP=2g"

set "JAVA="
if defined JAVA_HOME call :suits "%JAVA_HOME%"
if not defined JAVA for /f "delims=" %%J in ('where java 2^>nul') do if not defined JAVA for %%K in ("%%~dpJ..") do call :suits "%%~fK"
for %%R in ("%ProgramFiles%\Eclipse Adoptium" "%ProgramFiles%\Java" "%ProgramFiles%\Microsoft" "%ProgramFiles%\Zulu" "%USERPROFILE%\.jdks") do (
    if not defined JAVA for /d %%J in ("%%~R\*") do if not defined JAVA call :suits "%%~fJ"
)
if not defined JAVA (
    echo SERAI-2000: Serai needs a JDK 25 or newer, and there is none in JAVA_HOME, on PATH or in the usual folders: install one, for example Eclipse Temurin from https://adoptium.net, and set JAVA_HOME to it. 1>&2
    exit /b 1
)

"%JAVA%" --add-modules jdk.incubator.vector --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow "-Xmx%SERAI_HEAP%" -XX:+ExitOnOutOfMemoryError "-Dserai.install=%INSTALL%" %SERAI_JAVA_OPTS% -cp "%INSTALL%\lib\*" org.serai.launcher.Main %*
exit /b %ERRORLEVEL%

rem Sets JAVA where the folder holds a Java of version 25 or newer.
:suits
if not exist "%~1\bin\java.exe" exit /b 0
if not exist "%~1\release" exit /b 0
for /f "tokens=2 delims==" %%V in ('findstr /b "JAVA_VERSION=" "%~1\release"') do for /f "tokens=1 delims=." %%N in ("%%~V") do if %%N GEQ 25 set "JAVA=%~1\bin\java.exe"
exit /b 0
