package org.serai.runtime.status;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Proxy;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.component.runtime.dto.ReferenceDTO;
import org.osgi.service.component.runtime.dto.UnsatisfiedReferenceDTO;
import org.serai.status.StatusSource.Row;

/** Why a component does not work, in words. */
class ComponentStatusTest {
    private static List<Row> rows(boolean enabled, List<ComponentConfigurationDTO> configurations) {
        ComponentDescriptionDTO description = new ComponentDescriptionDTO();
        description.name = "org.example.Part";
        description.configurationPid = new String[] {"org.example.part"};
        ReferenceDTO reference = new ReferenceDTO();
        reference.name = "device";
        reference.interfaceName = "org.serai.device.Device";
        description.references = new ReferenceDTO[] {reference};
        ServiceComponentRuntime runtime = (ServiceComponentRuntime) Proxy.newProxyInstance(
                ComponentStatusTest.class.getClassLoader(),
                new Class<?>[] {ServiceComponentRuntime.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getComponentDescriptionDTOs" -> (Collection<?>) List.of(description);
                    case "getComponentConfigurationDTOs" -> (Collection<?>) configurations;
                    case "isComponentEnabled" -> enabled;
                    default -> throw new UnsupportedOperationException(method.getName());
                });
        return new ComponentStatus(runtime).rows();
    }

    private static ComponentConfigurationDTO configuration(int state) {
        ComponentConfigurationDTO configuration = new ComponentConfigurationDTO();
        configuration.state = state;
        configuration.properties = Map.of();
        configuration.unsatisfiedReferences = new UnsatisfiedReferenceDTO[0];
        return configuration;
    }

    @Test
    void anActiveComponentIsWell() {
        assertEquals(
                List.of(new Row("org.example.Part", "active", "", true)),
                rows(true, List.of(configuration(ComponentConfigurationDTO.ACTIVE))));
    }

    @Test
    void aMissingServiceIsNamed() {
        ComponentConfigurationDTO waiting = configuration(ComponentConfigurationDTO.UNSATISFIED_REFERENCE);
        UnsatisfiedReferenceDTO missing = new UnsatisfiedReferenceDTO();
        missing.name = "device";
        missing.target = "(serai.device.name=gpu)";
        waiting.unsatisfiedReferences = new UnsatisfiedReferenceDTO[] {missing};
        assertEquals(
                List.of(new Row(
                        "org.example.Part",
                        "unsatisfied",
                        "there is no org.serai.device.Device with (serai.device.name=gpu) (reference device)",
                        false)),
                rows(true, List.of(waiting)));
    }

    @Test
    void aFailedActivationTellsItsReason() {
        ComponentConfigurationDTO failed = configuration(ComponentConfigurationDTO.FAILED_ACTIVATION);
        failed.properties = Map.of("service.pid", "org.example.part~one");
        failed.failure = "java.lang.RuntimeException: x\n\tat a.b.C\nCaused by: e.F: SERAI-9900: wrong port\n";
        assertEquals(
                List.of(new Row("org.example.Part (org.example.part~one)", "failed", "SERAI-9900: wrong port", false)),
                rows(true, List.of(failed)));
    }

    @Test
    void aComponentWithoutConfigurationIsAtRest() {
        Row expected =
                new Row("org.example.Part", "not configured", "it starts with a configuration org.example.part", true);
        assertEquals(List.of(expected), rows(true, List.of()));
        assertEquals(
                List.of(expected),
                rows(true, List.of(configuration(ComponentConfigurationDTO.UNSATISFIED_CONFIGURATION))));
    }

    @Test
    void aDisabledComponentIsAtRest() {
        assertEquals(List.of(new Row("org.example.Part", "disabled", "", true)), rows(false, List.of()));
    }
}
