@echo off
rem Runs Serai: finds a Java and starts it with the flags that Serai needs. "serai help" lists the commands.
rem   SERAI_HOME       where configuration, routes and data are (here: the folder above this one)
rem   SERAI_MODELS     where models are (here: the folder models in SERAI_HOME)
rem   SERAI_HEAP       Java heap, such as 2g (here: half of the memory; weights of models are outside of it)
rem   SERAI_JAVA_OPTS  further options for Java
setlocal
for %%I in ("%~dp0..") do set "INSTALL=%%~fI"

set "JAVA="
if defined JAVA_HOME call :suits "%JAVA_HOME%"
for %%J in (java.exe) do set "FOUND=%%~dp$PATH:J"
if defined FOUND for %%J in ("%FOUND%..") do call :suits "%%~fJ"
for %%R in ("%ProgramFiles%\Eclipse Adoptium" "%ProgramFiles%\Java" "%ProgramFiles%\Microsoft" "%ProgramFiles%\Zulu" "%USERPROFILE%\.jdks") do (
    for /f "delims=" %%J in ('dir /b /ad "%%~R" 2^>nul') do call :suits "%%~R\%%J"
)
if not defined JAVA (
    echo SERAI-2000: Serai needs a JDK 25 or newer, and there is none in JAVA_HOME, on PATH or in the usual folders: install one, for example Eclipse Temurin from https://adoptium.net, and set JAVA_HOME to it. 1>&2
    exit /b 1
)

set "HEAP=-XX:MaxRAMPercentage=50"
if defined SERAI_HEAP set "HEAP=-Xmx%SERAI_HEAP%"

rem Only what computes needs the Vector API. Java announces its module by a warning, which would stand above the output of
rem every other command.
rem Room for what a start loads, so that Java neither collects garbage meanwhile nor grows its memory step by step.
rem What reads gigabytes gets what Java compiles best; everything else has ended before the better compiler
rem pays for itself.
set "COMPUTE=-XX:TieredStopAtLevel=1"
set "COMPUTE_FLAGS=--add-modules jdk.incubator.vector -XX:InitialRAMPercentage=5 -XX:MetaspaceSize=96m"
for %%C in (run start demo bench) do if "%~1"=="%%C" set "COMPUTE=%COMPUTE_FLAGS%"
for %%C in (generate perplexity) do if "%~1 %~2"=="model %%C" set "COMPUTE=%COMPUTE_FLAGS%"
for %%C in (pull import verify) do if "%~1 %~2"=="model %%C" set "COMPUTE="

rem Java would not tell a web proxy the name and password that HTTPS_PROXY has for it.
"%JAVA%" %COMPUTE% --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow "%HEAP%" -XX:+ExitOnOutOfMemoryError "-Djdk.http.auth.tunneling.disabledSchemes=" "-Dserai.install=%INSTALL%" %SERAI_JAVA_OPTS% -cp "%INSTALL%\lib\*" org.serai.launcher.Main %*
exit /b %ERRORLEVEL%

rem Sets JAVA where it is not set yet and the folder holds a Java of version 25 or newer.
:suits
if defined JAVA exit /b 0
if not exist "%~1\bin\java.exe" exit /b 0
if not exist "%~1\release" exit /b 0
for /f "usebackq tokens=1,2 delims==" %%A in ("%~1\release") do if "%%A"=="JAVA_VERSION" for /f "delims=.-+" %%N in ("%%~B") do if %%N GEQ 25 set "JAVA=%~1\bin\java.exe"
exit /b 0
