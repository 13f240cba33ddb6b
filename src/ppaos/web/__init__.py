"""The site: settings, pages, maps, API, background tasks."""
