"""Long pages made short: of pieces that are built alike, whatever their words, one stands for all."""

from playwright.sync_api import Page

_THIN = """() => {
  const seen = new Set();
  const built = e => `${e.tagName}.${e.className}(${[...new Set([...e.children].map(built))]})`;
  const repeated = '.duties > li, .clause, .chips > li, .cards > li, .policies > li, .glossary > div, .review-entry, tbody > tr';
  for (const piece of document.querySelectorAll(repeated)) {
    if (seen.has(built(piece))) piece.remove();
    else seen.add(built(piece));
  }
}"""


def thin(page: Page) -> None:
    """Take repetitions out of *page*, so that slow questions can be asked of every page type in every mode."""
    page.evaluate(_THIN)
