package org.serai.it.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import javax.inject.Inject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;

/** The distribution comes up whole. */
@ExtendWith(InContainer.class)
@ExamReactorStrategy(PerClass.class)
public class BootTest {
    @Inject
    private BundleContext context;

    @Inject
    private ServiceComponentRuntime components;

    @Configuration
    public Option[] options() throws IOException {
        return DistributionOptions.of(Files.createTempDirectory("serai-boot"));
    }

    @Test
    public void everyBundleIsActive() {
        List<String> down = new ArrayList<>();
        for (Bundle bundle : context.getBundles()) {
            boolean fragment = bundle.getHeaders().get(Constants.FRAGMENT_HOST) != null;
            if (bundle.getState() != (fragment ? Bundle.RESOLVED : Bundle.ACTIVE)) {
                down.add(bundle.getSymbolicName() + " is in state " + bundle.getState());
            }
        }
        assertEquals(List.of(), down);
    }

    @Test
    public void everyComponentHasWhatItNeeds() {
        List<String> waiting = new ArrayList<>();
        int serai = 0;
        for (ComponentDescriptionDTO component : components.getComponentDescriptionDTOs()) {
            if (component.bundle.symbolicName.startsWith("serai-")) {
                serai++;
            }
            for (ComponentConfigurationDTO each : components.getComponentConfigurationDTOs(component)) {
                if (each.state != ComponentConfigurationDTO.ACTIVE
                        && each.state != ComponentConfigurationDTO.SATISFIED) {
                    waiting.add(component.name + " is in state " + each.state + ": " + each.failure);
                }
            }
        }
        assertEquals(List.of(), waiting);
        assertFalse(serai == 0, "No component of Serai was found");
    }
}
