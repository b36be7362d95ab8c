package org.serai.runtime.store;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.serai.error.SeraiException;
import org.serai.model.ModelFile;
import org.serai.model.ModelFormat;
import org.serai.model.Support;

/** The formats that are installed. Thread-safe. */
@Component(service = ModelFormats.class)
public final class ModelFormats {
    private final List<ModelFormat> formats;

    @Activate
    public ModelFormats(
            @Reference(name = "formats", policyOption = ReferencePolicyOption.GREEDY) List<ModelFormat> formats) {
        this.formats = List.copyOf(formats);
    }

    /**
     * Opens a model file with the format that knows it. The caller closes it.
     *
     * @throws SeraiException where no format knows it, or the one that does refuses it
     */
    public ModelFile open(Path file) {
        List<String> reasons = new ArrayList<>();
        for (ModelFormat format : formats) {
            switch (format.supports(file)) {
                case Support.Yes() -> {
                    return format.open(file);
                }
                case Support.No(String reason) -> reasons.add(reason);
            }
        }
        throw new SeraiException(
                StoreErrors.NO_FORMAT,
                reasons.isEmpty()
                        ? file + " cannot be read: no format is installed; put a format bundle into plugins/"
                        : file + " is no model file that can be read: " + String.join("; ", reasons));
    }
}
