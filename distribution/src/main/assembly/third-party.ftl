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
