package org.serai.it.support;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a process holds of memory, in bytes.
 *
 * @param heap what Java objects take, caches of keys and values among them
 * @param foreign what Java code has allocated outside of the heap, in arenas and direct buffers, as the native memory tracking
 *     of the JVM counts it
 * @param weights how many sessions on the CPU have their weights in memory: mappings of files of packed weights, and those
 *     of 64 MiB in huge pages; 0 where the system does not tell
 * @param resident all that is in memory, with the heap, compiled code, and what drivers took, but not what the C library keeps
 *     for later; 0 where the system does not tell
 */
public record ProcessMemory(long heap, long foreign, int weights, long resident) {
    /** The environment of a process whose memory can be measured; all of its heap is resident from the beginning. */
    public static final Map<String, String> TRACKED = Map.of(
            "SERAI_JAVA_OPTS", "-XX:NativeMemoryTracking=summary -Xms512m -XX:+AlwaysPreTouch", "SERAI_HEAP", "512m");

    private static final Pattern HEAP = Pattern.compile("heap .*used (\\d+)K");
    private static final Pattern OTHER = Pattern.compile("Other \\(reserved=\\d+KB, committed=(\\d+)KB\\)");
    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");
    private static final Pattern PACKED = Pattern.compile("[0-9a-f]+-[0-9a-f]+ .*derived/.*");
    private static final Pattern SIZE = Pattern.compile("Size:\\s+(\\d+) kB");
    private static final Pattern HUGE = Pattern.compile("VmFlags:.* hg( .*)?");
    private static final long REGION_KIB = 64 << 10;
    private static final long KIB = 1024;
    private static final double MEBI = KIB * KIB;

    /** Of a JVM that was started {@link #TRACKED}, after it has collected its garbage. */
    public static ProcessMemory of(long pid) throws IOException, InterruptedException {
        jcmd(pid, "GC.run");
        String tracked = jcmd(pid, "VM.native_memory", "summary", "scale=KB");
        Path process = Path.of("/proc", String.valueOf(pid));
        boolean tells = Files.isReadable(process.resolve("smaps"));
        if (tells) {
            jcmd(pid, "System.trim_native_heap");
        }
        return new ProcessMemory(
                kibibytes(HEAP, jcmd(pid, "GC.heap_info")),
                kibibytes(OTHER, tracked),
                tells ? weights(process.resolve("smaps")) : 0,
                tells ? kibibytes(RESIDENT, Files.readString(process.resolve("status"))) : 0);
    }

    /** Looks for the flag {@code hg} and for names of files (proc_pid_smaps(5)). */
    private static int weights(Path smaps) throws IOException {
        int files = 0;
        int regions = 0;
        long size = 0;
        for (String line : Files.readAllLines(smaps, StandardCharsets.ISO_8859_1)) {
            Matcher figure = SIZE.matcher(line);
            if (figure.matches()) {
                size = Long.parseLong(figure.group(1));
            } else if (PACKED.matcher(line).matches()) {
                files++;
            } else if (HUGE.matcher(line).matches() && size == REGION_KIB) {
                regions++;
            }
        }
        return files + regions;
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

    /** What it was before and is now, in MiB and in sessions with weights. */
    public String growthSince(ProcessMemory before) {
        return String.format(
                Locale.ROOT,
                "heap %d -> %d, foreign %.1f -> %.1f, weights %d -> %d, resident %d -> %d MiB",
                before.heap >> 20,
                heap >> 20,
                before.foreign / MEBI,
                foreign / MEBI,
                before.weights,
                weights,
                before.resident >> 20,
                resident >> 20);
    }
}
