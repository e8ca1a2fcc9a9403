"""What a browser measures on a page: what is too small to press, too wide, too small to read."""

# What can be pressed and is smaller than `least`. WCAG exempts links within a sentence: where other words stand beside
# a link, only its height counts, and nothing if it is part of the line.
TOO_SMALL = """least => [...document.querySelectorAll('a[href], button, input, summary, select, textarea, label')]
  .filter(e => e.checkVisibility({visibilityProperty: true}))
  .filter(e => !e.matches('.md-skip, .md-overlay, .md-search__overlay, #__drawer, #__search'))
  .filter(e => !(e.tagName === 'INPUT' && e.closest('label')))
  .filter(e => !(e.tagName === 'LABEL' && !e.querySelector('input') && !e.htmlFor.startsWith('__')))
  .map(e => {
    const box = e.getBoundingClientRect();
    const line = e.tagName === 'A' && e.closest('p, li, td, dd, dt, cite, h1, h2, h3');
    let inSentence = false;
    if (line) {
      const copy = line.cloneNode(true);
      copy.querySelectorAll('a').forEach(link => link.remove());
      inSentence = copy.textContent.trim() !== '';
    }
    const low = box.height < least - 0.5 && !(inSentence && getComputedStyle(e).display === 'inline');
    const narrow = box.width < least - 0.5 && !inSentence;
    return low || narrow ? `${e.tagName} ${e.className} ${e.textContent.trim().slice(0, 20)} ${box.width}×${box.height}` : '';
  }).filter(Boolean)"""
TOO_WIDE = """() => [...document.querySelectorAll('body *')]
  .filter(e => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest('.md-sidebar, .sheet, pre, .md-typeset__scrollwrap, .groups'))
  .map(e => `${e.tagName}.${e.className}`).slice(0, 5)"""
# tables whose cells stand below each other, each with its label: their heading is for readers that hear it
HEADED = """() => [...document.querySelectorAll('table')]
  .filter(table => table.tHead && [...table.querySelectorAll('td[data-label]')].some(
    cell => cell.getClientRects().length && getComputedStyle(cell, '::before').content !== 'none'))
  .filter(table => table.tHead.getClientRects().length && table.tHead.getBoundingClientRect().width > 1)
  .map(table => table.tHead.textContent.trim())"""
TOO_FAINT = """least => {
  const found = new Set();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const e = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !e.getClientRects().length) continue;
    const style = getComputedStyle(e);
    if (style.visibility !== 'visible' || style.clip === 'rect(0px, 0px, 0px, 0px)') continue;
    if (e.closest('script, style, noscript, .sheet')) continue;
    if (parseFloat(style.fontSize) < least) found.add(`${e.tagName}.${e.className} ${style.fontSize}`);
  }
  return [...found];
}"""

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
FINDINGS = """([part, options]) => axe.run(part, options).then(found => found.violations.flatMap(
  rule => rule.nodes.map(node => `${rule.id}: ${node.target.join(' ')} ${node.failureSummary}`)))"""
