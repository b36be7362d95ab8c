package org.serai.it.architecture;

/** The packages of each layer, in ArchUnit's notation. */
final class Layers {
    static final String[] API = {
        "org.serai.error",
        "org.serai.model",
        "org.serai.engine",
        "org.serai.device",
        "org.serai.alias",
        "org.serai.command",
        "org.serai.status",
        "org.serai.delivery",
        "org.serai.settings"
    };
    static final String RUNTIME = "org.serai.runtime..";
    static final String CAMEL = "org.serai.camel..";
    static final String CONNECTORS = "org.serai.connector..";
    static final String LAUNCHER = "org.serai.launcher..";
    static final String TCK = "org.serai.tck..";
    static final String[] PLUGINS = {
        "org.serai.format.gguf..",
        "org.serai.tokenizer..",
        "org.serai.chat.template..",
        "org.serai.engine.decoder..",
        "org.serai.engine.openai..",
        "org.serai.device.cpu..",
        "org.serai.device.opencl.."
    };

    private Layers() {}
}
