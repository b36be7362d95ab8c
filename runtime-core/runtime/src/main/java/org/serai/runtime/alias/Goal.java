package org.serai.runtime.alias;

/** What an alias is to be: what its configuration says, and what that means. */
record Goal(AliasSettings settings, AliasContent content) {
    /** The same for work that must stay on this machine. */
    Goal localOnly() {
        return new Goal(settings.localOnly(), content);
    }

    AliasSettings.Load load() {
        return settings.load();
    }
}
