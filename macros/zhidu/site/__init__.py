"""The site: stubs, the articles of pages, the build, and what makes a folder ready to be served."""
