package org.serai.runtime.status;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.component.runtime.dto.ReferenceDTO;
import org.osgi.service.component.runtime.dto.UnsatisfiedReferenceDTO;
import org.serai.status.StatusSource;

/** The section {@code components}: all components, and why those that do not work do not. */
@Component
public final class ComponentStatus implements StatusSource {
    private final ServiceComponentRuntime runtime;

    @Activate
    public ComponentStatus(@Reference(name = "runtime") ServiceComponentRuntime runtime) {
        this.runtime = runtime;
    }

    @Override
    public String section() {
        return "components";
    }

    @Override
    public List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        for (ComponentDescriptionDTO description : runtime.getComponentDescriptionDTOs()) {
            Collection<ComponentConfigurationDTO> configurations = runtime.getComponentConfigurationDTOs(description);
            if (!runtime.isComponentEnabled(description)) {
                rows.add(new Row(description.name, "disabled", "", true));
            } else if (configurations.isEmpty()) {
                rows.add(notConfigured(description));
            }
            configurations.forEach(configuration -> rows.add(row(description, configuration)));
        }
        return rows;
    }

    private static Row row(ComponentDescriptionDTO description, ComponentConfigurationDTO configuration) {
        String name = configuration.properties.get("service.pid") instanceof String pid && !pid.equals(description.name)
                ? description.name + " (" + pid + ")"
                : description.name;
        if (configuration.failure != null) {
            return new Row(name, "failed", FailureReason.of(configuration.failure), false);
        }
        return switch (configuration.state) {
            case ComponentConfigurationDTO.ACTIVE -> new Row(name, "active", "", true);
            case ComponentConfigurationDTO.SATISFIED ->
                new Row(name, "satisfied", "started when somebody needs it", true);
            case ComponentConfigurationDTO.UNSATISFIED_REFERENCE ->
                new Row(name, "unsatisfied", missing(description, configuration.unsatisfiedReferences), false);
            case ComponentConfigurationDTO.UNSATISFIED_CONFIGURATION -> notConfigured(description);
            default -> new Row(name, "failed", "it could not be activated; the log has the reason", false);
        };
    }

    /** A component that waits for configuration is at rest: whoever wants it writes the file. */
    private static Row notConfigured(ComponentDescriptionDTO description) {
        return new Row(
                description.name,
                "not configured",
                "it starts with a configuration " + String.join(", ", description.configurationPid),
                true);
    }

    private static String missing(ComponentDescriptionDTO description, UnsatisfiedReferenceDTO[] references) {
        return Arrays.stream(references)
                .map(reference -> describe(description, reference))
                .collect(Collectors.joining("; ", "there is no ", ""));
    }

    private static String describe(ComponentDescriptionDTO description, UnsatisfiedReferenceDTO unsatisfied) {
        String wanted = Arrays.stream(description.references)
                .filter(reference -> reference.name.equals(unsatisfied.name))
                .map(ComponentStatus::service)
                .findFirst()
                .orElse("service");
        String which = unsatisfied.target == null ? "" : " with " + unsatisfied.target;
        return wanted + which + " (reference " + unsatisfied.name + ")";
    }

    private static String service(ReferenceDTO reference) {
        return reference.interfaceName == null ? "service" : reference.interfaceName;
    }
}
