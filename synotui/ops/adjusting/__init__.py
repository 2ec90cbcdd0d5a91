"""Where vectors belong: settings, solving, what moving them does."""
