package org.serai.chat.template;

import org.serai.model.ChatTemplateFactory;
import org.serai.tck.ChatTemplateContract;

/** The contract of all chat templates. */
class JinjaTemplateContractTest extends ChatTemplateContract {
    @Override
    protected ChatTemplateFactory factory() {
        return GoldenTemplates.FACTORY;
    }
}
