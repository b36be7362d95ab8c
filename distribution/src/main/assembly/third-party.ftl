<#-- The licence list of the distribution: one line for each jar, by licence name. -->
What is inside this distribution besides Serai itself, and under which licence.

<#list dependencyMap as entry>
<#assign project = entry.getKey()/>
<#assign licences = entry.getValue()/>
${project.groupId}:${project.artifactId}:${project.version}
    ${project.name!project.artifactId} - ${project.url!"no address given"}
    ${licences?join(" or ")}
</#list>

org.serai:serai-camel-core holds the core jars of Apache Camel, unchanged
    Apache Camel - https://camel.apache.org
    Apache-2.0

org.serai:serai-metrics holds the jars of Micrometer, of the Prometheus client and of HdrHistogram, unchanged
    Micrometer - https://micrometer.io
    Apache-2.0
    Prometheus metrics library - https://github.com/prometheus/client_java
    Apache-2.0
    HdrHistogram - https://github.com/HdrHistogram/HdrHistogram
    CC0-1.0 or BSD-2-Clause

org.serai:serai-runtime holds the classes of json-schema, unchanged; its licence is in META-INF/licences of the bundle
    json-schema - https://github.com/harrel56/json-schema
    MIT
