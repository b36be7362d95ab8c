package org.serai.it.support;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a process holds of memory, in bytes.
 *
 * @param foreign what Java code has allocated outside of the heap, in arenas and direct buffers, as the native memory tracking
 *     of the JVM counts it
 * @param resident all that is in memory, with the heap, compiled code, and what drivers took; 0 where the system does not tell
 */
public record ProcessMemory(long foreign, long resident) {
    /** The environment of a process whose memory can be measured. */
    public static final Map<String, String> TRACKED =
            Map.of("SERAI_JAVA_OPTS", "-XX:NativeMemoryTracking=summary", "SERAI_HEAP", "512m");

    private static final Pattern OTHER = Pattern.compile("Other \\(reserved=\\d+KB, committed=(\\d+)KB\\)");
    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");
    private static final long KIB = 1024;

    /** Of a JVM that was started {@link #TRACKED}, after it has collected its garbage. */
    public static ProcessMemory of(long pid) throws IOException, InterruptedException {
        jcmd(pid, "GC.run");
        String tracked = jcmd(pid, "VM.native_memory", "summary", "scale=KB");
        Path status = Path.of("/proc", String.valueOf(pid), "status");
        return new ProcessMemory(
                kibibytes(OTHER, tracked),
                Files.isReadable(status) ? kibibytes(RESIDENT, Files.readString(status)) : 0);
    }

    private static String jcmd(long pid, String... command) throws IOException, InterruptedException {
        String[] line = new String[command.length + 2];
        line[0] = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        line[1] = String.valueOf(pid);
        System.arraycopy(command, 0, line, 2, command.length);
        Process jcmd = new ProcessBuilder(line).redirectErrorStream(true).start();
        String said = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (jcmd.waitFor() != 0) {
            throw new IOException(said);
        }
        return said;
    }

    private static long kibibytes(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new IllegalStateException("There is no " + pattern + " in " + text);
        }
        return Long.parseLong(matcher.group(1)) * KIB;
    }
}
