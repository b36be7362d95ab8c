package org.serai.runtime.bench;

import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.serai.command.Command;
import org.serai.command.CommandStreams;
import org.serai.device.Device;
import org.serai.runtime.command.CommandLines;
import org.serai.runtime.inspect.EngineLoader;
import org.serai.runtime.inspect.ModelFiles;

/** {@code serai bench}: how fast a model is on this machine. */
@Component(property = {Command.NAME + "=bench", Command.SCOPE + "=" + Command.LOCAL})
public final class BenchCommand implements Command {
    private final EngineLoader engines;
    private final ModelFiles files;
    private final List<Device> devices;
    private final String path;

    @Activate
    public BenchCommand(
            @Reference(name = "engines") EngineLoader engines,
            @Reference(name = "files") ModelFiles files,
            @Reference(name = "devices", policyOption = ReferencePolicyOption.GREEDY) List<Device> devices) {
        this(engines, files, devices, Optional.ofNullable(System.getenv("PATH")).orElse(""));
    }

    /** @param path where programs are searched for */
    BenchCommand(EngineLoader engines, ModelFiles files, List<Device> devices, String path) {
        this.engines = engines;
        this.files = files;
        this.devices = List.copyOf(devices);
        this.path = path;
    }

    @Override
    public String summary() {
        return "measure how fast a model is here, beside llama.cpp and the machine's limits";
    }

    @Override
    public int run(List<String> arguments, CommandStreams streams) throws Exception {
        return CommandLines.execute(new BenchCall(engines, files, devices, path, streams), arguments, streams);
    }
}
