package org.serai.camel.routes;

import java.io.StringReader;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Says where a file is no XML; Camel's loader only says that it is none. */
final class XmlSyntax {
    private XmlSyntax() {}

    static void check(RouteSource source) throws RejectedException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        try {
            XMLStreamReader reader = factory.createXMLStreamReader(new StringReader(source.text()));
            while (reader.hasNext()) {
                reader.next();
            }
        } catch (XMLStreamException e) {
            int line = e.getLocation() == null ? 0 : e.getLocation().getLineNumber();
            String message = String.valueOf(e.getMessage())
                    .lines()
                    .reduce((first, last) -> last)
                    .orElse("");
            throw new RejectedException(
                    RouteErrors.SYNTAX, line, "This is no well-formed XML: " + message.replaceFirst("^Message: ", ""));
        }
    }
}
