package org.serai.runtime.health;

import java.util.List;
import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The check {@code ready}: each required alias produced a real token lately. */
@Component(property = {HealthCheck.NAME + "=ready", HealthCheck.TAGS + "=ready", HealthCheck.TAGS + "=models"})
public final class ReadyCheck implements HealthCheck {
    private final AliasHealth health;

    @Activate
    public ReadyCheck(@Reference(name = "health") AliasHealth health) {
        this.health = health;
    }

    @Override
    public Result execute() {
        FormattingResultLog log = new FormattingResultLog();
        List<Verdict> verdicts = health.verdicts();
        if (verdicts.isEmpty()) {
            log.info("no alias is configured");
        }
        verdicts.forEach(verdict -> tell(verdict, log));
        return new Result(log);
    }

    private static void tell(Verdict verdict, FormattingResultLog log) {
        String text = "alias {}: {}";
        if (verdict.state() == Verdict.State.READY || !verdict.required()) {
            log.info(verdict.required() ? text : text + " (not required)", verdict.alias(), verdict.reason());
        } else if (verdict.state() == Verdict.State.STARTING) {
            log.temporarilyUnavailable(text, verdict.alias(), verdict.reason());
        } else {
            log.critical(text, verdict.alias(), verdict.reason());
        }
        if (!verdict.warning().isEmpty()) {
            log.warn("alias {}: {}", verdict.alias(), verdict.warning());
        }
    }
}
