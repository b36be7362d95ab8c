package org.serai.chat.template;

import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.serai.chat.template.library.Library;
import org.serai.chat.template.syntax.Statement;
import org.serai.chat.template.syntax.TemplateParser;
import org.serai.chat.template.syntax.TemplateSyntaxException;
import org.serai.error.SeraiException;
import org.serai.model.ChatTemplate;
import org.serai.model.ChatTemplateFactory;

/** Compiles Jinja templates as the model hubs write them. */
@Component
public final class JinjaTemplateFactory implements ChatTemplateFactory {
    private final Library library;

    @Activate
    public JinjaTemplateFactory() {
        this(Clock.system(ZoneId.systemDefault()));
    }

    /** @param clock what templates read that write the date */
    public JinjaTemplateFactory(Clock clock) {
        library = new Library(clock);
    }

    @Override
    public ChatTemplate compile(String source) {
        return new JinjaTemplate(parse(source), library);
    }

    private List<Statement> parse(String source) {
        try {
            return TemplateParser.parse(source, library.vocabulary());
        } catch (TemplateSyntaxException e) {
            throw e.isUnsupported()
                    ? new SeraiException(
                            ChatTemplateErrors.UNSUPPORTED,
                            "Line " + e.line() + " of the chat template uses what Serai's Jinja does not have: "
                                    + e.getMessage() + " Use another template.",
                            e)
                    : new SeraiException(
                            ChatTemplateErrors.SYNTAX,
                            "The chat template does not parse at line " + e.line() + ": " + e.getMessage(),
                            e);
        }
    }
}
