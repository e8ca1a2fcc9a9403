"""Long pages made short: of pieces that are built alike, whatever their words, one stands for all."""

from playwright.sync_api import Page

REPEATED = ".duties > li, .clause, .chips > li, .cards > li, .policies > li, .glossary > div, .review-entry, tbody > tr"
WORDS = f"{REPEATED}, li, p, dt, dd, .md-content *"
"""For who asks how a page looks and not what is reached on it: a piece looks as its like in the same place does."""
# alike is what has the same classes and attributes, within and around; style sheets ask for the values of some
_THIN = """repeated => {
  const kinds = new Map(), places = new Map([[document, '']]);
  const asked = ({name, value}) => /^(data-(display|paper|look)|aria-(pressed|current|expanded)|type)$/.test(name) ? `${name}=${value}` : name;
  const kind = e => `${e.tagName}.${e.className}[${[...e.attributes].map(asked).join()}]`;
  const built = e => {
    if (!kinds.has(e)) kinds.set(e, `${kind(e)}(${[...new Set([...e.children].map(built))]})`);
    return kinds.get(e);
  };
  const place = e => {
    if (!places.has(e)) places.set(e, `${place(e.parentNode)}>${kind(e)}`);
    return places.get(e);
  };
  const seen = new Set();
  for (const piece of document.querySelectorAll(repeated)) {
    if (!piece.isConnected) continue;
    const one = place(piece.parentNode) + built(piece);
    if (seen.has(one)) piece.remove();
    else seen.add(one);
  }
}"""


def thin(page: Page, repeated: str = REPEATED) -> None:
    """Take repetitions out of *page*, so that slow questions can be asked of every page type in every mode."""
    page.evaluate(_THIN, repeated)
